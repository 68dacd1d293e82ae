"""Ways of looking, by real keys and the real mouse: each for the eye alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.viewer.view_badges import DisplayMark, HintMark
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import read_image
from fundusviewer.imaging.display import ORIGINAL, Channel, DisplaySettings, adjust
from tests.gui.conftest import MakeWindow
from tests.gui.steps import choose, drag, hover, is_idle, on_screen, wheel

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
SHIFT, ALT, CONTROL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def bare(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]
) -> tuple[MainWindow, np.ndarray]:
    """Return the window at 1:1 without heat map, and the pixels that it shows."""
    QTest.keyClick(window, Qt.Key.Key_H)
    QTest.keyClick(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: is_idle(window, 3))
    return window, read_image(examined().path).pixels


def middle(window: MainWindow) -> np.ndarray:
    """Return what the view shows in the photograph's middle, where no plate lies."""
    view = window.image.view
    at = view.mapFromScene(176, 176)
    pixels = on_screen(view.viewport())
    return pixels[at.y() - 60 : at.y() + 60, at.x() - 60 : at.x() + 60]


def expected(pixels: np.ndarray, display: DisplaySettings) -> np.ndarray:
    return adjust(pixels, display)[116:236, 116:236]


@pytest.mark.parametrize(
    ("key", "display", "words"),
    [
        (Qt.Key.Key_G, DisplaySettings(Channel.GREEN), "Red-free"),
        (Qt.Key.Key_R, DisplaySettings(Channel.RED), "Red channel"),
        (Qt.Key.Key_B, DisplaySettings(Channel.BLUE), "Blue channel"),
        (Qt.Key.Key_I, DisplaySettings(inverted=True), "Inverted"),
    ],
)
def test_one_key_shows_it_and_one_key_goes_back(
    bare: tuple[MainWindow, np.ndarray], key: Qt.Key, display: DisplaySettings, words: str
) -> None:
    window, pixels = bare
    np.testing.assert_array_equal(middle(window), expected(pixels, ORIGINAL))
    QTest.keyClick(window, key)
    np.testing.assert_array_equal(middle(window), expected(pixels, display))
    marks = [enhancer_mark.text() for _, enhancer_mark in window.viewing.display.marks]
    assert words in marks[0]
    assert "O: original" in marks[0]
    QTest.keyClick(window, Qt.Key.Key_O)
    np.testing.assert_array_equal(middle(window), expected(pixels, ORIGINAL))
    assert not any(mark.isVisible() for _, mark in window.viewing.display.marks)


def test_the_same_key_ends_it(bare: tuple[MainWindow, np.ndarray]) -> None:
    window, pixels = bare
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_G)
    np.testing.assert_array_equal(middle(window), expected(pixels, ORIGINAL))
    assert not window.actions_table["green"].isChecked()


def test_local_contrast(qtbot: QtBot, bare: tuple[MainWindow, np.ndarray]) -> None:
    window, pixels = bare
    QTest.keyClick(window, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: is_idle(window, 3))
    green = middle(window)[:, :, 1].astype(float)
    assert green.std() > 1.2 * expected(pixels, ORIGINAL)[:, :, 1].std()
    QTest.keyClick(window, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: is_idle(window, 3))
    assert np.ptp(middle(window), axis=2).max() == 0
    QTest.keyClick(window, Qt.Key.Key_O)
    np.testing.assert_array_equal(middle(window), expected(pixels, ORIGINAL))


def test_brightness_and_contrast_by_dragging(bare: tuple[MainWindow, np.ndarray]) -> None:
    window, pixels = bare
    view = window.image.view.viewport()
    start = QPoint(200, 200)
    drag(view, [start, start + QPoint(0, -40)], RIGHT)
    display = window.viewing.display.display
    assert display.brightness == pytest.approx(2 * 40 / view.height(), abs=1e-3)
    assert (display.contrast, display.gamma) == (0, 1)
    drag(view, [start, start + QPoint(30, 0)], RIGHT)
    assert window.viewing.display.display.contrast == pytest.approx(60 / view.width(), abs=1e-3)
    drag(view, [start, start + QPoint(0, -40)], RIGHT, modifier=SHIFT)
    display = window.viewing.display.display
    assert display.gamma > 1
    np.testing.assert_array_equal(middle(window), expected(pixels, display))


