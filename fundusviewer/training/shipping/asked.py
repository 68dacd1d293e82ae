"""What a finished file says of the photographs of one side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.training.fitting.predictions import RawAnswers, ask

if TYPE_CHECKING:
    from fundusviewer.inference import Classifier
    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.data.dataset import TrainingData
    from fundusviewer.training.data.splits import Split


@dataclass(frozen=True, eq=False)
class Asked:
    """Answers to all photographs of a side that tell a grade or something of macular oedema.

    Attributes
    ----------
    rows
        int (N,), sorted: which photographs.
    raw
        What was said of them.
    """

    rows: np.ndarray
    raw: RawAnswers

    def of(self, rows: np.ndarray) -> RawAnswers:
        """Return the answers to some of the rows."""
        return self.raw.at(np.searchsorted(self.rows, rows))


def ask_side(classifier: Classifier, data: TrainingData, side: Split, progress: Progress) -> Asked:
    """Ask a file about one side."""
    rows = np.union1d(data.graded(side), data.with_oedema(side)).astype(int)
    images = (data.prepared.image(row) for row in rows)
    return Asked(rows, ask(classifier, images, len(rows), progress))
