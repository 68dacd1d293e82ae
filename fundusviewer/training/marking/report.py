"""The report of a run, and the figures as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fundusviewer.atomic import write_text_atomically
from fundusviewer.minus import with_minus
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.report import FEW, as_json
from fundusviewer.training.marking.dataset import counts_of
from fundusviewer.training.marking.figures.landmark_figures import PlaceResult
from fundusviewer.training.marking.figures.lesion_figures import LesionResult
from fundusviewer.training.marking.figures.measuring import Result
from fundusviewer.training.marking.labels.kinds import TITLES
from fundusviewer.training.marking.shipping import learned_before

if TYPE_CHECKING:
    from fundusviewer.inference import Interval
    from fundusviewer.training.marking.dataset import MarkingData
    from fundusviewer.training.marking.learning.learner import Round
    from fundusviewer.training.marking.settings import MarkingSettings
    from fundusviewer.training.marking.shipping import ShippedMarker

_LESIONS = (
    *("photographs", "with it", "area under precision and recall", "precision of pixels"),
    *("recall of pixels", "marks on a lesion", "lesions found", "strongest mark on a lesion"),
    "nothing marked where none is",
)
_PLACES = (
    *("photographs", "within ½ disc diameter", "not found", "within ½, of those found"),
    *("mean distance", "diameter within 10 %"),
)


@dataclass(frozen=True, eq=False)
class MarkingOutcome:
    """What a run came to.

    Attributes
    ----------
    shipped
        The model file and its figures.
    report
        The Markdown report.
    rounds
        Of the learning.
    """

    shipped: ShippedMarker
    report: Path
    rounds: tuple[Round, ...]


def marks_table(results: Sequence[Result]) -> str:
    """Return figures as a Markdown table, intervals in brackets."""
    lesions = [one for one in results if isinstance(one, LesionResult)]
    places = [one for one in results if isinstance(one, PlaceResult)]
    lines = []
    if lesions:
        lines += [_line(["kind", *_LESIONS]), _line(["---"] * (1 + len(_LESIONS)))]
        lines += [_line(_lesion_cells(one)) for one in lesions]
    if places:
        lines += [_line(["place", *_PLACES]), _line(["---"] * (1 + len(_PLACES)))]
        lines += [_line(_place_cells(one)) for one in places]
    return "\n".join(lines) + "\n"


def warning_of_few(results: Sequence[Result]) -> str | None:
    """Return what to beware of where little was measured; ``None`` where enough was."""
    few = [
        TITLES[one.kind] if isinstance(one, LesionResult) else one.place
        for one in results
        if (one.with_kind if isinstance(one, LesionResult) else one.photographs) < FEW
    ]
    if not few:
        return None
    return (
        f"Few photographs: fewer than {FEW} held-out ones show {', '.join(few)}. Expect other "
        "figures with other patients."
    )


def write_reports(outcome: MarkingOutcome, data: MarkingData, settings: MarkingSettings) -> None:
    """Write ``report.md`` and ``report.json`` into the run's folder.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    write_text_atomically(outcome.report, _markdown(outcome, data, settings))
    measured = outcome.shipped.measured
    facts = {
        "settings": asdict(settings),
        "card": outcome.shipped.card,
        "unreadable": data.prepared.unreadable,
        "rounds": outcome.rounds,
        "thresholds": measured.thresholds,
        "test": measured.test,
        "validation": measured.validation,
    }
    facts["settings"]["understood"]["unknown_where_empty"] = sorted(  # type: ignore[index]
        settings.understood.unknown_where_empty
    )
    write_text_atomically(outcome.report.with_suffix(".json"), as_json(facts))


