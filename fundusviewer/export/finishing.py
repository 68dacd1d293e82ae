"""The last operations of the graph, the card and the golden vector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam import CLASS_INDEX, HEATMAP, LOGITS
from fundusviewer.inference.card import CARD_KEY, GOLDEN_KEY, GoldenVector, ModelCard

if TYPE_CHECKING:
    from pathlib import Path

PROBABILITIES = "probabilities"
TEMPERATURE = "temperature"


@dataclass(frozen=True)
class Tolerance:
    """How far another machine's answer may lie from the golden vector's.

    ``probability`` is absolute, ``heatmap`` relative to the heat map's maximum.
    """

    probability: float
    heatmap: float


#: Integer kernels round differently from processor to processor; CUDA may use TF32 for float32.
TOLERANCES = {
    "float32": Tolerance(2e-3, 2e-2),
    "float16": Tolerance(2e-3, 2e-2),
    "int8": Tolerance(2e-2, 1e-1),
}


def add_softmax(proto: Any, temperature: float) -> None:
    """Turn the output ``logits`` into calibrated ``probabilities``, in place.

    Temperature scaling (Guo et al., 2017): softmax (logits / temperature).
    """
    from onnx import TensorProto, helper, numpy_helper

    graph = proto.graph
    graph.initializer.append(numpy_helper.from_array(_scalar(temperature), TEMPERATURE))
    graph.node.append(helper.make_node("Div", [LOGITS, TEMPERATURE], ["scaled"], name="scaled"))
    graph.node.append(
        helper.make_node("Softmax", ["scaled"], [PROBABILITIES], name="softmax", axis=-1)
    )
    logits = next(entry for entry in graph.output if entry.name == LOGITS)
    classes = logits.type.tensor_type.shape.dim[1].dim_value
    logits.CopyFrom(helper.make_tensor_value_info(PROBABILITIES, TensorProto.FLOAT, ["N", classes]))


def set_temperature(proto: Any, temperature: float) -> None:
    """Change the temperature of a finished graph, in place."""
    from onnx import numpy_helper

    for entry in proto.graph.initializer:
        if entry.name == TEMPERATURE:
            entry.CopyFrom(numpy_helper.from_array(_scalar(temperature), TEMPERATURE))
            return
    raise ExportError("the file has no temperature; it was not written by this program")


def golden_vector(path: Path, image: np.ndarray, precision: str) -> GoldenVector:
    """Run a finished file on one prepared picture, uint8 (H, W, 3) RGB, and keep its answer."""
    probabilities, heatmap = run(path, image[None])
    tolerance = TOLERANCES[precision]
    return GoldenVector.encode(
        image,
        probabilities[0],
        heatmap[0],
        probability_tolerance=tolerance.probability,
        heatmap_tolerance=tolerance.heatmap,
    )


def run(path: Path, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Run a finished file on the CPU.

    Parameters
    ----------
    path
        The model file.
    images
        uint8 (N, H, W, 3) RGB.

    Returns
    -------
    probabilities, heatmap
        float32 (N, C) and float32 (N, h, w) for the most probable class.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    feeds = {"image": images, CLASS_INDEX: np.full(len(images), -1, np.int64)}
    probabilities, heatmap = session.run([PROBABILITIES, HEATMAP], feeds)
    if not np.isfinite(probabilities).all() or not np.isfinite(heatmap).all():
        raise ExportError("the exported network gives values that are not numbers")
    return probabilities, heatmap


def test_picture(height: int, width: int) -> np.ndarray:
    """Return a smooth coloured disc, uint8 (H, W, 3) RGB, for the golden vector."""
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    waves = [np.sin(3 * rows + phase) * np.cos(4 * columns - phase) for phase in (0, 1, 2)]
    picture = 128 + 100 * np.stack(waves, axis=-1)
    picture[rows**2 + columns**2 > 0.9] = 0
    return np.asarray(np.rint(picture), np.uint8)


def append_metadata(path: Path, card: ModelCard, golden: GoldenVector) -> None:
    """Add card and golden vector to the end of a model file.

    A serialised message may be continued by appending another one of the same type, so the
    weights need not be read again.
    """
    from onnx import ModelProto, helper

    supplement = ModelProto()
    helper.set_model_props(supplement, {CARD_KEY: card.to_json(), GOLDEN_KEY: golden.to_json()})
    with path.open("ab") as stream:
        stream.write(supplement.SerializeToString())


def _scalar(value: float) -> np.ndarray:
    return np.asarray([value], np.float32)
