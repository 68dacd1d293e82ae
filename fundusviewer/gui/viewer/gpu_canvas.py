"""Views drawn by the graphics card, held against what the processor draws of each photograph."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QRect, QRectF, QSizeF, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsView, QWidget

from fundusviewer.gui.viewer.graphics_memory import remember
from fundusviewer.gui.viewer.graphics_probe import difference, find_graphics
from fundusviewer.gui.viewer.image_view import ImageView

if TYPE_CHECKING:
    from PySide6.QtOpenGLWidgets import QOpenGLWidget

log = logging.getLogger(__name__)

#: Side of the piece in the middle of the view that is compared, in logical pixels.
_PIECE = 96

#: Largest mean difference of it, of 255. Card and processor round and smooth in other ways.
_DIFFERENCE = 6.0

_GL_READ, _GL_DRAW, _GL_SCISSOR = 0x8CA8, 0x8CA9, 0x0C11
_GL_COLOR, _GL_NEAREST = 0x4000, 0x2600

#: How long a window must live on the card to be trusted without a photograph, in milliseconds.
_TRIAL = 10_000


class GpuCanvas(QObject):
    """Lets the graphics card draw views, until it draws one wrongly.

    Of each photograph the first picture is compared with what the processor makes of it, so that
    a black or a torn one is seen for a moment at most; then the processor draws.

    Parameters
    ----------
    views
        Of one window.
    wanted
        Whether the user wants the card.
    """

    def __init__(self, views: Sequence[ImageView], *, wanted: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._views = tuple(views)
        self.graphics = find_graphics(wanted)
        self._trusted = False
        if self.graphics.used:
            self._begin()

    def give_up(self, reason: str) -> None:
        """Let the processor draw from now on."""
        if not self.graphics.used:
            return
        log.warning("the graphics card is not used any more: %s", reason)
        self.graphics = replace(self.graphics, used=False, reason=reason)
        remember(self.graphics)
        for view in self._views:
            view.take_viewport(QWidget())
            view.set_update_mode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)

    def _begin(self) -> None:
        from PySide6.QtOpenGLWidgets import QOpenGLWidget

        # Until the first pictures were drawn, a driver may still end the program.
        remember(replace(self.graphics, used=False, trying=True, reason="it is being tried"))
        QTimer.singleShot(_TRIAL, self, self._trust)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._trust)
        for view in self._views:
            viewport = QOpenGLWidget()
            # Otherwise the picture is gone when it is asked for.
            viewport.setUpdateBehavior(QOpenGLWidget.UpdateBehavior.PartialUpdate)
            # Nothing is only moved: all is drawn each time.
            view.take_viewport(viewport)
            view.set_update_mode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
            view.seen.connect(partial(self._check_soon, view))

    def _check_soon(self, view: ImageView, _: object) -> None:
        # Not while it is being painted.
        QTimer.singleShot(0, self, lambda: self._check(view))

    def _check(self, view: ImageView) -> None:
        """Compare what is on the screen with what should be."""
        if not self.graphics.used or not view.isVisible() or view.shown is None:
            return
        from PySide6.QtOpenGLWidgets import QOpenGLWidget

        viewport = view.viewport()
        if not isinstance(viewport, QOpenGLWidget) or not viewport.isValid():
            self.give_up("OpenGL does not start")
            return
        piece = _middle(viewport.rect())
        ratio = viewport.devicePixelRatioF()
        seen = _read(viewport).copy(QRectF(piece.topLeft() * ratio, piece.size() * ratio).toRect())
        expected = QImage(seen.size(), QImage.Format.Format_RGB32)
        painter = QPainter(expected)
        view.render(painter, QRectF(expected.rect()), piece)
        painter.end()
        wrong = difference(seen, expected)
        if wrong > _DIFFERENCE:
            self.give_up(f"it drew a photograph wrongly (by {wrong:.0f} of 255)")
        else:
            self._trust()

    def _trust(self) -> None:
        """Note that the card was tried and the program is still there."""
        if self.graphics.used and not self._trusted:
            self._trusted = True
            remember(self.graphics)


def _read(viewport: QOpenGLWidget) -> QImage:
    """Return what the card has drawn of a view; nothing is drawn for it."""
    from PySide6.QtOpenGL import QOpenGLFramebufferObject

    size = (QSizeF(viewport.size()) * viewport.devicePixelRatioF()).toSize()
    viewport.makeCurrent()
    try:
        copy = QOpenGLFramebufferObject(size)
        functions = viewport.context().extraFunctions()
        # Whoever painted last may have left a part alone.
        functions.glDisable(_GL_SCISSOR)
        functions.glBindFramebuffer(_GL_READ, viewport.defaultFramebufferObject())
        functions.glBindFramebuffer(_GL_DRAW, copy.handle())
        corners = 0, 0, size.width(), size.height()
        functions.glBlitFramebuffer(*corners, *corners, _GL_COLOR, _GL_NEAREST)
        return copy.toImage().convertToFormat(QImage.Format.Format_RGB32)
    finally:
        viewport.doneCurrent()


def _middle(rect: QRect) -> QRect:
    piece = QRect(0, 0, min(_PIECE, rect.width()), min(_PIECE, rect.height()))
    piece.moveCenter(rect.center())
    return piece
