"""A heat map on a finer grid: Grad-CAM times the Layer-CAM of an earlier layer.

Grad-CAM (Selvaraju et al., 2017) of the last maps knows where the evidence for a class lies, on a
coarse grid. Layer-CAM (Jiang et al., "LayerCAM: Exploring Hierarchical Class Activation Maps for
Localization", IEEE Transactions on Image Processing 2021) of earlier maps, their positive gradients
times themselves, follows small structures, also such as do not matter. Their product is high where
both are.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.backprop import Backward
from fundusviewer.export.gradcam.gradcam import HEATMAP
from fundusviewer.export.graph.onnx_tools import GraphEditor, attribute

#: Of the nodes; what begins with ``gradcam/`` belongs to the heat map everywhere.
_PREFIX = "gradcam/focus"
_FLIP = -1
_TO_THE_BEGINNING = int(np.iinfo(np.int64).min)


def focus_heatmap(proto: Any, layer: str) -> tuple[int, int]:
    """Put the product in the place of the Grad-CAM of a finished graph, in place.

    Parameters
    ----------
    proto
        ``onnx.ModelProto`` with the output ``heatmap``.
    layer
        The earlier layer, as Keras names it; its maps are (N, K, h, w).

    Returns
    -------
    tuple of int
        Height and width of the heat map, those of the layer's maps.

    Raises
    ------
    ExportError
        If the graph has no Grad-CAM or no such layer, was treated so before, or the gradient
        cannot be taken there.
    """
    if any(str(node.name).startswith(f"{_PREFIX}/") for node in proto.graph.node):
        raise ExportError("the heat map of this file has been multiplied already")
    graph = GraphEditor(proto, _PREFIX)
    maps = _maps_of(graph, layer)
    _, _, height, width = graph.shape(maps)
    if height is None or width is None:
        raise ExportError(f"the size of the maps of {layer} is not fixed")
    logits, seed = _class(graph)
    before = len(graph.graph.node)
    gradient = Backward(graph, maps, logits, seed).at(maps)
    _as_convolutions(graph, before)
    evidence = graph.emit("Mul", graph.emit("Relu", gradient), maps)
    channels = graph.constant([1], np.int64)
    fine = graph.emit("ReduceSum", evidence, channels, keepdims=1)
    coarse = graph.emit("Unsqueeze", _renamed(graph), channels)
    sizes = graph.emit("Shape", fine)
    enlarged = graph.emit("Resize", coarse, "", "", sizes, mode="linear")
    product = graph.emit("Squeeze", graph.emit("Mul", fine, enlarged), channels)
    _name(graph, product, (height, width))
    return height, width


def _maps_of(graph: GraphEditor, layer: str) -> str:
    """Return the maps that a layer gives; tracing appends a number to its name."""
    wanted = {layer, f"{layer}_1"}
    found = [
        node.output[0]
        for node in graph.graph.node
        if str(node.output[0]).split("/", 1)[0] in wanted
        and len(graph.shapes.get(node.output[0], ())) == len("NKHW")
    ]
    if not found:
        raise ExportError(f"the graph has no maps of a layer {layer!r}")
    return str(found[-1])


def _class(graph: GraphEditor) -> tuple[str, str]:
    """Return the scores before the softmax, and 1 at the class to explain."""
    nodes = [node for node in graph.graph.node if str(node.name).startswith("gradcam/")]
    scores = [node.input[0] for node in nodes if node.op_type == "ArgMax"]
    seeds = [node.output[0] for node in nodes if node.op_type == "OneHot"]
    if not (scores and seeds):
        raise ExportError("the heat map of this file is no Grad-CAM")
    return str(scores[0]), str(seeds[0])


def _as_convolutions(graph: GraphEditor, start: int) -> None:
    """Turn transposed convolutions without a stride, from a node on, into plain ones.

    They compute the same; onnxruntime does it in two thirds of the time.
    """
    from onnx import helper

    added = list(graph.graph.node)[start:]
    del graph.graph.node[start:]
    for node in added:
        if node.op_type != "ConvTranspose" or set(attribute(node, "strides", [1])) != {1}:
            graph.graph.node.append(node)
            continue
        kernel, group = node.input[1], attribute(node, "group", 1)
        _, inner, *window = graph.shape(kernel)
        sides = [side or 0 for side in window]
        if group > 1 and inner == 1 and set(attribute(node, "dilations", [1])) == {1}:
            ends = [graph.constant(one, np.int64) for one in _turned_round()]
            turned = graph.emit("Slice", kernel, *ends)
        elif group == 1 and sides == [1, 1]:
            turned = graph.emit("Transpose", kernel, perm=[1, 0, 2, 3])
        else:
            graph.graph.node.append(node)
            continue
        pads = list(attribute(node, "pads", [0, 0, 0, 0]))
        pads = [side - 1 - pad for side, pad in zip(sides * 2, pads, strict=True)]
        graph.graph.node.append(
            helper.make_node(
                "Conv",
                [node.input[0], turned],
                list(node.output),
                name=node.name,
                group=group,
                pads=pads,
            )
        )


def _turned_round() -> tuple[list[int], list[int], list[int], list[int]]:
    """Return starts, ends, axes and steps that turn both sides of a kernel round."""
    return [_FLIP] * 2, [_TO_THE_BEGINNING] * 2, [2, 3], [_FLIP] * 2


def _renamed(graph: GraphEditor) -> str:
    """Give the output's name free; return how the Grad-CAM is called from now on."""
    node = graph.producer(HEATMAP)
    if node is None:
        raise ExportError("the graph has no heat map")
    name = graph.fresh("coarse")
    node.output[list(node.output).index(HEATMAP)] = name
    return name


def _name(graph: GraphEditor, tensor: str, size: tuple[int, int]) -> None:
    from onnx import TensorProto, helper

    node = helper.make_node("Identity", [tensor], [HEATMAP], name=f"{_PREFIX}/{HEATMAP}")
    graph.graph.node.append(node)
    outputs = list(graph.graph.output)
    del graph.graph.output[:]
    for entry in outputs:
        shown = helper.make_tensor_value_info(HEATMAP, TensorProto.FLOAT, ["N", *size])
        graph.graph.output.append(shown if entry.name == HEATMAP else entry)
