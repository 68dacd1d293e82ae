"""The graphics card draws where it draws rightly; otherwise the processor, and that is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fundusviewer import __version__
from fundusviewer.gui.viewer import graphics_probe, overlay_layers
from fundusviewer.gui.viewer.gpu_canvas import GpuCanvas
from fundusviewer.gui.viewer.graphics_memory import (
    Graphics,
    ended_the_program,
    forget_failure,
    remember,
    remembered,
)
from fundusviewer.gui.viewer.graphics_probe import SWITCH, difference, find_graphics
from fundusviewer.gui.viewer.image_pyramid import build_pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.imaging import Region
from fundusviewer.imaging.display import Channel, DisplaySettings
from fundusviewer.overlay import Layer
from fundusviewer.resources import asset
from tests.gui.steps import on_screen
from tests.helpers.screen import needs_screen, virtual_screen

ROOT = Path(__file__).parents[3]


def test_without_a_screen_or_where_it_is_not_wanted_the_processor_draws() -> None:
    assert find_graphics(True, {}).reason == "there is no screen"
    assert find_graphics(False, {}).reason == "it is chosen in the settings"
    assert find_graphics(True, {SWITCH: "off"}).reason == "FUNDUSVIEWER_GPU=off"


def test_what_was_found_is_remembered(tmp_path: Path) -> None:
    assert "no window was opened yet" in remembered(tmp_path).words
    found = Graphics(used=True, renderer="A card")
    remember(found, tmp_path)
    assert remembered(tmp_path) == found
    assert found.words == "the graphics card (A card)"
    (tmp_path / "graphics.json").write_text("[]")
    assert not remembered(tmp_path).used


def test_a_card_that_ended_the_program_is_left_alone_until_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(Graphics(trying=True), tmp_path)
    assert ended_the_program(tmp_path)
    forget_failure(tmp_path)
    assert not ended_the_program(tmp_path)
    remember(Graphics(trying=True, version=f"{__version__}.1"), tmp_path)
    assert not ended_the_program(tmp_path)


def test_it_is_not_asked_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphics_probe, "_NO_SCREEN", ())
    monkeypatch.setattr(graphics_probe, "ended_the_program", lambda: True)
    monkeypatch.setattr(graphics_probe, "_tried", lambda **_: pytest.fail("it was asked"))
    found = find_graphics(True, {})
    assert not found.used
    assert "the program ended when the graphics card was tried" in found.reason
    assert found.trying  # stays so at the next start


def test_without_opengl_the_processor_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> Graphics:
        raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(graphics_probe, "_NO_SCREEN", ())
    monkeypatch.setattr(graphics_probe, "_tried", fail)
    assert "OpenGL cannot be used here (libGL.so.1" in find_graphics(True, {}).reason


@pytest.fixture
def view(qtbot: QtBot) -> ImageView:
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    view.show_photograph(build_pyramid(asset("sample.jpg")))
    # What is styled anew when it is first shown has its place then.
    qtbot.waitUntil(lambda: not view.waits_for_paint)
    return view


def test_giving_up_shows_the_same_photograph(
    qtbot: QtBot, view: ImageView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "fundusviewer.gui.viewer.gpu_canvas.find_graphics", lambda _: Graphics(reason="none")
    )
    before = on_screen(view.viewport())
    canvas = GpuCanvas((view,), wanted=True, parent=view)
    canvas.graphics = replace(canvas.graphics, used=True)
    # Another widget paints, as one on the card would have.
    view.take_viewport(QWidget())
    canvas.give_up("it drew a photograph wrongly")
    assert not canvas.graphics.used
    assert np.array_equal(on_screen(view.viewport()), before)
    assert view.viewport().hasMouseTracking()


def test_a_black_picture_is_told_from_a_photograph(view: ImageView) -> None:
    shown = view.grab().toImage()
    black = QImage(shown.size(), QImage.Format.Format_RGB32)
    black.fill(0)
    assert difference(shown, shown) == 0
    assert difference(shown, black) > 20
    assert difference(shown, QImage(3, 3, QImage.Format.Format_RGB32)) == 255


_PROGRAM = """
import json, sys
import fundusviewer.inference
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from fundusviewer.gui.window.application import make_application
from fundusviewer.gui.viewer.gpu_canvas import GpuCanvas, _read
from fundusviewer.gui.viewer.graphics_memory import remembered
from fundusviewer.gui.viewer.graphics_probe import difference
from fundusviewer.gui.viewer.image_pyramid import build_pyramid
from fundusviewer.gui.viewer.image_view import ImageView
app = make_application()
view, plain = ImageView(), ImageView()
for one in (view, plain):
    one.resize(400, 300)
