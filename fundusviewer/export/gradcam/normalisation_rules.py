"""Gradient rules of normalisations, with the statistics that they have learned or take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.graph.onnx_tools import attribute

if TYPE_CHECKING:
    from fundusviewer.export.graph.onnx_tools import GraphEditor


def layer_normalisation(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    """Return the gradient at what is brought to mean 0 and deviation 1 (Ba et al., 2016).

    Mean and deviation depend on the values, so two of their directions carry no gradient: all of
    them together, and away from the mean.
    """
    _only_values(node, position)
    while len(node.output) < 3:
        node.output.append(graph.fresh("statistics"))
    mean, steepness = node.output[1:3]
    rank = len(graph.shape(node.input[0]))
    first = attribute(node, "axis", -1) % rank
    axes = graph.constant(list(range(first, rank)), np.int64)
    values = graph.emit("Mul", graph.emit("Sub", node.input[0], mean), steepness)
    scaled = graph.emit("Mul", gradient, node.input[1])
    together = graph.emit("ReduceMean", scaled, axes, keepdims=1)
    away = graph.emit("ReduceMean", graph.emit("Mul", scaled, values), axes, keepdims=1)
    left = graph.emit("Sub", scaled, together)
    left = graph.emit("Sub", left, graph.emit("Mul", values, away))
    return graph.emit("Mul", left, steepness)


def batch_normalisation(graph: GraphEditor, node: Any, position: int, gradient: str) -> str:
    """Return the gradient at maps (N, K, …) that are shifted and scaled by what was learned."""
    _only_values(node, position)
    if attribute(node, "training_mode", 0):
        raise ExportError(f"{node.name} normalises as in training; export the network for use")
    variance = graph.emit("Add", node.input[4], graph.constant(attribute(node, "epsilon", 1e-5)))
    factor = graph.emit("Div", node.input[1], graph.emit("Sqrt", variance))
    inner = [1] * (len(graph.shape(node.input[0])) - 2)
    shaped = graph.emit("Reshape", factor, graph.constant([1, -1, *inner], np.int64))
    return graph.emit("Mul", gradient, shaped)


def _only_values(node: Any, position: int) -> None:
    if position:
        raise ExportError(f"there is no gradient for a parameter of {node.name}")
