"""Exact gradients of a head, written as ordinary ONNX operations.

Reverse-mode differentiation (Griewank and Walther, 2008) over the nodes between the maps of the
Grad-CAM layer and the scores: for each operator one rule says how the gradient of its output
becomes the gradient of its input. An operator without a rule is an error, never an approximation.
"""

from __future__ import annotations

import math
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.operator_rules import RULES
from fundusviewer.export.graph.onnx_tools import attribute

if TYPE_CHECKING:
    from fundusviewer.export.graph.onnx_tools import GraphEditor


#: Operators whose result does not change with the values they read, or only in jumps.
_CONSTANT_RESULT = frozenset(
    {"Shape", "Size", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "IsNaN", "IsInf"}
)


class Backward:
    """The gradient of one tensor with respect to the tensors before it.

    Parameters
    ----------
    graph
        The graph that the gradient's operations are appended to.
    target
        Name of the tensor where differentiation stops.
    output
        Name of the differentiated tensor, (N, C).
    seed
        Name of the gradient at ``output``, (N, C).
    """

    def __init__(self, graph: GraphEditor, target: str, output: str, seed: str) -> None:
        self.graph = graph
        self._path = _tensors_between(graph, target, output)
        if target not in self._path:
            raise ExportError("the scores do not depend on the maps of the Grad-CAM layer")
        self._known = {output: seed}

    def at(self, tensor: str) -> str:
        """Return the name of the gradient with respect to a tensor, in the tensor's shape."""
        if tensor not in self._known:
            self._known[tensor] = self._accumulated(tensor)
        return self._known[tensor]

    def consumers(self, tensor: str) -> list[Any]:
        """Return the nodes through which a tensor acts on the output."""
        return [
            node
            for node in self.graph.consumers(tensor)
            if any(name in self._path for name in node.output)
        ]

    def contribution(self, node: Any, position: int) -> str:
        """Return the gradient that reaches one input of a node through that node."""
        rule = RULES.get(node.op_type)
        if rule is None:
            raise ExportError(
                f"the heat map cannot be exact: there is no gradient for the operation "
                f"{node.op_type} ({node.name}) between the Grad-CAM layer and the scores"
            )
        return rule(self.graph, node, position, self.at(node.output[0]))

    def _accumulated(self, tensor: str) -> str:
        parts = [
            self.contribution(node, position)
            for node in self.consumers(tensor)
            for position, name in enumerate(node.input)
            if name == tensor
        ]
        return _total(self.graph, parts)


def channel_sums(backward: Backward, tensor: str, axis: int) -> str:
    """Sum the gradient of maps over their positions, without computing it where that is possible.

    Pooling, 1×1 convolutions and linear layers let the sum pass: a linear layer on flattened maps
    then needs its kernel summed over positions, which is smaller by their number.

    Parameters
    ----------
    backward
        The gradient.
    tensor
        Maps of rank 4.
    axis
        Their channel axis: 1 or 3.

    Returns
    -------
    str
        Name of a tensor (N, K).
    """
    graph = backward.graph
    parts = [_passed_sum(backward, node, tensor, axis) for node in backward.consumers(tensor)]
    return _total(graph, parts)


def _passed_sum(backward: Backward, node: Any, tensor: str, axis: int) -> str:
    shortcut = _SUM_RULES.get(node.op_type)
    passed = shortcut(backward, node, axis) if shortcut else None
    if passed is not None:
        return passed
    graph = backward.graph
    parts = [
        _positions_summed(graph, backward.contribution(node, position), axis)
        for position, name in enumerate(node.input)
        if name == tensor
    ]
    return _total(graph, parts)


def _total(graph: GraphEditor, parts: list[str]) -> str:
    return reduce(lambda left, right: graph.emit("Add", left, right), parts)


def _positions_summed(graph: GraphEditor, gradient: str, axis: int) -> str:
    positions = [2, 3] if axis == 1 else [1, 2]
    return graph.emit("ReduceSum", gradient, graph.constant(positions, np.int64), keepdims=0)


