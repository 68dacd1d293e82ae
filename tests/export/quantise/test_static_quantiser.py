"""Quantising in two steps gives what onnxruntime's own call gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.export.graph.subgraphs import ending_at, without_kernels
from fundusviewer.export.quantise.static_quantiser import feeds, map_ranges, quantise
from fundusviewer.export.quantise.weight_ranges import kernel_overrides, safe_range
from tests.export.networks import SIZE, photographs


class Reader:
    """The photographs, as onnxruntime asks for them."""

    def __init__(self, images: np.ndarray) -> None:
        self._inputs = feeds(images)

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._inputs, None)


@pytest.fixture
def graph() -> onnx.ModelProto:
    """Two convolutions and a linear layer, with the inputs of an exported network."""
    generator = np.random.default_rng(4)
    weights = {
        "first": generator.normal(size=(8, 3, 3, 3)),
        "second": generator.normal(size=(16, 8, 3, 3)),
        "dense": generator.normal(size=(16, 70)),
    }
    nodes = [
        helper.make_node("Cast", ["image"], ["float"], "cast", to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["float"], ["planes"], "planes", perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["planes", "first"], ["a"], "first"),
        helper.make_node("Relu", ["a"], ["b"], "relu"),
        helper.make_node("Conv", ["b", "second"], ["c"], "second"),
        helper.make_node("ReduceMean", ["c", "positions"], ["d"], "mean", keepdims=0),
        helper.make_node("MatMul", ["d", "dense"], ["logits"], "dense"),
    ]
    inputs = [
        helper.make_tensor_value_info("image", TensorProto.UINT8, ["N", SIZE, SIZE, 3]),
        helper.make_tensor_value_info("class_index", TensorProto.INT64, ["N"]),
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 70])]
    constants = [numpy_helper.from_array(v.astype(np.float32), k) for k, v in weights.items()]
    constants.append(numpy_helper.from_array(np.asarray([2, 3]), "positions"))
    body = helper.make_graph(nodes, "graph", inputs, outputs, constants)
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


@pytest.mark.parametrize("average", [False, True])
def test_two_steps_are_quantize_static(
    average: bool, graph: onnx.ModelProto, tmp_path: Path
) -> None:
    from onnxruntime import quantization

    source, ours, theirs = (tmp_path / f"{name}.onnx" for name in ("source", "ours", "theirs"))
    onnx.save(graph, source)
    overrides = kernel_overrides(graph, {"dense"})
    images = photographs(5)
    ranges = map_ranges(source, feeds(images), average=average)
    quantise(source, ours, ranges, kept_in_float={"dense"}, kernels=overrides)
    quantization.quantize_static(
        source,
        theirs,
        Reader(images),
        per_channel=True,
        activation_type=quantization.QuantType.QUInt8,
        weight_type=quantization.QuantType.QInt8,
        nodes_to_exclude=["dense"],
        extra_options={"CalibMovingAverage": average, "TensorQuantOverrides": overrides},
    )

    one, other = onnx.load(ours).graph, onnx.load(theirs).graph
    assert {e.name: e for e in one.initializer} == {e.name: e for e in other.initializer}
    assert list(one.node) == list(other.node)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ours.onnx",
        "source.onnx",
        "theirs.onnx",
    ]


def test_kernels_become_inputs_of_known_shape(graph: onnx.ModelProto) -> None:
    before = graph.SerializeToString()
    light = without_kernels(graph)
    assert [e.name for e in light.graph.initializer] == ["first", "positions"]
    shapes = {
        e.name: [d.dim_value for d in e.type.tensor_type.shape.dim] for e in light.graph.input
    }
    assert (shapes["second"], shapes["dense"]) == ([16, 8, 3, 3], [16, 70])
    onnx.checker.check_model(light)
    assert graph.SerializeToString() == before


def test_an_excerpt_leaves_out_what_comes_later(graph: onnx.ModelProto) -> None:
    import onnxruntime

    before = graph.SerializeToString()
    part = ending_at(graph, ["b"])
    assert [e.name for e in part.graph.initializer] == ["first"]
    assert [node.name for node in part.graph.node] == ["cast", "planes", "first", "relu"]
    assert graph.SerializeToString() == before
    session = onnxruntime.InferenceSession(part.SerializeToString())
    (maps,) = session.run(["b"], next(feeds(photographs(1))))
    assert maps.shape == (1, 8, SIZE - 2, SIZE - 2)


def test_blocks_of_channels_change_no_range() -> None:
    kernel = np.random.default_rng(5).normal(size=(600, 7)).astype(np.float32)
    alone = [safe_range(kernel[index : index + 1])[0] for index in range(len(kernel))]
    np.testing.assert_array_equal(safe_range(kernel), alone)
