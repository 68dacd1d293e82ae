"""Rearranging a graph for 8 bits: less work, the same values."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.export.quantise.heatmap_kernels import widen_when_loaded
from fundusviewer.export.quantise.pooling_order import average_late

GENERATOR = np.random.default_rng(6)


def model(
    nodes: list[Any], constants: dict[str, np.ndarray], shape: list[int], outputs: list[str]
) -> onnx.ModelProto:
    body = helper.make_graph(
        nodes,
        "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    opsets = [helper.make_opsetid("", 18)]
    return onnx.shape_inference.infer_shapes(
        helper.make_model(body, opset_imports=opsets, ir_version=9)
    )


def run(proto: onnx.ModelProto, x: np.ndarray) -> list[np.ndarray]:
    import onnxruntime

    onnx.checker.check_model(proto)
    options = onnxruntime.SessionOptions()
    # What the graph says, not what onnxruntime makes of it.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(proto.SerializeToString(), options)
    return list(session.run(None, {"x": x}))


def branch(
    *, outputs: tuple[str, ...] = ("y",), width: int = 16, channels: int = 4, **pooling: Any
) -> onnx.ModelProto:
    """A pooling branch of Inception: average, 1 × 1 convolution, ReLU."""
    window = {"kernel_shape": [3, 3], "strides": [1, 1], "pads": [1, 1, 1, 1]} | pooling
    nodes = [
        helper.make_node("AveragePool", ["x"], ["pooled"], "", **window),
        helper.make_node("Conv", ["pooled", "kernel", "bias"], ["narrow"], ""),
        helper.make_node("Relu", ["narrow"], ["y"], ""),
    ]
    constants = {
        "kernel": GENERATOR.normal(size=(channels, width, 1, 1)).astype(np.float32),
        "bias": GENERATOR.normal(size=channels).astype(np.float32),
    }
    return model(nodes, constants, [2, width, 7, 7], list(outputs))


def order(proto: onnx.ModelProto) -> list[str]:
    return [node.op_type for node in proto.graph.node]


def test_the_average_moves_behind_a_narrowing_convolution() -> None:
    proto = branch()
    x = GENERATOR.normal(size=(2, 16, 7, 7)).astype(np.float32)
    (wanted,) = run(proto, x)
    average_late(proto)
    assert order(proto) == ["Conv", "AveragePool", "Relu"]
    (found,) = run(proto, x)
    np.testing.assert_allclose(found, wanted, atol=1e-5)


@pytest.mark.parametrize(
    "reason",
    [
        {"channels": 16},
        {"strides": [2, 2]},
        {"count_include_pad": 1},
        {"outputs": ("y", "pooled")},
    ],
)
def test_an_average_stays_where_moving_gains_nothing_or_is_wrong(reason: dict[str, Any]) -> None:
    proto = branch(**reason)
    average_late(proto)
    assert order(proto) == ["AveragePool", "Conv", "Relu"]


@pytest.mark.parametrize("per_channel", [True, False])
def test_the_heat_map_reads_its_kernel_as_a_constant(per_channel: bool) -> None:
    scale = GENERATOR.uniform(0.01, 0.02, 5 if per_channel else ()).astype(np.float32)
    proto = shared_kernel(scale, np.zeros(scale.shape, np.int8))
    x = GENERATOR.normal(size=(1, 6)).astype(np.float32)
    wanted = run(proto, x)
    widen_when_loaded(proto)
    assert proto.graph.node[-1].input[1] == "gradcam/kernel"
    assert proto.graph.node[-2].input[1] == "wide"
    assert [e.name for e in proto.graph.initializer if e.data_type == TensorProto.FLOAT] == [
        "scale",
        "gradcam/kernel/scale",
    ]
    for one, other in zip(run(proto, x), wanted, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_kernel_with_a_zero_point_is_left_alone() -> None:
    proto = shared_kernel(np.asarray(0.01, np.float32), np.asarray(3, np.int8))
    before = proto.SerializeToString()
    widen_when_loaded(proto)
    assert proto.SerializeToString() == before


def shared_kernel(scale: np.ndarray, zero_point: np.ndarray) -> onnx.ModelProto:
    """A linear layer of 8 bits whose kernel the heat map reads too."""
    nodes = [
        helper.make_node(
            "DequantizeLinear", ["kernel", "scale", "zero"], ["wide"], "widen", axis=1
        ),
        helper.make_node("MatMul", ["x", "wide"], ["scores"], "dense"),
        helper.make_node("Gemm", ["scores", "wide"], ["gradient"], "gradcam/gemm", transB=1),
    ]
    kernel = GENERATOR.integers(-127, 128, (6, 5)).astype(np.int8)
    constants = {"kernel": kernel, "scale": scale, "zero": zero_point}
    return model(nodes, constants, [1, 6], ["scores", "gradient"])
