"""One call from a Keras network that marks places to a finished model file."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from fundusviewer.atomic import atomic_file
from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.gradcam import CLASS_INDEX, LOGITS
from fundusviewer.export.graph.folding import fold, keep_standard_operators, prune
from fundusviewer.export.graph.running import cpu_session
from fundusviewer.export.graph.traced_network import MAPS
from fundusviewer.export.graph.tracing import trace
from fundusviewer.export.pipeline.model_file import append_metadata
from fundusviewer.export.quantise.precision import CalibrationSet, make_smaller
from fundusviewer.export.sources.classifier_spec import ExplainedModel
from fundusviewer.export.sources.marking_network import MARKS
from fundusviewer.export.sources.preprocessing import preprocess
from fundusviewer.inference.golden_marks import GoldenMarks
from fundusviewer.inference.marking_card import MarkingAgreement, MarkingCard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fundusviewer.export.pipeline.writer import Precision
    from fundusviewer.export.sources.preprocessing import Preprocessing

_PREPROCESSING: Preprocessing = "tf"
#: Largest difference of a probability between the graph and its network.
_TOLERANCE = 1e-3
#: How far the mean of a block may lie on another machine: see :class:`GoldenMarks`.
_GOLDEN_TOLERANCE = {"float32": 2e-3, "float16": 2e-3, "int8": 5e-2}


def write_marking_model(
    network: Any,
    card_fields: Mapping[str, object],
    output: Path,
    *,
    picture: np.ndarray,
    precision: Precision = "none",
    photographs: np.ndarray | None = None,
    measure: Callable[[Path], Mapping[str, object]] | None = None,
) -> MarkingCard:
    """Write a network that marks places as one self-contained model file.

    Parameters
    ----------
    network
        From :func:`fundusviewer.export.sources.marking_network.marking_network`, trained.
    card_fields
        Fields of :class:`MarkingCard`. What the network decides (backbone, preprocessing, size of
        the maps, precision, agreement) is filled in here; ``created`` has a default.
    output
        The file to write, ``.onnx``; replaced only when all went well.
    picture
        uint8 (H, W, 3) RGB, the prepared picture of the golden vector.
    precision
        See :func:`fundusviewer.export.pipeline.writer.write_model`.
    photographs
        uint8 (M, H, W, 3) RGB, prepared; needed for ``float16`` and ``int8``. Two thirds of them
        calibrate, the rest measure the agreement with float32.
    measure
        Called with the finished file under another name; what it returns takes the place of fields
        of the card: thresholds and figures, measured on the file itself.

    Returns
    -------
    MarkingCard
        As it stands in the file.

    Raises
    ------
    ExportError
        If the network, the card's fields or the photographs cannot be used, or the graph does not
        answer like the network.
    OutputError
        If the file cannot be written.
    """
    # What is wrong with the call is said before the minutes that the graph takes.
    samples = None if precision == "none" else _samples(photographs)
    _card(network, card_fields, None)
    with (
        atomic_file(output) as temporary,
        TemporaryDirectory(prefix="fundusviewer-", dir=output.parent) as name,
    ):
        folder = Path(name)
        graph = _traced(network, folder / "float32.onnx")
        _check_faithful(graph, network, picture)
        agreement = None
        if samples is not None and precision != "none":
            smaller = folder / "smaller.onnx"
            make_smaller(graph, smaller, precision, samples.calibrating)
            agreement = _agreement(graph, smaller, samples.measuring, precision)
            graph = smaller
        _finish(graph, temporary)
        card = _card(network, card_fields, agreement)
        maps = _marks(temporary, picture[None])[0]
        golden = GoldenMarks.encode(picture, maps, _GOLDEN_TOLERANCE[card.precision])
        if measure is not None:
            trial = folder / "trial.onnx"
            shutil.copyfile(temporary, trial)
            append_metadata(trial, card, golden)
            card = _card(network, {**card_fields, **measure(trial)}, agreement)
        return append_metadata(temporary, card, golden)


def _traced(network: Any, target: Path) -> Path:
    """Write the folded graph with the values before the sigmoid.

    The quantiser asks every network which class is explained, so this one takes the question, too,
    until it is finished.
    """
    import onnx
    from onnx import TensorProto, helper

    marking = trace(ExplainedModel(network, _PREPROCESSING, MARKS, network.name))
    proto = marking.proto
    sizes = network.output_shape[1:]
    del proto.graph.output[:]
    proto.graph.output.append(
        helper.make_tensor_value_info(LOGITS, TensorProto.FLOAT, ["N", *sizes])
    )
    proto.graph.node.append(helper.make_node("Identity", [MAPS], [LOGITS]))
    prune(proto)
    marking.inline_kernels()
    proto.graph.input.append(helper.make_tensor_value_info(CLASS_INDEX, TensorProto.INT64, ["N"]))
    traced = target.with_name("traced.onnx")
    onnx.save(proto, traced)
    fold(traced, target)
    return target


def _finish(graph: Path, target: Path) -> None:
    """Write the file whose answers are probabilities."""
    import onnx
    from onnx import helper

    proto = onnx.load(graph)
    keep_standard_operators(proto)
    kept = [entry for entry in proto.graph.input if entry.name != CLASS_INDEX]
    del proto.graph.input[:]
    proto.graph.input.extend(kept)
    proto.graph.node.append(helper.make_node("Sigmoid", [LOGITS], [MARKS], name="sigmoid"))
    proto.graph.output[0].name = MARKS
    onnx.save(proto, target)


def _check_faithful(graph: Path, network: Any, picture: np.ndarray) -> None:
    import tensorflow as tf

    pixels = preprocess(tf.cast(picture[None], tf.float32), _PREPROCESSING)
    wanted = _sigmoid(np.asarray(network(pixels, training=False)))
    difference = float(np.abs(_probabilities(graph, picture[None])[0] - wanted[0]).max())
    if not difference <= _TOLERANCE:
        raise ExportError(
            "the exported graph does not mark what the Keras network marks: they differ by "
            f"{difference:.3g}; please report it"
        )


def _agreement(
    exact: Path, rough: Path, photographs: np.ndarray, precision: Precision
) -> MarkingAgreement:
    largest, correlations = 0.0, []
    for photograph in photographs:
        first, second = (_probabilities(path, photograph[None]) for path in (exact, rough))
        largest = max(largest, float(np.abs(first - second).max()))
        correlations.append(float(np.corrcoef(first.ravel(), second.ravel())[0, 1]))
    return MarkingAgreement.model_validate(
        {
            "precision": precision,
            "photographs": len(photographs),
            "largest_difference": largest,
            "correlation": float(np.clip(np.mean(correlations), -1, 1)),
        }
    )


def _samples(photographs: np.ndarray | None) -> CalibrationSet:
    if photographs is None:
        raise ExportError("a smaller file needs calibration photographs")
    return CalibrationSet.split(photographs)


def _card(
    network: Any, fields: Mapping[str, object], agreement: MarkingAgreement | None
) -> MarkingCard:
    _, height, width, _ = network.output_shape
    try:
        return MarkingCard.model_validate(
            {
                "created": dt.datetime.now(tz=dt.UTC).date(),
                **fields,
                "backbone": network.name,
                "preprocessing": _PREPROCESSING,
                "height": height,
                "width": width,
                "precision": "float32" if agreement is None else agreement.precision,
                "agreement": agreement,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "card"
        raise ExportError(f"the card cannot be made: {where}: {first['msg']}") from error


def _probabilities(path: Path, pictures: np.ndarray) -> np.ndarray:
    feeds = {"image": pictures, CLASS_INDEX: np.full(len(pictures), -1, np.int64)}
    return _sigmoid(_run(path, LOGITS, feeds))


def _marks(path: Path, pictures: np.ndarray) -> np.ndarray:
    return _run(path, MARKS, {"image": pictures})


def _run(path: Path, output: str, feeds: dict[str, np.ndarray]) -> np.ndarray:
    session = cpu_session(path)
    return np.asarray(session.run([output], feeds)[0])


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-values)))