def _tensors_between(graph: GraphEditor, target: str, output: str) -> set[str]:
    """Return the tensors that depend on ``target`` and that ``output`` depends on."""
    after = {target}
    for node in graph.graph.node:
        if node.op_type not in _CONSTANT_RESULT and any(name in after for name in node.input):
            after.update(node.output)
    before = {output}
    for node in reversed(graph.graph.node):
        if any(name in before for name in node.output):
            before.update(node.input)
    return after & before


def _through_max_pool(backward: Backward, node: Any, axis: int) -> str | None:
    # Each pooled position comes from exactly one position, whichever that is.
    return channel_sums(backward, node.output[0], axis) if axis == 1 else None


def _through_transpose(backward: Backward, node: Any, axis: int) -> str | None:
    moved = list(attribute(node, "perm", ())).index(axis)
    if moved not in (1, 3):
        return None
    return channel_sums(backward, node.output[0], moved)


def _through_mean(backward: Backward, node: Any, axis: int) -> str | None:
    graph = backward.graph
    spatial = {2, 3} if axis == 1 else {1, 2}
    if set(graph.axes(node)) != spatial:
        return None
    channels = graph.shape(node.input[0])[axis]
    flat = graph.constant([-1, channels or 0], np.int64)
    return graph.emit("Reshape", backward.at(node.output[0]), flat)


def _through_pointwise_convolution(backward: Backward, node: Any, axis: int) -> str | None:
    graph = backward.graph
    kernel = graph.shape(node.input[1])
    plain = (
        kernel[2:] == (1, 1)
        and set(attribute(node, "strides", [1])) == {1}
        and set(attribute(node, "pads", [0])) == {0}
        and attribute(node, "group", 1) == 1
    )
    if axis != 1 or not plain:
        return None
    sums = channel_sums(backward, node.output[0], 1)
    single = graph.emit("Unsqueeze", sums, graph.constant([2, 3], np.int64))
    # The convolution's own kernel is read; a product of matrices would need a copy of it.
    summed = graph.emit("ConvTranspose", single, node.input[1])
    return graph.emit("Squeeze", summed, graph.constant([2, 3], np.int64))


def _through_flatten(backward: Backward, node: Any, axis: int) -> str | None:
    graph = backward.graph
    _, *inner = graph.shape(node.input[0])
    users = backward.consumers(node.output[0])
    if len(users) != 1 or not _is_product(users[0], node.output[0]):
        return None
    turned = bool(attribute(users[0], "transB", 0))
    kernel = graph.shape(users[0].input[1])
    if len(kernel) != 2 or kernel[turned] != math.prod(size or 0 for size in inner):
        return None
    shape = [kernel[0], *inner] if turned else [*inner, kernel[1]]
    unfolded = graph.emit("Reshape", users[0].input[1], graph.constant(shape, np.int64))
    spatial = [at + turned for at in ((1, 2) if axis == 1 else (0, 1))]
    summed = graph.emit("ReduceSum", unfolded, graph.constant(spatial, np.int64), keepdims=0)
    gradient = backward.at(users[0].output[0])
    if not turned:
        summed = graph.emit("Transpose", summed, perm=[1, 0])
    return graph.emit("MatMul", gradient, summed)


def _is_product(node: Any, tensor: str) -> bool:
    """Whether a node multiplies a tensor with a kernel, and nothing else but to add a bias."""
    plain = attribute(node, "alpha", 1.0) == 1.0 and not attribute(node, "transA", 0)
    return node.op_type in ("MatMul", "Gemm") and node.input[0] == tensor and plain


_SUM_RULES = {
    "MaxPool": _through_max_pool,
    "Transpose": _through_transpose,
    "ReduceMean": _through_mean,
    "Conv": _through_pointwise_convolution,
    "Reshape": _through_flatten,
}
