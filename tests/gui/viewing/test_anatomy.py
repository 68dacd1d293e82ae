"""Disc, fovea, grid and lesions on the photograph on screen, by keys."""

from __future__ import annotations

import gc
import math
import weakref
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.anatomy import Disc, Fovea, Landmarks
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.viewing.anatomy_items import RINGS, lesion_item, place_items
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import read_image
from fundusviewer.inference import Marker
from fundusviewer.screening.examination.lesions import mark_lesions
from fundusviewer.screening.stored_anatomy import stored_lesions
from tests.gui.conftest import MakeWindow
from tests.gui.steps import is_idle
from tests.helpers.databases import connect
from tests.helpers.markers import make_marking_card, write_marker

_LONG = 60_000
_ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def marking(models: Path) -> Path:
    """Return the folder of models with one that takes what is red for microaneurysms."""
    card = make_marking_card("lesions")
    write_marker(models / "lesions.onnx", card)
    return models


@pytest.fixture
def looking(
    qtbot: QtBot, marking: Path, make_window: MakeWindow, photographs: list[Path]
) -> MainWindow:
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=_LONG)
    return window


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.is_idle, timeout=_LONG)


def current(window: MainWindow) -> Photograph:
    assert window.current is not None
    return window.current


def drawn(window: MainWindow) -> list[str]:
    return window.viewing.anatomy.names


def test_lesions_are_marked_when_they_are_asked_for(qtbot: QtBot, looking: MainWindow) -> None:
    """And stand in the database and in the finding from then on."""
    assert drawn(looking) == []
    assert stored_lesions(current(looking).row) is None
    assert not looking.result.lesions.isVisible()
    QTest.keyClick(looking, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: "MA" in drawn(looking), timeout=_LONG)
    settle(qtbot, looking)
    lesions = stored_lesions(current(looking).row)
    assert lesions is not None
    assert lesions["MA"].count >= 1
    assert looking.result.lesions.isVisible()
    words = looking.result.lesions.text()
    assert words.startswith("Marked by a second network: ")
    assert "no cotton-wool spots" in words


