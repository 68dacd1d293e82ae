"""Asks a finished model file about many prepared photographs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from fundusviewer.errors import ImageReadError, LabelsError
from fundusviewer.imaging import InputSpec, read_image, to_model_input
from fundusviewer.inference import REJECT, Classifier, ModelCard, Prediction
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.data.labels import LabelledPhotograph

_BATCH = 8


@dataclass(frozen=True, eq=False)
class RawAnswers:
    """What the file said, in order.

    Attributes
    ----------
    probabilities
        float32 (N, C).
    heatmaps
        float32 (N, h, w).
    gate
        float (N, 2): probability of the quality ``reject``, and unfamiliarity; ``None`` for a
        file without these outputs.
    oedema
        float (N, 2): probabilities of macular oedema of risk 1 or more, and of risk 2; ``None``
        for a file without that output.
    """

    probabilities: np.ndarray
    heatmaps: np.ndarray
    gate: np.ndarray | None = None
    oedema: np.ndarray | None = None

    def at(self, rows: np.ndarray) -> RawAnswers:
        """Return some of the answers."""
        return RawAnswers(
            self.probabilities[rows],
            self.heatmaps[rows],
            None if self.gate is None else self.gate[rows],
            None if self.oedema is None else self.oedema[rows],
        )


def ask(
    classifier: Classifier, images: Iterable[np.ndarray], count: int, progress: Progress
) -> RawAnswers:
    """Run the model over ``count`` prepared images, uint8 (H, W, 3) RGB each.

    Raises
    ------
    LabelsError
        If there is no image at all.
    """
    predictions = []
    with progress.task(f"Asking {classifier.card.name}", count) as task:
        for batch in _batches(images):
            predictions += classifier.predict_batch(np.stack(batch))
            task.advance(len(batch))
    if not predictions:
        raise LabelsError("none of the photographs can be read")
    return RawAnswers(
        np.stack([prediction.probabilities for prediction in predictions]),
        np.stack([prediction.heatmap for prediction in predictions]),
        _gate(predictions, classifier.card),
        _oedema(predictions),
    )


def _gate(predictions: Sequence[Prediction], card: ModelCard) -> np.ndarray | None:
    if REJECT not in card.quality_names:
        return None
    reject = card.quality_names.index(REJECT)
    answers = [(one.quality, one.unfamiliarity) for one in predictions]
    rows = [(float(q[reject]), far) for q, far in answers if q is not None and far is not None]
    return np.array(rows, float) if len(rows) == len(predictions) else None


def _oedema(predictions: Sequence[Prediction]) -> np.ndarray | None:
    found = [one.macular_oedema for one in predictions if one.macular_oedema is not None]
    return np.stack(found).astype(float) if len(found) == len(predictions) else None


def readable(
    photographs: Sequence[LabelledPhotograph], spec: InputSpec
) -> Iterator[tuple[LabelledPhotograph, np.ndarray | ImageReadError]]:
    """Read and prepare photographs a few ahead; the error in the place of an unreadable one."""

    def one(photograph: LabelledPhotograph) -> np.ndarray | ImageReadError:
        try:
            return to_model_input(read_image(photograph.path).pixels, spec).pixels
        except ImageReadError as error:
            return error

    with ThreadPoolExecutor() as pool:
        for start in range(0, len(photographs), _BATCH):
            part = photographs[start : start + _BATCH]
            yield from zip(part, pool.map(one, part), strict=True)


def _batches(images: Iterable[np.ndarray]) -> Iterator[list[np.ndarray]]:
    batch: list[np.ndarray] = []
    for image in images:
        batch.append(image)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
