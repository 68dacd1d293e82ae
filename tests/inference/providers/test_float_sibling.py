"""An 8-bit network where 8 bits do not run: the limits stay, the rounding goes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.errors import ModelContractError, ProviderError
from fundusviewer.inference.marker import Marker
from fundusviewer.inference.providers import Selection, session
from fundusviewer.inference.providers.float_sibling import float_sibling
from fundusviewer.inference.providers.registry import CPU, ExecutionProvider
from fundusviewer.resources import bundled_models_dir

LESIONS = bundled_models_dir() / "fundusviewer-lesions.onnx"


def network(path: Path, nodes: Sequence[Any] = ()) -> Path:
    """Write input x (1, 4) → rounded → times 8-bit weights (4, 2), a scale each → rounded → y."""
    values = {
        "in_scale": np.float32(0.05),
        "in_zero": np.uint8(100),
        "weights": np.array([[10, -20], [30, 40], [-50, 60], [70, 127]], np.int8),
        "weight_scale": np.array([0.01, 0.02], np.float32),
        "weight_zero": np.zeros(2, np.int8),
        "out_scale": np.float32(0.02),
        "out_zero": np.uint8(0),
    }
    node = helper.make_node
    made = nodes or [
        node("QuantizeLinear", ["x", "in_scale", "in_zero"], ["x8"]),
        node("DequantizeLinear", ["x8", "in_scale", "in_zero"], ["xf"]),
        node("DequantizeLinear", ["weights", "weight_scale", "weight_zero"], ["w"], axis=1),
        node("MatMul", ["xf", "w"], ["m"]),
        node("QuantizeLinear", ["m", "out_scale", "out_zero"], ["m8"]),
        node("DequantizeLinear", ["m8", "out_scale", "out_zero"], ["y"]),
    ]
    graph = helper.make_graph(
        made,
        "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in values.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, path)
    return path


def answer(network: bytes | str, x: np.ndarray) -> np.ndarray:
    return np.asarray(ort.InferenceSession(network).run(["y"], {"x": x})[0])


def test_the_limits_stay_and_the_rounding_goes(tmp_path: Path) -> None:
    path = network(tmp_path / "m.onnx")
    sibling = float_sibling(path)
    assert sibling is not None
    kinds = {node.op_type for node in onnx.load_from_string(sibling).graph.node}
    assert kinds == {"Constant", "Clip", "MatMul"}
    random = np.random.default_rng(3)
    for _ in range(50):
        # Beyond the limits, too: -5 and 7.75 at the beginning, 0 and 5.1 at the end.
        x = random.uniform(-8, 10, (1, 4)).astype(np.float32)
        exact, rough = answer(sibling, x), answer(str(path), x)
        # Half a step for each of the four inputs times their weights, and half a step at the end.
        assert np.all(np.abs(exact - rough) <= 0.025 * np.array([1.6, 4.94]) + 0.0101)
        assert np.all((exact >= 0) & (exact <= np.float32(5.1)))


def test_what_has_no_8_bits_is_left_alone(tiny_model: Path) -> None:
    assert float_sibling(tiny_model) is None


def test_what_computes_in_integers_itself_says_what_to_take(tmp_path: Path) -> None:
    integers = [
        helper.make_node("DynamicQuantizeLinear", ["x"], ["x8", "s", "z"]),
        helper.make_node("DequantizeLinear", ["x8", "s", "z"], ["y"]),
    ]
    path = network(tmp_path / "m.onnx", integers)
    with pytest.raises(ModelContractError, match="without --quantise int8"):
        float_sibling(path)
    with pytest.raises(ProviderError, match=r"m\.onnx does, in a way .* allowed are auto and cpu"):
        session.open_session(path, Selection(stand_in(), "coreml"))


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "m.onnx"
    path.write_bytes(b"\xff" * 100)
    with pytest.raises(ModelContractError, match=r"m\.onnx: the file is cut off"):
        float_sibling(path)


def stand_in() -> ExecutionProvider:
    """Return the processor in the place of CoreML, which has no 8-bit operators."""
    return dataclasses.replace(
        CPU, key="coreml", name="CoreML", precisions=frozenset({"float32", "float16"})
    )


# The stand-in is the processor, behind which the processor stands again.
@pytest.mark.filterwarnings("ignore:Duplicate provider")
def test_the_bundled_lesions_in_float_compute_what_they_should() -> None:
    selection = Selection(stand_in(), "coreml")
    marker, own = Marker(LESIONS, selection), Marker(LESIONS, "cpu")
    assert own.card.precision == "int8"
    assert marker.provider.name == "CoreML"
    check = marker.check_golden()
    assert check is not None
    assert check.passed
    # It is another computation than the file's, and no farther from it than rounding takes it.
    assert 0 < check.difference < 0.02
