"""The list of keys, read from the menus themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.widgets.basic import label

#: The list's columns, and the room between two groups in logical pixels.
_COLUMNS, _GAP = 4, 2

#: What frame, margins and button need of the screen's height and width, in logical pixels.
_AROUND = (110, 50)

#: Width of a bar that scrolls, in logical pixels.
_BAR = 18

#: Width of a text in letters.
_TEXT_LETTERS = 25


@dataclass(frozen=True)
class KeyGroup:
    """The keys of one menu.

    Attributes
    ----------
    title
        The menu's.
    keys
        Texts with their keys.
    """

    title: str
    keys: tuple[tuple[str, str], ...]


def key_groups(menus: QMenuBar) -> list[KeyGroup]:
    """Return the keys of all that stands in the menus; each submenu is a group of its own."""
    tops = (action.menu() for action in menus.actions())
    groups = [group for menu in tops if isinstance(menu, QMenu) for group in _groups(menu)]
    return [group for group in groups if group.keys]


def _groups(menu: QMenu) -> list[KeyGroup]:
    inner = [one.menu() for one in menu.actions()]
    own = [one for one, sub in zip(menu.actions(), inner, strict=True) if sub is None]
    keys = tuple((plain(one.text()), keys_of(one)) for one in own if keys_of(one))
    groups = [KeyGroup(plain(menu.title()), keys)]
    for sub in inner:
        if isinstance(sub, QMenu):
            groups.extend(_groups(sub))
    return groups


def keys_of(action: QAction) -> str:
    """Return an action's keys as they are printed on the keyboard; empty for none."""
    native = QKeySequence.SequenceFormat.NativeText
    return " / ".join(key.toString(native) for key in action.shortcuts())


def plain(text: str) -> str:
    """Return a menu's text without mnemonics and without what stands for a dialog."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


class KeysDialog(QDialog):
    """All keys, menu by menu, and what the mouse does."""

    def __init__(self, menus: QMenuBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.groups = [*key_groups(menus), self._mouse()]
        area = _scrolled(in_columns(self.groups, _room().width() - _BAR))
        area.setAccessibleName(self.tr("Keyboard shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 1, 16, 1)
        layout.setSpacing(2)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)

    def _mouse(self) -> KeyGroup:
        return KeyGroup(
            self.tr("In the photograph"),
            (
                (self.tr("Zoom at the cursor"), self.tr("Wheel")),
                (self.tr("Pan"), self.tr("Drag, or arrow keys")),
                (self.tr("Opacity of the heat map"), self.tr("Ctrl + wheel")),
                (self.tr("Brightness and contrast"), self.tr("Drag with the right button")),
                (self.tr("Gamma"), self.tr("Shift + right button")),
            ),
        )


def in_columns(groups: Sequence[KeyGroup], room: int) -> QWidget:
    """Return the groups in as many columns as there is room for, in logical pixels.

    A list that is scrolled down is read; one that is scrolled to the side is not.
    """
    for count in range(_COLUMNS, 1, -1):
        body = _columns(groups, count)
        if body.sizeHint().width() <= room:
            return body
    return _columns(groups, 1)


def _columns(groups: Iterable[KeyGroup], count: int) -> QWidget:
    """Return the groups in columns of about the same height; none is torn apart."""
    body = QWidget()
    row = QHBoxLayout(body)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    parts = [_part(group) for group in groups]
    for column in balanced([part.sizeHint().height() + _GAP for part in parts], count):
        inner = QVBoxLayout()
        inner.setSpacing(_GAP)
        for number in column:
            inner.addWidget(parts[number])
        inner.addStretch(1)
        row.addLayout(inner)
    return body


def balanced(heights: Sequence[int], count: int) -> list[list[int]]:
    """Return what stands in each of so many columns, so that the highest is low.

    The highest parts first, each into the lowest column; then parts of the highest column change
    places with others as long as that makes it lower.
    """
    columns: list[list[int]] = [[] for _ in range(count)]

    def height(column: Iterable[int]) -> int:
        return sum(heights[number] for number in column)

    for number in sorted(range(len(heights)), key=lambda number: -heights[number]):
        min(columns, key=height).append(number)
    while True:
        highest = max(columns, key=height)
        others = [column for column in columns if column is not highest]
        found = (
            (column, one, other)
            for column in others
            for one in highest
            for other in (None, *column)
            if height(column) + heights[one] - (0 if other is None else heights[other])
            < height(highest)
            and (other is None or heights[other] < heights[one])
        )
        change = next(found, None)
        if change is None:
            return columns
        column, one, other = change
        highest.remove(one)
        column.append(one)
        if other is not None:
            column.remove(other)
            highest.append(other)


def _part(group: KeyGroup) -> QWidget:
    """Return a group with its title."""
    part = QWidget()
    rows = QGridLayout(part)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setHorizontalSpacing(8)
    rows.setVerticalSpacing(0)
    rows.addWidget(label(group.title, name="heading"), 0, 0, 1, 2)
    for number, (text, key) in enumerate(group.keys, start=1):
        rows.addWidget(_wrapping(text), number, 0)
        rows.addWidget(label(key, bold=True), number, 1)
    rows.setColumnStretch(1, 1)
    return part


def _wrapping(text: str) -> QLabel:
    """Return a text that takes a second line rather than widen the column."""
    result = label(text)
    result.setFixedWidth(_TEXT_LETTERS * result.fontMetrics().averageCharWidth())
    return result


def _scrolled(body: QWidget) -> QScrollArea:
    """Let a list be read on a small screen, too."""
    area = QScrollArea()
    area.setWidget(body)
    area.setWidgetResizable(True)
    # As large as the list where there is room, with scroll bars otherwise.
    bar = area.verticalScrollBar().sizeHint().width()
    wanted = body.sizeHint() + QSize(bar + 2, 2)
    size = wanted.boundedTo(_room())
    area.setMinimumSize(size)
    return area


def _room() -> QSize:
    """Return what the screen has for the list, in logical pixels."""
    screen = QGuiApplication.primaryScreen().availableSize()
    return screen - QSize(_AROUND[1], _AROUND[0])
