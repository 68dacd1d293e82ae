"""One call from a Keras classifier to a finished model file."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from fundusviewer.atomic import atomic_file
from fundusviewer.errors import ExportError, OutputError
from fundusviewer.export.gradcam.gradcam import Explanation, add_heatmap
from fundusviewer.export.graph.folding import fold, keep_standard_operators, prune
from fundusviewer.export.graph.tracing import trace
from fundusviewer.export.heads.side_heads import SideAnswers, attach
from fundusviewer.export.pipeline.faithfulness import check_faithful
from fundusviewer.export.pipeline.masthead import write_masthead
from fundusviewer.export.pipeline.model_file import (
    add_probabilities,
    append_metadata,
    golden_vector,
    set_temperature,
    test_picture,
)
from fundusviewer.export.quantise.agreement import measure_agreement
from fundusviewer.export.quantise.precision import CalibrationSet, make_smaller
from fundusviewer.inference.card import Agreement, ModelCard
from fundusviewer.inference.onnx_file import read_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from fundusviewer.export.graph.tracing import Tracer
    from fundusviewer.export.sources.classifier_spec import ExplainedModel

    Progress = Callable[[str], None]

Precision = Literal["none", "float16", "int8"]


@dataclass(frozen=True)
class ExportResult:
    """What an export wrote.

    Attributes
    ----------
    path
        The model file.
    card
        The card inside it.
    size
        Size of the file in bytes.
    softmax_inside
        Whether the network ended with a softmax; otherwise its scores were taken as the values
        before one.
    """

    path: Path
    card: ModelCard
    size: int
    softmax_inside: bool


def write_model(
    model: ExplainedModel,
    card_fields: Mapping[str, object],
    output: Path,
    *,
    precision: Precision = "none",
    calibration: np.ndarray | None = None,
    golden_image: np.ndarray | None = None,
    heatmap_scale: float | None = None,
    tracer: Tracer = "tf2onnx",
    progress: Progress = lambda _: None,
) -> ExportResult:
    """Write a Keras classifier with its Grad-CAM as one self-contained model file.

    Parameters
    ----------
    model
        The classifier.
    card_fields
        Fields of :class:`ModelCard`; at least ``name``, ``title``, ``version``, ``task``,
        ``class_names`` and ``licence``. What the graph decides (backbone, preprocessing, Grad-CAM
        layer and size, precision, agreement, embedding size) is filled in here; ``temperature``
        goes into the graph; ``input`` and ``created`` have defaults.
    output
        The file to write, ``.onnx``; replaced only when all went well.
    precision
        ``none`` keeps float32; ``float16`` stores the weights at half size and computes in
        float32; ``int8`` computes in 8 bits (see :mod:`.precision`).
    calibration
        uint8 (M, H, W, 3) RGB prepared photographs; needed for ``float16`` and ``int8``. Two
        thirds of them calibrate, the rest measure the agreement with float32.
    golden_image
        uint8 (H, W, 3) RGB prepared picture of the golden vector; by default a synthetic one.
    heatmap_scale
        The card's absolute heat-map scale, if it was fitted.
    tracer
        What makes the graph, see :func:`fundusviewer.export.graph.tracing.trace`.
    progress
        Called with one line for each step.

    Returns
    -------
    ExportResult
        Path, card and size.

    Raises
    ------
    ExportError
        If the network, the card's fields or the calibration photographs cannot be used, or the
        graph does not answer like the network.
    OutputError
        If the file cannot be written.
    """
    check_output(output)
    samples = _calibration_set(precision, calibration)
    with ExitStack() as stack:
        temporary = stack.enter_context(atomic_file(output))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="fundusviewer-")))
        graph = folder / "float32.onnx"
        explanation = write_explained(model, graph, progress, tracer)
        progress("comparing with the Keras network")
        inside, several = explanation.softmax_inside, explanation.several
        check_faithful(graph, model, softmax_inside=inside, several=several)
        card = _card(model, card_fields, explanation, heatmap_scale)
        if samples is not None and precision != "none":
            smaller = folder / "smaller.onnx"
            agreement = _smaller(graph, smaller, precision, samples, card, progress)
            card = validated_card(
                {**card.model_dump(), "agreement": agreement, "precision": precision}
            )
            graph = smaller
        progress("writing and checking the file")
        finish(graph, card, temporary)
        picture = test_picture(*model.input_size) if golden_image is None else golden_image
        golden = golden_vector(temporary, picture, card.precision)
        card = append_metadata(temporary, card, golden)
    return ExportResult(output, card, output.stat().st_size, explanation.softmax_inside)


def write_explained(
    model: ExplainedModel, target: Path, progress: Progress, tracer: Tracer = "tf2onnx"
) -> Explanation:
    """Write the folded float32 graph with outputs ``logits`` and ``heatmap``."""
    traced = target.with_name("traced.onnx")
    explanation = _trace_to(traced, model, tracer, progress)
    progress("folding constants")
    fold(traced, target)
    return explanation


def _trace_to(path: Path, model: ExplainedModel, tracer: Tracer, progress: Progress) -> Explanation:
    progress("tracing the network")
    traced = trace(model, tracer)
    progress("adding the gradient of the head")
    explanation = add_heatmap(traced.proto)
    prune(traced.proto)
    traced.inline_kernels()
    _save(traced.proto, path)
    return explanation


def restamp(
    source: Path, card: ModelCard, output: Path, side_answers: SideAnswers | None = None
) -> ModelCard:
    """Write a model file again with another card; its temperature goes into the graph.

    Returns the card as it stands in the file.

    The golden picture stays, its answer is computed anew. With ``side_answers`` the graph gets
    these outputs in the place of those that it has; the card must name them.

    Raises
    ------
    ExportError
        If ``source`` was not written by this program.
    OutputError
        If the file cannot be written.
    """
    import onnx

    from fundusviewer.inference.golden import GOLDEN_KEY, GoldenVector

    check_output(output)
    proto = onnx.load(source, load_external_data=False)
    golden = {entry.key: entry.value for entry in proto.metadata_props}.get(GOLDEN_KEY)
    if golden is None:
        raise ExportError(f"{source} has no golden vector; it was not written by this program")
    set_temperature(proto, card.temperature)
    if side_answers is not None:
        attach(proto, side_answers)
    del proto.metadata_props[:]
    write_masthead(proto, card)
    with atomic_file(output) as temporary:
        _save(proto, temporary)
        picture = GoldenVector.from_json(golden).image()
        return append_metadata(temporary, card, golden_vector(temporary, picture, card.precision))


def write_with_card(source: Path, card: ModelCard, output: Path) -> ModelCard:
    """Write a model file again with another card, and change nothing that computes.

    Returns the card as it stands in the file. The golden vector stays: it proves the copy as it
    proves the file.

    Raises
    ------
    ExportError
        If ``source`` has no golden vector, or keeps weights in other files.
    OutputError
        If the file cannot be written.
    """
    import onnx

    from fundusviewer.inference.golden import GOLDEN_KEY, GoldenVector

    check_output(output)
    proto = onnx.load(source, load_external_data=False)
    golden = {entry.key: entry.value for entry in proto.metadata_props}.get(GOLDEN_KEY)
    if golden is None:
        raise ExportError(f"{source} has no golden vector; it was not written by this program")
    if read_metadata(source).external_files:
        raise ExportError(f"{source} keeps weights in other files; a copy would miss them")
    del proto.metadata_props[:]
    write_masthead(proto, card)
    with atomic_file(output) as temporary:
        _save(proto, temporary)
        return append_metadata(temporary, card, GoldenVector.from_json(golden))


def check_output(output: Path) -> None:
    """Refuse a file that cannot be written, before any work (:class:`OutputError`)."""
    if output.suffix != ".onnx":
        raise OutputError(f"{output} does not end with .onnx")
    if output.is_dir() or not output.parent.is_dir():
        what = "is a folder" if output.is_dir() else f"lies in {output.parent}, which is no folder"
        raise OutputError(f"{output} {what}")


def _calibration_set(precision: Precision, photographs: np.ndarray | None) -> CalibrationSet | None:
    if precision == "none":
        return None
    if photographs is None:
        raise ExportError(f"{precision} needs calibration photographs")
    return CalibrationSet.split(photographs)


def _smaller(
    reference: Path,
    smaller: Path,
    precision: Literal["float16", "int8"],
    samples: CalibrationSet,
    card: ModelCard,
    progress: Progress,
) -> Agreement:
    progress(f"converting to {precision}")
    make_smaller(reference, smaller, precision, samples.calibrating)
    progress(f"comparing with float32 on {len(samples.measuring)} photographs")
    return measure_agreement(
        reference, smaller, samples.measuring, precision, card.temperature, several=card.several
    )


def finish(graph: Path, card: ModelCard, target: Path) -> None:
    """Write the graph with calibrated probabilities and what it says of itself."""
    import onnx

    proto = onnx.load(graph)
    keep_standard_operators(proto)
    add_probabilities(proto, card.temperature, several=card.several)
    write_masthead(proto, card)
    _save(proto, target)


def _card(
    model: ExplainedModel,
    fields: Mapping[str, object],
    explanation: Explanation,
    heatmap_scale: float | None,
) -> ModelCard:
    height, width = model.input_size
    card = validated_card(
        {
            "input": {"height": height, "width": width},
            "created": dt.datetime.now(tz=dt.UTC).date(),
            **fields,
            "backbone": model.backbone,
            "preprocessing": model.preprocessing,
            "embedding_size": explanation.embedding,
            "activation": "sigmoid" if explanation.several else None,
            "gradcam": {
                "layer": model.layer,
                "height": explanation.height,
                "width": explanation.width,
                "scale": heatmap_scale,
            },
        }
    )
    _check_against_graph(card, explanation, (height, width))
    return card


def _check_against_graph(card: ModelCard, explanation: Explanation, size: tuple[int, int]) -> None:
    if len(card.class_names) != explanation.classes:
        raise ExportError(
            f"{len(card.class_names)} class names are given, the network has "
            f"{explanation.classes} classes"
        )
    quality = explanation.quality or 0
    if len(card.quality_names) != quality:
        raise ExportError(
            f"{len(card.quality_names)} quality names are given, the network has {quality}"
        )
    if (card.input.height, card.input.width) != size:
        raise ExportError(
            f"the card's input is {card.input.height}×{card.input.width}, "
            f"the network's {size[0]}×{size[1]}"
        )


def name_for_card(output: Path) -> str:
    """Return the name that a model of this file gets."""
    return re.sub(r"[^a-z0-9._-]+", "-", output.stem.lower()).strip("-._") or "model"


def validated_card(fields: Mapping[str, object]) -> ModelCard:
    """Return the card of these fields; the first wrong one is an :class:`ExportError`."""
    try:
        return ModelCard.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "card"
        raise ExportError(f"the card cannot be made: {where}: {first['msg']}") from error


def _save(proto: Any, path: Path) -> None:
    import onnx

    onnx.save(proto, path)
