"""Tiny ONNX models that keep the model contract, made in milliseconds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.inference import (
    CARD_KEY,
    GradCamSpec,
    InputSpec,
    Interval,
    ModelCard,
    NetworkGate,
    OedemaPoint,
    OperatingPoint,
    PredictionSets,
)
from fundusviewer.inference.model_file import verified_file
from fundusviewer.inference.opening import TRIED
from fundusviewer.inference.trusted import remember

#: Prediction sets for :func:`make_card`; with them the tiny model's set is grades 2 and 3.
SETS = PredictionSets(coverage=0.9, threshold=0.85, calibration_photographs=100)

#: For a card with a gate.
QUALITIES = ("good", "usable", "reject")
GATE = NetworkGate(reject=0.6, unfamiliarity=0.5, photographs=100)

_MEASURED = Interval(value=0.9, low=0.8, high=0.95)
#: For a card of a model that answers for macular oedema.
OEDEMA = OedemaPoint(
    threshold=0.5,
    any_threshold=0.4,
    sensitivity=_MEASURED,
    specificity=_MEASURED,
    measured_on="nothing",
    photographs=100,
)

SIZE = 32
GRID = 4


def make_card(**changes: Any) -> ModelCard:
    """Return the card of a grading model; ``changes`` replace fields."""
    point = _MEASURED
    fields: dict[str, Any] = {
        "name": "tiny-dr",
        "title": "Tiny DR grader",
        "version": "0.0.1",
        "task": "diabetic_retinopathy",
        "backbone": "tiny",
        "class_names": GRADE_NAMES,
        "input": InputSpec(height=SIZE, width=SIZE, crop="field_of_view"),
        "gradcam": GradCamSpec(layer="blocks", height=GRID, width=GRID, scale=1.0),
        "operating_points": (
            OperatingPoint(
                name="screening",
                threshold=0.5,
                sensitivity=point,
                specificity=point,
                measured_on="nothing",
            ),
        ),
        "licence": "none",
        "created": dt.date(2026, 1, 1),
    }
    return ModelCard(**(fields | changes))


def write_model(
    path: Path,
    card: ModelCard | None = None,
    *,
    logits: list[float] | None = None,
    reject: float = 0.1,
    unfamiliarity: float = 0.1,
    oedema: tuple[float, float] = (0.2, 0.1),
    metadata: dict[str, str] | None = None,
) -> Path:
    """Write a model whose probabilities do not depend on the photograph.

    Parameters
    ----------
    logits
        One for each class; by default the model says grade 2 with 83 %. A NaN makes the
        probabilities NaN.
    reject, unfamiliarity
        What a model whose card has a gate says to every photograph.
    oedema
        The same for one whose card has macular oedema: probabilities of risk 1 or more, and of
        risk 2.
    metadata
        Replaces the metadata (a missing or a broken card).
    """
    card = card or make_card()
    classes = len(card.class_names)
    values = logits or [0.0, 0.0, 3.0, 0.0, 0.0][:classes] + [0.0] * (classes - 5)
    graph = _graph(card, np.asarray(values, np.float32))
    if card.gate is not None:
        _add_gate(graph, reject, unfamiliarity)
    if card.macular_oedema is not None:
        _add_oedema(graph, oedema)
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )
    properties = {CARD_KEY: card.to_json()} if metadata is None else metadata
    helper.set_model_props(model, properties)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return path


def strict_point(threshold: float = 0.99) -> OperatingPoint:
    """Return an operating point beside the usual card's own."""
    first: OperatingPoint = make_card().operating_points[0]
    return first.model_copy(update={"name": "strict", "threshold": threshold})


def write_model_referring_for_risk(path: Path) -> Path:
    """Write a model with two operating points, of which the first refers what the other does not.

    Its likeliest grade is 0, with 40 %, and 60 % are referable.
    """
    points = (make_card().operating_points[0], strict_point())
    return write_model(
        path, make_card(operating_points=points), logits=[0.0, -6.0, -0.28, -0.28, -6.0]
    )


