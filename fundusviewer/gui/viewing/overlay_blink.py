"""The bare photograph for as long as a key is held: the eye sees best what changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

#: How long the photograph is bare where no key is held: the menu was used, in milliseconds.
_FROM_MENU = 1500


class OverlayBlink(QObject):
    """Watches the key of one action.

    Signals
    -------
    blinked(bool)
        Whether the photograph is to be bare now.
    """

    blinked = Signal(bool)

    def __init__(self, action: QAction, window: QWidget) -> None:
        super().__init__(window)
        self._action = action
        self._held = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FROM_MENU)
        self._timer.timeout.connect(self._end)
        action.triggered.connect(self._begin)
        # Keys come by here on their way up from whatever has the focus.
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the key goes down and up; every event goes on its way."""
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and self._is_key(event):
            self._held = True
        elif kind is QEvent.Type.WindowDeactivate or (
            kind is QEvent.Type.KeyRelease and self._is_key(event)
        ):
            self._end()
        return super().eventFilter(watched, event)

    def _is_key(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.isAutoRepeat():
            return False
        return QKeySequence(event.key()) == self._action.shortcut()

    def _begin(self) -> None:
        self.blinked.emit(True)
        if not self._held:
            self._timer.start()

    def _end(self) -> None:
        self._held = False
        self._timer.stop()
        self.blinked.emit(False)
