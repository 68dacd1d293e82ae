"""Where the heat map of a network comes from that nothing is known of: its last maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fundusviewer.errors import ExportError

if TYPE_CHECKING:
    from fundusviewer.export.graph.onnx_tools import GraphEditor

#: Between maps and scores these mean attention: there the maps' positions are mixed, and the
#: gradient averaged over them says nothing.
_MIXING = frozenset({"Softmax", "Attention", "MultiHeadAttention"})


def last_maps(graph: GraphEditor, scores: str) -> str | None:
    """Return the last maps (N, K, h, w) before the scores; ``None`` if there are none.

    The last convolution that sees more than one position gives their size; what is computed of it
    in that size (normalisation, activation, sums) is followed to its end.

    Parameters
    ----------
    graph
        The network.
    scores
        The tensor that they lead to, before a softmax.
    """
    needed = _before(graph, scores)
    nodes = [node for node in graph.graph.node if needed.intersection(node.output)]
    found, size = None, None
    for node in nodes:
        own = _positions(graph, node.output[0])
        if node.op_type == "Conv" and own is not None:
            found, size = node.output[0], own
        elif found is not None and own == size and _depends(graph, node, found):
            found = node.output[0]
    if found is None or _mixed(graph, found, scores):
        return None
    return str(found)


def named_maps(graph: GraphEditor, tensor: str, said: str) -> str:
    """Return a tensor that a person named, if it holds maps (N, K, h, w).

    Raises
    ------
    ExportError
        If there is none of that name, or it holds none.
    """
    if graph.producer(tensor) is None:
        raise ExportError(f"layer {said}: the network has no tensor of that name")
    if _positions(graph, tensor) is None:
        raise ExportError(
            f"layer {said}: has the shape {graph.shapes.get(tensor)}; needed are maps "
            "(N, channels, height, width) of more than one position"
        )
    return tensor


def _positions(graph: GraphEditor, tensor: str) -> tuple[int, int] | None:
    shape = graph.shapes.get(tensor, ())
    if len(shape) != 4 or shape[1] is None or shape[2] is None or shape[3] is None:
        return None
    return (shape[2], shape[3]) if shape[2] * shape[3] > 1 else None


def _before(graph: GraphEditor, tensor: str) -> set[str]:
    needed = {tensor}
    for node in reversed(graph.graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
    return needed


def _after(graph: GraphEditor, tensor: str) -> set[str]:
    reached = {tensor}
    for node in graph.graph.node:
        if reached.intersection(node.input):
            reached.update(node.output)
    return reached


def _depends(graph: GraphEditor, node: object, tensor: str) -> bool:
    return bool(_after(graph, tensor).intersection(getattr(node, "input", ())))


def _mixed(graph: GraphEditor, maps: str, scores: str) -> bool:
    between = _after(graph, maps) & _before(graph, scores)
    return any(
        node.op_type in _MIXING and between.intersection(node.output) for node in graph.graph.node
    )