def test_tone_by_keys(bare: tuple[MainWindow, np.ndarray]) -> None:
    window, _ = bare
    keys = Qt.Key
    for key, name in (
        (keys.Key_Up, "brightness"),
        (keys.Key_Right, "contrast"),
        (keys.Key_PageUp, "gamma"),
    ):
        before = getattr(window.viewing.display.display, name)
        QTest.keyClick(window, key, ALT)
        assert getattr(window.viewing.display.display, name) > before
    for key in (keys.Key_Down, keys.Key_Left, keys.Key_PageDown):
        QTest.keyClick(window, key, ALT)
    assert window.viewing.display.display == ORIGINAL


def test_the_mark_is_a_way_back(bare: tuple[MainWindow, np.ndarray]) -> None:
    window, pixels = bare
    QTest.keyClick(window, Qt.Key.Key_I)
    QTest.mouseClick(window.viewing.display.marks[0][1], LEFT)
    np.testing.assert_array_equal(middle(window), expected(pixels, ORIGINAL))


@pytest.mark.parametrize("size", [(1366, 768), (1100, 900), (1920, 1080)])
def test_mark_and_hint_stand_at_the_edges_of_the_view(
    qtbot: QtBot, bare: tuple[MainWindow, np.ndarray], size: tuple[int, int]
) -> None:
    window, _ = bare
    window.resize(*size)
    QTest.keyClick(window, Qt.Key.Key_F)
    for key in (Qt.Key.Key_G, Qt.Key.Key_E, Qt.Key.Key_M):
        QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: window.is_idle)
    view = window.image.view
    mark, hint = view.findChild(DisplayMark), view.findChild(HintMark)
    assert isinstance(mark, DisplayMark)
    assert isinstance(hint, HintMark)
    assert 0 <= mark.geometry().top() < 20
    assert view.width() - 20 < mark.geometry().right() < view.width()
    assert view.height() - 20 < hint.geometry().bottom() < view.height()
    assert not mark.geometry().intersects(hint.geometry())


def test_it_stays_on_with_the_next_photograph(
    qtbot: QtBot, bare: tuple[MainWindow, np.ndarray], photographs: list[Path]
) -> None:
    window, pixels = bare
    QTest.keyClick(window, Qt.Key.Key_G)
    choose(window, photographs[2])
    qtbot.waitUntil(lambda: is_idle(window, 3))
    QTest.keyClick(window, Qt.Key.Key_Z)
    np.testing.assert_array_equal(middle(window), expected(pixels, DisplaySettings(Channel.GREEN)))
    assert window.viewing.display.marks[0][1].isVisible()


def test_neither_the_network_nor_a_file_knows_of_it(
    qtbot: QtBot,
    bare: tuple[MainWindow, np.ndarray],
    examined: Callable[[], Photograph],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, pixels = bare
    finding = examined().finding
    assert finding is not None
    for key in (Qt.Key.Key_G, Qt.Key.Key_I, Qt.Key.Key_E):
        QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: is_idle(window, 3))
    target = tmp_path / "out.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(window.viewer.saved):
        window.actions_table["save_overlay"].trigger()
    np.testing.assert_array_equal(
        read_image(target).pixels[116:236, 116:236], pixels[116:236, 116:236]
    )
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: is_idle(window, 3))
    again = examined().finding
    assert again is not None
    assert again is not finding
    assert again.prediction is not None
    assert finding.prediction is not None
    np.testing.assert_array_equal(again.prediction.probabilities, finding.prediction.probabilities)


