"""Zoom at the cursor, pan, fit, 1:1; what is drawn at which size."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer import imaging
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.viewer import image_pyramid
from fundusviewer.gui.viewer.image_pyramid import Pyramid, PyramidCache, build_pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import FundusImage, ImageFile
from tests.gui.steps import shown_path, wheel


@pytest.fixture(scope="module")
def pyramid(tmp_path_factory: pytest.TempPathFactory) -> Pyramid:
    path = tmp_path_factory.mktemp("pyramid") / "large.png"
    rows, columns = np.mgrid[0:1500, 0:2100]
    picture = np.dstack([rows % 256, columns % 256, (rows + columns) % 256]).astype(np.uint8)
    cv2.imwrite(str(path), picture)
    return build_pyramid(path)


@pytest.fixture
def view(qtbot: QtBot, pyramid: Pyramid) -> ImageView:
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.show_photograph(pyramid)
    return view


def test_fits_and_stays_fitted(view: ImageView) -> None:
    assert view.scale_factor == pytest.approx(500 / 1500, rel=0.02)
    view.resize(350, 250)
    assert view.scale_factor == pytest.approx(250 / 1500, rel=0.02)


def test_actual_size_is_one_pixel_for_one_pixel(view: ImageView) -> None:
    view.actual_size()
    assert view.scale_factor == pytest.approx(1.0)
    assert not view.fits


@pytest.mark.parametrize("at", [QPoint(420, 300), QPoint(250, 200)])
def test_wheel_keeps_the_point_under_the_cursor(view: ImageView, at: QPoint) -> None:
    view.actual_size()
    for notches in (3, -1, 2):
        before = view.mapToScene(at)
        scale = view.scale_factor
        wheel(view.viewport(), at, notches)
        assert view.scale_factor == pytest.approx(scale * 1.25**notches)
        moved = view.mapToScene(at) - before
        assert abs(moved.x()) < 2
        assert abs(moved.y()) < 2


def test_zoom_has_limits(view: ImageView) -> None:
    for _ in range(60):
        wheel(view.viewport(), QPoint(300, 200), 1)
    assert view.scale_factor == pytest.approx(16)
    for _ in range(90):
        wheel(view.viewport(), QPoint(300, 200), -1)
    assert view.scale_factor == pytest.approx(500 / 1500 / 2, rel=0.02)


def test_drag_pans(view: ImageView) -> None:
    view.actual_size()
    before = view.mapToScene(QPoint(300, 200))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view.viewport(), left, pos=QPoint(300, 200))
    QTest.mouseMove(view.viewport(), QPoint(260, 170))
    QTest.mouseRelease(view.viewport(), left, pos=QPoint(260, 170))
    moved = view.mapToScene(QPoint(300, 200)) - before
    assert (round(moved.x()), round(moved.y())) == (40, 30)


def test_keys_zoom_and_pan(view: ImageView) -> None:
    view.actual_size()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale_factor == pytest.approx(1.25)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.scale_factor == pytest.approx(1.0)
    before = view.mapToScene(QPoint(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.mapToScene(QPoint(0, 0)).x() > before.x()


def test_window_keys(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph], photographs: list[Path]
) -> None:
    view = window.image.view
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Z)
    assert view.scale_factor == pytest.approx(1.0)
    QTest.keyClick(window, Qt.Key.Key_F)
    assert view.fits
    assert "heat map" in view.layer_names()
    QTest.keyClick(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: "heat map" not in view.layer_names())
    assert view.layer_names() == []
    assert "Label: moderate NPDR" in window.image.captions[0].words
    QTest.keyClick(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: "heat map" in view.layer_names())
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    assert shown_path(window) == photographs[1]
    QTest.keyClick(window, Qt.Key.Key_PageUp)
    assert shown_path(window) == photographs[0]


def test_shrinking_uses_an_averaged_copy(pyramid: Pyramid) -> None:
    assert [level.image.width() for level in pyramid.levels] == [2100, 1050, 525]
    assert pyramid.best_for(1.0).width() == 2100
    assert pyramid.best_for(0.51).width() == 2100
    assert pyramid.best_for(0.5).width() == 1050
    assert pyramid.best_for(0.26).width() == 1050
    assert pyramid.best_for(0.01).width() == 525


def test_only_a_few_photographs_stay_in_memory(pyramid: Pyramid) -> None:
    cache = PyramidCache(2)
    paths = [Path(name) for name in "abc"]
    for path in paths:
        cache.put(Pyramid(path, pyramid.size, pyramid.levels))
    assert cache.get(paths[0]) is None
    assert cache.get(paths[2]) is not None
    # The next one is made in the place of the oldest, not beside it.
    cache.make_room()
    assert cache.get(paths[1]) is None
    assert cache.get(paths[2]) is not None


def test_what_was_decoded_is_not_kept_while_the_smaller_sizes_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, decoded, alive = tmp_path / "large.png", [], []
    cv2.imwrite(str(path), np.zeros((1100, 1300, 3), np.uint8))
    read, smaller = imaging.decode, cv2.resize

    def decode(file: ImageFile) -> FundusImage:
        image = read(file)
        decoded.append(weakref.ref(image.pixels))
        return image

    def resize(*args: Any, **kwargs: Any) -> np.ndarray:
        alive.append(decoded[0]() is not None)
        return np.asarray(smaller(*args, **kwargs))

    monkeypatch.setattr(image_pyramid, "decode", decode)
    monkeypatch.setattr(cv2, "resize", resize)
    build_pyramid(path)
    assert alive
    assert not any(alive)
