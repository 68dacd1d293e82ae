"""Above two photographs: which is which, and the choice of the second one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from fundusviewer.gui.text.outside import short
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.placeholder_pages import FailurePage
from fundusviewer.gui.widgets.basic import ElidedComboBox, OneLine, label
from fundusviewer.gui.widgets.icons import icon
from fundusviewer.gui.widgets.theme import DARK, Theme

#: Of the list of photographs, in pixels: a long name fits.
_LEAST_BOX, _WIDEST_BOX = 90, 420

#: Its share of the room that is left, against one of nothing.
_OF_NAMES = 20

#: Room for the name of an eye.
_EYE_WIDTH = 150


class PairBar(QWidget):
    """One line over both photographs.

    Signals
    -------
    chosen(Path)
        The second photograph is to be this one.
    closed()
        One photograph is enough.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.current = OneLine(bold=True)
        self.partner = OneLine(bold=True, least=_EYE_WIDTH)
        self.box = ElidedComboBox()
        self.remark = OneLine()
        self.remark.setObjectName("muted")
        self._set_up_box()
        self._first, self._second = QWidget(), QWidget()
        _fill(self._first, self.current)
        _fill(self._second, self.partner, self.box, self.remark)
        self._halves = QHBoxLayout()
        self._halves.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.addLayout(self._halves, 1)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.clicked.connect(self.closed)
        row.addWidget(self._close)
        self._theme = theme
        theme.changed.connect(self._colour)
        self._colour()
        self.order(current_left=True)
        self.hide()
        on_language_changed(self._say)

    def order(self, *, current_left: bool, apart: bool = True) -> None:
        """Put the photograph on screen left or right.

        Parameters
        ----------
        current_left
            Whether it stands left.
        apart
            Whether each half stands over its photograph. Where both lie one over the other, the
            second photograph's words have the room that they need.
        """
        halves = (self._first, self._second) if current_left else (self._second, self._first)
        for half in halves:
            equal = apart or half is self._first
            width = QSizePolicy.Policy.Ignored if equal else QSizePolicy.Policy.Preferred
            half.setSizePolicy(width, QSizePolicy.Policy.Preferred)
            self._halves.removeWidget(half)
            self._halves.addWidget(half, 1 if equal else 2)

    def show_choice(self, paths: Sequence[Path], fitting: int, chosen: Path | None) -> None:
        """Offer photographs: first those that belong to the one on screen."""
        with QSignalBlocker(self.box):
            self.box.clear()
            for number, path in enumerate(paths):
                if number == fitting and fitting:
                    self.box.insertSeparator(number)
                self.box.addItem(short(path.name), path)
            self.box.setCurrentIndex(-1 if chosen is None else self._row(chosen))

    def _say(self) -> None:
        other, alone = self.tr("The other photograph"), self.tr("Single photograph")
        for control, name in ((self.box, other), (self._close, alone)):
            control.setAccessibleName(name)
            control.setToolTip(name)
        self.box.setPlaceholderText(self.tr("Choose a photograph"))

    def _row(self, path: Path) -> int:
        rows = range(self.box.count())
        return next((row for row in rows if self.box.itemData(row) == path), -1)

    def _set_up_box(self) -> None:
        adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.box.setSizeAdjustPolicy(adjust)
        # The eye is read first; a file's name has the room that is left.
        self.box.setMinimumContentsLength(8)
        self.box.setMinimumWidth(_LEAST_BOX)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setMaximumWidth(_WIDEST_BOX)
        self.box.setMaxVisibleItems(20)
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.activated.connect(lambda row: self.chosen.emit(self.box.itemData(row)))

    def _colour(self) -> None:
        self._close.setIcon(icon("cancel", self._theme.colours.text))


class PartnerPane(QStackedWidget):
    """The second view, or why there is no photograph in it.

    Signals
    -------
    touched()
        Clicked, or the end of a drag: its photograph is meant from now on.
    """

    touched = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ImageView()
        # The keys belong to the active photograph, which is in the other view.
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.released.connect(self.touched)
        self.failure = FailurePage(theme)
        self.waiting = label()
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.waiting.setStyleSheet(f"background: {DARK.canvas}; color: {DARK.on_canvas};")
        for page in (self.view, self.failure, self.waiting):
            self.addWidget(page)
        for words in (self.failure.title, self.failure.text, self.waiting):
            words.installEventFilter(self)
        self.hide()
        on_language_changed(self._say)

    def _say(self) -> None:
        self.view.setAccessibleName(self.tr("The other photograph"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click where there is no photograph."""
        super().mouseReleaseEvent(event)
        self.touched.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of a click on words, which keep it to themselves."""
        if event.type() is QEvent.Type.MouseButtonRelease:
            self.touched.emit()
        return super().eventFilter(watched, event)

    def show_text(self, text: str) -> None:
        """Show words in the photograph's place."""
        self.view.clear()
        self.waiting.setText(text)
        self.setCurrentWidget(self.waiting)

    def show_failure(self, reason: str) -> None:
        """Show why the photograph cannot be shown."""
        self.view.clear()
        self.failure.show_reason(reason)
        self.setCurrentWidget(self.failure)


def _fill(half: QWidget, *widgets: QWidget) -> None:
    row = QHBoxLayout(half)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        # A file's name is what can need any room.
        row.addWidget(widget, _OF_NAMES if isinstance(widget, QComboBox) else 0)
    row.addStretch(1)
