"""Messages of the rooms without Qt, in the language of the window.

Each sentence is found (:mod:`fundusviewer.sentences`) among the templates that ``make
translations`` has collected from their code (:mod:`.message_catalogue`), and said in the language
that is chosen.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fundusviewer.gui.text.formatting import percent
from fundusviewer.gui.text.message_catalogue import SENTENCES
from fundusviewer.sentences import Interpreter, Templates

#: Those of all sentences.
TEMPLATES = Templates(SENTENCES)


def translate_message(text: str) -> str:
    """Return a sentence in the language of the window; one that nobody knows as it is.

    Parameters
    ----------
    text
        English, as it came from a room without Qt; see :meth:`.Interpreter.translate_message`.

    Examples
    --------
    >>> translate_message("moderate NPDR")  # where German is chosen
    'mäßige NPDR'
    """
    return _window.translate_message(text)


def _translate(template: str) -> str:
    return QCoreApplication.translate("Sentences", template)


_window = Interpreter(TEMPLATES, _translate, percent)
