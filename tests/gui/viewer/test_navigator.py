"""The overview of a view that is zoomed in; turning and mirroring; what is fitted."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.viewer.image_pyramid import Pyramid, build_pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.navigator import Navigator
from fundusviewer.gui.viewer.zoomable_view import UPRIGHT, Orientation
from tests.gui.steps import on_screen

#: A disc in a wide file: its middle and radius.
MIDDLE, RADIUS, SIZE = (900, 500), 450, (1600, 1000)


@pytest.fixture(scope="module")
def pyramid(tmp_path_factory: pytest.TempPathFactory) -> Pyramid:
    path = tmp_path_factory.mktemp("pyramid") / "wide.png"
    picture = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    cv2.circle(picture, MIDDLE, RADIUS, (40, 80, 180), -1)
    # A blue mark at the right upper side tells how the view is turned.
    cv2.circle(picture, (1100, 300), 40, (255, 40, 40), -1)
    cv2.imwrite(str(path), picture)
    return build_pyramid(path)


@pytest.fixture
def view(qtbot: QtBot, pyramid: Pyramid) -> ImageView:
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show()
    view.show_photograph(pyramid)
    return view


def mark(view: ImageView) -> tuple[str, str]:
    """Return in which corner of the view the blue mark is."""
    pixels = on_screen(view).astype(int)
    rows, columns = np.nonzero((pixels[:, :, 2] > 150) & (pixels[:, :, 0] < 100))
    across = "left" if columns.mean() < pixels.shape[1] / 2 else "right"
    return across, "upper" if rows.mean() < pixels.shape[0] / 2 else "lower"


def test_the_retina_fills_the_view_and_the_file_on_request(view: ImageView) -> None:
    assert view.scale_factor == pytest.approx(400 / (2 * RADIUS), rel=0.05)
    disc = on_screen(view)[:, :, 0] > 60
    assert disc.mean() == pytest.approx(np.pi / 4, abs=0.06)
    view.fit_whole()
    assert view.scale_factor == pytest.approx(400 / SIZE[0], rel=0.02)
    assert view.fits
    view.resize(500, 500)
    assert view.scale_factor == pytest.approx(500 / SIZE[0], rel=0.02)
    view.fit()
    assert view.scale_factor == pytest.approx(500 / (2 * RADIUS), rel=0.05)


@pytest.mark.parametrize(
    ("turns", "mirrored", "corner"),
    [
        (0, False, ("right", "upper")),
        (1, False, ("right", "lower")),
        (2, False, ("left", "lower")),
        (3, False, ("left", "upper")),
        (0, True, ("left", "upper")),
        (1, True, ("left", "lower")),
    ],
)
def test_turning_and_mirroring(
    view: ImageView, pyramid: Pyramid, turns: int, mirrored: bool, corner: tuple[str, str]
) -> None:
    before = view.scale_factor
    view.orient(Orientation(turns, mirrored))
    assert mark(view) == corner
    assert view.scale_factor == pytest.approx(before, rel=0.05)
    view.actual_size()
    assert view.scale_factor == pytest.approx(1.0)
    # Another photograph is shown upright: nobody takes a left eye for a right one.
    view.clear()
    view.show_photograph(pyramid)
    assert view.orientation == UPRIGHT


def test_turns_add_up_and_are_clockwise_as_seen(view: ImageView) -> None:
    for expected in (("right", "lower"), ("left", "lower"), ("left", "upper"), ("right", "upper")):
        view.turn(1)
        assert mark(view) == expected
    view.mirror()
    assert mark(view) == ("left", "upper")
    view.turn(1)
    assert mark(view) == ("right", "upper")


def test_the_overview_shows_where_one_is_and_goes_there(view: ImageView) -> None:
    navigator = Navigator(view)
    view.fit()
    assert not navigator.isVisible()
    view.double_size()
    assert navigator.isVisible()
    assert view.rect().contains(navigator.geometry())
    inside = navigator.rect()
    QTest.mouseClick(
        navigator, Qt.MouseButton.LeftButton, pos=QPoint(inside.width() // 4, inside.height() // 4)
    )
    middle = view.shown_part().center()
    assert middle.x() == pytest.approx(MIDDLE[0] - RADIUS / 2, abs=30)
    assert middle.y() == pytest.approx(MIDDLE[1] - RADIUS / 2, abs=30)
    navigator.set_wanted(False)
    assert not navigator.isVisible()
    navigator.set_wanted(True)
    view.fit()
    assert not navigator.isVisible()


def test_the_overview_turns_with_the_view(view: ImageView) -> None:
    navigator = Navigator(view)
    view.double_size()
    view.turn(1)
    pixels = on_screen(navigator).astype(int)
    rows, columns = np.nonzero((pixels[:, :, 2] > 150) & (pixels[:, :, 0] < 100))
    assert columns.mean() > pixels.shape[1] / 2
    assert rows.mean() > pixels.shape[0] / 2


def test_two_fields_of_one_file_are_both_fitted(qtbot: QtBot, tmp_path: Path) -> None:
    picture = np.zeros((500, 1200, 3), np.uint8)
    for middle in (280, 920):
        cv2.circle(picture, (middle, 250), 220, (40, 80, 180), -1)
    cv2.imwrite(str(tmp_path / "both.png"), picture)
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    view.show_photograph(build_pyramid(tmp_path / "both.png"))
    seen = view.shown_part()
    assert seen.left() <= 60
    assert seen.right() >= 1140
