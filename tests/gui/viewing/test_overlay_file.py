"""What is saved is what is on screen; label, notice and colour bar are drawn on the file alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import read_image
from fundusviewer.overlay import annotate, marks


def _on_screen(window: MainWindow) -> np.ndarray:
    """Paint the scene at one pixel for one pixel."""
    scene = window.image.view.scene()
    width, height = round(scene.sceneRect().width()), round(scene.sceneRect().height())
    image = QImage(width, height, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    scene.render(painter, QRectF(0, 0, width, height), scene.sceneRect())
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, -1)
    return rows[:, : 3 * width].reshape(height, width, 3).astype(int)


def _bare(window: MainWindow) -> np.ndarray:
    """Return bool (h, w): where the file has no words and no colour bar."""
    annotation, shown = window.viewer.annotation(), window.image.view.shown
    assert annotation is not None
    assert shown is not None
    width, height = shown.pyramid.size
    bare = np.ones((height, width), bool)
    marked = {layer.name for layer in marks((width, height), annotation)}
    plates = [one for one in annotate((width, height), annotation) if one.name not in marked]
    assert {"label", "notice"} <= {plate.name for plate in plates}
    for plate in plates:
        left, top = round(plate.region.left), round(plate.region.top)
        rows = slice(top, top + round(plate.region.height))
        bare[rows, left : left + round(plate.region.width)] = False
    return bare


@pytest.mark.parametrize(("suffix", "mean", "most"), [(".png", 0.6, 12), (".jpg", 4.0, None)])
@pytest.mark.parametrize("heatmap", [True, False])
def test_saved_equals_shown(
    qtbot: QtBot,
    window: MainWindow,
    examined: Callable[[], Photograph],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
    mean: float,
    most: float | None,
    heatmap: bool,
) -> None:
    window.image.opacity.setValue(70)
    if not heatmap:
        window.actions_table["heatmap"].trigger()
    qtbot.waitUntil(lambda: window.viewer.is_idle)
    target = tmp_path / f"out{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(window.viewer.saved):
        window.actions_table["save_overlay"].trigger()
    difference = np.abs(_on_screen(window) - read_image(target).pixels)[_bare(window)]
    assert difference.mean() < mean
    assert most is None or np.percentile(difference, 99.9) < most
    assert ("heat map" in window.image.view.layer_names()) is heatmap
    assert list(tmp_path.glob(".out*")) == []


def test_opacity_changes_what_is_shown(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]
) -> None:
    window.image.opacity.setValue(10)
    qtbot.waitUntil(lambda: window.viewer.is_idle)
    faint = _on_screen(window)
    window.image.opacity.setValue(100)
    qtbot.waitUntil(lambda: window.viewer.is_idle)
    assert np.abs(_on_screen(window) - faint).mean() > 5


@pytest.mark.parametrize("name", ["no/such/folder/out.png", "out.gif"])
def test_a_file_that_cannot_be_written(
    qtbot: QtBot,
    window: MainWindow,
    examined: Callable[[], Photograph],
    tmp_path: Path,
    name: str,
) -> None:
    with qtbot.waitSignal(window.viewer.notification):
        window.viewer.save(tmp_path / name)
    assert Path(name).name in window.image.notice.text.text()
    assert window.image.notice.isVisible()


def test_the_dialog_adds_a_suffix(
    qtbot: QtBot,
    window: MainWindow,
    examined: Callable[[], Photograph],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    with qtbot.waitSignal(window.viewer.saved):
        window.actions_table["save_overlay"].trigger()
    assert (tmp_path / "out.png").is_file()
