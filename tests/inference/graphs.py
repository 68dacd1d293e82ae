"""Model files that break the contract in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.inference import GOLDEN_KEY, Classifier, GoldenVector, ModelCard, Tolerances
from tests.helpers.models import SIZE, write_model

TOLERANCES = Tolerances(probability=1e-4, heatmap=1e-3, embedding=1e-3)


def changed(
    path: Path, change: Callable[[onnx.ModelProto], None], card: ModelCard | None = None
) -> Path:
    """Write a tiny model and change its graph; the metadata stays."""
    model = onnx.load(write_model(path, card))
    change(model)
    onnx.save(model, path)
    return path


def drop_output(name: str) -> Callable[[onnx.ModelProto], None]:
    def change(model: onnx.ModelProto) -> None:
        kept = [output for output in model.graph.output if output.name != name]
        del model.graph.output[:]
        model.graph.output.extend(kept)

    return change


def drop_class_index(model: onnx.ModelProto) -> None:
    del model.graph.input[1]
    constant = numpy_helper.from_array(np.asarray([0], np.int64), "class_index")
    model.graph.initializer.append(constant)


def add_output(name: str, width: int | str = 3) -> Callable[[onnx.ModelProto], None]:
    """Add an output of ``width`` equal probabilities."""

    def change(model: onnx.ModelProto) -> None:
        size = width if isinstance(width, int) else 3
        nothing = helper.make_node("Mul", ["column", "zero"], [f"{name}_nothing"])
        shares = numpy_helper.from_array(np.full((1, size), 1 / size, np.float32), f"{name}_shares")
        added = helper.make_node("Add", [f"{name}_nothing", f"{name}_shares"], [name])
        model.graph.node.extend([nothing, added])
        model.graph.initializer.append(shares)
        model.graph.output.append(
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", width])
        )

    return change


def fixed_batch(model: onnx.ModelProto) -> None:
    for value in (*model.graph.input, *model.graph.output):
        value.type.tensor_type.shape.dim[0].dim_value = 1


def free_size(name: str, kept: int) -> Callable[[onnx.ModelProto], None]:
    """Leave an output's last size open until the graph runs; then it is ``kept``."""

    def change(model: onnx.ModelProto) -> None:
        output = next(one for one in model.graph.output if one.name == name)
        sizes = output.type.tensor_type.shape.dim
        condition = np.arange(sizes[-1].dim_value) < kept
        sizes[-1].dim_param = "unknown"
        after(name, "Compress", condition, axis=len(sizes) - 1)(model)

    return change


def after(
    name: str, operator: str, constant: np.ndarray | np.float32, **attributes: int
) -> Callable[[onnx.ModelProto], None]:
    """Apply an operator with a constant to an output."""

    def change(model: onnx.ModelProto) -> None:
        for node in model.graph.node:
            for number, output in enumerate(node.output):
                if output == name:
                    node.output[number] = f"{name}_before"
            for number, source in enumerate(node.input):
                if source == name:
                    node.input[number] = f"{name}_before"
        model.graph.initializer.append(
            numpy_helper.from_array(np.asarray(constant), f"{name}_constant")
        )
        node = helper.make_node(
            operator, [f"{name}_before", f"{name}_constant"], [name], **attributes
        )
        model.graph.node.append(node)

    return change


def both(*changes: Callable[[onnx.ModelProto], None]) -> Callable[[onnx.ModelProto], None]:
    def change(model: onnx.ModelProto) -> None:
        for one in changes:
            one(model)

    return change


def golden_picture() -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, (SIZE, SIZE, 3), dtype=np.uint8)


def golden_of(path: Path) -> GoldenVector:
    """Return the golden vector that a model would be written with."""
    picture = golden_picture()
    return GoldenVector.encode(picture, Classifier(path, "cpu").predict(picture), TOLERANCES)


def with_golden(path: Path, text: str | None = None) -> Path:
    """Store a golden vector in a model file: its own, or any text."""
    text = golden_of(path).to_json() if text is None else text
    model = onnx.load(path)
    for entry in [entry for entry in model.metadata_props if entry.key == GOLDEN_KEY]:
        model.metadata_props.remove(entry)
    model.metadata_props.add(key=GOLDEN_KEY, value=text)
    onnx.save(model, path)
    return path


def one_more_input(model: onnx.ModelProto) -> None:
    model.graph.input.append(helper.make_tensor_value_info("age", TensorProto.FLOAT, ["N", 1]))


def sizes(*wanted: int | str) -> Callable[[onnx.ModelProto], None]:
    """Give the picture's input other sizes."""

    def change(model: onnx.ModelProto) -> None:
        name, kind = model.graph.input[0].name, TensorProto.UINT8
        model.graph.input[0].CopyFrom(helper.make_tensor_value_info(name, kind, wanted))

    return change


def float_pixels(model: onnx.ModelProto) -> None:
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.FLOAT


def own_operator(model: onnx.ModelProto) -> None:
    model.opset_import.append(helper.make_opsetid("my.ops", 1))
    model.graph.node[-1].op_type, model.graph.node[-1].domain = "MySoftmax", "my.ops"


def renamed_input(model: onnx.ModelProto) -> None:
    model.graph.input[0].name = "input_1"
    for node in model.graph.node:
        node.input[:] = ["input_1" if name == "image" else name for name in node.input]
