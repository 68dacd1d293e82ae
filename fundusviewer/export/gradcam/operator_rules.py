"""One rule per ONNX operator: the gradient of its output → the gradient of one of its inputs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.activation_rules import DERIVATIVES
from fundusviewer.export.gradcam.normalisation_rules import (
    batch_normalisation,
    layer_normalisation,
)
from fundusviewer.export.gradcam.spatial_rules import (
    average_pool,
    convolution,
    global_average,
    max_pool,
    pad,
)
from fundusviewer.export.graph.onnx_tools import attribute

if TYPE_CHECKING:
    from collections.abc import Callable

    from fundusviewer.export.gradcam.activation_rules import Derivative
    from fundusviewer.export.graph.onnx_tools import GraphEditor

    #: (graph, node, position of the input, gradient of the output) → gradient of that input.
    Rule = Callable[[GraphEditor, Any, int, str], str]


#: ``onnx.TensorProto``: FLOAT, FLOAT16, DOUBLE, BFLOAT16.
_FLOATS = (1, 10, 11, 16)


def _same(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    return gradient


def _reshaped(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    return graph.emit("Reshape", gradient, graph.emit("Shape", node.input[0]))


def _transposed(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    rank = len(graph.shape(node.input[0]))
    order = attribute(node, "perm", list(reversed(range(rank))))
    return graph.emit("Transpose", gradient, perm=np.argsort(order).tolist())


def _unbroadcast(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    """Sum a gradient over the axes along which the operation repeated its input."""
    own, full = graph.shape(node.input[position]), graph.shape(node.output[0])
    missing = len(full) - len(own)
    repeated = [
        axis
        for axis in range(len(full))
        if axis < missing or (own[axis - missing] == 1 and full[axis] != 1)
    ]
    if not repeated:
        return gradient
    axes = graph.constant(repeated, np.int64)
    summed = graph.emit("ReduceSum", gradient, axes, keepdims=1)
    return graph.emit("Reshape", summed, graph.emit("Shape", node.input[position]))


def _add(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    return _unbroadcast(graph, node, position, gradient)


def _sub(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    signed = graph.emit("Neg", gradient) if position else gradient
    return _unbroadcast(graph, node, position, signed)


def _mul(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    scaled = graph.emit("Mul", gradient, node.input[1 - position])
    return _unbroadcast(graph, node, position, scaled)


def _div(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    scaled = graph.emit("Div", gradient, node.input[1])
    if position:
        scaled = graph.emit("Neg", graph.emit("Mul", scaled, node.output[0]))
    return _unbroadcast(graph, node, position, scaled)


def _swapped(graph: GraphEditor, tensor: str) -> str:
    rank = len(graph.shape(tensor))
    return graph.emit("Transpose", tensor, perm=[*range(rank - 2), rank - 1, rank - 2])


def _matmul(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    left, right = node.input
    if min(len(graph.shape(left)), len(graph.shape(right))) < 2:
        raise ExportError(f"there is no gradient for a product with a vector ({node.name})")
    if position:
        product = graph.emit("MatMul", _swapped(graph, left), gradient)
    elif len(graph.shape(left)) == len(graph.shape(right)) == 2:
        # Gemm reads the kernel transposed; a Transpose would be folded into a second copy of it.
        product = graph.emit("Gemm", gradient, right, transB=1)
    else:
        product = graph.emit("MatMul", gradient, _swapped(graph, right))
    return _matmul_unbroadcast(graph, node, position, product)


def _matmul_unbroadcast(graph: GraphEditor, node: Any, position: int, product: str) -> str:
    missing = len(graph.shape(node.output[0])) - len(graph.shape(node.input[position]))
    if not missing:
        return product
    axes = graph.constant(list(range(missing)), np.int64)
    return graph.emit("ReduceSum", product, axes, keepdims=0)


def _gemm(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    if position or attribute(node, "transA", 0):
        raise ExportError(f"there is no gradient for this form of Gemm ({node.name})")
    transposed = 1 - attribute(node, "transB", 0)
    factor = attribute(node, "alpha", 1.0)
    return graph.emit("Gemm", gradient, node.input[1], transB=transposed, alpha=factor)


def _einsum(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    equation = attribute(node, "equation", b"").decode().replace(" ", "")
    inputs, arrow, result = equation.partition("->")
    terms = inputs.split(",")
    own = terms.pop(position)
    others = [name for at, name in enumerate(node.input) if at != position]
    # A letter twice in one term, or in no other, would need more than another such product.
    plain = arrow and "." not in equation and all(len(set(t)) == len(t) for t in (own, *terms))
    if not plain or set(own) - set(result).union(*terms):
        raise ExportError(f"there is no gradient for this form of Einsum ({node.name})")
    turned = f"{','.join([result, *terms])}->{own}"
    return graph.emit("Einsum", gradient, *others, equation=turned)


def _cast(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    kinds = (graph.types.get(node.input[0]), attribute(node, "to"))
    if not all(kind in _FLOATS for kind in kinds):
        raise ExportError(f"there is no gradient through whole numbers ({node.name})")
    return graph.emit("Cast", gradient, to=kinds[0])


def _concat(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    axis = attribute(node, "axis")
    sizes = [graph.shape(name)[axis] for name in node.input]
    if None in sizes:
        raise ExportError(f"the sizes that {node.name} joins are not known")
    start = sum(size or 0 for size in sizes[:position])
    end = start + (sizes[position] or 0)
    bounds = [graph.constant([value], np.int64) for value in (start, end, axis)]
    return graph.emit("Slice", gradient, *bounds)


def _where(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    if position == 0:
        raise ExportError(f"there is no gradient for a condition ({node.name})")
    zero = graph.constant(0)
    choices = (gradient, zero) if position == 1 else (zero, gradient)
    masked = graph.emit("Where", node.input[0], *choices)
    return _unbroadcast(graph, node, position, masked)


def _pow(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    if position:
        raise ExportError(f"there is no gradient for an exponent ({node.name})")
    exponent = graph.values(node.input[1])
    base = graph.emit("Pow", node.input[0], graph.constant(exponent - 1))
    scaled = graph.emit("Mul", gradient, graph.emit("Mul", base, graph.constant(exponent)))
    return _unbroadcast(graph, node, position, scaled)


def _expanded(graph: GraphEditor, node: Any, value: str) -> str:
    """Spread a reduced tensor over the positions that were reduced."""
    shape = list(graph.shape(node.input[0]))
    for axis in graph.axes(node):
        shape[axis] = 1
    kept = graph.emit("Reshape", value, graph.constant(_batch_free(shape), np.int64))
    return graph.emit("Expand", kept, graph.emit("Shape", node.input[0]))


def _batch_free(shape: list[int | None]) -> list[int]:
    if shape.count(None) > 1:
        raise ExportError("a shape between the Grad-CAM layer and the scores is not known")
    return [-1 if size is None else size for size in shape]


def _reduce_sum(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    return _expanded(graph, node, gradient)


def _reduce_mean(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    sizes = [graph.shape(node.input[0])[axis] for axis in graph.axes(node)]
    if None in sizes:
        raise ExportError(f"the number of values that {node.name} averages is not known")
    count = math.prod(size or 1 for size in sizes)
    return _expanded(graph, node, graph.emit("Div", gradient, graph.constant(count)))


def _reduce_max(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    # Equal largest values share the gradient, as they do in TensorFlow.
    largest = graph.emit("Equal", node.input[0], _expanded(graph, node, node.output[0]))
    mask = graph.emit("Cast", largest, to=1)
    axes = graph.constant(list(graph.axes(node)), np.int64)
    share = graph.emit("Div", mask, graph.emit("ReduceSum", mask, axes, keepdims=1))
    return graph.emit("Mul", _expanded(graph, node, gradient), share)


def _softmax(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    probabilities = node.output[0]
    axis = graph.constant([attribute(node, "axis", -1)], np.int64)
    weighted = graph.emit("Mul", gradient, probabilities)
    mean = graph.emit("ReduceSum", weighted, axis, keepdims=1)
    return graph.emit("Mul", probabilities, graph.emit("Sub", gradient, mean))


def _elementwise(derivative: Derivative) -> Rule:
    def rule(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
        if position:
            raise ExportError(f"there is no gradient for a parameter of {node.name}")
        return graph.emit("Mul", gradient, derivative(graph, node))

    return rule


def _mask(graph: GraphEditor, condition: str) -> str:
    return graph.emit("Cast", condition, to=1)


def _extreme(comparison: str) -> Rule:
    def rule(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
        if len(node.input) != 2:
            raise ExportError(f"there is no gradient for {node.op_type} of many ({node.name})")
        own, other = node.input[position], node.input[1 - position]
        chosen = _mask(graph, graph.emit(comparison, own, other))
        return _unbroadcast(graph, node, position, graph.emit("Mul", gradient, chosen))

    return rule


RULES: dict[str, Rule] = {
    "Identity": _same,
    "Reshape": _reshaped,
    "Flatten": _reshaped,
    "Squeeze": _reshaped,
    "Unsqueeze": _reshaped,
    "Transpose": _transposed,
    "Add": _add,
    "Sub": _sub,
    "Mul": _mul,
    "Div": _div,
    "MatMul": _matmul,
    "Gemm": _gemm,
    "Einsum": _einsum,
    "Cast": _cast,
    "Pad": pad,
    "Concat": _concat,
    "Where": _where,
    "Pow": _pow,
    "ReduceSum": _reduce_sum,
    "ReduceMean": _reduce_mean,
    "ReduceMax": _reduce_max,
    "Softmax": _softmax,
    "LayerNormalization": layer_normalisation,
    "BatchNormalization": batch_normalisation,
    "Conv": convolution,
    "MaxPool": max_pool,
    "AveragePool": average_pool,
    "GlobalAveragePool": global_average,
    "Max": _extreme("Greater"),
    "Min": _extreme("Less"),
    **{name: _elementwise(derivative) for name, derivative in DERIVATIVES.items()},
}