def _markdown(outcome: MarkingOutcome, data: MarkingData, settings: MarkingSettings) -> str:
    shipped = outcome.shipped
    card, measured = shipped.card, shipped.measured
    few = warning_of_few(measured.test)
    parts = [
        f"# Training report: {card.title} {card.version}\n",
        "For research use only. Not for diagnosis.\n",
        f"## Photographs\n\n{_photographs(data)}",
        f"## Training\n\n{_training(outcome, settings)}",
        f"## The file\n\n{_file(shipped)}",
        "## Held-out patients\n\n"
        + ("" if few is None else f"**{few}**\n\n")
        + marks_table(measured.test)
        + f"\nIn brackets 95 % intervals, over patients.\n{_seen_before(settings)}",
        "## Validation patients (thresholds were chosen on them)\n\n"
        + marks_table(measured.validation),
    ]
    return "\n".join(parts)


def _seen_before(settings: MarkingSettings) -> str:
    """Say which photographs the weights that it begins with have seen."""
    if settings.start_file is None:
        return ""
    names = ", ".join(source.name for source in learned_before(settings.start_file))
    if not names:
        return ""
    return (
        f"\nThe weights that it began with have learned from {names}. Where held-out photographs "
        "are among those, the figures are too good.\n"
    )


def _photographs(data: MarkingData) -> str:
    lines = ["| set | side | photographs, and on how many of them there is what |", "|---|---|---|"]
    lines += [
        f"| {name} | {side} | {counts_of(data, side, name)} |"
        for name in data.sets
        for side in Split
        if data.on(side, name)
    ]
    aside = "".join(
        f" {count} of {name} teach nothing of it." for name, count in data.left_aside.items()
    )
    unreadable = len(data.prepared.unreadable)
    return (
        "\n".join(lines) + f"\n\nNot used: {unreadable} unreadable photographs.{aside} The sides "
        "share no patient, no duplicate group and no picture found twice by its content.\n"
    )


def _training(outcome: MarkingOutcome, settings: MarkingSettings) -> str:
    shape, plan = settings.shape, settings.plan
    rows = "\n".join(
        f"| {one.steps} | {one.training_loss:.4f} | {one.validation_loss:.4f} |"
        for one in outcome.rounds
    )
    crops = f", crops of {settings.learning_shape.size}" if settings.role == "lesions" else ""
    return (
        f"U-Net on EfficientNet-Lite0, {shape.size} pixels{crops}, weights {settings.weights}, "
        f"{plan.batch} photographs a step, {plan.arithmetic}. The file holds the moving average of "
        "the weights at the lowest validation loss.\n\n"
        f"| steps | training loss | validation loss |\n|---|---|---|\n{rows}\n"
    )


def _file(shipped: ShippedMarker) -> str:
    card = shipped.card
    thresholds = ", ".join(
        f"{kind} {value:g}" for kind, value in zip(card.kinds, card.thresholds, strict=True)
    )
    text = (
        f"`{shipped.path.name}`, {shipped.path.stat().st_size / 1e6:.1f} MB, {card.precision}. "
        f"Marks count from these probabilities on: {thresholds}.\n"
    )
    agreement = card.agreement
    if agreement is None:
        return text
    return (
        f"{text}\nAgainst float32 on {agreement.photographs} photographs: largest difference of "
        f"a probability {agreement.largest_difference:.3f}, correlation "
        f"{with_minus(f'{agreement.correlation:.4f}')}.\n"
    )


def _lesion_cells(one: LesionResult) -> list[str]:
    figures = (
        *(one.area, one.precision, one.recall, one.marks_right, one.lesions_found),
        *(one.strongest_right, one.healthy_clean),
    )
    return [TITLES[one.kind], str(one.photographs), str(one.with_kind), *map(_shown, figures)]


def _place_cells(one: PlaceResult) -> list[str]:
    figures = (one.near, one.not_found, one.near_of_found, one.mean_off, one.diameter_right)
    name = TITLES["OD"] if one.place == "disc" else one.place
    return [name, str(one.photographs), *map(_shown, figures)]


def _shown(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    return with_minus(f"{interval.value:.3f} [{interval.low:.3f}, {interval.high:.3f}]")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
