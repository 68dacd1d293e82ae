"""Inside the network: filters, maps and layers, computed by the worker."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.ml_models.inspection_window import InsideWindow
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.resources import bundled_models_dir
from tests.gui.conftest import MakeWindow
from tests.gui.steps import is_idle

SQUEEZENET = bundled_models_dir() / "squeezenet-imagenet.onnx"


@pytest.fixture
def inside(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> tuple[MainWindow, InsideWindow]:
    shutil.copy(SQUEEZENET, models / "squeezenet.onnx")
    window = make_window(model="squeezenet-imagenet")
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=20_000)
    window.actions_table["inside"].trigger()
    shown = window.inside.window
    qtbot.waitUntil(lambda: "a_OS.png" in shown.maps_text.text(), timeout=20_000)
    return window, shown


def test_filters_maps_and_layers(inside: tuple[MainWindow, InsideWindow]) -> None:
    _, shown = inside
    assert "SqueezeNet" in shown.heading.text()
    assert shown.filters.count() == 64
    assert shown.maps.count() == 64
    assert shown.layers.count() > 20
    assert shown.table.rowCount() > shown.layers.count()
    cells = [shown.table.item(row, 1) for row in range(shown.table.rowCount())]
    assert "Conv" in {cell.text() for cell in cells if cell is not None}


def test_follows_layer_and_photograph(
    qtbot: QtBot, inside: tuple[MainWindow, InsideWindow]
) -> None:
    window, shown = inside
    before = shown.maps_text.text()
    shown.layers.setCurrentIndex(0)
    shown.layers.activated.emit(0)
    qtbot.waitUntil(lambda: shown.maps_text.text() != before, timeout=10_000)
    assert "64 maps of 113 × 113" in shown.maps_text.text()
    window.workspace.list.cursor.step(1)
    qtbot.waitUntil(lambda: "b_OD.png" in shown.maps_text.text(), timeout=10_000)


def test_a_photograph_that_is_gone(
    qtbot: QtBot, inside: tuple[MainWindow, InsideWindow], photographs: list[Path]
) -> None:
    window, shown = inside
    photographs[1].unlink()
    window.workspace.list.cursor.step(1)
    qtbot.waitUntil(lambda: "not there" in shown.maps_text.text(), timeout=10_000)
    assert shown.maps.count() == 0


def test_closing_and_opening_again(qtbot: QtBot, inside: tuple[MainWindow, InsideWindow]) -> None:
    window, shown = inside
    shown.reject()
    assert not shown.isVisible()
    window.workspace.list.cursor.step(1)
    assert "a_OS.png" in shown.maps_text.text()
    window.actions_table["inside"].trigger()
    qtbot.waitUntil(lambda: "b_OD.png" in shown.maps_text.text(), timeout=10_000)


def test_a_network_without_convolutions(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]
) -> None:
    window.actions_table["inside"].trigger()
    shown = window.inside.window
    qtbot.waitUntil(lambda: shown.table.rowCount() > 0, timeout=10_000)
    assert "three colours" in shown.filters_text.text()
    assert shown.layers.count() == 0
    assert "no layer with maps" in shown.maps_text.text()
