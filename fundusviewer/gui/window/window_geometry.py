"""Where the window and its dialogs stand: always where the screen shows all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QChildEvent, QEvent, QMargins, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen, QWindow
from PySide6.QtWidgets import QDialog, QLayout, QMainWindow, QSplitter, QWidget

from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.window.panel_widths import with_panel_widths

#: How long after a window was moved its place is noted, in milliseconds.
_NOTED_AFTER = 500

#: How long after the screens have changed windows are looked for, in milliseconds.
_LOOKED_AFTER = 300

_MOVING = (
    QEvent.Type.Show,
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.WindowStateChange,
)

#: Width and height of the window at the first start, in logical pixels.
_FIRST_SIZE = QSize(1440, 900)

#: Least size of the window where the screen has room for it: nothing is scrolled then.
_LEAST_SIZE = QSize(900, 520)

#: Room for the frame of a window, which is known only once it is shown: the title is above.
_FRAME = QMargins(8, 40, 8, 8)


def place_window(window: QMainWindow, settings: Settings) -> None:
    """Put the window where it was; at the first start, fill a screen that is too small for it."""
    first = settings.geometry is None
    room = room_of(QGuiApplication.primaryScreen())
    place = QRect(room.topLeft(), _FIRST_SIZE) if first else QRect(*settings.geometry or ())
    fitted = fitted_place(place, [room_of(screen) for screen in _screens()])
    window.setMinimumSize(_LEAST_SIZE.boundedTo(fitted.size().boundedTo(room.size())))
    if first:
        window.resize(fitted.size())
    else:
        window.setGeometry(fitted)
    if settings.maximised or (first and fitted.size() != _FIRST_SIZE):
        window.setWindowState(Qt.WindowState.WindowMaximized)


def fitted_place(place: QRect, rooms: Sequence[QRect]) -> QRect:
    """Return the nearest place of a window that is all on one screen, smaller where it must be.

    Parameters
    ----------
    place
        Where it stood, perhaps on a screen that is gone or was larger.
    rooms
        What the screens offer; the first is the main one.

    Examples
    --------
    >>> fitted_place(QRect(0, 0, 2400, 1350), [QRect(0, 0, 1366, 768)]).getRect()
    (0, 0, 1366, 768)
    """
    best = max(rooms, key=lambda room: _area(room.intersected(place)))
    size = place.size().boundedTo(best.size())
    left = min(max(place.left(), best.left()), best.right() + 1 - size.width())
    top = min(max(place.top(), best.top()), best.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


def room_of(screen: QScreen) -> QRect:
    """Return what a screen offers for the inside of a window, without its frame."""
    return screen.availableGeometry().marginsRemoved(_FRAME)


def _screens() -> list[QScreen]:
    """Return all screens, the main one first."""
    main = QGuiApplication.primaryScreen()
    return [main, *(screen for screen in QGuiApplication.screens() if screen is not main)]


def _area(rectangle: QRect) -> int:
    return rectangle.width() * rectangle.height() if rectangle.isValid() else 0


class ScreenKeeper(QObject):
    """Keeps a window and its dialogs on the screen: when they open, and when screens change."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._look_soon)
            app.screenAdded.connect(self._watch)
            app.primaryScreenChanged.connect(self._look_soon)
        for screen in QGuiApplication.screens():
            self._watch(screen)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOKED_AFTER)
        self._timer.timeout.connect(self.look)
        self._handle: QWindow | None = None
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(_LOOKED_AFTER)
        self._fitting.timeout.connect(self.fit)
        window.installEventFilter(self)

    def look(self) -> None:
        """Bring back what cannot be reached any more."""
        dialogs = [one for one in self._window.findChildren(QDialog) if one.isVisible()]
        for window in (self._window, *dialogs):
            if not window.isMaximized() and not window.isFullScreen():
                _bring_back(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Find dialogs before they are shown, and those that they open themselves."""
        if watched is self._window and event.type() is QEvent.Type.Show:
            # Also where the window system opens it on another screen than was thought.
            self._watch_moves()
        if isinstance(event, QChildEvent) and event.type() is QEvent.Type.ChildPolished:
            child = event.child()
            if isinstance(child, QDialog):
                child.installEventFilter(self)
        elif event.type() is QEvent.Type.Show and isinstance(watched, QDialog):
            parent = watched.parentWidget()
            _bring_back(watched, self._window if parent is None else parent.window())
        return super().eventFilter(watched, event)

    def _watch_moves(self) -> None:
        """Find out when the window is moved to another screen."""
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.screenChanged.connect(lambda _: self._fitting.start())

    def fit(self) -> None:
        """Make the window no larger than its screen; it stays where it is drawn to."""
        window = self._window
        if window.isMaximized() or window.isFullScreen():
            return
        room = room_of(window.screen()).size()
        fitted = window.size().boundedTo(room)
        if fitted != window.size():
            window.setMinimumSize(window.minimumSize().boundedTo(fitted))
            window.resize(fitted)

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._look_soon)

    def _look_soon(self, *_: object) -> None:
        # The window system moves windows itself first.
        self._timer.start()


def _bring_back(window: QWidget, over: QWidget | None = None) -> None:
    """Have all of a window on a screen; one that stood nowhere yet in the middle of another."""
    rooms = [room_of(screen) for screen in _screens()]
    place = window.geometry()
    if over is not None and not window.testAttribute(Qt.WidgetAttribute.WA_Moved):
        place.moveCenter(over.geometry().center())
    fitted = fitted_place(place, rooms)
    if fitted.size() != place.size():
        layout = window.layout()
        if isinstance(window, QDialog) and layout is not None:
            # Otherwise it grows again with what comes into it.
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        window.setMinimumSize(window.minimumSize().boundedTo(fitted.size()))
    if fitted != window.geometry():
        window.setGeometry(fitted)


class PlaceKeeper(QObject):
    """Remembers where the window stands whenever that changes: nobody may ever close it."""

    def __init__(
        self, window: QMainWindow, splitter: QSplitter, settings_store: SettingsStore
    ) -> None:
        super().__init__(window)
        self._window, self._splitter, self._settings_store = window, splitter, settings_store
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTED_AFTER)
        self._timer.timeout.connect(self.note)
        self._dragged = False
        splitter.splitterMoved.connect(self._note_sides_soon)
        window.installEventFilter(self)

    def note(self) -> None:
        """Remember it now."""
        self._timer.stop()
        place = self._window.normalGeometry()
        left, _, right = self._splitter.sizes()
        settings = self._settings_store.settings
        found: dict[str, object] = {
            "geometry": (place.x(), place.y(), place.width(), place.height()),
            "maximised": self._fills_screen(),
        }
        # Only what the user chose: a narrow window has other widths for a while.
        if self._dragged and left and right:
            screen = self._window.screen().size()
            found["panel_widths"] = with_panel_widths(settings, screen, (left, right))
        self._dragged = False
        known = {name: getattr(settings, name) for name in found}
        if found != known:
            self._settings_store.update(**found)

    def _note_sides_soon(self) -> None:
        self._dragged = True
        self._timer.start()

    def _fills_screen(self) -> bool:
        """Return whether the window is maximised; what it was before it took the full screen."""
        if self._window.isFullScreen():
            return self._settings_store.settings.maximised
        return self._window.isMaximized()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a moved window, and let it move."""
        if watched is self._window and event.type() in _MOVING and self._window.isVisible():
            self._timer.start()
        return super().eventFilter(watched, event)
