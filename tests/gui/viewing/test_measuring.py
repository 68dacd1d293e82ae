"""Measuring by the mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLineF, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.anatomy import Disc, Landmarks
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.text import translation
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging.retina_scale import DISC_SHARE
from tests.gui.steps import choose, drag, is_idle

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def measuring(qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]) -> MainWindow:
    QTest.keyClick(window, Qt.Key.Key_Z)
    QTest.keyClick(window, Qt.Key.Key_M)
    return window


def at(window: MainWindow, x: float, y: float) -> QPoint:
    return window.image.view.mapFromScene(x, y)


def measure(window: MainWindow, *places: tuple[float, float]) -> None:
    drag(window.image.view.viewport(), [at(window, *place) for place in places], LEFT)


def value(window: MainWindow, index: int = -1) -> float:
    return float(window.viewing.measure.readings[index].split()[0])


def test_a_line_is_measured_with_the_usual_disc(
    measuring: MainWindow, examined: Callable[[], Photograph]
) -> None:
    finding = examined().finding
    assert finding is not None
    view = finding.field_of_view
    measure(measuring, (100, 100), (150, 150), (200, 100))
    (reading,) = measuring.viewing.measure.readings
    assert reading.endswith("DD (disc estimated)")
    wanted = 100 / (DISC_SHARE * (view.radius_x + view.radius_y))
    assert value(measuring) == pytest.approx(wanted, abs=0.03)
    assert measuring.image.view.accessibleDescription() == reading


def test_the_marked_disc_is_the_measure(measuring: MainWindow) -> None:
    measure(measuring, (100, 100), (200, 100))
    QTest.keyClick(measuring, Qt.Key.Key_D)
    measure(measuring, (60, 150), (85, 150), (110, 150))
    assert measuring.viewing.measure.readings == ["Optic disc", "2.00 DD"]
    # The disc is marked once; the next drag measures again.
    measure(measuring, (100, 200), (175, 200))
    assert value(measuring) == pytest.approx(1.5, abs=0.03)


def test_the_disc_that_was_found_is_the_measure(
    measuring: MainWindow, examined: Callable[[], Photograph]
) -> None:
    """No estimate; and a person's own word counts before it."""
    photograph, tool = examined(), measuring.viewing.measure
    assert photograph.finding is not None
    measure(measuring, (100, 100), (200, 100))
    found = replace(photograph.finding, landmarks=Landmarks(Disc(60.0, 60.0, 40.0, 0.9)))
    tool.follow(photograph.path, found)
    assert tool.readings == ["2.50 DD (optic disc found)"]
    tool.follow(photograph.path, replace(found, landmarks=Landmarks()))
    assert tool.readings[0].endswith("DD (disc estimated)")
    tool.follow(photograph.path, found)
    QTest.keyClick(measuring, Qt.Key.Key_D)
    measure(measuring, (60, 150), (85, 150), (110, 150))
    assert tool.readings == ["Optic disc", "2.00 DD"]
    # Hidden from a blind grader: the tool does not tell what was found.
    QTest.keyClick(measuring, Qt.Key.Key_Delete)
    QTest.keyClick(measuring, Qt.Key.Key_Delete)
    measure(measuring, (100, 100), (200, 100))
    tool.follow(photograph.path, None)
    assert tool.readings[0].endswith("DD (disc estimated)")


def test_micrometres_where_the_file_tells(measuring: MainWindow) -> None:
    shown = measuring.image.view.shown
    assert shown is not None
    measuring.viewing.measure.show(replace(shown.pyramid, pixel_size=(10.0, 10.0)))
    measure(measuring, (100, 100), (200, 100))
    assert measuring.viewing.measure.readings[0].startswith("1,000 µm · ")


