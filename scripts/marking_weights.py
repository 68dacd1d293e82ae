"""Weights of the networks that mark landmarks and lesions from PyTorch into Keras' naming.

They are trained in PyTorch on a graphics card (docs/training.md says how); what comes of it is a
state dictionary. Reading it needs PyTorch (``weights_only``: nothing in it is executed)::

    python -m scripts.marking_weights landmarks STATE.pt landmarks.npz

:mod:`scripts.marking_models` makes the program's model files of the weights.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from fundusviewer.export.sources.marking_network import MARKS, SHAPES, MarkingShape

_NORMALISATION = {
    "gamma": "weight",
    "beta": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}


def convert(state: dict[str, np.ndarray], shape: MarkingShape) -> dict[str, np.ndarray]:
    """Return ``<Keras layer>/<weight>`` → array of a state dictionary.

    Parameters
    ----------
    state
        PyTorch's names and layouts: the encoder's blocks below ``net.``, the decoder's levels
        below ``up.`` (convolution, normalisation, activation, twice), the last layer ``out``.
    shape
        What the network looks like.
    """
    arrays = {}
    for layer, kernel, normalisation in _layers(state):
        depthwise = layer.endswith("_depthwise")
        suffix = "" if depthwise else "_conv"
        weight = state[f"{kernel}.weight"]
        # (out, in, h, w) → (h, w, in, out), which for one filter a map is (h, w, maps, 1).
        order = (2, 3, 0, 1) if depthwise else (2, 3, 1, 0)
        arrays[f"{layer}{suffix}/kernel"] = weight.transpose(order)
        for ours, theirs in _NORMALISATION.items():
            arrays[f"{layer}_bn/{ours}"] = state[f"{normalisation}.{theirs}"]
    last = MARKS if shape.refinement == 1 else f"{MARKS}_coarse"
    divided = _divided(shape)
    arrays[f"{last}/kernel"] = state["out.weight"].transpose(2, 3, 1, 0)[..., divided]
    arrays[f"{last}/bias"] = state["out.bias"][divided]
    return arrays


def _layers(state: dict[str, np.ndarray]) -> Iterator[tuple[str, str, str]]:
    """Yield our layer's name and the names of kernel and batch normalisation in the file."""
    yield "stem", "net.stem.conv", "net.stem.bn"
    for block in _numbers(state, "net.blocks."):
        for ours, theirs in (("expand", "expand"), ("depthwise", "dw"), ("project", "project")):
            name = f"net.blocks.{block}.{theirs}"
            if f"{name}.conv.weight" in state:
                yield f"block{block}_{ours}", f"{name}.conv", f"{name}.bn"
    for level in _numbers(state, "up."):
        for part, at in (("a", 0), ("b", 3)):
            yield f"up{level}_{part}", f"up.{level}.{at}", f"up.{level}.{at + 1}"


def _numbers(state: dict[str, np.ndarray], begin: str) -> list[int]:
    names = (key.removeprefix(begin) for key in state if key.startswith(begin))
    return sorted({int(name.split(".")[0]) for name in names})


def _divided(shape: MarkingShape) -> np.ndarray:
    """Return the order of the last layer's maps: PyTorch divides by kind, TensorFlow by place."""
    maps = np.arange(shape.kinds * shape.refinement**2)
    return maps.reshape(shape.kinds, -1).T.ravel()


def _state(path: Path) -> dict[str, np.ndarray]:
    import torch

    state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    return {name: value.numpy() for name, value in state.items()}


if __name__ == "__main__":
    role, source, output = sys.argv[1:]
    np.savez(output, **convert(_state(Path(source)), SHAPES[role]))  # type: ignore[arg-type]
