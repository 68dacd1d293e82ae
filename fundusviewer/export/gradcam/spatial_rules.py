"""Gradient rules of the operators that slide a window over maps (N, K, h, w)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.graph.onnx_tools import attribute

if TYPE_CHECKING:
    from fundusviewer.export.graph.onnx_tools import GraphEditor

_TO_THE_END = int(np.iinfo(np.int64).max)


def convolution(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    """Return the gradient at a convolution's maps: the transposed convolution."""
    if position:
        raise ExportError(f"there is no gradient for a computed kernel ({node.name})")
    kernel = graph.shape(node.input[1])[2:]
    window = _Window(graph, node, kernel)
    return graph.emit(
        "ConvTranspose",
        gradient,
        node.input[1],
        group=attribute(node, "group", 1),
        strides=window.strides,
        dilations=window.dilations,
        pads=window.pads,
        output_padding=window.left_over,
    )


def max_pool(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    """Return the gradient at a max-pooling's maps: each value goes to where the largest was."""
    if len(node.output) == 1:
        node.output.append(graph.fresh("largest"))
    flat = graph.constant([-1], np.int64)
    shape = graph.emit("Shape", node.input[0])
    size = graph.emit("ReduceProd", shape, keepdims=1)
    empty = graph.emit("Expand", graph.constant([0]), size)
    indices = graph.emit("Reshape", node.output[1], flat)
    values = graph.emit("Reshape", gradient, flat)
    spread = graph.emit("ScatterElements", empty, indices, values, reduction="add")
    return graph.emit("Reshape", spread, shape)


def average_pool(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    """Return the gradient at an average pooling's maps: each position's share of every window."""
    sides = attribute(node, "kernel_shape")
    window = _Window(graph, node, sides)
    channels = graph.shape(node.input[0])[1]
    if channels is None or attribute(node, "ceil_mode", 0):
        raise ExportError(f"there is no gradient for this form of average pooling ({node.name})")
    counts = window.sizes()
    if attribute(node, "count_include_pad", 0) or not any(window.pads):
        counts = np.full((1, 1), math.prod(sides))
    share = graph.emit("Div", gradient, graph.constant(counts[None, None]))
    return graph.emit(
        "ConvTranspose",
        share,
        graph.constant(np.ones((channels, 1, *sides))),
        group=channels,
        strides=window.strides,
        dilations=window.dilations,
        pads=window.pads,
        output_padding=window.left_over,
    )


def global_average(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    """Return the gradient at globally averaged maps."""
    count = math.prod(_sides(graph, node.input[0]))
    share = graph.emit("Div", gradient, graph.constant(count))
    return graph.emit("Expand", share, graph.emit("Shape", node.input[0]))


def _sides(graph: GraphEditor, maps: str) -> list[int]:
    """Return height and width of maps (N, K, h, w)."""
    sides = [side for side in graph.shape(maps)[2:] if side is not None]
    if len(sides) != 2:
        raise ExportError(f"the size of the maps {maps} is not known")
    return sides


class _Window:
    """How a window slides: strides, dilations, and the padding in numbers."""

    def __init__(self, graph: GraphEditor, node: Any, sides: Any) -> None:
        before, after = (_sides(graph, name) for name in (node.input[0], node.output[0]))
        self._before, self._after, self._window = before, after, list(sides)
        self.strides = list(attribute(node, "strides", [1, 1]))
        self.dilations = list(attribute(node, "dilations", [1, 1]))
        spans = [d * (side - 1) + 1 for d, side in zip(self.dilations, sides, strict=True)]
        needed = [
            (out - 1) * stride + span
            for out, stride, span in zip(after, self.strides, spans, strict=True)
        ]
        self.pads = self._padding(node, before, needed)
        total = [self.pads[axis] + self.pads[axis + 2] for axis in (0, 1)]
        self.left_over = [
            size + pad - need for size, pad, need in zip(before, total, needed, strict=True)
        ]

    def sizes(self) -> np.ndarray:
        """Return how many positions of the maps each window holds, without padding: (h', w')."""
        rows, columns = (self._held(axis) for axis in (0, 1))
        return np.asarray(np.outer(rows, columns))

    def _held(self, axis: int) -> np.ndarray:
        starts = np.arange(self._after[axis]) * self.strides[axis] - self.pads[axis]
        steps = np.arange(self._window[axis]) * self.dilations[axis]
        positions = starts[:, None] + steps
        return np.asarray(((positions >= 0) & (positions < self._before[axis])).sum(axis=1))

    @staticmethod
    def _padding(node: Any, before: list[int], needed: list[int]) -> list[int]:
        kind = attribute(node, "auto_pad", b"NOTSET").decode()
        if kind == "NOTSET":
            return list(attribute(node, "pads", [0, 0, 0, 0]))
        if kind == "VALID":
            return [0, 0, 0, 0]
        total = [max(need - size, 0) for need, size in zip(needed, before, strict=True)]
        small = [value // 2 for value in total]
        large = [value - half for value, half in zip(total, small, strict=True)]
        return [*small, *large] if kind == "SAME_UPPER" else [*large, *small]


def pad(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    """Return the gradient without what was added at the edges, or with it at what it repeats."""
    mode = attribute(node, "mode", b"constant")
    if position or mode not in (b"constant", b"edge"):
        raise ExportError(f"there is no gradient for this form of Pad ({node.name})")
    rank = len(graph.shape(node.input[0]))
    pads = graph.values(node.input[1]).tolist()
    axes = list(range(rank))
    if len(node.input) > 3 and node.input[3]:
        axes = [axis % rank for axis in graph.values(node.input[3]).tolist()]
    before, after = pads[: len(axes)], pads[len(axes) :]
    if min(pads) < 0:
        raise ExportError(f"there is no gradient for a Pad that cuts off ({node.name})")
    if mode == b"edge":
        for axis, first, last in zip(axes, before, after, strict=True):
            if first or last:
                size = graph.shape(node.input[0])[axis]
                gradient = _edges_summed(graph, gradient, axis, size, first)
        return gradient
    ends = [-count if count else _TO_THE_END for count in after]
    bounds = [graph.constant(values, np.int64) for values in (before, ends, axes)]
    return graph.emit("Slice", gradient, *bounds)


def _edges_summed(
    graph: GraphEditor, gradient: str, axis: int, size: int | None, before: int
) -> str:
    """Sum what reaches an edge and its copies, along one axis of this size before it was padded."""
    if size is None:
        raise ExportError("there is no gradient for a Pad of edges along the batch")
    along = graph.constant([axis], np.int64)

    def part(start: int, end: int) -> str:
        bounds = [graph.constant([value], np.int64) for value in (start, end)]
        return graph.emit("Slice", gradient, *bounds, along)

    if size == 1:
        return graph.emit("ReduceSum", gradient, along, keepdims=1)
    first = graph.emit("ReduceSum", part(0, before + 1), along, keepdims=1)
    last = graph.emit("ReduceSum", part(before + size - 1, _TO_THE_END), along, keepdims=1)
    inner = [part(before + 1, before + size - 1)] if size > 2 else []
    return graph.emit("Concat", first, *inner, last, axis=axis)
