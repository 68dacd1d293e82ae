"""Folding what is constant: kernels laid out, normalisation merged into the convolutions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any


def fold(proto: Any) -> Any:
    """Return the graph as onnxruntime simplifies it for every processor.

    Constants are computed, kernels transposed, batch normalisation and bias merged into the
    convolutions; all operators stay standard ONNX. The given graph is emptied, to save memory.

    Parameters
    ----------
    proto
        ``onnx.ModelProto`` with its initializers.

    Returns
    -------
    onnx.ModelProto
        The simplified graph with the same inputs and outputs.
    """
    import onnx
    import onnxruntime

    _prune(proto)
    with tempfile.TemporaryDirectory(prefix="fundusviewer-") as folder:
        before, after = Path(folder, "before.onnx"), Path(folder, "after.onnx")
        onnx.save(proto, before)
        proto.Clear()
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(after)
        options.log_severity_level = 3
        onnxruntime.InferenceSession(str(before), options, providers=["CPUExecutionProvider"])
        folded = onnx.load(after)
    _keep_standard_operators(folded)
    return folded


def _prune(proto: Any) -> None:
    """Drop the nodes that no output depends on."""
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