def remember_tried(path: Path) -> None:
    """Let the programs of this home open a model without a trial in a process of its own."""
    remember(TRIED, verified_file(path).identity)


def _graph(card: ModelCard, logits: np.ndarray) -> onnx.GraphProto:
    """Mean brightness of each cell as heat map; constant logits plus zero times the picture."""
    height, width = card.input.height, card.input.width
    rows, columns = card.gradcam.height, card.gradcam.width
    nodes = [
        helper.make_node("Cast", ["image"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["float"], ["channels_first"], perm=[0, 3, 1, 2]),
        helper.make_node(
            "AveragePool",
            ["channels_first"],
            ["pooled"],
            kernel_shape=[height // rows, width // columns],
            strides=[height // rows, width // columns],
            name="blocks",
        ),
        helper.make_node("ReduceMean", ["pooled"], ["cells"], axes=[1], keepdims=0),
        helper.make_node("Div", ["cells", "full"], ["heatmap"]),
        helper.make_node("ReduceMean", ["heatmap"], ["mean"], axes=[1, 2], keepdims=0),
        helper.make_node("Unsqueeze", ["mean", "last"], ["column"]),
        helper.make_node("Mul", ["column", "zero"], ["nothing"]),
        # The class index is an input of the contract and must be used somewhere.
        helper.make_node("Cast", ["class_index"], ["index_float"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["index_float", "last"], ["index_column"]),
        helper.make_node("Mul", ["index_column", "zero"], ["index_nothing"]),
        helper.make_node("Add", ["nothing", "index_nothing"], ["sum_nothing"]),
        helper.make_node("Add", ["sum_nothing", "logits"], ["shifted"]),
        helper.make_node("Sigmoid", ["shifted"], ["probabilities"])
        if card.several
        else helper.make_node("Softmax", ["shifted"], ["probabilities"], axis=-1),
    ]
    constants = {
        "full": np.float32(255),
        "zero": np.float32(0),
        "last": np.asarray([1], np.int64),
        "logits": logits[None],
    }
    return helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info("image", TensorProto.UINT8, ["N", height, width, 3]),
            helper.make_tensor_value_info("class_index", TensorProto.INT64, ["N"]),
        ],
        [
            helper.make_tensor_value_info(
                "probabilities", TensorProto.FLOAT, ["N", len(card.class_names)]
            ),
            helper.make_tensor_value_info("heatmap", TensorProto.FLOAT, ["N", rows, columns]),
        ],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )


def _add_gate(graph: onnx.GraphProto, reject: float, unfamiliarity: float) -> None:
    """Add the outputs of :data:`QUALITIES` and unfamiliarity; the rest of it is "good"."""
    quality = np.asarray([[1 - reject, 0, reject]], np.float32)
    graph.initializer.append(numpy_helper.from_array(quality, "qualities"))
    graph.initializer.append(
        numpy_helper.from_array(np.full((1, 1), unfamiliarity, np.float32), "distance")
    )
    graph.initializer.append(numpy_helper.from_array(np.asarray([-1], np.int64), "flat"))
    graph.node.append(helper.make_node("Add", ["nothing", "qualities"], ["quality"]))
    graph.node.append(helper.make_node("Add", ["nothing", "distance"], ["distances"]))
    graph.node.append(helper.make_node("Reshape", ["distances", "flat"], ["unfamiliarity"]))
    for name, shape in (("quality", ["N", 3]), ("unfamiliarity", ["N"])):
        graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))


def _add_oedema(graph: onnx.GraphProto, oedema: tuple[float, float]) -> None:
    values = np.asarray([oedema], np.float32)
    graph.initializer.append(numpy_helper.from_array(values, "risks"))
    graph.node.append(helper.make_node("Add", ["nothing", "risks"], ["macular_oedema"]))
    graph.output.append(
        helper.make_tensor_value_info("macular_oedema", TensorProto.FLOAT, ["N", 2])
    )