def test_by_keys_alone(measuring: MainWindow) -> None:
    for _ in range(8):
        QTest.keyClick(measuring.image.view, Qt.Key.Key_Plus)
    view = measuring.image.view
    before = view.mapToScene(view.viewport().rect().center())
    QTest.keyClick(measuring, Qt.Key.Key_Insert)
    QTest.keyClick(measuring, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(measuring, Qt.Key.Key_Insert)
    after = view.mapToScene(view.viewport().rect().center())
    disc = measuring.viewing.measure.disc
    assert disc is not None
    assert value(measuring) == pytest.approx((after.x() - before.x()) / disc.pixels, abs=0.01)


def test_by_keys_alone_on_a_photograph_that_fits(measuring: MainWindow) -> None:
    """There is nothing to scroll then: every place must reach the middle all the same."""
    view = measuring.image.view
    QTest.keyClick(measuring, Qt.Key.Key_F)
    fitted = view.place()
    here = view.mapToScene(view.viewport().rect().center())
    QTest.keyClick(measuring, Qt.Key.Key_Insert)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(measuring, key, SHIFT)
    there = view.mapToScene(view.viewport().rect().center())
    QTest.keyClick(measuring, Qt.Key.Key_Insert)
    disc = measuring.viewing.measure.disc
    assert disc is not None
    way = QLineF(here, there).length()
    assert way > 50
    assert value(measuring) == pytest.approx(way / disc.pixels, abs=0.02)
    QTest.keyClick(measuring, Qt.Key.Key_M)
    # Back where it was, but for a pixel.
    place = view.place()
    assert place.fits
    assert place.zoom == pytest.approx(fitted.zoom)
    assert (place.x, place.y) == pytest.approx((fitted.x, fitted.y), abs=0.01)


def test_the_arrow_keys_move_the_photograph_also_when_the_list_had_them(
    measuring: MainWindow,
) -> None:
    QTest.keyClick(measuring, Qt.Key.Key_M)
    measuring.worklist.list.setFocus()
    QTest.keyClick(measuring.worklist.list, Qt.Key.Key_M)
    view = measuring.image.view
    before = view.mapToScene(view.viewport().rect().center())
    focused = measuring.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Up, SHIFT)
    assert view.mapToScene(view.viewport().rect().center()).y() < before.y()


def test_lengths_are_written_as_in_the_language(measuring: MainWindow) -> None:
    measure(measuring, (100, 100), (200, 100))
    (english,) = measuring.viewing.measure.readings
    translation.choose("de")
    try:
        (german,) = measuring.viewing.measure.readings
    finally:
        translation.choose("en")
    number = english.split()[0]
    assert "." in number
    assert german.split()[0] == number.replace(".", ",")


def test_removing(measuring: MainWindow) -> None:
    measure(measuring, (100, 100), (200, 100))
    measure(measuring, (100, 200), (150, 200))
    for left in (1, 0, 0):
        QTest.keyClick(measuring, Qt.Key.Key_Delete)
        assert len(measuring.viewing.measure.readings) == left


def test_a_slip_is_no_measurement(measuring: MainWindow) -> None:
    measure(measuring, (100, 100), (101, 101))
    assert measuring.viewing.measure.readings == []


def test_measurements_stay_with_their_photograph(
    qtbot: QtBot, measuring: MainWindow, photographs: list[Path]
) -> None:
    first = measuring.current
    assert first is not None
    measure(measuring, (100, 100), (200, 100))
    readings = measuring.viewing.measure.readings
    other = next(path for path in photographs if path != first.path)
    choose(measuring, other)
    qtbot.waitUntil(lambda: is_idle(measuring, 3))
    assert measuring.viewing.measure.readings == []
    choose(measuring, first.path)
    qtbot.waitUntil(lambda: is_idle(measuring, 3))
    assert measuring.viewing.measure.readings == readings


def test_panning_again_after_measuring(measuring: MainWindow) -> None:
    QTest.keyClick(measuring, Qt.Key.Key_M)
    for _ in range(8):
        QTest.keyClick(measuring.image.view, Qt.Key.Key_Plus)
    before = measuring.image.view.mapToScene(0, 0)
    drag(measuring.image.view.viewport(), [QPoint(200, 200), QPoint(150, 150)], LEFT)
    assert measuring.image.view.mapToScene(0, 0) != before
    assert measuring.viewing.measure.readings == []
