"""All marks on one view: which colour each has, and the words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QGraphicsItem

from fundusviewer.anatomy import Mark
from fundusviewer.anatomy.marks import anchor_of
from fundusviewer.gui.state.marks.mark_board import MarkBoard
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.text.report_language import speech_of
from fundusviewer.gui.text.translation import chosen
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewing.anatomy_items import LESION_COLOURS
from fundusviewer.gui.viewing.marking.mark_items import MarkItem
from fundusviewer.gui.viewing.measuring_items import WordsItem
from fundusviewer.overlay.reader_marks import READER_COLOURS, authors_of
from fundusviewer.reporting.mark_words import author_words, mark_words

#: Of what is none of the lesions that have a colour, and of what has no kind.
_OTHER, _NO_KIND = "#cc79a7", "#e69f00"

#: From this share of the photograph's width on, words stand on the left of their mark.
_RIGHT_FROM = 0.7


class MarkLayer:
    """Draws the marks of the photograph on a view.

    Where marks of several readers are shown, each reader has a colour, and the name stands beside
    the mark; otherwise the colour tells the kind.
    """

    def __init__(self, view: ImageView, board: MarkBoard) -> None:
        self._view, self._board = view, board
        self._items: list[QGraphicsItem] = []
        self._shown = True
        #: What stands beside the marks, in their order.
        self.words: list[str] = []

    def set_shown(self, shown: bool) -> None:
        """Hide the marks, or show them again."""
        self._shown = shown
        for item in self._items:
            item.setVisible(shown)

    def draw(self, marks: Sequence[Mark], selected: str | None = None) -> None:
        """Draw these marks in the place of those before.

        Parameters
        ----------
        marks
            On the photograph on the view.
        selected
            The uid of the one that has handles.
        """
        self.clear()
        authors = authors_of(marks)
        for mark in marks:
            several = len(authors) > 1
            colour = colour_of(mark.kind)
            if several:
                colour = READER_COLOURS[authors.index((mark.by, mark.role)) % len(READER_COLOURS)]
            self._add(
                MarkItem(
                    mark.shape,
                    mark.points,
                    colour,
                    selected=mark.uid == selected,
                    unsaved=self._board.is_unsaved(mark),
                )
            )
            words = self._words(mark, several=several)
            self.words.append(words)
            if words:
                item = WordsItem()
                at = QPointF(*anchor_of(mark.points))
                item.show_words(words, at, leftwards=self._is_right(at))
                self._add(item)

    def clear(self) -> None:
        """Draw nothing."""
        for item in self._items:
            self._view.scene().removeItem(item)
        self._items, self.words = [], []

    def _is_right(self, place: QPointF) -> bool:
        """Return whether words on the right of a place would leave the view where all is seen."""
        turned = self._view.orientation.transform()
        box = turned.mapRect(self._view.focus)
        return (turned.map(place).x() - box.left()) > _RIGHT_FROM * box.width()

    def _words(self, mark: Mark, *, several: bool) -> str:
        speech = speech_of(chosen())
        by = ""
        if several:
            by = author_words(mark, speech, in_programme=self._board.is_shared, personal=True)
        return short(" \N{MIDDLE DOT} ".join(filter(None, (by, mark_words(mark, speech)))))

    def _add(self, item: QGraphicsItem) -> None:
        item.setVisible(self._shown)
        self._view.scene().addItem(item)
        self._items.append(item)


def colour_of(kind: str | None) -> str:
    """Return the colour of a kind of marks."""
    return _NO_KIND if kind is None else LESION_COLOURS.get(kind, _OTHER)
