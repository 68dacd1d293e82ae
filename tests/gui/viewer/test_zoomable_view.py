"""Zooming and moving over a plain frame: no photograph, no window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot

from fundusviewer.gui.viewer.zoomable_view import Place, ZoomableView


def make(qtbot: QtBot, width: int, height: int, frame: QRectF | None) -> ZoomableView:
    view = ZoomableView()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show()
    view.set_frame(frame)
    view.fit()
    return view


def test_a_frame_fits_and_stays_fitted(qtbot: QtBot) -> None:
    view = make(qtbot, 500, 400, QRectF(0, 0, 1000, 500))
    assert view.scale_factor == pytest.approx(0.5)
    view.resize(1000, 1000)
    qtbot.waitUntil(lambda: view.scale_factor == pytest.approx(1.0), timeout=60_000)
    view.actual_size()
    assert not view.fits
    assert view.place().zoom == pytest.approx(1.0)


def test_the_zoom_has_ends(qtbot: QtBot) -> None:
    view = make(qtbot, 500, 400, QRectF(0, 0, 1000, 500))
    seen: list[float] = []
    view.zoomed.connect(seen.append)
    for _ in range(40):
        view.zoom_in()
    assert view.scale_factor == seen[-1] == pytest.approx(16.0)
    for _ in range(40):
        view.zoom_out()
    # Half as large as the view.
    assert view.scale_factor == pytest.approx(0.25)


def test_what_is_under_the_cursor_stays_there(qtbot: QtBot) -> None:
    view = make(qtbot, 500, 250, QRectF(0, 0, 1000, 500))
    anchor = QPointF(100, 60)
    before = view.mapToScene(anchor.toPoint())
    view.zoom_by(4, anchor)
    after = view.mapToScene(anchor.toPoint())
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=1)


def test_another_view_takes_the_same_place_of_its_own_frame(qtbot: QtBot) -> None:
    view = make(qtbot, 500, 250, QRectF(0, 0, 1000, 500))
    other = make(qtbot, 200, 100, QRectF(0, 0, 4000, 2000))
    view.zoom_by(8, QPointF(125, 200))
    other.take_place(view.place())
    one, two = view.place(), other.place()
    assert (two.zoom, two.x, two.y) == pytest.approx((one.zoom, one.x, one.y), abs=0.02)
    other.take_place(Place(1.0, 0.5, 0.5, fits=True))
    assert other.fits


def test_without_a_frame_nothing_is_zoomed(qtbot: QtBot) -> None:
    view = make(qtbot, 500, 400, None)
    before = view.scale_factor
    view.zoom_in()
    view.fit()
    view.take_place(Place(3.0, 0.5, 0.5, fits=False))
    assert view.scale_factor == before
    assert view.place().zoom == 1.0
