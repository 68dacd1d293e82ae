"""Both eyes side by side, two visits one over the other."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state.related_photographs import (
    Candidate,
    Relation,
    is_left_on_screen,
    partners,
)
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import Laterality, read_image
from fundusviewer.resources import asset
from fundusviewer.screening.names import Identity, name_pattern
from tests.gui.steps import choose, drag, is_idle, left_of, on_screen, wheel

OD, OS = Laterality.OD, Laterality.OS
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier

NAMES = ("A1_OD_2024-03-01.png", "A1_OS_2024-03-01.png", "A1_OD_2022-01-01.png", "B2_OD.png")


def candidate(name: str) -> Candidate:
    path = Path(name)
    return Candidate(path, name_pattern().identify(path))


def found(name: str, relation: Relation) -> list[str]:
    return [one.path.name for one in partners(candidate(name), map(candidate, NAMES), relation)]


def test_the_other_eye_of_the_same_patient_nearest_in_time() -> None:
    assert found(NAMES[1], Relation.EYES) == [NAMES[0], NAMES[2]]
    assert found(NAMES[0], Relation.EYES) == [NAMES[1]]
    assert found(NAMES[3], Relation.EYES) == []


def test_the_same_eye_on_another_day_the_earlier_first() -> None:
    assert found(NAMES[0], Relation.VISITS) == [NAMES[2]]
    days = [dt.date(2024, 1, day) for day in (1, 5, 9, 12)]
    visits = [Candidate(Path(f"{day}"), Identity("A", OD, day)) for day in days]
    again = Candidate(Path("again"), Identity("A", OD, days[2]))
    unknown = Candidate(Path("unknown"), Identity("A", OD))
    others = [unknown, again, *visits]
    order = [one.path.name for one in partners(visits[2], others, Relation.VISITS)]
    assert order == ["2024-01-05", "2024-01-01", "2024-01-12", "again", "unknown"]


def test_nothing_is_guessed_where_the_patient_or_the_eye_is_not_known() -> None:
    nobody = Candidate(Path("x"), Identity(None, OD))
    assert partners(nobody, [Candidate(Path("y"), Identity(None, OS))], Relation.EYES) == []
    one_eye = Candidate(Path("x"), Identity("A"))
    assert partners(one_eye, [Candidate(Path("y"), Identity("A", OS))], Relation.EYES) == []


def test_the_right_eye_stands_on_the_left() -> None:
    right, left, unknown = Identity(eye=OD), Identity(eye=OS), Identity()
    assert is_left_on_screen(right, left)
    assert not is_left_on_screen(left, right)
    assert not is_left_on_screen(unknown, right)
    assert is_left_on_screen(unknown, left)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Three photographs of one patient and one of another, by their names."""
    pixels = cv2.resize(
        read_image(asset("sample.jpg")).pixels, (720, 720), interpolation=cv2.INTER_AREA
    )
    matrix = cv2.getRotationMatrix2D((360, 360), 5, 1.02)
    earlier = (cv2.warpAffine(pixels, matrix, (720, 720)) * 0.8).astype(np.uint8)
    pictures = (np.ascontiguousarray(pixels[:, ::-1]), pixels)
    made = {}
    for name in NAMES:
        picture = pictures["OS" in name]
        if "2022" in name:
            picture = np.ascontiguousarray(earlier[:, ::-1])
        made[name] = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tobytes()
    return made


@pytest.fixture
def visits(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, files: dict[str, bytes]
) -> dict[str, Path]:
    """Open the photographs, and look at the left eye of the first patient."""
    paths = {name: tmp_path / name for name in files}
    for name, path in paths.items():
        path.write_bytes(files[name])
    window.open_paths(list(paths.values()))
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=20_000)
    choose(window, paths[NAMES[1]])
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    return paths


def test_both_eyes_by_one_key(qtbot: QtBot, window: MainWindow, visits: dict[str, Path]) -> None:
    """The left eye is on screen: the right one comes to its left."""
    QTest.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    panel, pairing = window.image, window.viewing.pairing
    assert pairing.partner == visits[NAMES[0]]
    assert panel.partner.isVisible()
    assert left_of(panel.partner) < left_of(panel.pages)
    assert abs(panel.partner.width() - panel.pages.width()) <= 1
    assert panel.pair_bar.partner.text() == "OD, right eye"
    assert panel.pair_bar.current.text() == f"OS, left eye · {NAMES[1]}"
    # It was examined as soon as it was shown.
    qtbot.waitUntil(lambda: "heat map" in panel.partner.view.layer_names(), timeout=10_000)
    choose(window, visits[NAMES[0]])
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    assert pairing.partner == visits[NAMES[1]]
    qtbot.waitUntil(lambda: left_of(panel.partner) > left_of(panel.pages))
    assert "heat map" in panel.partner.view.layer_names()
    QTest.keyClick(window, Qt.Key.Key_P)
    assert not panel.partner.isVisible()
    assert not panel.pair_bar.isVisible()


def test_the_finding_may_come_before_the_photograph(
    qtbot: QtBot, window: MainWindow, visits: dict[str, Path]
) -> None:
    for name in (NAMES[2], NAMES[3], NAMES[1]):
        # What was looked at last is still in memory.
        choose(window, visits[name])
        qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    window.session.examination.forget(visits[NAMES[0]])
    for forgotten in (True, False):
        # First the photograph is there before its finding, then the finding before it.
        QTest.keyClick(window, Qt.Key.Key_P)
        qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
        assert "heat map" in window.image.partner.view.layer_names()
        QTest.keyClick(window, Qt.Key.Key_P)
        if forgotten:
            window.viewer.read_again()
            qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)


