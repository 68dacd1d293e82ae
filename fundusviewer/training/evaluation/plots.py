"""Curves of an evaluation as pictures: ROC, precision and recall, reliability, confusion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from fundusviewer.atomic import atomic_file
from fundusviewer.errors import FundusViewerError, OutputError
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.screening.metrics import area_under_curve, referable, referable_scores
from fundusviewer.training.evaluation.evaluation import Answers

#: Answers of each model by its name; the first one is the model in question.
Models = Mapping[str, Answers]

_NOTE = "For research use only. Not for diagnosis."
_BINS = 10
_DOTS_PER_INCH = 150


def has_plots() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def require_plots() -> None:
    """Refuse to start where matplotlib is not installed.

    Raises
    ------
    FundusViewerError
        If it is not; the message names the command that installs it.
    """
    if not has_plots():
        raise FundusViewerError(
            "--pictures needs matplotlib; install it with pip install 'fundusviewer[export]'"
        )


def write_plots(models: Models, folder: Path) -> tuple[Path, ...]:
    """Write one picture for each set, and one for all where there are several.

    Parameters
    ----------
    models
        Answers by the model's name, to the same sets.
    folder
        Where the ``SET.png`` go; made if it does not exist.

    Returns
    -------
    tuple of Path
        The pictures.

    Raises
    ------
    OutputError
        If one cannot be written.
    """
    first = next(iter(models.values()))
    names = sorted({photo.dataset for photo in first.photographs})
    parts = [(name, {model: part.of_set(name) for model, part in models.items()}) for name in names]
    if len(names) > 1:
        parts.append(("all", dict(models)))
    return tuple(_write(name, part, folder) for name, part in parts)


def _write(name: str, models: Models, folder: Path) -> Path:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 9), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(2, 2)
    _roc(panels[0, 0], models)
    _precision_recall(panels[0, 1], models)
    _reliability(panels[1, 0], models)
    _confusion(panels[1, 1], *next(iter(models.items())))
    count = len(next(iter(models.values())).photographs)
    path = picture_file(folder, name)
    save_figure(figure, f"{name}, {count} photographs", path)
    return path


def picture_file(folder: Path, name: str) -> Path:
    """Return the file for a set's picture; its folder is made.

    Raises
    ------
    OutputError
        If that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror})") from error
    return folder / (re.sub(r"[^\w.-]+", "-", name) + ".png")


def save_figure(figure: Any, title: str, path: Path) -> None:
    """Write a figure with its title and the notice (:class:`OutputError`)."""
    figure.suptitle(f"{title}. {_NOTE}", fontsize=10)
    with atomic_file(path) as temporary:
        figure.savefig(temporary, format="png", dpi=_DOTS_PER_INCH)


def _roc(panel: Any, models: Models) -> None:
    """Receiver operating characteristic of referable DR (Fawcett, 2006)."""
    for name, answers in models.items():
        positive, scores = _scored(answers)
        found, alarmed = counts_above(positive, scores)
        area = area_under_curve(positive, scores)
        panel.plot(
            alarmed / max(1, (~positive).sum()),
            found / max(1, positive.sum()),
            label=f"{name} (AUC {area:.3f})",
        )
    panel.plot([0, 1], [0, 1], ":", color="grey")
    label_panel(panel, "Referable DR: ROC", "1 - specificity", "sensitivity")


def _precision_recall(panel: Any, models: Models) -> None:
    for name, answers in models.items():
        positive, scores = _scored(answers)
        found, alarmed = counts_above(positive, scores)
        precision = found[1:] / np.maximum(1, found[1:] + alarmed[1:])
        panel.plot(found[1:] / max(1, positive.sum()), precision, label=name)
    share = float(_scored(next(iter(models.values())))[0].mean())
    panel.axhline(share, linestyle=":", color="grey")
    label_panel(panel, "Referable DR: precision and recall", "recall (sensitivity)", "precision")


def _reliability(panel: Any, models: Models) -> None:
    """Stated probability of referable DR against how often it was there (Niculescu-Mizil, 2005)."""
    for name, answers in models.items():
        positive, scores = _scored(answers)
        panel.plot(*binned(positive, scores), "o-", label=name)
    panel.plot([0, 1], [0, 1], ":", color="grey")
    label_panel(
        panel, "Reliability", "stated probability of referable DR", "share that is referable"
    )


def binned(positive: np.ndarray, scores: np.ndarray) -> tuple[list[float], list[float]]:
    """Return the mean score and the share of positives in each of ten bins that is not empty."""
    which = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    filled = np.unique(which)
    stated = [float(scores[which == one].mean()) for one in filled]
    return stated, [float(positive[which == one].mean()) for one in filled]


def _confusion(panel: Any, name: str, answers: Answers) -> None:
    grades = range(len(GRADE_NAMES))
    counts = np.zeros((len(GRADE_NAMES), len(GRADE_NAMES)), int)
    np.add.at(counts, (answers.grades, answers.probabilities.argmax(axis=1)), 1)
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    panel.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row in grades:
        for column in grades:
            colour = "white" if shares[row, column] > 0.5 else "black"
            panel.text(column, row, counts[row, column], ha="center", va="center", color=colour)
    panel.set_xticks(grades)
    panel.set_yticks(grades)
    panel.set_title(f"Grades: {name}")
    panel.set_xlabel("grade of the model")
    panel.set_ylabel("grade of the labels")


def _scored(answers: Answers) -> tuple[np.ndarray, np.ndarray]:
    return referable(answers.grades), referable_scores(answers.probabilities)


def counts_above(positive: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many positive and other photographs lie above each threshold, from none on."""
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    found = np.cumsum(positive[order])[last]
    return np.append(0, found), np.append(0, last + 1 - found)


def label_panel(panel: Any, title: str, across: str, up: str) -> None:
    """Give a panel its title, its axes from 0 to 1, and a legend."""
    panel.set_title(title)
    panel.set_xlabel(across)
    panel.set_ylabel(up)
    panel.set_xlim(-0.02, 1.02)
    panel.set_ylim(-0.02, 1.02)
    panel.legend(loc="best", fontsize=8)
