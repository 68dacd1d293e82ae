"""Derivatives of the operators that work on each value by itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.export.graph.onnx_tools import attribute

if TYPE_CHECKING:
    from collections.abc import Callable

    from fundusviewer.export.graph.onnx_tools import GraphEditor

    #: (graph, node) → derivative of an elementwise operation at its input.
    Derivative = Callable[[GraphEditor, Any], str]


def _mask(graph: GraphEditor, condition: str) -> str:
    return graph.emit("Cast", condition, to=1)


def _relu(graph: GraphEditor, node: Any) -> str:
    return _mask(graph, graph.emit("Greater", node.output[0], graph.constant(0)))


def _leaky(graph: GraphEditor, node: Any) -> str:
    positive = graph.emit("Greater", node.input[0], graph.constant(0))
    slope = graph.constant(attribute(node, "alpha", 0.01))
    return graph.emit("Where", positive, graph.constant(1), slope)


def _elu(graph: GraphEditor, node: Any) -> str:
    alpha = graph.constant(attribute(node, "alpha", 1.0))
    positive = graph.emit("Greater", node.input[0], graph.constant(0))
    return graph.emit(
        "Where", positive, graph.constant(1), graph.emit("Add", node.output[0], alpha)
    )


def _selu(graph: GraphEditor, node: Any) -> str:
    alpha, gamma = attribute(node, "alpha", 1.67326319), attribute(node, "gamma", 1.05070102)
    positive = graph.emit("Greater", node.input[0], graph.constant(0))
    below = graph.emit("Add", node.output[0], graph.constant(alpha * gamma))
    return graph.emit("Where", positive, graph.constant(gamma), below)


def _sigmoid(graph: GraphEditor, node: Any) -> str:
    rest = graph.emit("Sub", graph.constant(1), node.output[0])
    return graph.emit("Mul", node.output[0], rest)


def _tanh(graph: GraphEditor, node: Any) -> str:
    square = graph.emit("Mul", node.output[0], node.output[0])
    return graph.emit("Sub", graph.constant(1), square)


def _softplus(graph: GraphEditor, node: Any) -> str:
    return graph.emit("Sigmoid", node.input[0])


def _erf(graph: GraphEditor, node: Any) -> str:
    square = graph.emit("Mul", node.input[0], node.input[0])
    bell = graph.emit("Exp", graph.emit("Neg", square))
    return graph.emit("Mul", bell, graph.constant(2 / math.sqrt(math.pi)))


def _exp(graph: GraphEditor, node: Any) -> str:
    return str(node.output[0])


def _log(graph: GraphEditor, node: Any) -> str:
    return graph.emit("Reciprocal", node.input[0])


def _sqrt(graph: GraphEditor, node: Any) -> str:
    return graph.emit("Div", graph.constant(0.5), node.output[0])


def _reciprocal(graph: GraphEditor, node: Any) -> str:
    return graph.emit("Neg", graph.emit("Mul", node.output[0], node.output[0]))


def _neg(graph: GraphEditor, node: Any) -> str:
    return graph.constant(-1)


def _abs(graph: GraphEditor, node: Any) -> str:
    return graph.emit("Sign", node.input[0])


def _clip(graph: GraphEditor, node: Any) -> str:
    # Zero at the bounds themselves, as TensorFlow has it for ReLU6.
    inside = graph.constant(True, np.bool_)
    for bound, comparison in zip(node.input[1:], ("Greater", "Less"), strict=False):
        if bound:
            inside = graph.emit("And", inside, graph.emit(comparison, node.input[0], bound))
    return _mask(graph, inside)


def _parametric(graph: GraphEditor, node: Any) -> str:
    positive = graph.emit("Greater", node.input[0], graph.constant(0))
    return graph.emit("Where", positive, graph.constant(1), node.input[1])


def _thresholded(graph: GraphEditor, node: Any) -> str:
    threshold = graph.constant(attribute(node, "alpha", 1.0))
    return _mask(graph, graph.emit("Greater", node.input[0], threshold))


def _celu(graph: GraphEditor, node: Any) -> str:
    alpha = graph.constant(attribute(node, "alpha", 1.0))
    below = graph.emit("Exp", graph.emit("Div", node.input[0], alpha))
    positive = graph.emit("Greater", node.input[0], graph.constant(0))
    return graph.emit("Where", positive, graph.constant(1), below)


def _hard_slope(graph: GraphEditor, node: Any, alpha: float, beta: float) -> str:
    """Return the slope of a hard sigmoid; zero at the bounds themselves, as in ReLU6."""
    line = graph.emit("Mul", node.input[0], graph.constant(alpha))
    line = graph.emit("Add", line, graph.constant(beta))
    above = graph.emit("Greater", line, graph.constant(0))
    below = graph.emit("Less", line, graph.constant(1))
    return graph.emit("Mul", _mask(graph, graph.emit("And", above, below)), graph.constant(alpha))


def _hard_sigmoid(graph: GraphEditor, node: Any) -> str:
    return _hard_slope(graph, node, attribute(node, "alpha", 0.2), attribute(node, "beta", 0.5))


def _hard_swish(graph: GraphEditor, node: Any) -> str:
    gate = graph.emit("HardSigmoid", node.input[0], alpha=1 / 6, beta=0.5)
    slope = graph.emit("Mul", node.input[0], _hard_slope(graph, node, 1 / 6, 0.5))
    return graph.emit("Add", gate, slope)


def _mish(graph: GraphEditor, node: Any) -> str:
    """Return that of x · tanh (softplus (x))."""
    gate = graph.emit("Tanh", graph.emit("Softplus", node.input[0]))
    steepness = graph.emit("Sub", graph.constant(1), graph.emit("Mul", gate, gate))
    steepness = graph.emit("Mul", steepness, graph.emit("Sigmoid", node.input[0]))
    return graph.emit("Add", gate, graph.emit("Mul", node.input[0], steepness))


def _softsign(graph: GraphEditor, node: Any) -> str:
    size = graph.emit("Add", graph.emit("Abs", node.input[0]), graph.constant(1))
    return graph.emit("Reciprocal", graph.emit("Mul", size, size))


def _gelu(graph: GraphEditor, node: Any) -> str:
    """Return that of x · Φ(x), or of its approximation by tanh."""
    x = node.input[0]
    if attribute(node, "approximate", b"none") != b"none":
        return _gelu_by_tanh(graph, x)
    share = graph.emit("Erf", graph.emit("Mul", x, graph.constant(math.sqrt(0.5))))
    share = graph.emit("Mul", graph.emit("Add", share, graph.constant(1)), graph.constant(0.5))
    half = graph.emit("Mul", graph.emit("Mul", x, x), graph.constant(-0.5))
    bell = graph.emit("Mul", graph.emit("Exp", half), graph.constant(1 / math.sqrt(2 * math.pi)))
    return graph.emit("Add", share, graph.emit("Mul", x, bell))


def _gelu_by_tanh(graph: GraphEditor, x: str) -> str:
    scale, cubic = math.sqrt(2 / math.pi), 0.044715
    square = graph.emit("Mul", x, x)
    inner = graph.emit("Add", graph.emit("Mul", square, graph.constant(cubic)), graph.constant(1))
    inner = graph.emit("Mul", graph.emit("Mul", x, inner), graph.constant(scale))
    gate = graph.emit("Tanh", inner)
    slope = graph.emit("Mul", square, graph.constant(3 * cubic * scale))
    slope = graph.emit("Add", slope, graph.constant(scale))
    steepness = graph.emit("Sub", graph.constant(1), graph.emit("Mul", gate, gate))
    steep = graph.emit("Mul", graph.emit("Mul", x, steepness), slope)
    both = graph.emit("Add", graph.emit("Add", gate, graph.constant(1)), steep)
    return graph.emit("Mul", both, graph.constant(0.5))


DERIVATIVES: dict[str, Derivative] = {
    "Relu": _relu,
    "LeakyRelu": _leaky,
    "PRelu": _parametric,
    "ThresholdedRelu": _thresholded,
    "Elu": _elu,
    "Celu": _celu,
    "Selu": _selu,
    "Sigmoid": _sigmoid,
    "HardSigmoid": _hard_sigmoid,
    "HardSwish": _hard_swish,
    "Mish": _mish,
    "Gelu": _gelu,
    "Tanh": _tanh,
    "Softplus": _softplus,
    "Softsign": _softsign,
    "Erf": _erf,
    "Exp": _exp,
    "Log": _log,
    "Sqrt": _sqrt,
    "Reciprocal": _reciprocal,
    "Neg": _neg,
    "Abs": _abs,
    "Clip": _clip,
}
