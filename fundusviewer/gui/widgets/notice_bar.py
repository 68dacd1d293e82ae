"""A line above the photograph for what the user should know. It never takes the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.basic import PlainLabel, label
from fundusviewer.gui.widgets.icons import icon
from fundusviewer.gui.widgets.theme import Theme


class NoticeBar(QFrame):
    """Shows one sentence until it is closed or replaced, with a button where it offers something.

    Attributes
    ----------
    text : QLabel
        The sentence.
    button, other : QPushButton or None
        Do what is offered, where something is.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sentence = ""
        self.setObjectName("notice")
        self.text = label()
        self._symbol = PlainLabel()
        self.button: QPushButton | None = None
        self.other: QPushButton | None = None
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(10)
        layout.addWidget(self._symbol)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._close)
        self._row = layout
        theme.changed.connect(self._colour)
        self._colour()
        self.hide()
        on_language_changed(self._say)

    def tell(self, sentence: str) -> None:
        """Show a sentence."""
        self._sentence = sentence
        self._say()
        for button in (self.button, self.other):
            if button is not None:
                button.deleteLater()
        self.button = self.other = None
        self.show()

    def offer(
        self,
        sentence: str,
        words: str,
        do: Callable[[], None],
        also: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Show a sentence with a button; pressing it does what is offered and ends the message.

        Parameters
        ----------
        sentence
            What the user should know.
        words
            What stands on the button.
        do
            What is offered.
        also
            The same of a second button.
        """
        self.tell(sentence)
        self.button = self._add(words, do)
        self.other = None if also is None else self._add(*also)

    def end(self, sentence: str) -> None:
        """Close the message where it is this one: what it says is over."""
        if self.shows(sentence):
            self.hide()

    def shows(self, sentence: str) -> bool:
        """Return whether this message stands here, and was not closed."""
        return sentence == self._sentence and not self.isHidden()

    def _add(self, words: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(self.hide)
        button.clicked.connect(lambda: do())
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def _say(self) -> None:
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self.text.setText(translate_message(self._sentence))
        self.setAccessibleName(translate_message(self._sentence))

    def _colour(self) -> None:
        colours = self._theme.colours
        self._symbol.setPixmap(icon("info", colours.ungradable).pixmap(QSize(20, 20)))
        self._close.setIcon(icon("cancel", colours.muted))