canvas = GpuCanvas((view,), wanted=True, parent=view)
seen = {"used": canvas.graphics.used, "reason": canvas.graphics.reason}
for one in (view, plain):
    one.show_photograph(build_pyramid(Path(sys.argv[1])))
    one.show()
def settle(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
settle(1500)
viewport = view.viewport()
seen["widget"] = type(viewport).__name__
if canvas.graphics.used:
    seen["difference"] = difference(_read(viewport), plain.viewport().grab().toImage())
    # A card that loses its picture: the next photograph is not black for long.
    canvas._views[0].render = lambda painter, *_: painter.fillRect(0, 0, 999, 999, 0xFF)
    view.clear()
    view.show_photograph(build_pyramid(Path(sys.argv[1])))
    settle(1500)
    seen["after"] = [canvas.graphics.used, type(view.viewport()).__name__, remembered().reason]
print(json.dumps(seen))
"""


@pytest.mark.window
@needs_screen
@pytest.mark.parametrize("switch", ["", "on"])
def test_on_opengl_made_of_software(tmp_path: Path, switch: str) -> None:
    """It is left alone where nobody forces it; forced, both draw the same photograph."""
    with virtual_screen(tmp_path) as screen:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(asset("sample.jpg"))],
            env=os.environ
            | {
                "DISPLAY": screen.display,
                "QT_QPA_PLATFORM": "xcb",
                "FUNDUSVIEWER_HOME": str(tmp_path),
                "FUNDUSVIEWER_GPU": switch,
                "LIBGL_ALWAYS_SOFTWARE": "1",
                "PYTHONPATH": str(ROOT),
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    seen = json.loads(done.stdout.splitlines()[-1])
    if not switch or "no OpenGL" in seen["reason"]:
        assert not seen["used"]
        assert seen["widget"] == "QWidget"
        return
    assert seen["used"], seen
    assert seen["widget"] == "QOpenGLWidget"
    assert seen["difference"] < 1.5
    used, widget, reason = seen["after"]
    assert (used, widget) == (False, "QWidget")
    assert "it drew a photograph wrongly" in reason


# -- what makes the processor fast ---------------------------------------------------------------


def test_only_what_is_drawn_of_a_layer_is_painted() -> None:
    pixels = np.zeros((400, 600, 4), np.uint8)
    pixels[100:140, 300:330] = (255, 0, 0, 128)
    drawn = overlay_layers._drawn(Layer("heat map", pixels, Region(50, 20, 1200, 800)))
    assert drawn.covered is not None
    assert drawn.covered.contains(QPoint(50 + 2 * 315, 20 + 2 * 120))
    assert not drawn.covered.contains(QPoint(60, 30))
    box = drawn.covered.boundingRect()
    assert box.width() * box.height() < 0.2 * 1200 * 800
    pixels[...] = 255
    assert overlay_layers._drawn(Layer("all", pixels, Region(0, 0, 600, 400))).covered is None


def test_a_clipped_layer_looks_like_the_whole_one(view: ImageView) -> None:
    pixels = np.zeros((500, 500, 4), np.uint8)
    rows, columns = np.mgrid[0:500, 0:500]
    pixels[...] = (0, 255, 0, 0)
    pixels[..., 3] = np.clip(200 - np.hypot(rows - 200, columns - 300) * 2, 0, 255)
    layer = overlay_layers._drawn(Layer("heat map", pixels, Region(100, 80, 1200, 1100)))
    assert layer.covered is not None
    for factor in (1.0, 3.7):
        view.zoom_by(factor, view.rect().center().toPointF())
        view.show_layers((layer,))
        clipped = on_screen(view.viewport())
        view.show_layers((replace(layer, covered=None),))
        assert np.array_equal(on_screen(view.viewport()), clipped)


def test_stripes_of_an_adjusted_photograph_are_those_of_the_whole(view: ImageView) -> None:
    view.show_display(DisplaySettings(channel=Channel.GREEN, contrast=0.3))
    view.actual_size()
    whole = on_screen(view.viewport())
    shown = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    shown.fill(0)
    stripes = QRegion(0, 0, 500, 30) + QRegion(0, 30, 40, 370)
    painter = QPainter(shown)
    view.painting.exposed = stripes
    painter.setClipRegion(stripes)
    view.render(painter, QRectF(shown.rect()), view.viewport().rect())
    painter.end()
    rows = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), -1, 4)[..., 2::-1]
    difference_ = np.abs(rows.astype(int) - whole[: shown.height(), : shown.width()])
    assert difference_[:30].max() <= 1
    assert difference_[:, :40].max() <= 1
    assert rows[100:, 100:].max() == 0
