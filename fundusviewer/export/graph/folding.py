"""Folding what is constant: kernels laid out, normalisation merged into the convolutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def fold(source: Path, target: Path) -> None:
    """Simplify a graph as onnxruntime does it for every processor.

    Constants are computed, kernels transposed, batch normalisation and bias merged into the
    convolutions; all operators stay standard ONNX. From file to file, so that large weights are
    not held twice in memory.

    Parameters
    ----------
    source
        File with the graph; removed.
    target
        File to write, with the same inputs and outputs.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
    source.unlink()


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


def keep_standard_operators(proto: Any) -> None:
    """Drop the imports of operator sets that onnxruntime adds without using them, in place."""
    used = {"", *_domains(proto.graph)}
    kept = [entry for entry in proto.opset_import if entry.domain in used]
    del proto.opset_import[:]
    proto.opset_import.extend(kept)


def _domains(graph: Any) -> set[str]:
    found = set()
    for node in graph.node:
        found.add(node.domain)
        for entry in node.attribute:
            for inner in (entry.g, *entry.graphs):
                found |= _domains(inner)
    return found
