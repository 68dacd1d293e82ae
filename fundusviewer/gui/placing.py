"""Where the window stands on the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from fundusviewer.gui.settings import Settings

#: Width and height of the window at the first start, in logical pixels.
_FIRST_SIZE = (1440, 900)

#: Room for the frame of the window, which is known only once it is shown.
_FRAME = (40, 60)


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
