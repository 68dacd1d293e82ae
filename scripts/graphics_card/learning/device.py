"""Where the networks learn: on a graphics card, or, for a trial, on the processor."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import cv2
import torch


def open_device() -> torch.device:
    """Return the graphics card where there is one, and set PyTorch up for it."""
    torch.backends.cudnn.benchmark = True
    torch.set_float32_matmul_precision("high")
    cv2.setNumThreads(1)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def mixed_precision(device: torch.device) -> AbstractContextManager[Any]:
    """Compute in bfloat16 inside, on a graphics card."""
    is_card = device.type == "cuda"
    return torch.autocast(device.type, torch.bfloat16, enabled=is_card)  # type: ignore[no-any-return]
