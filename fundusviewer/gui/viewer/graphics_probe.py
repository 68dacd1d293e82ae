"""Whether there is a graphics card that draws what it should."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QOffscreenSurface,
    QOpenGLContext,
    QPainter,
)

from fundusviewer.gui.viewer.graphics_memory import Graphics, ended_the_program, remember

#: Variable of the environment: ``off`` never asks the card, ``on`` takes any that draws rightly.
SWITCH = "FUNDUSVIEWER_GPU"

#: Parts of the names of drivers that paint on the processor, slower than Qt does.
_SOFTWARE = (
    "llvmpipe",
    "softpipe",
    "swrast",
    "software",
    "gdi generic",
    "basic render",
    "swiftshader",
)

#: Platforms of Qt that have no screen.
_NO_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb")

_GL_RENDERER, _GL_MAX_TEXTURE_SIZE = 0x1F01, 0x0D33

#: A photograph's longer side that the card must hold in one piece.
_LARGEST = 8192

#: Largest mean difference, of 255, between what the card and what the processor draws.
_DIFFERENCE = 3.0

_TRIAL = QSize(256, 160)


def find_graphics(wanted: bool, environment: Mapping[str, str] = os.environ) -> Graphics:
    """Return what is to draw photographs, and write it down.

    Parameters
    ----------
    wanted
        Whether the user wants the card.
    environment
        Has the last word (:data:`SWITCH`).
    """
    found = _found(wanted, environment.get(SWITCH, "").lower())
    remember(found)
    return found


def _found(wanted: bool, switch: str) -> Graphics:
    if switch == "off":
        return Graphics(reason=f"{SWITCH}=off")
    if not wanted and switch != "on":
        return Graphics(reason="it is chosen in the settings")
    if QGuiApplication.platformName() in _NO_SCREEN and switch != "on":
        return Graphics(reason="there is no screen")
    if ended_the_program() and switch != "on":
        return Graphics(
            reason="the program ended when the graphics card was tried; the settings try it again",
            trying=True,
        )
    remember(Graphics(trying=True, reason="the graphics card is being tried"))
    try:
        return _tried(force=switch == "on")
    except (ImportError, RuntimeError, TypeError, AttributeError) as error:
        return Graphics(reason=f"OpenGL cannot be used here ({error})")


def _tried(*, force: bool) -> Graphics:
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    if not context.create() or not context.makeCurrent(surface):
        return Graphics(reason="there is no OpenGL")
    try:
        functions = context.functions()
        graphics = Graphics(renderer=str(functions.glGetString(_GL_RENDERER)))
        if any(name in graphics.renderer.lower() for name in _SOFTWARE) and not force:
            return replace(graphics, reason="OpenGL is made of software here, which is slower")
        if context.format().majorVersion() < 3:
            return replace(graphics, reason="OpenGL is too old")
        largest = functions.glGetIntegerv(_GL_MAX_TEXTURE_SIZE)
        if not isinstance(largest, int) or largest < _LARGEST:
            return replace(graphics, reason="the graphics card cannot hold a large photograph")
        if difference(_on_card(), _on_processor()) > _DIFFERENCE:
            return replace(graphics, reason="the graphics card draws wrongly")
        return replace(graphics, used=True)
    finally:
        context.doneCurrent()


def difference(one: QImage, other: QImage) -> float:
    """Return the mean difference of two pictures of one size, 0–255 for a channel."""
    first, second = (_pixels(image) for image in (one, other))
    if first.shape != second.shape:
        return 255.0
    return float(np.abs(first.astype(int) - second).mean())


def _pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels: np.ndarray = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)
    return pixels[..., :3].copy()


def _on_card() -> QImage:
    from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLPaintDevice

    buffer = QOpenGLFramebufferObject(_TRIAL)
    buffer.bind()
    # Kept in a name: Qt ends the program where a device goes before its painter.
    device = QOpenGLPaintDevice(_TRIAL)
    _draw(QPainter(device))
    buffer.release()
    return buffer.toImage()


def _on_processor() -> QImage:
    image = QImage(_TRIAL, QImage.Format.Format_RGB32)
    _draw(QPainter(image))
    return image


def _draw(painter: QPainter) -> None:
    """Draw what a view draws: an enlarged picture, and a half transparent one over a part of it."""
    rows, columns = np.mgrid[0:40, 0:64]
    values = np.dstack([rows * 6, columns * 4, (rows + columns) * 2, np.full_like(rows, 255)])
    pixels = np.ascontiguousarray(values.astype(np.uint8))
    image = QImage(pixels.data, 64, 40, QImage.Format.Format_RGB32)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(0, 0, _TRIAL.width(), _TRIAL.height(), QColor(0, 0, 0))
    painter.drawImage(QRectF(16, 10, 200, 125), image)
    over = QImage(pixels.data, 64, 40, QImage.Format.Format_ARGB32_Premultiplied)
    painter.setOpacity(0.5)
    painter.drawImage(QRectF(60, 40, 120, 75), over)
    painter.end()
