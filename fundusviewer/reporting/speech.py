"""How a printed report speaks: its words, numbers and dates in one language.

English stands in the code. Another language is handed in as functions that know its words; this
room has no catalogue of its own (``docs/adr/0013-languages.md``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

_NARROW = "\N{NO-BREAK SPACE}"


def phrase(text: str) -> str:
    """Return the text as it is; ``make translations`` finds it by this function's name."""
    return text


@dataclass(frozen=True)
class Speech:
    """One language.

    Attributes
    ----------
    word
        Says one of the report's own texts, with its ``{names}``, in this language.
    sentence
        Says what another room has said, an English sentence with its values put in.
    decimal_point
        Stands before the decimals of a number.
    day_form
        How a date is written, as :meth:`datetime.date.strftime` takes it.

    Examples
    --------
    >>> Speech().say("{page} of {pages}", page=1, pages=3)
    '1 of 3'
    """

    word: Callable[[str], str] = str
    sentence: Callable[[str], str] = str
    decimal_point: str = "."
    day_form: str = "%Y-%m-%d"

    def say(self, text: str, **values: object) -> str:
        """Return one of the report's own texts; what is put in stays as it is."""
        return self.word(text).format(**values)

    def probability(self, probability: float) -> str:
        """Return a probability, 0–1, as a percentage; never rounded to certainty."""
        if 0.9995 <= probability < 1:
            return self.say("over {share}", share=self.share(0.999, 1))
        if 0 < probability < 0.0005:
            return self.say("under {share}", share=self.share(0.001, 1))
        return self.share(probability, 1)

    def share(self, part: float, decimals: int = 0) -> str:
        """Return a part of the whole, 0–1, as a percentage with so many decimals."""
        return f"{self.number(part * 100, decimals)}{_NARROW}%"

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with so many decimals."""
        return f"{value:.{decimals}f}".replace(".", self.decimal_point)

    def day(self, date: dt.date) -> str:
        """Return a date."""
        return date.strftime(self.day_form)

    def moment(self, at: dt.datetime) -> str:
        """Return date, time and time zone."""
        return f"{self.day(at)} {at:%H:%M %Z}".rstrip()
