"""Parts of a graph, and what is dropped of it: small graphs of our own, without TensorFlow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.export.graph.folding import fold, keep_standard_operators, prune
from fundusviewer.export.graph.one_by_one import one_by_one
from fundusviewer.export.graph.subgraphs import ending_at, without_kernels

_KERNEL = np.arange(64 * 32, dtype=np.float32).reshape(64, 32) / 1000


def _graph() -> Any:
    """Return ``sum((x · kernel) + bias)``, and a node on which nothing depends."""
    nodes = [
        helper.make_node("MatMul", ["x", "kernel"], ["maps"]),
        helper.make_node("Add", ["maps", "bias"], ["shifted"]),
        helper.make_node("Relu", ["x"], ["unused"]),
        helper.make_node("ReduceSum", ["shifted", "axes"], ["y"], keepdims=0),
    ]
    weights = {
        "kernel": _KERNEL,
        "bias": np.full(32, 0.5, np.float32),
        "axes": np.array([1], np.int64),
    }
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 64])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N"])],
        [numpy_helper.from_array(values, name) for name, values in weights.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def _run(proto: Any, x: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(
        proto.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    answer: np.ndarray = session.run(None, {"x": x})[0]
    return answer


@pytest.fixture(scope="module")
def x() -> np.ndarray:
    return np.random.default_rng(1).random((3, 64), np.float32)


def test_what_no_output_needs_is_dropped(x: np.ndarray) -> None:
    proto = _graph()
    before = _run(proto, x)
    prune(proto)
    assert [node.op_type for node in proto.graph.node] == ["MatMul", "Add", "ReduceSum"]
    np.testing.assert_array_equal(_run(proto, x), before)


def test_a_part_ends_at_a_tensor_and_has_the_weights_it_reads(x: np.ndarray) -> None:
    proto = _graph()
    part = ending_at(proto, ["maps"])
    assert [entry.name for entry in part.graph.initializer] == ["kernel"]
    np.testing.assert_allclose(_run(part, x), x @ _KERNEL, rtol=1e-5)
    assert proto == _graph(), "the whole graph is left as it is"


def test_kernels_are_inputs_with_their_shape_and_small_weights_stay() -> None:
    light = without_kernels(_graph())
    assert {entry.name for entry in light.graph.initializer} == {"bias", "axes"}
    kernel = next(entry for entry in light.graph.input if entry.name == "kernel")
    assert [one.dim_value for one in kernel.type.tensor_type.shape.dim] == [64, 32]


def test_folding_keeps_the_answer_and_standard_operators(x: np.ndarray, tmp_path: Path) -> None:
    source, target = tmp_path / "a.onnx", tmp_path / "b.onnx"
    proto = _graph()
    onnx.save(proto, source)
    fold(source, target)
    assert not source.exists()
    folded = onnx.load(target)
    keep_standard_operators(folded)
    assert [entry.domain for entry in folded.opset_import] == [""]
    assert len(folded.graph.node) < len(proto.graph.node)
    np.testing.assert_allclose(_run(folded, x), _run(proto, x), rtol=1e-5)


def test_a_graph_for_one_picture_takes_many(x: np.ndarray) -> None:
    proto = _graph()
    prune(proto)
    expected = _run(proto, x)
    one_by_one(proto, ("x",))
    assert [node.op_type for node in proto.graph.node] == ["Scan"]
    np.testing.assert_allclose(_run(proto, x), expected, rtol=1e-5)
