"""The last operations of the graph, the card and the golden vector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.gradcam import CLASS_INDEX, HEATMAP, LOGITS
from fundusviewer.export.graph.running import cpu_session
from fundusviewer.export.heads.side_heads import MACULAR_OEDEMA, UNFAMILIARITY
from fundusviewer.export.sources.classifier_spec import EMBEDDING, QUALITY
from fundusviewer.inference import GoldenVector, Prediction, Tolerances
from fundusviewer.inference.card import CARD_KEY
from fundusviewer.inference.model_file import CardT, with_hash

if TYPE_CHECKING:
    from pathlib import Path

    from fundusviewer.inference.golden_marks import GoldenMarks

PROBABILITIES = "probabilities"
TEMPERATURE = "temperature"


#: Integer kernels round differently from processor to processor; CUDA may use TF32 for float32.
TOLERANCES = {
    "float32": Tolerances(2e-3, 2e-2, 2e-2),
    "float16": Tolerances(2e-3, 2e-2, 2e-2),
    "int8": Tolerances(2e-2, 1e-1, 2e-1),
}


def add_probabilities(proto: Any, temperature: float, *, several: bool = False) -> None:
    """Turn the output ``logits`` into calibrated ``probabilities``, in place.

    Temperature scaling (Guo et al., 2017): softmax (logits / temperature); a sigmoid of each where
    several classes can be right at once.
    """
    from onnx import TensorProto, helper, numpy_helper

    graph = proto.graph
    graph.initializer.append(numpy_helper.from_array(_scalar(temperature), TEMPERATURE))
    graph.node.append(helper.make_node("Div", [LOGITS, TEMPERATURE], ["scaled"], name="scaled"))
    if several:
        last = helper.make_node("Sigmoid", ["scaled"], [PROBABILITIES], name="sigmoid")
    else:
        last = helper.make_node("Softmax", ["scaled"], [PROBABILITIES], name="softmax", axis=-1)
    graph.node.append(last)
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
    """Run a finished file on one prepared picture, uint8 (H, W, 3) RGB, and keep all its answers.

    Raises
    ------
    ExportError
        If the file gives values that are not numbers.
    """
    outputs = _outputs(path, image)
    far = outputs.get(UNFAMILIARITY)
    answer = Prediction(
        probabilities=outputs[PROBABILITIES],
        class_index=int(outputs[PROBABILITIES].argmax()),
        heatmap=outputs[HEATMAP],
        quality=outputs.get(QUALITY),
        embedding=outputs.get(EMBEDDING),
        unfamiliarity=None if far is None else float(far),
        macular_oedema=outputs.get(MACULAR_OEDEMA),
    )
    return GoldenVector.encode(image, answer, TOLERANCES[precision])


def _outputs(path: Path, image: np.ndarray) -> dict[str, np.ndarray]:
    """Return what a file that has no card yet gives for one picture, on the CPU."""
    session = cpu_session(path)
    names = [output.name for output in session.get_outputs()]
    feeds = {"image": image[None], CLASS_INDEX: np.full(1, -1, np.int64)}
    outputs = {n: value[0] for n, value in zip(names, session.run(names, feeds), strict=True)}
    if not all(np.isfinite(value).all() for value in outputs.values()):
        raise ExportError("the exported network gives values that are not numbers")
    return outputs


def test_picture(height: int, width: int) -> np.ndarray:
    """Return a smooth coloured circle, uint8 (H, W, 3) RGB, for the golden vector."""
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    waves = [np.sin(3 * rows + phase) * np.cos(4 * columns - phase) for phase in (0, 1, 2)]
    picture = 128 + 100 * np.stack(waves, axis=-1)
    picture[rows**2 + columns**2 > 0.9] = 0
    return np.asarray(np.rint(picture), np.uint8)


def append_metadata(path: Path, card: CardT, golden: GoldenVector | GoldenMarks) -> CardT:
    """Add card, golden vector and the hash of all to the end of a model file.

    A serialised message may be continued by appending another one of the same type, so the
    weights need not be read again. Returns the card as it stands there, with the hash.
    """
    from onnx import ModelProto, helper

    supplement, properties = ModelProto(), with_hash(path, card, golden.to_json())
    helper.set_model_props(supplement, properties)
    with path.open("ab") as stream:
        stream.write(supplement.SerializeToString())
    return type(card).from_json(properties[CARD_KEY])


def _scalar(value: float) -> np.ndarray:
    return np.asarray([value], np.float32)
