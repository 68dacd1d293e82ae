"""The Grad-CAM heat map as a part of the graph (Selvaraju et al., 2017).

The heat map of class c is the positive part of the maps' weighted sum; a map's weight is the
gradient of the class's score before the softmax, averaged over the map's positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.backprop import Backward, channel_sums
from fundusviewer.export.graph.onnx_tools import GraphEditor, attribute
from fundusviewer.export.graph.traced_network import MAPS
from fundusviewer.export.sources.classifier_spec import EMBEDDING, QUALITY, SCORES

#: Output of the explained graph: the scores before the softmax, float32 (N, C).
LOGITS = "logits"
HEATMAP = "heatmap"
CLASS_INDEX = "class_index"


@dataclass(frozen=True)
class Explanation:
    """What the heat map is made of.

    Attributes
    ----------
    classes
        Number of classes.
    height, width
        Size of the heat map.
    softmax_inside
        Whether the network itself ended with a softmax (or sigmoids).
    quality, embedding
        Length of these outputs; ``None`` where the network does not give them.
    several
        Whether it ended with a sigmoid for each class, so that several can be right at once.
    """

    classes: int
    height: int
    width: int
    softmax_inside: bool
    quality: int | None
    embedding: int | None
    several: bool = False


def add_heatmap(proto: Any) -> Explanation:
    """Add the input ``class_index`` and the output ``heatmap`` to a traced graph, in place.

    The outputs ``scores`` and ``maps`` give way to ``logits``.

    Parameters
    ----------
    proto
        ``onnx.ModelProto`` from :func:`fundusviewer.export.graph.tracing.trace`.

    Raises
    ------
    ExportError
        If the scores are no classification, or an operation between the maps and the scores has
        no gradient rule.
    """
    graph = GraphEditor(proto)
    maps, axis = _maps(graph)
    several = ends_with_sigmoids(graph)
    logits, inside = before_softmax(graph)
    classes = graph.shape(logits)[-1]
    height, width = (size for at, size in enumerate(graph.shape(maps)) if at not in (0, axis))
    if classes is None or height is None or width is None:
        raise ExportError("the size of the maps or the number of classes is not fixed")
    others = {entry.name: graph.shape(entry.name)[-1] for entry in proto.graph.output}
    seed = chosen_class(graph, logits, classes)
    sums = channel_sums(Backward(graph, maps, logits, seed), maps, axis)
    heatmap = _weighted_maps(graph, maps, axis, sums)
    set_interface(graph, logits, heatmap, (classes, height, width))
    return Explanation(
        classes, height, width, inside, others.get(QUALITY), others.get(EMBEDDING), several
    )


def _maps(graph: GraphEditor) -> tuple[str, int]:
    """Return the maps as the convolutions make them, and their channel axis."""
    axis, tensor = 3, MAPS
    node = graph.producer(tensor)
    while node is not None and node.op_type in ("Identity", "Transpose"):
        if node.op_type == "Transpose":
            axis = attribute(node, "perm")[axis]
        tensor = node.input[0]
        node = graph.producer(tensor)
    return tensor, axis


def ends_with_sigmoids(graph: GraphEditor) -> bool:
    """Whether the scores are a sigmoid for each of several classes."""
    node = graph.producer(graph.source(SCORES, ("Identity",)))
    shape = graph.shape(SCORES)
    several = len(shape) == 2 and shape[1] is not None and shape[1] > 1
    return node is not None and node.op_type == "Sigmoid" and several


def before_softmax(graph: GraphEditor) -> tuple[str, bool]:
    """Return the values before the softmax of the output ``scores``, and whether there was one.

    Raises
    ------
    ExportError
        If the scores are no classification.
    """
    scores = graph.source(SCORES, ("Identity",))
    shape = graph.shape(SCORES)
    node = graph.producer(scores)
    if len(shape) != 2:
        raise ExportError(f"the network gives scores of rank {len(shape)}, not (N, classes)")
    if node is not None and node.op_type == "Softmax":
        return str(node.input[0]), True
    if node is not None and node.op_type == "Sigmoid":
        if shape[1] is not None and shape[1] > 1:
            return str(node.input[0]), True
        return _two_classes(graph, str(node.input[0]), shape[1]), True
    if shape[1] == 1:
        raise ExportError("the network gives one value per photograph: a regression, no classes")
    return scores, False


def _two_classes(graph: GraphEditor, score: str, count: int | None) -> str:
    """Turn one score z with a sigmoid into two classes: softmax (-z/2, z/2) = (1 - s(z), s(z))."""
    if count != 1:
        raise ExportError(
            f"the network ends with {count} sigmoids, so its classes do not exclude each other; "
            "needed is a softmax"
        )
    both = graph.emit("Mul", score, graph.constant([[-0.5, 0.5]]))
    graph.shapes[both] = (None, 2)
    return both


def chosen_class(graph: GraphEditor, logits: str, classes: int) -> str:
    """Return 1 at the class to explain and 0 at the others, (N, C)."""
    most_probable = graph.emit("ArgMax", logits, axis=1, keepdims=0)
    unset = graph.emit("Less", CLASS_INDEX, graph.constant(0, np.int64))
    chosen = graph.emit("Where", unset, most_probable, CLASS_INDEX)
    depth = graph.constant(classes, np.int64)
    return graph.emit("OneHot", chosen, depth, graph.constant([0, 1]), axis=1)


def _weighted_maps(graph: GraphEditor, maps: str, axis: int, sums: str) -> str:
    _, *inner = graph.shape(maps)
    channels = inner.pop(axis - 1)
    height, width = (size or 0 for size in inner)
    positions = height * width
    weights = graph.emit("Div", sums, graph.constant(positions))
    row = graph.emit("Reshape", weights, graph.constant([-1, 1, channels], np.int64))
    if axis == 3:
        maps = graph.emit("Transpose", maps, perm=[0, 3, 1, 2])
    flat = graph.emit("Reshape", maps, graph.constant([-1, channels, positions], np.int64))
    combined = graph.emit("MatMul", row, flat)
    picture = graph.emit("Reshape", combined, graph.constant([-1, height, width], np.int64))
    return graph.emit("Relu", picture)


def set_interface(
    graph: GraphEditor, logits: str, heatmap: str, sizes: tuple[int, int, int]
) -> None:
    """Name logits and heat map as outputs in the place of scores and maps, in place.

    ``sizes`` are the number of classes, height and width of the heat map.
    """
    from onnx import TensorProto, helper

    classes, height, width = sizes
    for name, tensor in ((LOGITS, logits), (HEATMAP, heatmap)):
        graph.graph.node.append(helper.make_node("Identity", [tensor], [name], name=name))
    kept = [entry for entry in graph.graph.output if entry.name not in (SCORES, MAPS)]
    _name_batch([*kept, graph.graph.input[0]])
    del graph.graph.output[:]
    floats = TensorProto.FLOAT
    graph.graph.output.extend(
        [
            helper.make_tensor_value_info(LOGITS, floats, ["N", classes]),
            helper.make_tensor_value_info(HEATMAP, floats, ["N", height, width]),
            *kept,
        ]
    )
    index = helper.make_tensor_value_info(CLASS_INDEX, TensorProto.INT64, ["N"])
    graph.graph.input.insert(1, index)
    del graph.graph.value_info[:]


def _name_batch(values: list[Any]) -> None:
    for value in values:
        value.type.tensor_type.shape.dim[0].dim_param = "N"
