"""English sentences of the rooms without a language, found among their templates and translated.

Grading, imaging, the database and the others raise and return English sentences; ``make
translations`` collects their templates. Here each sentence is found among them, and said in another
language with its values put in. Knows neither Qt nor a catalogue: both are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

#: A percentage as rooms without a language write it.
_SHARE = re.compile(r"(\d+\.\d\d)%")

_HOLE = re.compile(r"\{(\d)\}")

#: A sentence with what another program said of the same, which stays as that said it.
_WITH_DETAIL = re.compile(r"(.+) (\([^()]+\))", re.DOTALL)

#: Sentences that are remembered with their templates.
_REMEMBERED = 4096

Found = tuple[str, tuple[str, ...]]


class Templates:
    """Finds the template of a sentence.

    Parameters
    ----------
    texts
        All templates, with ``{1}``, ``{2}``, … for what is put in.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._known: dict[str, Found | None] = {}

    def find(self, text: str) -> Found | None:
        """Return the template of a sentence and what was put into it; ``None`` for an unknown."""
        if not text:
            # Said at every start, when the templates are not needed yet: reading them takes time.
            return None
        if text not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[text] = self._look_up(text)
        return self._known[text]

    def _look_up(self, text: str) -> Found | None:
        for template, pattern in self._patterns:
            match = pattern.fullmatch(text)
            if match:
                return template, match.groups()
        return None

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """All templates, those that say most first, with patterns that find them."""
        wordy = sorted(self._texts, key=lambda text: -len(_HOLE.sub("", text)))
        return tuple((text, _pattern(text)) for text in wordy)


@dataclass(frozen=True)
class Interpreter:
    """Says English sentences in one language.

    Attributes
    ----------
    templates
        Finds their templates.
    translate
        Returns a template in this language, with the same holes.
    share
        Writes a probability, 0–1, as a percentage with two decimals.
    """

    templates: Templates
    translate: Callable[[str], str]
    share: Callable[[float], str]

    def translate_message(self, text: str) -> str:
        """Return a sentence in this language; one that nobody knows as it is.

        Parameters
        ----------
        text
            English: a template with its values put in, several sentences one after the other,
            "name: sentence", or "sentence (detail)". Lines are looked at one by one.
        """
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, text: str) -> str:
        found = self.templates.find(text)
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
            if rest and self._is_known(known):
                return f"{self._line(first + what) if what else first + ':'} {self._line(rest)}"
        return self._with_detail(text) or text

    def _is_known(self, text: str) -> bool:
        detailed = _WITH_DETAIL.fullmatch(text)
        sentences = (text,) if detailed is None else (text, detailed[1])
        return any(self.templates.find(one) is not None for one in sentences)

    def _with_detail(self, text: str) -> str:
        """Return a sentence that is known but for its detail; empty for another one."""
        detailed = _WITH_DETAIL.fullmatch(text)
        if detailed is None or self.templates.find(detailed[1]) is None:
            return ""
        return f"{self._line(detailed[1])} {detailed[2]}"


def _pattern(template: str) -> re.Pattern[str]:
    parts = _HOLE.split(template)[::2]
    return re.compile("(.*?)".join(map(re.escape, parts)), re.DOTALL)
