"""How numbers, dates and times are written in the language of the window."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from PySide6.QtCore import QLocale

from fundusviewer.gui.text.translation import SOURCE, chosen
from fundusviewer.minus import with_minus

_NARROW = "\N{NO-BREAK SPACE}"


def percent(probability: float | None, decimals: int = 2) -> str:
    """Return a probability, 0–1, as a percentage, as on the photograph; nothing for ``None``."""
    return "" if probability is None else f"{number(probability * 100, decimals)}{_NARROW}%"


def rough_percent(probability: float) -> str:
    """Return a probability, 0–1, without decimals; never rounded to none or to certainty."""
    if 0 < probability < 0.005:
        return f"<{_NARROW}{percent(0.01, 0)}"
    if 0.995 <= probability < 1:
        return f">{_NARROW}{percent(0.99, 0)}"
    return percent(probability, 0)


def number(value: float, decimals: int = 0) -> str:
    """Return a number with so many decimals, a negative one with a minus sign."""
    return with_minus(QLocale().toString(float(value), "f", decimals))


def signed_percent(share: float) -> str:
    """Return a change, -1 to 1, as a percentage with its sign."""
    return f"{'+' if round(share * 100) > 0 else ''}{percent(share, 0)}"


def day(date: dt.date) -> str:
    """Return a date with its year in full: 2026-03-14 in English, 14.03.2026 in German."""
    return date.strftime(day_form(chosen()))


def day_form(code: str) -> str:
    """Return how a language writes dates, as :meth:`datetime.date.strftime` takes it.

    The language's own order and signs, with all digits of day, month and year. English has no one
    order: what is read in London and Boston alike stands there.
    """
    if code == SOURCE:
        return "%Y-%m-%d"
    form = QLocale(code).dateFormat(QLocale.FormatType.ShortFormat)
    for letter, numbers in (("y", "%Y"), ("M", "%m"), ("d", "%d")):
        form = re.sub(f"(?<!%){letter}+", numbers, form, count=1)
    # Marks of direction, which only say how the signs between the numbers are set.
    return "".join(sign for sign in form if unicodedata.category(sign) != "Cf")


def moment(text: str) -> str:
    """Return a stored time (ISO 8601) as calendar and clock on the wall show it."""
    at = dt.datetime.fromisoformat(text).astimezone()
    return f"{day(at)} {at:%H:%M}"
