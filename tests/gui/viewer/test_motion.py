"""While the hand moves a large view is painted smaller than it is, at rest exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsView
from pytestqt.qtbot import QtBot

from fundusviewer.gui.viewer import image_view, overlay_layers
from fundusviewer.gui.viewer.image_pyramid import Pyramid, build_pyramid, equalise_pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.navigator import Navigator
from fundusviewer.gui.viewer.zoomable_view import ZoomableView
from fundusviewer.gui.viewing.anatomy_items import lesion_item
from fundusviewer.gui.viewing.linked_views import LinkedViews
from fundusviewer.imaging import Region
from fundusviewer.imaging.display import Channel, DisplaySettings
from fundusviewer.overlay import Layer
from fundusviewer.resources import asset
from tests.gui.steps import on_screen, wheel

_MIDDLE = QPoint(250, 250)


@pytest.fixture(scope="module")
def pyramid() -> Pyramid:
    return build_pyramid(asset("sample.jpg"))


@pytest.fixture
def make(qtbot: QtBot, pyramid: Pyramid) -> Callable[[], ImageView]:
    """Return what makes a view of a photograph with a heat map and the outline of a lesion."""

    def make() -> ImageView:
        view = ImageView()
        qtbot.addWidget(view)
        view.resize(500, 500)
        view.show()
        view.show_photograph(pyramid)
        width, height = pyramid.size
        pixels = np.zeros((100, 100, 4), np.uint8)
        pixels[20:70, 30:80] = (255, 160, 0, 128)
        layer = Layer("heat", pixels, Region(0, 0, width, height))
        view.show_layers((overlay_layers._drawn(layer),))
        x, y = width / 2, height / 2
        view.scene().addItem(lesion_item("MA", [((x, y), (x + 90, y), (x, y + 90))]))
        return view

    return make


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every view be a large one."""
    monkeypatch.setattr(image_view, "_MANY", 1)
    # A quarter of the pixels of the view here.
    monkeypatch.setattr(image_view, "_IN_MOTION", 70_000)


def as_it_is(view: ImageView) -> None:
    """Show the photograph as the camera made it."""


def red_free(view: ImageView) -> None:
    assert view.shown is not None
    equalised = equalise_pyramid(view.shown.pyramid, Channel.GREEN)
    view.show_display(DisplaySettings(Channel.GREEN, equalised=True), equalised)


def turned(view: ImageView) -> None:
    view.mirror()
    view.turn(1)


def zoom_exactly(view: ImageView, notches: int) -> None:
    wheel(view.viewport(), _MIDDLE, notches)
    view.rest()


class Repaints(QObject):
    """Counts how often a view is painted by itself, and how many pixels of it the last time."""

    def __init__(self, view: ImageView) -> None:
        super().__init__(view)
        self.count = self.pixels = 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802
        """Count."""
        if isinstance(event, QPaintEvent):
            rects: Iterable[QRect] = event.region()  # type: ignore[assignment]
            self.count += 1
            self.pixels = sum(rect.width() * rect.height() for rect in rects)
        return False


@pytest.mark.parametrize(
    ("size", "shrunk"), [((1920, 1080), 1), ((2560, 1440), 2), ((3840, 2160), 3), ((3840, 60), 1)]
)
def test_larger_views_are_painted_smaller_in_motion(
    make: Callable[[], ImageView], size: tuple[int, int], shrunk: int
) -> None:
    assert make()._shrunk(QRegion(0, 0, *size)) == shrunk


@pytest.mark.parametrize("look", [as_it_is, red_free, turned])
@pytest.mark.parametrize("notches", [2, -1, 9])
@pytest.mark.usefixtures("large")
def test_nothing_is_missing_in_motion_and_all_is_exact_at_rest(
    qtbot: QtBot,
    make: Callable[[], ImageView],
    look: Callable[[ImageView], None],
    notches: int,
) -> None:
    view, reference = make(), make()
    look(view)
    look(reference)
    wheel(view.viewport(), _MIDDLE, notches)
    moving = on_screen(view.viewport()).astype(int)
    assert view.is_moving, "the machine is too slow for this test"
    qtbot.waitUntil(lambda: not view.is_moving)
    zoom_exactly(reference, notches)
    exact = on_screen(reference.viewport()).astype(int)
    assert np.array_equal(on_screen(view.viewport()), exact)
    assert not np.array_equal(moving, exact)
    # No other brightness, and nothing that is only there in one of them: heat map and outline.
    assert np.abs(moving.mean(axis=(0, 1)) - exact.mean(axis=(0, 1))).max() < 0.5
    assert np.abs(moving - exact).mean() < 4
    bare = make()
    look(bare)
    bare.show_layers(())
    zoom_exactly(bare, notches)
    heat = np.abs(on_screen(bare.viewport()).astype(int) - exact).sum(axis=2) > 60
    assert heat.mean() > 0.05
    assert np.abs(moving - exact)[heat].mean() < 6


@pytest.mark.usefixtures("large")
def test_the_view_sharpens_by_itself(qtbot: QtBot, make: Callable[[], ImageView]) -> None:
    view = make()
    qtbot.waitExposed(view)
    repaints = Repaints(view)
    wheel(view.viewport(), _MIDDLE, 3)
    qtbot.waitUntil(lambda: repaints.count > 0)
    moved = repaints.count
    qtbot.waitUntil(lambda: not view.is_moving and repaints.count > moved)
    # What was never coarse is not painted again.
    still = repaints.count
    view.keep_moving()
    qtbot.waitUntil(lambda: not view.is_moving)
    QTest.qWait(30)
    assert repaints.count == still


