"""Equal ranges for all channels of a map, so that eight bits serve each of them.

One scale serves all channels of a quantised map; channels of small range are then lost. A factor
per channel moves from a convolution into the next one: through nothing or through a ReLU, this
changes no result (Nagel et al., 2019, "Data-free quantization through weight equalization and
bias correction"). How much of the range moves follows the maps and the next kernel alike (Xiao et
al., 2023, "SmoothQuant").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.export.gradcam.gradcam import CLASS_INDEX
from fundusviewer.export.graph.onnx_tools import GraphEditor, attribute
from fundusviewer.export.graph.subgraphs import ending_at, without_kernels

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Share of a channel's range that moves into the next kernel; a depthwise kernel takes all of it.
_MIGRATION = 0.5
_SMALLEST = 1e-6


@dataclass(frozen=True)
class _Pair:
    """Two convolutions in a row and the maps between them."""

    first: Any
    second: Any
    maps: str

    @property
    def depthwise(self) -> bool:
        """Whether the second convolution treats each channel apart."""
        return int(attribute(self.second, "group", 1)) > 1


def equalise(proto: Any, photographs: np.ndarray) -> None:
    """Even out the channels' ranges between convolutions that follow each other, in place.

    Parameters
    ----------
    proto
        ``onnx.ModelProto``, folded.
    photographs
        uint8 (M, H, W, 3) RGB, prepared.
    """
    pairs = list(_pairs(GraphEditor(without_kernels(proto))))
    if not pairs:
        return
    ranges = _channel_ranges(proto, [pair.maps for pair in pairs], photographs)
    weights = _Initializers(proto)
    for pair in pairs:
        _move(weights, pair, ranges[pair.maps])
    weights.store()


def _pairs(graph: GraphEditor) -> Iterator[_Pair]:
    kernels = [node.input[1] for node in graph.graph.node if node.op_type == "Conv"]
    for first in (node for node in graph.graph.node if node.op_type == "Conv"):
        maps = first.output[0]
        following = graph.consumers(maps)
        if len(following) == 1 and following[0].op_type == "Relu":
            maps = following[0].output[0]
            following = graph.consumers(maps)
        if len(following) != 1 or following[0].op_type != "Conv":
            continue
        second = following[0]
        shared = any(kernels.count(node.input[1]) > 1 for node in (first, second))
        channels = graph.shape(first.input[1])[0]
        whole = attribute(second, "group", 1) in (1, channels)
        if second.input[0] == maps and whole and not shared:
            yield _Pair(first, second, maps)


def _channel_ranges(proto: Any, names: list[str], photographs: np.ndarray) -> dict[str, np.ndarray]:
    """Return the largest absolute value of each channel over all photographs, (K,)."""
    import onnxruntime

    watched = ending_at(proto, names)
    graph = GraphEditor(watched)
    positions = graph.constant([0, 2, 3], np.int64)
    outputs = [
        graph.emit("ReduceMax", graph.emit("Abs", name), positions, keepdims=0) for name in names
    ]
    _set_outputs(watched, outputs)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        watched.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    rows = [
        session.run(outputs, {"image": photograph[None], CLASS_INDEX: np.asarray([-1], np.int64)})
        for photograph in photographs
    ]
    return {name: np.max([row[at] for row in rows], axis=0) for at, name in enumerate(names)}


def _set_outputs(proto: Any, names: list[str]) -> None:
    from onnx import TensorProto, helper

    del proto.graph.output[:]
    proto.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names
    )


class _Initializers:
    """The weights of a graph, changed in memory and stored at the end."""

    def __init__(self, proto: Any) -> None:
        self._entries = {entry.name: entry for entry in proto.graph.initializer}
        self._changed: dict[str, np.ndarray] = {}

    def read(self, name: str) -> np.ndarray:
        from onnx import numpy_helper

        if name not in self._changed:
            self._changed[name] = numpy_helper.to_array(self._entries[name]).copy()
        return self._changed[name]

    def store(self) -> None:
        from onnx import numpy_helper

        for name, values in self._changed.items():
            self._entries[name].CopyFrom(numpy_helper.from_array(values, name))


def _move(weights: _Initializers, pair: _Pair, ranges: np.ndarray) -> None:
    first, second = weights.read(pair.first.input[1]), weights.read(pair.second.input[1])
    factors = _factors(ranges, second, pair.depthwise)
    first /= factors[:, None, None, None]
    if len(pair.first.input) > 2:
        bias = weights.read(pair.first.input[2])
        bias /= factors
    second *= factors[:, None, None, None] if pair.depthwise else factors[None, :, None, None]


def _factors(ranges: np.ndarray, kernel: np.ndarray, depthwise: bool) -> np.ndarray:
    alive = ranges > _SMALLEST
    if depthwise:
        factors = ranges
    else:
        strength = np.maximum(np.abs(kernel).max(axis=(0, 2, 3)), _SMALLEST)
        factors = ranges**_MIGRATION / strength ** (1 - _MIGRATION)
    factors = np.where(alive, factors, 1.0)
    typical = np.exp(np.log(factors[alive]).mean()) if alive.any() else 1.0
    return np.asarray(np.where(alive, factors / typical, 1.0), np.float32)
