"""Messages of the rooms without Qt, in the language of the window.

Grading, imaging, the database and the others raise and return English sentences; they know no Qt.
Here each sentence is found among the templates that ``make translations`` has collected from their
code (:mod:`.message_catalogue`), and said in the language that is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QCoreApplication

from fundusviewer.gui.text.formatting import percent
from fundusviewer.gui.text.message_catalogue import SENTENCES

#: A percentage as rooms without Qt write it.
_SHARE = re.compile(r"(\d+\.\d\d)%")

_HOLE = re.compile(r"\{(\d)\}")


@dataclass(frozen=True)
class Interpreter:
    """Says English sentences in one language.

    Attributes
    ----------
    translate
        Returns a template in this language, with the same holes.
    share
        Writes a probability, 0–1, as a percentage with two decimals.
    """

    translate: Callable[[str], str]
    share: Callable[[float], str]

    def translate_message(self, text: str) -> str:
        """Return a sentence in this language; see :func:`translate_message`."""
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, text: str) -> str:
        found = _find(text)
        if found is None:
            return self._parts(text)
        template, values = found
        translated = self.translate(template)
        return _HOLE.sub(lambda hole: self._value(values[int(hole[1]) - 1]), translated)

    def _value(self, text: str) -> str:
        """Return what was put into a sentence: a sentence itself, a share, or a name."""
        share = _SHARE.fullmatch(text)
        return self._line(text) if share is None else self.share(float(share[1]) / 100)

    def _parts(self, text: str) -> str:
        """Return two sentences, or a name and a sentence, one by one."""
        for separator, what in ((". ", "."), (": ", "")):
            first, _, rest = text.partition(separator)
            known = first + what if what else rest
            if rest and _find(known) is not None:
                return f"{self._line(first + what) if what else first + ':'} {self._line(rest)}"
        return text


def translate_message(text: str) -> str:
    """Return a sentence in the language of the window; one that nobody knows as it is.

    Parameters
    ----------
    text
        English, as it came from a room without Qt: a template with its values put in, several
        sentences one after the other, or "name: sentence". Lines are looked at one by one.

    Examples
    --------
    >>> translate_message("moderate NPDR")  # where German is chosen
    'mäßige NPDR'
    """
    return _window.translate_message(text)


def _translate(template: str) -> str:
    return QCoreApplication.translate("Sentences", template)


_window = Interpreter(_translate, percent)


@lru_cache(maxsize=4096)
def _find(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the template of a sentence and what was put into it."""
    if not text:
        # Said at every start, when the templates are not needed yet: reading them takes a while.
        return None
    for template, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match:
            return template, match.groups()
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return all templates, those that say most first, with patterns that find them."""
    wordy = sorted(SENTENCES, key=lambda text: -len(_HOLE.sub("", text)))
    return tuple((text, _pattern(text)) for text in wordy)


def _pattern(template: str) -> re.Pattern[str]:
    parts = _HOLE.split(template)[::2]
    return re.compile("(.*?)".join(map(re.escape, parts)), re.DOTALL)
