"""Curves of any classes as pictures, each class against all others, and who is taken for whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.screening.metrics import area_under_curve
from fundusviewer.training.evaluation.plots import (
    binned,
    counts_above,
    label_panel,
    picture_file,
    save_figure,
)

if TYPE_CHECKING:
    from fundusviewer.training.evaluation.classes import ClassAnswers

#: More curves than this cannot be told from each other.
_MOST = 10


def write_class_plots(title: str, answers: ClassAnswers, folder: Path) -> tuple[Path, ...]:
    """Write one picture for each set, and one for all where there are several.

    Parameters
    ----------
    title
        The model's name.
    answers
        To labelled photographs.
    folder
        Where the ``SET.png`` go; made if it does not exist.

    Raises
    ------
    OutputError
        If one cannot be written.
    """
    names = sorted({photo.dataset for photo in answers.photographs})
    parts = [(name, answers.of_set(name)) for name in names]
    if len(names) > 1:
        parts.append(("all", answers))
    return tuple(_write(title, name, part, picture_file(folder, name)) for name, part in parts)


def _write(title: str, name: str, answers: ClassAnswers, path: Path) -> Path:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 9), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(2, 2)
    truth, scores = answers.truth, answers.probabilities
    drawn = np.argsort(-truth.sum(axis=0), kind="stable")[:_MOST]
    for one in drawn:
        _curves(panels, answers.task.names[one], truth[:, one], scores[:, one])
    for panel in (panels[0, 0], panels[1, 0]):
        panel.plot([0, 1], [0, 1], ":", color="grey")
    label_panel(
        panels[0, 0], "Each class against the others: ROC", "1 - specificity", "sensitivity"
    )
    label_panel(panels[0, 1], "Precision and recall", "recall (sensitivity)", "precision")
    label_panel(panels[1, 0], "Reliability", "stated probability", "share that has the class")
    _confusion(panels[1, 1], answers)
    save_figure(figure, f"{title}: {name}, {len(answers.photographs)} photographs", path)
    return path


def _curves(panels: Any, name: str, positive: np.ndarray, scores: np.ndarray) -> None:
    found, alarmed = counts_above(positive, scores)
    area = area_under_curve(positive, scores)
    panels[0, 0].plot(
        alarmed / max(1, (~positive).sum()),
        found / max(1, positive.sum()),
        label=f"{name} (AUC {area:.3f})",
    )
    precision = found[1:] / np.maximum(1, found[1:] + alarmed[1:])
    panels[0, 1].plot(found[1:] / max(1, positive.sum()), precision, label=name)
    panels[1, 0].plot(*binned(positive, scores), "o-", label=name)


def _confusion(panel: Any, answers: ClassAnswers) -> None:
    """Rows: the class of the labels; columns: that of the model. Several labels: shares given."""
    names = answers.task.names
    counts = answers.truth.T.astype(int) @ answers.given.astype(int)
    shares = counts / np.maximum(1, answers.truth.sum(axis=0))[:, None]
    panel.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    if len(names) <= _MOST:
        for row in range(len(names)):
            for column in range(len(names)):
                colour = "white" if shares[row, column] > 0.5 else "black"
                panel.text(column, row, counts[row, column], ha="center", va="center", color=colour)
    panel.set_xticks(range(len(names)), names, rotation=45, ha="right")
    panel.set_yticks(range(len(names)), names)
    panel.set_title("Labels and answers")
    panel.set_xlabel("given by the model")
    panel.set_ylabel("held by the labels")
