"""The decision in large letters, on narrow panels."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fundusviewer.gui.finding.finding_panel import ResultPanel
from fundusviewer.gui.state.photograph import Wording
from fundusviewer.gui.widgets.theme import Theme


def _shown(qtbot: QtBot, theme: Theme, headline: str, width: int) -> ResultPanel:
    panel = ResultPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(width, 400)
    panel._body.show()
    panel.show()
    panel.card.show_words(Wording(headline, "There is no grade", "not_fundus", "muted"))
    QApplication.processEvents()
    return panel


def test_a_long_word_gets_smaller_letters(qtbot: QtBot, theme: Theme) -> None:
    """German has long words: none is cut off, and the panel is not widened by one."""
    panel = _shown(qtbot, theme, "Keine Fundusaufnahme", 300)
    headline = panel.card.headline
    metrics = QFontMetrics(headline.font())
    assert metrics.horizontalAdvance("Fundusaufnahme") <= headline.width()
    assert panel._body.width() <= panel.viewport().width()


def test_short_words_stay_large(qtbot: QtBot, theme: Theme) -> None:
    panel = _shown(qtbot, theme, "Keine Fundusaufnahme", 300)
    small = panel.card.headline.font().pointSizeF()
    panel.card.show_words(Wording("Refer", "", "refer", "refer"))
    large = panel.card.headline.font().pointSizeF()
    assert large > small
    panel.card.show_words(Wording("Keine Fundusaufnahme", "", "refer", "refer"))
    panel.resize(900, 400)
    QApplication.processEvents()
    assert panel.card.headline.font().pointSizeF() == large
