"""The languages of the window for the printed report."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from PySide6.QtCore import QLocale, QTranslator

from fundusviewer.gui.text.formatting import day_form
from fundusviewer.gui.text.message_catalogue import REPORT, SENTENCES
from fundusviewer.gui.text.message_translation import TEMPLATES
from fundusviewer.gui.text.translation import SOURCE
from fundusviewer.reporting import Speech
from fundusviewer.resources import asset
from fundusviewer.sentences import Interpreter


@cache
def speech_of(code: str) -> Speech:
    """Return how a report speaks; needs no window and no application.

    All texts are read at once: the report stays in its language, on whatever thread it is
    written, while the window changes its own.

    Parameters
    ----------
    code
        One of :func:`fundusviewer.resources.languages`.
    """
    if code == SOURCE:
        return Speech()
    translator = QTranslator()
    translator.load(f"fundusviewer_{code}", str(asset("translations")))
    words = {text: translator.translate("Report", text) or text for text in REPORT}
    sentences = {text: translator.translate("Sentences", text) or text for text in SENTENCES}
    plain = Speech(words.__getitem__, str, QLocale(code).decimalPoint(), day_form(code))
    interpreter = Interpreter(TEMPLATES, sentences.__getitem__, lambda part: plain.share(part, 2))
    return replace(plain, sentence=interpreter.translate_message)
