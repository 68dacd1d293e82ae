"""``fundusviewer models``: the model library with its cards."""

from __future__ import annotations

import argparse
from contextlib import suppress
from typing import Any

from fundusviewer.errors import ModelContractError, ModelNotFoundError
from fundusviewer.export.sources.backbones import backbone_of
from fundusviewer.inference import (
    Interval,
    MarkerEntry,
    MarkingCard,
    ModelCard,
    ModelEntry,
    ModelLibrary,
    NetworkGate,
    OedemaPoint,
    PredictionSets,
)
from fundusviewer.minus import with_minus


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "models",
        help="list the models with their cards",
        description="Lists the bundled models and those in the user's model folder.",
    )
    parser.add_argument("name", nargs="?", help="print the whole card of this model (JSON)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    library = ModelLibrary.default()
    if options.name is not None:
        card = _card(library, options.name)
        print(card.model_dump_json(indent=2, exclude_none=True))
        return 0
    for entry in library.entries():
        print(describe(entry))
    for marker in library.markers():
        print(describe_marker(marker))
    print("Model folders: " + ", ".join(str(folder) for folder in library.directories))
    return 0


def find_model(name: str | None) -> ModelEntry:
    """Return the model of that name or file.

    Raises
    ------
    ModelNotFoundError
        If there is none; where it is the name of a backbone, with the way to make the file.
    """
    try:
        return ModelLibrary.default().find(name)
    except ModelNotFoundError as error:
        backbone = None if name is None else backbone_of(name.removesuffix(".onnx"))
        if backbone is None:
            raise
        raise ModelNotFoundError(
            f"{error}. {backbone.title} is a network that can be exported: fundusviewer export "
            f"{backbone.name} --output {backbone.name}.onnx, then --model {backbone.name}.onnx"
        ) from error


def _card(library: ModelLibrary, name: str) -> ModelCard | MarkingCard:
    for marker in library.markers():
        with suppress(ModelContractError):
            card = marker.read_card()
            if card.name == name:
                return card
    return library.find(name).require_card()


def describe(entry: ModelEntry) -> str:
    """Return the lines for one model."""
    if entry.card is None:
        return f"{entry.path.name}\n  refused: {entry.problem}\n"
    return "\n".join([*_card_lines(entry.card), f"  file: {entry.path}", ""])


def describe_marker(entry: MarkerEntry) -> str:
    """Return the lines for one model that marks places beside those that grade."""
    try:
        card = entry.read_card()
    except ModelContractError as error:
        return f"{entry.path.name}\n  refused: {error}\n"
    marks = ", ".join(
        f"{kind} from {threshold:.0%}"
        for kind, threshold in zip(card.kinds, card.thresholds, strict=True)
    )
    lines = [
        f"{card.name} {card.version}: {card.title}",
        f"  role: {card.role}, beside every model that grades; backbone: {card.backbone}, "
        f"input {card.input.width} × {card.input.height}, {card.precision}",
        f"  marks: {marks}",
        *_shared_lines(card),
    ]
    return "\n".join([*lines, f"  file: {entry.path}", ""])


def _card_lines(card: ModelCard) -> list[str]:
    lines = [
        f"{card.name} {card.version}: {card.title}",
        f"  task: {card.task}, backbone: {card.backbone}, {len(card.class_names)} classes, "
        f"input {card.input.width} × {card.input.height}, {card.precision}",
    ]
    if card.preprocessing is not None:
        lines.append(f"  pixels before the network: {card.preprocessing}")
    for point in card.operating_points:
        sensitivity, specificity = point.sensitivity, point.specificity
        lines.append(
            f"  operating point {point.name!r}: refer from {point.threshold:.1%}; "
            f"sensitivity {sensitivity.value:.1%} ({sensitivity.low:.1%}–{sensitivity.high:.1%}), "
            f"specificity {specificity.value:.1%} ({specificity.low:.1%}–{specificity.high:.1%}), "
            f"{point.measured_on}"
        )
    if card.macular_oedema is not None:
        lines.append(_oedema_line(card.macular_oedema))
    if card.prediction_sets is not None:
        lines.extend(_set_lines(card.prediction_sets))
    if card.gate is not None:
        lines.extend(_gate_lines(card.gate))
    return [*lines, *_shared_lines(card)]


def _shared_lines(card: ModelCard | MarkingCard) -> list[str]:
    lines = []
    for metric in card.metrics:
        result = metric.result
        # Between negative ends a dash would be read as one sign more.
        low, high = (with_minus(f"{end:.3f}") for end in (result.low, result.high))
        between = " to " if result.low < 0 else "–"
        lines.append(
            f"  {metric.name}: {with_minus(f'{result.value:.3f}')} ({low}{between}{high}), "
            f"{metric.measured_on}, {metric.photographs} photographs"
        )
    lines.extend(f"  limit: {limit}" for limit in card.limits)
    if card.content_sha256 is not None:
        lines.append(f"  content_sha256: {card.content_sha256}")
    lines.append(f"  licence: {card.licence}")
    return lines


def _oedema_line(point: OedemaPoint) -> str:
    return (
        f"  macular oedema: refer from {point.threshold:.1%} for risk 2; sensitivity "
        f"{_share(point.sensitivity)}, specificity {_share(point.specificity)}, "
        f"{point.measured_on}; risk 1 from {point.any_threshold:.1%} for any risk"
    )


def _share(share: Interval) -> str:
    return f"{share.value:.1%} ({share.low:.1%}–{share.high:.1%})"


def _set_lines(sets: PredictionSets) -> list[str]:
    lines = [
        f"  grade set: made to hold the true grade in {sets.coverage:.0%} of photographs, fitted "
        f"on {sets.calibration_photographs}"
    ]
    for part in sets.measured:
        share = part.coverage
        lines.append(
            f"  grade set: held it in {share.value:.1%} ({share.low:.1%}–{share.high:.1%}), "
            f"{part.mean_size:.2f} grades on average, {part.measured_on}, "
            f"{part.photographs} photographs"
        )
    return lines


def _gate_lines(gate: NetworkGate) -> list[str]:
    lines = [
        f"  gate: refuses above {gate.reject:.1%} for reject and an unfamiliarity of "
        f"{gate.unfamiliarity:.3f}, fitted on {gate.photographs} gradable photographs"
    ]
    for part in gate.measured:
        share = part.refused
        lines.append(
            f"  gate: refused {share.value:.1%} ({share.low:.1%}–{share.high:.1%}) of gradable "
            f"photographs, {part.measured_on}, {part.photographs} photographs"
        )
    return lines
