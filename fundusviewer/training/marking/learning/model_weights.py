"""Weights read back from a model file that marks places: a start for another training."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from fundusviewer.errors import ExportError

#: Of a kernel's name in the graph: ``ConvMulFusion_W_up1_b_conv_1/convolution__373:0/half``.
_LAYER = re.compile(r"^(?:ConvMulFusion_W_)?(.+?)_1/")
_DEPTHWISE = "_depthwise"

#: Name of a layer → its kernel as Keras holds it, and its bias.
Convolutions = Mapping[str, tuple[np.ndarray, np.ndarray]]


def convolutions_of(path: Path) -> Convolutions:
    """Return the convolutions of a model file that this program wrote.

    Their batch normalisation is folded into them.

    Raises
    ------
    ExportError
        If it is no such file, or computes in 8 bits.
    """
    import onnx
    from onnx import numpy_helper

    try:
        graph = onnx.load(path).graph
    except Exception as error:
        # Whatever protobuf finds wrong with the bytes.
        raise ExportError(f"{path}: cannot be read as a model file ({error})") from error
    arrays = {entry.name: entry for entry in graph.initializer}
    producers = {output: node for node in graph.node for output in node.output}

    def constant(name: str) -> tuple[str, np.ndarray]:
        while name not in arrays:
            node = producers.get(name)
            if node is None or node.op_type != "Cast":
                raise ExportError(
                    f"{path.name}: its weights cannot be learned from: it computes in 8 bits, "
                    "which keeps too little of them, or another program wrote it; give --weights a "
                    "file in half precision, or the network.npz of the run that it came from"
                )
            name = node.input[0]
        return name, np.asarray(numpy_helper.to_array(arrays[name]), np.float32)

    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for node in graph.node:
        if node.op_type in ("QLinearConv", "ConvInteger"):
            constant(node.input[0])
        if node.op_type != "Conv":
            continue
        name, kernel = constant(node.input[1])
        match = _LAYER.match(name)
        if match is None or len(node.input) < 3 or match[1] in found:
            raise ExportError(f"{path.name}: {name} is no layer of a network that marks places")
        found[match[1]] = (_as_keras(match[1], kernel), constant(node.input[2])[1])
    return found


def set_convolutions(network: Any, found: Convolutions, path: Path) -> None:
    """Put folded convolutions into a network with batch normalisation, which then does nothing.

    Parameters
    ----------
    network
        From :func:`fundusviewer.export.sources.marking_network.marking_network`.
    found
        What :func:`convolutions_of` returned.
    path
        For messages.

    Raises
    ------
    ExportError
        If they do not fit; the network is unchanged then.
    """
    layers = {layer.name: layer for layer in network.layers if layer.weights}
    values: dict[str, list[np.ndarray]] = {}
    for name, (kernel, bias) in found.items():
        layer = layers.get(name)
        wanted = None if layer is None else tuple(layer.weights[0].shape)
        if layer is None or wanted != kernel.shape:
            raise ExportError(
                f"{path.name}: layer {name!r} has {kernel.shape}, needed is {wanted or 'none'}"
            )
        if len(layer.weights) > 1:
            values[name] = [kernel, bias]
            continue
        values[name] = [kernel]
        follower = f"{name.removesuffix('_conv')}_bn"
        ones, zeros = np.ones_like(bias), np.zeros_like(bias)
        epsilon = layers[follower].epsilon
        values[follower] = [ones, bias, zeros, np.full_like(bias, 1 - epsilon)]
    missing = sorted(set(layers) - set(values))
    if missing:
        raise ExportError(f"{path.name}: layer {missing[0]!r} is missing")
    for name, arrays in values.items():
        layers[name].set_weights(arrays)


def _as_keras(layer: str, kernel: np.ndarray) -> np.ndarray:
    """Return a kernel (out, in, h, w) as (h, w, in, out); one for each map as (h, w, maps, 1)."""
    if layer.endswith(_DEPTHWISE):
        return np.ascontiguousarray(kernel.transpose(2, 3, 0, 1))
    return np.ascontiguousarray(kernel.transpose(2, 3, 1, 0))
