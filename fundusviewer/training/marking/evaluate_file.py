"""Measures a model file that marks places on photographs with points or masks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fundusviewer.errors import LabelsError
from fundusviewer.training.data.split_file import read_split
from fundusviewer.training.data.splits import Split
from fundusviewer.training.marking.dataset import MarkingData, prepared_marks
from fundusviewer.training.marking.figures.measuring import Result, results_at
from fundusviewer.training.marking.labels.checks import check_marks

if TYPE_CHECKING:
    from fundusviewer.inference import Marker, MarkingCard
    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.marking.labels.marked import MarkedLabels


@dataclass(frozen=True)
class MarkerEvaluation:
    """What a file is worth.

    Attributes
    ----------
    card
        The file's card.
    results
        Figures at the card's thresholds.
    photographs
        How many were measured.
    unreadable
        Paths of the photographs that could not be read.
    """

    card: MarkingCard
    results: tuple[Result, ...]
    photographs: int
    unreadable: tuple[Path, ...]


def evaluate_marker(
    marker: Marker,
    labels: MarkedLabels,
    progress: Progress,
    split: tuple[Path, Split] | None = None,
) -> MarkerEvaluation:
    """Ask the model about every photograph and measure its marks.

    Parameters
    ----------
    marker
        The model.
    labels
        For its role.
    progress
        Told of each step.
    split
        A split file and the side to measure; all photographs without it.

    Raises
    ------
    LabelsError
        If marks cannot be used, or no photograph is on that side.
    """
    role = marker.card.role
    check_marks(labels.photographs, role, progress)
    with TemporaryDirectory(prefix="fundusviewer-") as name:
        spec = marker.card.input
        prepared, marks, marked = prepared_marks(labels, role, spec, Path(name), progress)
        sides: tuple[Split, ...] = (Split.TEST,) * len(marked)
        wanted = Split.TEST
        if split is not None:
            known, wanted = read_split(split[0]), split[1]
            names = ((one.photo.dataset, one.photo.file) for one in marked)
            sides = tuple(known.get(name, Split.KEPT_OUT) for name in names)
        data = MarkingData(prepared, marks, marked, sides, {})
        rows = data.on(wanted)
        if not rows:
            raise LabelsError(f"none of the photographs is on the {wanted} side")
        results = results_at(marker, data, rows, marker.card.thresholds, progress)
        return MarkerEvaluation(marker.card, results, len(rows), prepared.unreadable)
