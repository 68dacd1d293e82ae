"""Where the window stands on the screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

from fundusviewer.gui.memory import Memory
from fundusviewer.gui.settings import Settings

#: How long after a window was moved its place is noted, in milliseconds.
_NOTED_AFTER = 500

_MOVING = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)

#: Width and height of the window at the first start, in logical pixels.
_FIRST_SIZE = (1440, 900)

#: Room for the frame of the window, which is known only once it is shown.
_FRAME = (40, 60)


#: Widths of the list and of the finding, and those where the window is narrower than so much.
_SIDES, _NARROW_SIDES, _NARROW = (330, 360), (270, 320), 1300


def usual_sides(width: int) -> tuple[int, int]:
    """Return the widths of list and finding in a window, until the user chooses others."""
    return _NARROW_SIDES if width < _NARROW else _SIDES


def place_window(window: QMainWindow, settings: Settings) -> None:
    """Put the window where it was; at the first start, fill a screen that is too small for it."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    room = (screen.width() - _FRAME[0], screen.height() - _FRAME[1])
    if settings.geometry is not None:
        place = QRect(*settings.geometry)
        screens = QGuiApplication.screens()
        # A window on a screen that is gone could not be reached.
        if any(other.availableGeometry().contains(place.topLeft()) for other in screens):
            window.setGeometry(place)
        else:
            window.resize(place.size())
    else:
        window.resize(min(_FIRST_SIZE[0], room[0]), min(_FIRST_SIZE[1], room[1]))
    first_on_small = settings.geometry is None and (
        room[0] < _FIRST_SIZE[0] or room[1] < _FIRST_SIZE[1]
    )
    if settings.maximised or first_on_small:
        window.setWindowState(Qt.WindowState.WindowMaximized)


class PlaceKeeper(QObject):
    """Remembers where the window stands whenever that changes: nobody may ever close it."""

    def __init__(self, window: QMainWindow, splitter: QSplitter, memory: Memory) -> None:
        super().__init__(window)
        self._window, self._splitter, self._memory = window, splitter, memory
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTED_AFTER)
        self._timer.timeout.connect(self.note)
        splitter.splitterMoved.connect(lambda *_: self._timer.start())
        window.installEventFilter(self)

    def note(self) -> None:
        """Remember it now."""
        self._timer.stop()
        place = self._window.normalGeometry()
        left, _, right = self._splitter.sizes()
        found = {
            "geometry": (place.x(), place.y(), place.width(), place.height()),
            "maximised": self._window.isMaximized(),
            "sides": (left, right) if left and right else self._memory.settings.sides,
        }
        known = {name: getattr(self._memory.settings, name) for name in found}
        if found != known:
            self._memory.remember(**found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a moved window, and let it move."""
        if watched is self._window and event.type() in _MOVING and self._window.isVisible():
            self._timer.start()
        return super().eventFilter(watched, event)
