"""The gradient of each operator against differences of its own answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.backprop import Backward
from fundusviewer.export.graph.onnx_tools import GraphEditor

_STEP = 1e-2
MAPS = (2, 4, 5, 6)
_POOL = {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 0, 1, 2]}


def constants(**shapes: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Positive values of these shapes."""
    generator = np.random.default_rng(4)
    return {name: generator.uniform(0.5, 1.5, shape) for name, shape in shapes.items()}


def pads(*counts: int) -> dict[str, np.ndarray]:
    return {"p": np.asarray(counts, np.int64)}


#: Operator, attributes, constants behind the first input, shape of that.
CASES: dict[str, tuple[str, dict[str, Any], dict[str, np.ndarray], tuple[int, ...]]] = {
    "layer normalisation": ("LayerNormalization", {}, constants(s=(6,), b=(6,)), MAPS),
    "of two axes, without bias": ("LayerNormalization", {"axis": -2}, constants(s=(5, 6)), MAPS),
    "batch normalisation": (
        "BatchNormalization",
        {"epsilon": 1e-3},
        constants(s=(4,), b=(4,), m=(4,), v=(4,)),
        MAPS,
    ),
    "padded average": ("AveragePool", _POOL, {}, MAPS),
    "average with its padding": ("AveragePool", {**_POOL, "count_include_pad": 1}, {}, MAPS),
    "repeated edges": ("Pad", {"mode": "edge"}, pads(0, 0, 2, 1, 0, 0, 0, 3), MAPS),
    "a repeated row": ("Pad", {"mode": "edge"}, pads(0, 2, 0, 1), (3, 1)),
    "two repeated rows": ("Pad", {"mode": "edge"}, pads(0, 1, 0, 1), (3, 2)),
    "product in letters": (
        "Einsum",
        {"equation": "abcd, be -> aecd"},
        constants(k=(4, 3)),
        MAPS,
    ),
    "slopes": ("PRelu", {}, constants(k=(4, 1, 1)), MAPS),
    "exact gelu": ("Gelu", {}, {}, MAPS),
    "approximate gelu": ("Gelu", {"approximate": "tanh"}, {}, MAPS),
    **{
        name: (name, {}, {}, MAPS)
        for name in ("HardSigmoid", "HardSwish", "Mish", "Softsign", "Celu", "ThresholdedRelu")
    },
    "another hard sigmoid": ("HardSigmoid", {"alpha": 0.4, "beta": 0.3}, {}, MAPS),
    "another celu": ("Celu", {"alpha": 0.7}, {}, MAPS),
}


def _proto(case: str) -> Any:
    operator, attributes, values, shape = CASES[case]
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)]
    weights = [
        numpy_helper.from_array(
            value if value.dtype == np.int64 else value.astype(np.float32), name
        )
        for name, value in values.items()
    ]
    node = helper.make_node(operator, ["x", *values], ["y"], name="node", **attributes)
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    graph = helper.make_graph([node], "g", inputs, outputs, weights)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def _run(proto: Any, output: str, **feeds: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(
        proto.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return np.asarray(session.run([output], feeds)[0])


def _smooth_values(shape: tuple[int, ...]) -> np.ndarray:
    """Values of which none lies where an operator bends."""
    values = np.random.default_rng(7).uniform(-4, 4, shape)
    for bend in (-3, -2.5, -0.75, 0, 1, 1.75, 2.5, 3):
        near = np.abs(values - bend) < 3 * _STEP
        values[near] += 7 * _STEP
    return values.astype(np.float32)


@pytest.mark.parametrize("case", CASES)
def test_equals_the_differences(case: str) -> None:
    values = _smooth_values(CASES[case][3])
    plain = _proto(case)
    seed = np.random.default_rng(9).normal(size=_run(plain, "y", x=values).shape)
    seed = seed.astype(np.float32)
    session = onnxruntime.InferenceSession(
        plain.SerializeToString(), providers=["CPUExecutionProvider"]
    )

    def score(position: int, step: float) -> float:
        moved = values.copy()
        moved.flat[position] += step
        return float((session.run(["y"], {"x": moved})[0].astype(np.float64) * seed).sum())

    wanted = [
        (score(at, _STEP) - score(at, -_STEP)) / (2 * _STEP) for at in range(0, values.size, 3)
    ]

    proto = _proto(case)
    proto.graph.input.append(helper.make_tensor_value_info("seed", TensorProto.FLOAT, seed.shape))
    gradient = Backward(GraphEditor(proto), "x", "y", "seed").at("x")
    proto.graph.output.append(helper.make_tensor_value_info(gradient, TensorProto.FLOAT, None))
    found = _run(proto, gradient, x=values, seed=seed)
    assert found.shape == values.shape
    np.testing.assert_allclose(found.flat[::3], wanted, atol=3e-3)


def test_a_comparison_carries_no_gradient() -> None:
    proto = _proto("Mish")
    node = proto.graph.node[0]
    node.CopyFrom(helper.make_node("Greater", ["x", "zero"], ["more"]))
    proto.graph.node.append(helper.make_node("Where", ["more", "x", "zero"], ["y"]))
    proto.graph.initializer.append(numpy_helper.from_array(np.float32(0).reshape(()), "zero"))
    proto.graph.input.append(helper.make_tensor_value_info("seed", TensorProto.FLOAT, MAPS))
    gradient = Backward(GraphEditor(proto), "x", "y", "seed").at("x")
    proto.graph.output.append(helper.make_tensor_value_info(gradient, TensorProto.FLOAT, None))
    values, seed = _smooth_values(MAPS), np.ones(MAPS, np.float32)
    np.testing.assert_array_equal(_run(proto, gradient, x=values, seed=seed), values > 0)


@pytest.mark.parametrize(
    ("case", "changes", "message"),
    [
        ("padded average", {"ceil_mode": 1}, "this form of average pooling"),
        ("repeated edges", {"mode": "reflect"}, "this form of Pad"),
        ("product in letters", {"equation": "abcd,be->ecd"}, "this form of Einsum"),
        ("batch normalisation", {"training_mode": 1}, "as in training"),
    ],
)
def test_forms_without_a_rule_are_refused(case: str, changes: dict[str, Any], message: str) -> None:
    proto = _proto(case)
    node = proto.graph.node[0]
    kept = [entry for entry in node.attribute if entry.name not in changes]
    del node.attribute[:]
    node.attribute.extend([*kept, *(helper.make_attribute(*item) for item in changes.items())])
    editor = GraphEditor(_proto(case))
    editor.graph.node[0].CopyFrom(node)
    with pytest.raises(ExportError, match=message):
        Backward(editor, "x", "y", "seed").contribution(editor.graph.node[0], 0)
