"""Averaging after a 1 × 1 convolution instead of before it, where that is less work.

An average whose weights sum to one at every position, borders included, and a convolution of
1 × 1 with its bias may be exchanged: both are linear, and one works on positions, the other on
channels. Inception's pooling branches then average a fourth of the channels or fewer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fundusviewer.export.graph.onnx_tools import GraphEditor, attribute
from fundusviewer.export.graph.subgraphs import without_kernels

if TYPE_CHECKING:
    from collections.abc import Iterator


def average_late(proto: Any) -> None:
    """Move average poolings behind the narrowing 1 × 1 convolution that alone reads them, in place.

    Tensors that other nodes read keep name and values; the result changes by rounding alone.

    Parameters
    ----------
    proto
        ``onnx.ModelProto``, folded.
    """
    graph = GraphEditor(without_kernels(proto))
    nodes = list(proto.graph.node)
    place = {name: index for index, node in enumerate(nodes) for name in node.output}
    moved = set()
    for between, after in _exchangeable(graph):
        pooling, convolution = place[between], place[after]
        _exchange(nodes[pooling], nodes[convolution])
        nodes[pooling], nodes[convolution] = nodes[convolution], nodes[pooling]
        moved.add(between)
    kept = [entry for entry in proto.graph.value_info if entry.name not in moved]
    for field, entries in ((proto.graph.node, nodes), (proto.graph.value_info, kept)):
        del field[:]
        field.extend(entries)


def _exchangeable(graph: GraphEditor) -> Iterator[tuple[str, str]]:
    """Yield what such a pooling gives and what its convolution gives."""
    outputs = {value.name for value in graph.graph.output}
    for pooling in graph.graph.node:
        following = graph.consumers(pooling.output[0])
        if (
            _keeps_constants(pooling)
            and pooling.output[0] not in outputs
            and len(following) == 1
            and _narrows(graph, following[0])
        ):
            yield pooling.output[0], following[0].output[0]


def _keeps_constants(node: Any) -> bool:
    return (
        node.op_type == "AveragePool"
        and {*attribute(node, "strides", [1])} == {1}
        and not attribute(node, "count_include_pad", 0)
    )


def _narrows(graph: GraphEditor, node: Any) -> bool:
    constant = all(graph.producer(name) is None for name in node.input[1:])
    if node.op_type != "Conv" or not constant or attribute(node, "group", 1) != 1:
        return False
    after, before, *window = graph.shape(node.input[1])
    moves = [*attribute(node, "strides", [1]), *(1 + pad for pad in attribute(node, "pads", [0]))]
    return {*window, *moves} == {1} and (after or 0) < (before or 0)


def _exchange(pooling: Any, convolution: Any) -> None:
    between = pooling.output[0]
    convolution.input[0], pooling.output[0] = pooling.input[0], convolution.output[0]
    convolution.output[0] = pooling.input[0] = between