def test_twice_the_size(bare: tuple[MainWindow, np.ndarray]) -> None:
    window, _ = bare
    QTest.keyClick(window, Qt.Key.Key_Z, SHIFT)
    assert window.image.view.scale_factor == pytest.approx(2)
    assert window.image.zoom.text() == "200\u00a0%"


def test_moving_by_keys_and_by_the_middle_button(bare: tuple[MainWindow, np.ndarray]) -> None:
    window, _ = bare
    view = window.image.view
    for _ in range(8):
        QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    for key, axis, sign in (
        (Qt.Key.Key_Right, 0, 1),
        (Qt.Key.Key_Left, 0, -1),
        (Qt.Key.Key_Down, 1, 1),
        (Qt.Key.Key_Up, 1, -1),
    ):
        before = view.mapToScene(0, 0)
        QTest.keyClick(window, key, SHIFT)
        moved = view.mapToScene(0, 0) - before
        assert sign * (moved.x(), moved.y())[axis] > 0
        assert (moved.x(), moved.y())[1 - axis] == 0
    corner = view.mapToScene(0, 0)
    drag(view.viewport(), [QPoint(200, 200), QPoint(170, 180)], MIDDLE)
    assert view.mapFromScene(corner) == QPoint(-30, -20)


def test_loupe_shows_the_place_under_the_mouse(bare: tuple[MainWindow, np.ndarray]) -> None:
    window, pixels = bare
    view, loupe = window.image.view, window.viewing.loupe
    QTest.keyClick(window, Qt.Key.Key_L)
    at = view.mapFromScene(150, 200)
    hover(view.viewport(), at)
    assert loupe.isVisible()
    assert (loupe.geometry().center() - at).manhattanLength() <= 2
    shown = on_screen(loupe)
    centre = shown[160:180, 160:180].mean(axis=(0, 1))
    under = pixels[197:204, 147:154].mean(axis=(0, 1))
    assert np.abs(centre - under).max() < 6
    QTest.keyClick(window, Qt.Key.Key_L)
    assert not loupe.isVisible()


def test_control_and_wheel_change_the_opacity(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]
) -> None:
    view = window.image.view
    scale, before = view.scale_factor, window.settings.opacity
    wheel(view.viewport(), QPoint(200, 200), 2, CONTROL)
    assert view.scale_factor == scale
    assert window.settings.opacity == pytest.approx(before + 0.1)
    QTest.keyClick(window, Qt.Key.Key_Comma)
    assert window.settings.opacity == pytest.approx(before + 0.05)
    QTest.keyClick(window, Qt.Key.Key_Period)
    assert window.settings.opacity == pytest.approx(before + 0.1)


def test_blinking(qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]) -> None:
    view = window.image.view
    names = view.layer_names()
    assert "heat map" in names
    QTest.keyPress(window, Qt.Key.Key_V)
    assert view.layer_names() == []
    QTest.keyRelease(window, Qt.Key.Key_V)
    assert view.layer_names() == names


def test_a_large_photograph_is_seen_before_it_is_whole(
    qtbot: QtBot, make_window: MakeWindow, models: Path, tmp_path: Path, small_sample: np.ndarray
) -> None:
    path = tmp_path / "large.jpg"
    large = cv2.resize(small_sample, (4400, 4400), interpolation=cv2.INTER_LINEAR)
    cv2.imwrite(str(path), cv2.cvtColor(large, cv2.COLOR_RGB2BGR))
    window = make_window()
    seen: list[tuple[tuple[int, int], bool]] = []
    window.viewer.loaded.connect(lambda pyramid: seen.append((pyramid.size, pyramid.is_complete)))
    window.open_paths([path])
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=10_000)
    QTest.keyClick(window, Qt.Key.Key_Z)
    place = window.image.view.place()
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=20_000)
    assert seen == [((4400, 4400), False), ((4400, 4400), True)]
    assert window.image.view.place() == place
    QTest.keyClick(window, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: window.viewing.is_idle, timeout=20_000)
    shown = window.image.view.shown
    assert shown is not None
    assert shown.equalised is not None
    assert shown.equalised.is_complete
