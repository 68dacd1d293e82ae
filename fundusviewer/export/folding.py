"""Folding what is constant: kernels laid out, normalisation merged into the convolutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def fold(source: Path) -> Any:
    """Return a graph as onnxruntime simplifies it for every processor.

    Constants are computed, kernels transposed, batch normalisation and bias merged into the
    convolutions; all operators stay standard ONNX.

    Parameters
    ----------
    source
        File with the graph. A file, so that no second copy of the weights is held in memory.

    Returns
    -------
    onnx.ModelProto
        The simplified graph with the same inputs and outputs.
    """
    import onnx
    import onnxruntime

    target = source.with_name("folded.onnx")
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
    folded = onnx.load(target)
    _keep_standard_operators(folded)
    return folded


def prune(proto: Any) -> None:
    """Drop the nodes that no output depends on, in place."""
    needed = {entry.name for entry in proto.graph.output}
    kept = []
    for node in reversed(proto.graph.node):
        if needed.intersection(node.output):
            kept.append(node)
            needed.update(node.input)
    kept.reverse()
    del proto.graph.node[:]
    proto.graph.node.extend(kept)


def _keep_standard_operators(proto: Any) -> None:
    """Drop the imports of operator sets that onnxruntime adds without using them."""
    kept = [entry for entry in proto.opset_import if not entry.domain]
    del proto.opset_import[:]
    proto.opset_import.extend(kept)