def test_what_is_on_screen_is_not_decoded_again(
    qtbot: QtBot, looking: MainWindow, marking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the marks are those of the file."""
    monkeypatch.setattr("fundusviewer.gui.threads.lesion_request.decode", None)
    QTest.keyClick(looking, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: "MA" in drawn(looking), timeout=_LONG)
    finding = current(looking).finding
    assert finding is not None
    assert finding.lesions is not None
    marker = Marker(marking / "lesions.onnx")
    from_file = mark_lesions(replace(finding, image=read_image(finding.path)), marker)
    assert from_file is not None
    assert finding.lesions.lesions == from_file.lesions


def test_a_photograph_that_is_still_being_read_is_marked_once_it_is_there(
    qtbot: QtBot, looking: MainWindow
) -> None:
    shown = looking.image.view.shown
    assert shown is not None
    looking.image.view.clear()
    with qtbot.assertNotEmitted(looking.viewing.anatomy.lesions_wanted):
        QTest.keyClick(looking, Qt.Key.Key_Y)
    with qtbot.waitSignal(looking.viewing.anatomy.lesions_wanted) as asked:
        looking.viewer.loaded.emit(shown.pyramid)
    assert asked.args[1].sha256 == current(looking).row.sha256
    qtbot.waitUntil(lambda: "MA" in drawn(looking), timeout=_LONG)


def test_a_request_keeps_no_pixels(qtbot: QtBot, looking: MainWindow) -> None:
    shown = looking.image.view.shown
    assert shown is not None
    level = weakref.ref(shown.pyramid.levels[0])
    del shown
    QTest.keyClick(looking, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: "MA" in drawn(looking), timeout=_LONG)
    settle(qtbot, looking)
    assert level() is not None
    looking.actions_table["close_all"].trigger()
    qtbot.waitUntil(lambda: gc.collect() >= 0 and level() is None, timeout=_LONG)


def test_each_kind_by_its_key(qtbot: QtBot, looking: MainWindow) -> None:
    QTest.keyClick(looking, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: "MA" in drawn(looking), timeout=_LONG)
    # What the colour of the outlines means stands below the photograph, as long as they are drawn.
    caption = looking.image.captions[0]
    assert "MA Microaneurysms" in caption.words
    QTest.keyClick(looking, Qt.Key.Key_1, _ALT)
    assert "MA" not in drawn(looking)
    assert "MA Microaneurysms" not in caption.words
    QTest.keyClick(looking, Qt.Key.Key_1, _ALT)
    assert "MA" in drawn(looking)
    QTest.keyClick(looking, Qt.Key.Key_Y)
    assert drawn(looking) == []
    assert "Microaneurysms" not in caption.words


def test_what_is_known_is_not_marked_again(
    qtbot: QtBot, looking: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClick(looking, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: "MA" in drawn(looking), timeout=_LONG)
    settle(qtbot, looking)
    monkeypatch.setattr("fundusviewer.gui.threads.lesion_request.mark_lesions", None)
    looking.actions_table["examine_again"].trigger()
    qtbot.waitUntil(lambda: looking.is_idle and "MA" in drawn(looking), timeout=_LONG)


def test_a_blind_grader_sees_none(qtbot: QtBot, looking: MainWindow) -> None:
    QTest.keyClick(looking, Qt.Key.Key_Y)
    QTest.keyClick(looking, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: "MA" in drawn(looking), timeout=_LONG)
    settle(qtbot, looking)
    looking.actions_table["blind"].trigger()
    settle(qtbot, looking)
    assert drawn(looking) == []
    assert looking.image.captions[0].words == ""
    assert not looking.result.lesions.isVisible()


def test_without_the_model_it_is_said(
    qtbot: QtBot, window: MainWindow, photographs: list[Path]
) -> None:
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=_LONG)
    with qtbot.waitSignal(window.workspace.notification, timeout=_LONG) as told:
        QTest.keyClick(window, Qt.Key.Key_Y)
    assert "no model that marks lesions is in" in told.args[0]
    # Once, not again and again.
    settle(qtbot, window)
    assert drawn(window) == []


def test_what_is_drawn_is_drawn_after_a_restart(
    qtbot: QtBot, looking: MainWindow, make_window: MakeWindow, photographs: list[Path]
) -> None:
    QTest.keyClick(looking, Qt.Key.Key_Y)
    QTest.keyClick(looking, Qt.Key.Key_1, _ALT)
    settle(qtbot, looking)
    looking.close()
    again = make_window()
    assert again.actions_table["lesions"].isChecked()
    assert not again.actions_table["places"].isChecked()
    again.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: "MA" in drawn(again), timeout=_LONG)


def test_the_second_photograph_shows_the_same(
    qtbot: QtBot, marking: Path, make_window: MakeWindow, sample: Path, tmp_path: Path
) -> None:
    """Both are marked, the one that is looked at first; and nothing is left of another one."""
    write_marker(marking / "landmarks.onnx")
    paths = [tmp_path / f"A1_{eye}_2024-03-01.jpg" for eye in ("OD", "OS")]
    pixels = read_image(sample).pixels
    for path, picture in zip(paths, (pixels[:, ::-1], pixels), strict=True):
        cv2.imwrite(str(path), cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2BGR))
    window = make_window()
    window.open_paths(paths)
    qtbot.waitUntil(lambda: is_idle(window, 2), timeout=_LONG)
    QTest.keyClick(window, Qt.Key.Key_Y)
    QTest.keyClick(window, Qt.Key.Key_P)
    beside = window.viewing.partner_anatomy
    qtbot.waitUntil(lambda: "MA" in drawn(window) and "MA" in beside.names, timeout=_LONG)
    settle(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_1, _ALT)
    assert "MA" not in drawn(window)
    assert "MA" not in beside.names
    QTest.keyClick(window, Qt.Key.Key_1, _ALT)
    QTest.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: beside.names == [], timeout=_LONG)


def test_the_setting_marks_them_in_a_run(
    qtbot: QtBot, marking: Path, make_window: MakeWindow, photographs: list[Path]
) -> None:
    window = make_window()
    window.workspace.session.set_marks_lesions(True)
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, len(photographs)), timeout=_LONG)
    database = window.workspace.session.database
    assert database is not None
    assert database.path is not None
    connection = connect(database.path)
    (count,) = connection.execute("SELECT count(*) FROM lesions").fetchone()
    connection.close()
    assert count == len(photographs)


def test_what_was_not_found_is_not_drawn() -> None:
    disc, fovea = Disc(50.0, 60.0, 20.0, 0.9), Fovea(110.0, 62.0, 0.9)
    assert place_items(Landmarks()) == []
    (circle,) = place_items(Landmarks(disc))
    assert circle.path().boundingRect().getCoords() == (40.0, 50.0, 60.0, 70.0)
    # Without a disc there is no measure for the grid: the fovea alone.
    (cross,) = place_items(Landmarks(None, fovea))
    assert cross.path().boundingRect().width() < 30
    _, grid = place_items(Landmarks(disc, fovea))
    reach = RINGS[-1] * disc.diameter
    assert grid.path().boundingRect().getCoords() == pytest.approx(
        (fovea.x - reach, fovea.y - reach, fovea.x + reach, fovea.y + reach)
    )


def test_outlines_lie_where_they_were_marked() -> None:
    item = lesion_item("EX", [((10.0, 20.0), (14.0, 20.0), (14.0, 24.0))])
    assert item.path().boundingRect().getCoords() == (10.0, 20.0, 14.0, 24.0)


def test_in_motion_outlines_have_fewer_corners_and_none_is_left_out() -> None:
    around = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    large = tuple((300 + 80 * math.cos(a), 300 + 80 * math.sin(a)) for a in around)
    spot = ((10.0, 10.0), (11.0, 10.0), (11.0, 11.0))
    item = lesion_item("HE", [large, spot])
    rough = item._roughly()
    assert rough.elementCount() < item.path().elementCount() / 4
    assert rough.boundingRect().getCoords() == pytest.approx(
        item.path().boundingRect().getCoords(), abs=2
    )
    assert rough.contains(QPointF(300, 300))
    corners = {(rough.elementAt(n).x, rough.elementAt(n).y) for n in range(rough.elementCount())}
    assert corners >= set(spot)


def test_only_outlines_in_sight_are_painted() -> None:
    corner = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0))
    places = [(10.0, 10.0), (100.0, 10.0), (100.0, 100.0)]
    item = lesion_item("MA", [tuple((x + dx, y + dy) for dx, dy in corner) for x, y in places])
    assert item._in_sight([]) == []
    assert item._in_sight([QRectF(0, 0, 20, 20)]) == [0]
    assert item._in_sight([QRectF(0, 0, 20, 20), QRectF(101, 50, 5, 60)]) == [0, 2]
    assert item._in_sight([QRectF(-5, -5, 500, 500)]) == [0, 1, 2]
