"""From a trained network to a model file whose card was measured on that very file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.inference import DataSource, Marker, MarkerEntry, MarkingCard, Metric
from fundusviewer.inference.marking_card import ROLE_KINDS
from fundusviewer.training.data.splits import Split
from fundusviewer.training.marking.figures.lesion_figures import LesionResult
from fundusviewer.training.marking.figures.measuring import Measured, Result, fit_and_measure
from fundusviewer.training.marking.labels.kinds import TITLES

if TYPE_CHECKING:
    from fundusviewer.inference import Interval
    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.marking.dataset import MarkingData
    from fundusviewer.training.marking.learning.network import MarkingNetwork
    from fundusviewer.training.marking.settings import MarkingSettings

#: Training photographs that calibrate a smaller file, and are compared with float32.
_CALIBRATION = 36

_LIMITS = {
    "lesions": (
        "What the network marked, not what a reader marked: none marked is not none there.",
    ),
    "landmarks": ("A mirrored photograph shows the other eye; nothing in it tells.",),
}
_RESEARCH = "For research use only; not for diagnosis."


@dataclass(frozen=True, eq=False)
class ShippedMarker:
    """A finished file and what was measured with it."""

    path: Path
    card: MarkingCard
    measured: Measured


def ship(
    network: MarkingNetwork, data: MarkingData, settings: MarkingSettings, progress: Progress
) -> ShippedMarker:
    """Write the file, choose its thresholds and measure it.

    Raises
    ------
    ExportError, OutputError
        If it cannot be written.
    """
    from fundusviewer.export.pipeline.marking_writer import write_marking_model

    measured: list[Measured] = []

    def measure(file: Path) -> dict[str, object]:
        marker = Marker(file, "cpu")
        sides = data.on(Split.VALIDATION), data.on(Split.TEST)
        measured.append(fit_and_measure(marker, data, *sides, progress))
        thresholds, results = measured[0].thresholds, measured[0].test
        return {"thresholds": thresholds, "metrics": metrics_of(results, "held-out patients")}

    path = settings.output / f"{settings.identity.name}.onnx"
    trained = data.on(Split.TRAIN)
    chosen = _evenly(trained, _CALIBRATION)
    card = write_marking_model(
        network.whole,
        _fields(data, settings),
        path,
        picture=data.prepared.image(_golden_row(data, trained)),
        precision="none" if settings.precision == "float32" else settings.precision,
        photographs=np.stack([data.prepared.image(row) for row in chosen]),
        measure=measure,
    )
    return ShippedMarker(path, card, measured[0])


def metrics_of(results: tuple[Result, ...], who: str) -> tuple[Metric, ...]:
    """Return the figures as a card holds them."""
    metrics = []
    for result in results:
        for name, count, interval in figures_of(result):
            if interval is not None and count:
                metrics.append(
                    Metric(name=name, measured_on=who, photographs=count, result=interval)
                )
    return tuple(metrics)


def figures_of(result: Result) -> list[tuple[str, int, Interval | None]]:
    """Return name, number of photographs and value of the figures that are shares."""
    if isinstance(result, LesionResult):
        what, count, own = TITLES[result.kind], result.photographs, result.with_kind
        return [
            (f"area under precision and recall, {what}", count, result.area),
            (f"precision of pixels, {what}", count, result.precision),
            (f"recall of pixels, {what}", count, result.recall),
            (f"marks that touch a lesion, {what}", count, result.marks_right),
            (f"lesions that a mark touches, {what}", own, result.lesions_found),
            (f"strongest mark lies on such a lesion, {what}", own, result.strongest_right),
            (f"nothing marked where there is none, {what}", count - own, result.healthy_clean),
        ]
    what, count = "optic disc" if result.place == "disc" else "fovea", result.photographs
    return [
        (f"{what} found, within half a disc diameter", count, result.near),
        (f"{what} not found", count, result.not_found),
        (f"{what} within half a disc diameter, of those found", count, result.near_of_found),
        ("disc diameter within 10 %", max(count, 1), result.diameter_right),
    ]


def _fields(data: MarkingData, settings: MarkingSettings) -> dict[str, object]:
    identity, role = settings.identity, settings.role
    counts = {name: len(data.on(Split.TRAIN, name)) for name in data.sets}
    sources = tuple(
        DataSource(name=name, photographs=count, terms=identity.terms.get(name, "not stated"))
        for name, count in counts.items()
        if count
    )
    if settings.start_file is not None:
        sources += learned_before(settings.start_file)
    kinds = ROLE_KINDS[role]
    return {
        "role": role,
        "kinds": kinds,
        "thresholds": (0.5,) * len(kinds),
        "input": settings.input_spec,
        "name": identity.name,
        "title": identity.title,
        "version": identity.version,
        "licence": identity.licence,
        "training_data": sources,
        "limits": tuple(dict.fromkeys((_RESEARCH, *_LIMITS[role], *identity.limits))),
    }


def learned_before(start: Path) -> tuple[DataSource, ...]:
    """Return what the weights of a model file have learned from, for the card of what follows."""
    card = MarkerEntry(start, "").read_card()
    return tuple(
        source.model_copy(update={"name": f"{source.name} (by {card.name} {card.version})"})
        for source in card.training_data
    )


def _golden_row(data: MarkingData, rows: list[int]) -> int:
    """Return the photograph with most on it: a golden vector of an empty map tells nothing."""
    return max(rows, key=lambda row: (len(data.marked[row].drawn), -row))


def _evenly(rows: list[int], most: int) -> list[int]:
    step = max(1, len(rows) // most)
    return rows[::step][:most]
