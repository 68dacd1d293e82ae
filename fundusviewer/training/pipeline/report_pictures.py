"""Pictures of a run: what the network learned from, how good it is, and where it erred most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from fundusviewer.imaging.types import Region
from fundusviewer.overlay import Annotation, annotate, flatten, write_picture
from fundusviewer.overlay.network_pictures import sheet
from fundusviewer.training.data.augmentation import augment
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.class_plots import write_class_plots
from fundusviewer.training.evaluation.classes import ClassAnswers
from fundusviewer.training.evaluation.mistakes import Mistake, worst
from fundusviewer.training.evaluation.plots import has_plots, write_plots
from fundusviewer.training.shipping.classes import ShippedClasses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fundusviewer.training.data.dataset import TrainingData
    from fundusviewer.training.pipeline.outcome import Outcome
    from fundusviewer.training.shipping.shipping import Shipped

#: The pictures' files and folder in that of the run.
AUGMENTATION, MISTAKES, FIGURES = "augmentation.png", "mistakes.png", "figures"

_PHOTOGRAPHS, _COPIES, _MISTAKES = 3, 7, 8
#: Two mistakes in a row of the sheet: as wide as the report, what they say stays readable.
_MISTAKES_IN_A_ROW = 2
_SMALL, _LARGE = 160, 360
_SEED = 1


def write_pictures(outcome: Outcome, data: TrainingData) -> tuple[Path, ...]:
    """Write them into the run's folder; curves of figures where matplotlib is installed.

    Raises
    ------
    OutputError
        If one cannot be written.
    """
    folder, shipped = outcome.report.parent, outcome.shipped
    written = []
    if outcome.frozen_loss is not None:
        written.append(folder / AUGMENTATION)
        write_picture(written[-1], sheet([_scaled(one, _SMALL) for one in _augmented(data)]))
    found = _mistakes(shipped)
    if found:
        written.append(folder / MISTAKES)
        rows = [picture for mistake in found for picture in _shown(mistake, shipped, data)]
        write_picture(written[-1], sheet(rows, 2 * _MISTAKES_IN_A_ROW))
    if has_plots():
        written += _plots(shipped, folder / FIGURES)
    return tuple(written)


def _augmented(data: TrainingData) -> Iterator[np.ndarray]:
    """Yield photographs, each followed by copies as the network learns from them."""
    rows = data.graded(Split.TRAIN)
    rng = np.random.default_rng(_SEED)
    for row in rng.choice(rows, min(_PHOTOGRAPHS, len(rows)), replace=False):
        image = data.prepared.image(row)
        yield image
        for _ in range(_COPIES):
            yield augment(image, rng)


def _mistakes(shipped: Shipped | ShippedClasses) -> tuple[Mistake, ...]:
    answers = shipped.answers
    if answers is None or shipped.heatmaps is None:
        return ()
    if not isinstance(answers, ClassAnswers):
        answers = ClassAnswers.of_grades(answers)
    return worst(answers, _MISTAKES)


def _shown(
    mistake: Mistake, shipped: Shipped | ShippedClasses, data: TrainingData
) -> tuple[np.ndarray, np.ndarray]:
    """Return the photograph with what was wrong, and beside it with its heat map."""
    rows = {photo.path: row for row, photo in enumerate(data.photographs)}
    image = _scaled(data.prepared.image(rows[mistake.photograph.path]), _LARGE)
    frame = (_LARGE, _LARGE)
    heatmap = None if shipped.heatmaps is None else shipped.heatmaps[mistake.row]
    scale = shipped.card.gradcam.scale_of(mistake.explained)
    heat = Annotation(mistake.photograph.file, heatmap, Region(0, 0, *frame), None, scale)
    plain = Annotation(mistake.words)
    return (
        flatten(image, annotate(frame, plain)),
        flatten(image, annotate(frame, heat)),
    )


def _plots(shipped: Shipped | ShippedClasses, folder: Path) -> tuple[Path, ...]:
    if shipped.answers is None:
        return ()
    if isinstance(shipped.answers, ClassAnswers):
        return write_class_plots(shipped.card.name, shipped.answers, folder)
    return write_plots({shipped.card.name: shipped.answers}, folder)


def _scaled(pixels: np.ndarray, side: int) -> np.ndarray:
    how = cv2.INTER_AREA if pixels.shape[0] > side else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (side, side), interpolation=how))
