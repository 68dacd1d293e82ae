"""The curves of learning."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import cv2
import pytest

from fundusviewer.training.evaluation import curves
from fundusviewer.training.evaluation.curves import CurveWords, write_curves
from fundusviewer.training.learning.finetune import Epoch

EPOCHS = (Epoch(1, 1.5, 1.4), Epoch(2, 1.2, 1.3, 0.41), Epoch(3, 1.0, 1.25, 0.52))


def test_each_epoch_is_a_row_and_the_curves_are_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the export extra is not installed")
    table, picture = write_curves(EPOCHS, 1.45, 1.6, tmp_path)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["1", "2", "3"]
    assert [float(row["validation_loss"]) for row in rows] == [1.4, 1.3, 1.25]
    # An earlier version did not keep it.
    assert [row["validation_kappa"] for row in rows] == ["", "0.410000", "0.520000"]
    drawn = cv2.imread(str(picture))
    assert drawn is not None
    assert len({tuple(pixel) for pixel in drawn.reshape(-1, 3)[::7].tolist()}) > 20


def test_one_epoch_is_a_whole_number_and_the_lines_say_which_loss_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = pytest.importorskip("matplotlib.figure", reason="the export extra is not installed")
    drawn: list[Any] = []
    save = figures.Figure.savefig

    def kept(figure: Any, *arguments: Any, **named: Any) -> None:
        drawn.append(figure)
        save(figure, *arguments, **named)

    monkeypatch.setattr(figures.Figure, "savefig", kept)
    words = CurveWords("training loss (focal)", "validation loss (cross-entropy)", "as it began")
    write_curves([Epoch(1, 0.49, 1.1, 0.4)], 1.2, None, tmp_path, words=words)
    for axes in drawn[0].axes:
        low, high = axes.get_xlim()
        assert [tick for tick in axes.get_xticks() if low <= tick <= high] == [1.0]
    losses = drawn[0].axes[0]
    said = [text.get_text() for text in (*losses.get_legend().get_texts(), *losses.texts)]
    assert said == ["training loss (focal)", "validation loss (cross-entropy)", "as it began"]


def test_without_matplotlib_there_is_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(curves, "find_spec", lambda _: None)
    assert [path.name for path in write_curves(EPOCHS, None, None, tmp_path)] == ["curves.csv"]


def test_a_frozen_run_has_no_curves(tmp_path: Path) -> None:
    assert write_curves((), 1.0, 1.6, tmp_path) == ()
    assert list(tmp_path.iterdir()) == []