def test_they_zoom_and_pan_together(
    qtbot: QtBot, window: MainWindow, visits: dict[str, Path]
) -> None:
    QTest.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    one, other = window.image.view, window.image.partner.view
    wheel(one.viewport(), QPoint(150, 250), 6)
    assert other.scale_factor == pytest.approx(one.scale_factor, rel=0.01)
    drag(other.viewport(), [QPoint(200, 200), QPoint(150, 170), QPoint(120, 160)], LEFT)
    for value, wanted in zip(
        (one.place().x, one.place().y), (other.place().x, other.place().y), strict=True
    ):
        assert value == pytest.approx(wanted, abs=0.005)
    QTest.keyClick(window, Qt.Key.Key_F)
    assert one.fits
    assert other.fits
    QTest.keyClick(window, Qt.Key.Key_G)
    QTest.keyClick(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    for view in (one, other):
        shown = on_screen(view.viewport())
        row = shown[shown.shape[0] // 2]
        assert row.max() > 100
        assert np.ptp(row, axis=1).max() == 0


def test_another_photograph_can_be_chosen(
    qtbot: QtBot, window: MainWindow, visits: dict[str, Path]
) -> None:
    choose(window, visits[NAMES[3]])
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    QTest.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    panel = window.image
    assert panel.pair_bar.box.currentIndex() == -1
    assert panel.partner.currentWidget() is panel.partner.waiting
    box = panel.pair_bar.box
    row = box.findText(NAMES[1])
    box.setCurrentIndex(row)
    box.activated.emit(row)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    assert window.viewing.pairing.partner == visits[NAMES[1]]
    assert panel.partner.currentWidget() is panel.partner.view


def test_two_visits_and_a_slider(qtbot: QtBot, window: MainWindow, visits: dict[str, Path]) -> None:
    choose(window, visits[NAMES[0]])
    QTest.keyClick(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    alone = on_screen(window.image.view.viewport()).astype(int)
    QTest.keyClick(window, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=20_000)
    comparison = window.viewing.pairing.comparison
    assert window.viewing.pairing.partner == visits[NAMES[2]]
    assert window.image.pair_bar.remark.text() == "Aligned"
    assert "2022-01-01" in window.image.pair_bar.partner.text()
    _assert_nothing_overlaps(window)
    assert not window.image.partner.isVisible()
    both = on_screen(window.image.view.viewport()).astype(int)
    # The bar above took its height.
    assert both.shape[0] < alone.shape[0]
    view = window.image.view
    at = view.mapFromScene(360, 360)
    left = both[at.y() - 40 : at.y() + 40, at.x() - 130 : at.x() - 30]
    right = both[at.y() - 40 : at.y() + 40, at.x() + 30 : at.x() + 130]
    # The earlier photograph was darker, and lies at the same place.
    drag(comparison.handle, [QPoint(12, 200), QPoint(-400, 200)], LEFT)
    assert comparison.share < 0.2
    covered = on_screen(view.viewport()).astype(int)
    again = covered[at.y() - 40 : at.y() + 40, at.x() - 130 : at.x() - 30]
    assert np.abs(again - left * 0.8).mean() < 6
    unmoved = covered[at.y() - 40 : at.y() + 40, at.x() + 30 : at.x() + 130]
    assert np.abs(unmoved - right).max() <= 3
    share = comparison.share
    QTest.keyClick(window, Qt.Key.Key_Right, CONTROL)
    assert comparison.share == pytest.approx(share + 0.05)
    comparison.handle.setFocus()
    QTest.keyClick(comparison.handle, Qt.Key.Key_Left)
    assert comparison.share == pytest.approx(share)
    QTest.keyClick(window, Qt.Key.Key_T)
    assert not comparison.is_on
    assert not comparison.handle.isVisible()


def _assert_nothing_overlaps(window: MainWindow) -> None:
    """On a small screen the date that tells the visits apart is whole, and nothing overlaps it."""
    bar = window.image.pair_bar
    for width in (472, 560, 900):
        bar.resize(width, bar.height())
        for _ in range(5):
            QApplication.processEvents()
        assert bar.partner.width() >= bar.partner.sizeHint().width()
        ends = [part.geometry() for part in (bar.partner, bar.box, bar.remark)]
        for first, second in itertools.pairwise(ends):
            assert first.right() < second.left(), width
        assert bar.rect().contains(bar.remark.mapTo(bar, bar.remark.rect().bottomRight()))


def test_photographs_that_do_not_match_say_so(
    qtbot: QtBot, window: MainWindow, visits: dict[str, Path]
) -> None:
    QTest.keyClick(window, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    panel = window.image
    assert panel.pair_bar.remark.text() == "No other visit of this eye is open"
    row = panel.pair_bar.box.findText(NAMES[3])
    panel.pair_bar.box.activated.emit(row)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=20_000)
    assert panel.pair_bar.remark.text() == "Vessels do not match"


def test_a_partner_that_cannot_be_read_says_why(
    qtbot: QtBot, window: MainWindow, visits: dict[str, Path]
) -> None:
    for name in (NAMES[2], NAMES[3], NAMES[1]):
        # What was looked at last is still in memory.
        choose(window, visits[name])
        qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    visits[NAMES[0]].write_bytes(b"no picture any more")
    QTest.keyClick(window, Qt.Key.Key_P)
    panel = window.image
    qtbot.waitUntil(lambda: panel.partner.currentWidget() is panel.partner.failure)
    assert NAMES[0] in panel.partner.failure.text.text()
