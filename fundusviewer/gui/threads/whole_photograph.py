"""The photograph on screen for the thread with the network: nobody decodes it twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class WholePhotograph:
    """All pixels of a photograph that are in memory anyway, because it is on screen.

    Attributes
    ----------
    sha256
        Of its content.
    pixels
        Returns them: uint8 (H, W, 3) RGB, upright, as :func:`.decode` does. Called off the window's
        thread.
    """

    sha256: str
    pixels: Callable[[], np.ndarray]
