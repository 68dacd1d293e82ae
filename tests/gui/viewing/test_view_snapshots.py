"""The view in its main states, held against pictures that a person has looked at.

    FUNDUSVIEWER_NEW_SNAPSHOTS=1 python -m pytest tests/gui/viewing/test_view_snapshots.py

makes them anew; look at them before they are committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QTransform
from pytestqt.qtbot import QtBot

from fundusviewer.gui.viewer.image_pyramid import Pyramid, build_pyramid, equalise_pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.overlay_layers import draw
from fundusviewer.gui.viewing.loupe import Loupe
from fundusviewer.gui.viewing.split_comparison import Comparison
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.imaging import Region, find_field_of_view, read_image
from fundusviewer.imaging.display import Channel, DisplaySettings
from fundusviewer.overlay import Annotation
from fundusviewer.resources import asset
from tests.gui.steps import on_screen

_PICTURES = Path(__file__).parent / "snapshots"
_SIDE = 420

#: Mean difference of a channel (0–255), and how many of a hundred pixels may differ by more than
#: 24: edges of letters and lines are not the same everywhere.
_MEAN, _SHARE = 2.0, 2.0

#: Colours at full resolution: thin coloured lines would differ from themselves otherwise.
_QUALITY = [
    *(cv2.IMWRITE_JPEG_QUALITY, 92),
    *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),
]


@pytest.fixture(scope="module")
def pyramid() -> Pyramid:
    return build_pyramid(asset("sample.jpg"))


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, pyramid: Pyramid) -> ImageView:
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(_SIDE, _SIDE)
    view.show()
    view.show_photograph(pyramid)
    return view


def annotation(pyramid: Pyramid) -> Annotation:
    heat = np.zeros((10, 10), np.float32)
    heat[3:6, 5:8] = ((0.5, 0.8, 0.6), (0.7, 1.0, 0.6), (0.2, 0.5, 0.3))
    disc = find_field_of_view(read_image(pyramid.path).pixels)
    region = Region(0, 0, *pyramid.size)
    return Annotation("Label: moderate NPDR, 83.12%", heat, region, disc, 1.0)


def show_heat(view: ImageView, pyramid: Pyramid) -> None:
    view.show_layers(draw(pyramid.size, annotation(pyramid), 0.5).layers)


def show_contours(view: ImageView, pyramid: Pyramid) -> None:
    content = replace(annotation(pyramid), colours=False, contours=True)
    view.show_layers(draw(pyramid.size, content, 0.5).layers)


def show_red_free(view: ImageView, pyramid: Pyramid) -> None:
    display = DisplaySettings(Channel.GREEN, equalised=True)
    view.show_display(display, equalise_pyramid(pyramid, Channel.GREEN))


def show_inverted(view: ImageView, pyramid: Pyramid) -> None:
    del pyramid
    view.show_display(DisplaySettings(inverted=True, gamma=1.4))


def show_loupe(view: ImageView, pyramid: Pyramid) -> None:
    del pyramid
    Loupe(view).set_on(True)
    view.hovered.emit(QPointF(140, 200))


def show_visits(view: ImageView, pyramid: Pyramid) -> None:
    other = ImageView(view)
    other.hide()
    other.show_photograph(pyramid)
    other.show_display(DisplaySettings(Channel.GREEN))
    Comparison(view, other).show(QTransform())


@pytest.mark.parametrize(
    "show",
    [show_heat, show_contours, show_red_free, show_inverted, show_loupe, show_visits],
    ids=lambda show: show.__name__.removeprefix("show_"),
)
def test_looks_as_it_did(
    view: ImageView, pyramid: Pyramid, show: Callable[[ImageView, Pyramid], None]
) -> None:
    show(view, pyramid)
    pixels = on_screen(view)
    assert pixels.shape == (_SIDE, _SIDE, 3)
    stored = _PICTURES / f"{show.__name__.removeprefix('show_')}.jpg"
    if os.environ.get("FUNDUSVIEWER_NEW_SNAPSHOTS"):
        cv2.imwrite(str(stored), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), _QUALITY)
    wanted = read_image(stored).pixels
    difference = np.abs(pixels.astype(int) - wanted)
    assert difference.mean() < _MEAN
    assert 100 * (difference.max(axis=2) > 24).mean() < _SHARE
