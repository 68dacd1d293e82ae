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

    Their batch normalisation is folded into them. Those of a file that computes in 8 bits are as
    exact as 8 bits for each map are.

    Raises
    ------
    ExportError
        If it is no such file.
    """
    import onnx

    try:
        graph = onnx.load(path).graph
    except Exception as error:
        # Whatever protobuf finds wrong with the bytes.
        raise ExportError(f"{path}: cannot be read as a model file ({error})") from error
    constants = _Constants(graph, path)
    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for node in graph.node:
        if node.op_type != "Conv":
            continue
        name, kernel = constants.read(node.input[1])
        match = _LAYER.match(name)
        if match is None or len(node.input) < 3 or match[1] in found:
            raise ExportError(f"{path.name}: {name} is no layer of a network that marks places")
        found[match[1]] = (_as_keras(match[1], kernel), constants.read(node.input[2])[1])
    return found


class _Constants:
    """The constants of a graph, whatever they are stored as."""

    def __init__(self, graph: Any, path: Path) -> None:
        self._path = path
        self._stored = {entry.name: entry for entry in graph.initializer}
        self._producers = {output: node for node in graph.node for output in node.output}

    def read(self, name: str) -> tuple[str, np.ndarray]:
        """Return the name that a tensor is stored under, and its value, float32."""
        from onnx import helper, numpy_helper

        if name in self._stored:
            return name, np.asarray(numpy_helper.to_array(self._stored[name]), np.float32)
        node = self._producers.get(name)
        kind = None if node is None else node.op_type
        if node is None or kind not in ("Cast", "DequantizeLinear"):
            raise ExportError(
                f"{self._path.name}: {name} is computed, no weight to be learned from"
            )
        name, value = self.read(node.input[0])
        if kind == "Cast":
            return name, value
        scale, zero = (self.read(one)[1] for one in node.input[1:3])
        axis = next((helper.get_attribute_value(one) for one in node.attribute), 1)
        if scale.ndim:
            shape = [1] * value.ndim
            shape[axis] = -1
            scale, zero = scale.reshape(shape), zero.reshape(shape)
        return name, np.asarray((value - zero) * scale, np.float32)


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
