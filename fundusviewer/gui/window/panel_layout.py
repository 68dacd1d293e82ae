"""List, photograph and finding beside one another; the outer two can be put away by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QWidget

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.side_panels import SidePanels
from fundusviewer.gui.viewer.image_panel import ImagePanel
from fundusviewer.gui.window.panel_widths import LEAST_MIDDLE, panel_widths

#: Of two photographs side by side each should be as wide as this share of the height that is there:
#: a retina is about as wide as it is high, and bars above and below take the rest.
_PAIR_SHARE = 0.75


class PanelLayout(QObject):
    """Shows the panels that are wanted, as wide as they were.

    Beside two photographs that would be narrow the list makes room.

    Parameters
    ----------
    splitter
        In the window already.
    left, middle, right
        The list, the photograph, and finding with grade.
    rows
        The list itself. There and on the photograph the key that puts both panels away counts;
        everywhere else it moves the focus.
    """

    def __init__(
        self,
        window: QMainWindow,
        splitter: QSplitter,
        left: QWidget,
        middle: ImagePanel,
        right: QWidget,
        *,
        rows: QWidget,
        actions: Actions,
        settings_store: SettingsStore,
    ) -> None:
        super().__init__(window)
        self._window, self._left, self._right = window, left, right
        self._middle, self._view = middle, middle.view
        self._rows = rows
        self._actions, self._settings_store = actions, settings_store
        settings = settings_store.settings
        self.panels = SidePanels(left=settings.left_panel, right=settings.right_panel, parent=self)
        self._filled = self._pair = False
        self.splitter = splitter
        for part in (left, middle, right):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for widget in (self._view, rows, window):
            widget.installEventFilter(self)
        self._handle: QWindow | None = None
        self._connect()

    def show_filled(self, filled: bool) -> None:
        """Without photographs there is only the page that says what to do."""
        if filled is not self._filled or not self._is_right():
            self._filled = filled
            self._show()

    def take_keys(self) -> None:
        """Give the keys to the list, or to the photograph where the list is put away."""
        (self._rows if self._rows.isVisible() else self._view).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key that puts both panels away; find out when the window changes its screen."""
        if watched is self._window:
            if event.type() is QEvent.Type.Show:
                self._watch_screen()
            elif event.type() is QEvent.Type.Resize:
                self._fit_pair()
                if self._leaves_too_little():
                    self._show()
            return super().eventFilter(watched, event)
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and not event.modifiers()
        ):
            if not event.isAutoRepeat():
                self._actions["both_panels"].trigger()
            return True
        return super().eventFilter(watched, event)

    def _leaves_too_little(self) -> bool:
        """Whether panels of a wider window take the photograph's place."""
        left, _, right = self.splitter.sizes()
        shown = self._left.isVisible() and self._right.isVisible()
        return shown and left + right > (1 - LEAST_MIDDLE) * self._window.width()

    def _follow_pair(self, shown: bool) -> None:
        if shown is not self._pair:
            self._pair = shown
            self._fit_pair()

    def _fit_pair(self) -> None:
        """Let the list make room where two photographs beside it would be narrow."""
        left, right = self._widths()
        pane = (self._window.width() - left - self.panels.right * right) / 2
        self.panels.make_room(self._pair and pane < _PAIR_SHARE * self.splitter.height())

    def _widths(self) -> tuple[int, int]:
        screen, width = self._window.screen().size(), self._window.width()
        return panel_widths(self._settings_store.settings, screen, width)

    def _watch_screen(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle
            # At once: what the panels were on the other screen is not remembered for this one.
            handle.screenChanged.connect(lambda _: self._show())

    def _connect(self) -> None:
        actions, panels = self._actions, self.panels
        actions["both_panels"].triggered.connect(panels.toggle_both)
        actions["left_panel"].triggered.connect(panels.show_left)
        actions["right_panel"].triggered.connect(panels.show_right)
        actions["full_screen"].triggered.connect(self._fill_screen)
        actions["next_control"].triggered.connect(self._window.focusNextChild)
        # What is asked for by a key must be in sight.
        for name in ("search", "filter_list", "sort_list"):
            actions[name].triggered.connect(lambda: panels.show_left(True))
        actions["note"].triggered.connect(lambda: panels.show_right(True))
        self._middle.partner_shown.connect(self._follow_pair)
        panels.changed.connect(self._remember)
        panels.changed.connect(self._show)

    def _remember(self) -> None:
        left, right = self.panels.wanted
        self._settings_store.update(left_panel=left, right_panel=right)

    def _is_right(self) -> bool:
        wanted = self._wanted()
        return wanted == (
            self._left.isVisibleTo(self._window),
            self._right.isVisibleTo(self._window),
        )

    def _wanted(self) -> tuple[bool, bool]:
        return self._filled and self.panels.left, self._filled and self.panels.right

    def _show(self) -> None:
        focused = QApplication.focusWidget()
        wanted = self._wanted()
        coming = wanted[0] and not self._left.isVisibleTo(self._window)
        for side, shown in zip((self._left, self._right), wanted, strict=True):
            side.setVisible(shown)
        self._actions["left_panel"].setChecked(self.panels.left)
        self._actions["right_panel"].setChecked(self.panels.right)
        left, right = self._widths()
        middle = self._window.width() - wanted[0] * left - wanted[1] * right
        self.splitter.setSizes([left, max(1, middle), right])
        if coming:
            self._rows.setFocus()
        elif focused is not None and not focused.isVisible():
            # The keys go on working where the photograph is.
            self._view.setFocus()

    def _fill_screen(self, on: bool) -> None:
        state = self._window.windowState()
        full = Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if on else state & ~full)