def test_a_small_view_is_always_exact(make: Callable[[], ImageView]) -> None:
    view, reference = make(), make()
    wheel(view.viewport(), _MIDDLE, 3)
    assert view.is_moving
    zoom_exactly(reference, 3)
    assert np.array_equal(on_screen(view.viewport()), on_screen(reference.viewport()))


@pytest.mark.usefixtures("large")
def test_a_new_photograph_and_a_chosen_size_are_exact_at_once(
    make: Callable[[], ImageView], pyramid: Pyramid
) -> None:
    view, reference = make(), make()
    wheel(view.viewport(), _MIDDLE, 3)
    view.clear()
    reference.clear()
    view.show_photograph(pyramid)
    reference.show_photograph(pyramid)
    assert np.array_equal(on_screen(view.viewport()), on_screen(reference.viewport()))
    for act in (ImageView.actual_size, ImageView.fit):
        act(view)
        assert not view.is_moving


@pytest.mark.usefixtures("large")
def test_a_linked_view_moves_with_the_other(make: Callable[[], ImageView]) -> None:
    view, other = make(), make()
    links = LinkedViews(view, other, view)
    links.set_on(True)
    assert not other.is_moving
    wheel(view.viewport(), _MIDDLE, 3)
    assert other.is_moving


def test_dragging_tones_is_motion(make: Callable[[], ImageView]) -> None:
    view = make()
    right = Qt.MouseButton.RightButton
    QTest.mousePress(view.viewport(), right, pos=_MIDDLE)
    QTest.mouseMove(view.viewport(), _MIDDLE + QPoint(20, 10))
    assert view.is_moving
    QTest.mouseRelease(view.viewport(), right, pos=_MIDDLE)


def test_what_stands_over_the_view_keeps_nothing_from_being_moved(
    qtbot: QtBot, make: Callable[[], ImageView]
) -> None:
    view, plain = make(), make()
    overview = Navigator(view)
    for one in (view, plain):
        one.actual_size()
    qtbot.waitUntil(lambda: not (view.waits_for_paint or plain.waits_for_paint))
    qtbot.waitUntil(overview.isVisible)
    repaints = Repaints(view)
    for right, down in ((7, 0), (-20, 13), (0, -31), (3, 5)):
        for one in (view, plain):
            one.scroll_by(right, down)
    # Painted where it is by moving it, with the stripes that came into sight.
    qtbot.waitUntil(lambda: repaints.count > 0)
    assert repaints.pixels < 500 * 500 / 3
    whole = on_screen(plain.viewport()).astype(int)
    beside = np.ones(whole.shape[:2], bool)
    # A style may have given the view a border.
    place = overview.geometry().translated(-view.viewport().pos())
    beside[place.top() : place.bottom() + 1, place.left() : place.right() + 1] = False
    seen = on_display(view)
    assert np.abs(seen.astype(int) - whole)[beside].max() <= 1
    assert view.is_moving
    before = repaints.count
    qtbot.waitUntil(lambda: not view.is_moving and repaints.count > before)
    assert np.abs(on_display(view).astype(int) - whole)[beside].max() <= 1


def on_display(view: ImageView) -> np.ndarray:
    """Return uint8 (h, w, 3) RGB of what was painted last; nothing is painted for it."""
    image = view.screen().grabWindow(view.winId()).toImage().copy(view.viewport().geometry())
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@pytest.mark.parametrize("is_large", [True, False])
def test_many_outlines_are_plain_lines_in_motion_and_exact_at_rest(
    qtbot: QtBot,
    make: Callable[[], ImageView],
    pyramid: Pyramid,
    request: pytest.FixtureRequest,
    is_large: bool,
) -> None:
    if is_large:
        request.getfixturevalue("large")
    view, reference, bare = make(), make(), make()
    width, height = pyramid.size
    places = [(width * (4 + x) / 20, height * (4 + y) / 20) for x in range(12) for y in range(12)]
    outlines = [((x, y), (x + 40, y), (x, y + 40)) for x, y in places]
    for one in (view, reference):
        one.scene().addItem(lesion_item("HE", outlines))
    wheel(view.viewport(), _MIDDLE, 2)
    wheel(bare.viewport(), _MIDDLE, 2)
    moving, without = (on_screen(one.viewport()).astype(int) for one in (view, bare))
    assert view.is_moving, "the machine is too slow for this test"
    # Every one of them is there, thinner.
    assert (np.abs(moving - without).sum(axis=2) > 60).mean() > 0.01
    qtbot.waitUntil(lambda: not view.is_moving)
    zoom_exactly(reference, 2)
    exact = on_screen(reference.viewport())
    assert np.array_equal(on_screen(view.viewport()), exact)
    assert not np.array_equal(moving, exact)


def test_what_is_zoomed_is_painted_anew_and_not_moved_before(
    make: Callable[[], ImageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    view, modes, mode = make(), [], QGraphicsView.ViewportUpdateMode
    move = ZoomableView.scrollContentsBy

    def note(self: ZoomableView, dx: int, dy: int) -> None:
        modes.append(self.viewportUpdateMode())
        move(self, dx, dy)

    monkeypatch.setattr(ZoomableView, "scrollContentsBy", note)
    wheel(view.viewport(), QPoint(120, 90), 4)
    assert modes
    assert set(modes) == {mode.NoViewportUpdate}
    assert view.viewportUpdateMode() is mode.MinimalViewportUpdate
    modes.clear()
    view.scroll_by(9, 0)
    assert modes == [mode.MinimalViewportUpdate]
