"""A heat map without a gradient: how much a class's score falls where a part is covered.

Occlusion sensitivity (Zeiler and Fergus, 2014). It needs nothing of the network but its answers,
and one more run of it for every position.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.gradcam import Explanation, chosen_class, set_interface
from fundusviewer.export.graph.onnx_tools import GraphEditor

#: Positions a side. The cover is twice as wide as the distance between them.
POSITIONS = 7
#: How often the network runs for one photograph.
RUNS = POSITIONS**2 + 1

_ROW, _COLUMN, _COVERED = "occlusion/row", "occlusion/column", "occlusion/pixels"


def add_occlusion(
    proto: Any, pixels: str, size: tuple[int, int], logits: str, classes: int
) -> Explanation:
    """Add the input ``class_index`` and the output ``heatmap`` to a graph, in place.

    Parameters
    ----------
    proto
        ``onnx.ModelProto`` with one input.
    pixels
        Tensor of the pixels, float32 (N, H, W, 3): what computes it runs once, all else for each
        position.
    size
        (H, W).
    logits
        Tensor of the scores before the softmax, float32 (N, C).
    classes
        C.

    Returns
    -------
    Explanation
        Classes and size of the heat map.
    """
    once, repeated = _split(proto, pixels)
    del proto.graph.node[:]
    del proto.graph.value_info[:]
    proto.graph.node.extend(once)
    graph = GraphEditor(proto, "occlusion")
    rows, columns = _covers(*size)
    body = _body(graph, repeated, pixels, logits, size)
    answers = graph.emit(
        "Scan", graph.constant(rows), graph.constant(columns), body=body, num_scan_inputs=2
    )
    plain = graph.emit("Gather", answers, graph.constant(0, np.int64), axis=0)
    graph.shapes[plain] = (None, classes)
    heatmap = _falls(graph, answers, plain, chosen_class(graph, plain, classes))
    set_interface(graph, plain, heatmap, (classes, POSITIONS, POSITIONS))
    return Explanation(classes, POSITIONS, POSITIONS, True, None, None)


def _split(proto: Any, pixels: str) -> tuple[list[Any], list[Any]]:
    """Return the nodes up to the pixels, and those after."""
    nodes = list(proto.graph.node)
    for at, node in enumerate(nodes):
        if pixels in node.output:
            return nodes[: at + 1], nodes[at + 1 :]
    raise ExportError(f"no operation makes {pixels}")


def _covers(height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return 1 in the covered rows (P²+1, H) and columns (P²+1, W); nothing in the first ones."""
    rows, columns = np.zeros((RUNS, height), np.float32), np.zeros((RUNS, width), np.float32)
    for index in range(POSITIONS**2):
        for cover, side, position in (
            (rows, height, index // POSITIONS),
            (columns, width, index % POSITIONS),
        ):
            centre, half = (position + 0.5) * side / POSITIONS, side / POSITIONS
            start, end = round(max(0, centre - half)), round(min(side, centre + half))
            cover[index + 1, start:end] = 1
    return rows, columns


def _body(
    graph: GraphEditor, repeated: list[Any], pixels: str, logits: str, size: tuple[int, int]
) -> Any:
    """Return the graph of one run: cover, network, scores."""
    from onnx import TensorProto, helper

    height, width = size
    mean = graph.emit("ReduceMean", pixels, graph.constant([1, 2], np.int64), keepdims=1)
    contrast = graph.emit("Sub", pixels, mean)
    upright = graph.constant([1, height, 1, 1], np.int64)
    across = graph.constant([1, 1, width, 1], np.int64)
    nodes = [
        helper.make_node("Reshape", [_ROW, upright], ["occlusion/rows"]),
        helper.make_node("Reshape", [_COLUMN, across], ["occlusion/columns"]),
        helper.make_node("Mul", ["occlusion/rows", "occlusion/columns"], ["occlusion/cover"]),
        # What is covered becomes the mean colour: pixels - cover * (pixels - mean).
        helper.make_node("Mul", ["occlusion/cover", contrast], ["occlusion/change"]),
        helper.make_node("Sub", [pixels, "occlusion/change"], [_COVERED]),
        *(_reading_covered(node, pixels) for node in repeated),
        helper.make_node("Identity", [logits], ["occlusion/logits"]),
    ]
    floats = TensorProto.FLOAT
    return helper.make_graph(
        nodes,
        "covered",
        [
            helper.make_tensor_value_info(_ROW, floats, [height]),
            helper.make_tensor_value_info(_COLUMN, floats, [width]),
        ],
        [helper.make_tensor_value_info("occlusion/logits", floats, None)],
    )


def _reading_covered(node: Any, pixels: str) -> Any:
    for at, name in enumerate(node.input):
        if name == pixels:
            node.input[at] = _COVERED
    return node


def _falls(graph: GraphEditor, answers: str, plain: str, chosen: str) -> str:
    """Return how much the chosen class loses at each position, at least 0, (N, P, P)."""
    one = graph.constant([1], np.int64)
    end = graph.constant([RUNS], np.int64)
    covered = graph.emit("Slice", answers, one, end, graph.constant([0], np.int64))
    lost = graph.emit("Mul", graph.emit("Sub", plain, covered), chosen)
    summed = graph.emit("ReduceSum", lost, graph.constant([2], np.int64), keepdims=0)
    by_photograph = graph.emit("Transpose", summed, perm=[1, 0])
    shape = graph.constant([-1, POSITIONS, POSITIONS], np.int64)
    return graph.emit("Relu", graph.emit("Reshape", by_photograph, shape))
