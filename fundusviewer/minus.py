"""The minus sign of numbers that people read: a hyphen is shorter, and breaks off at line ends."""

from __future__ import annotations

import re

MINUS = "\N{MINUS SIGN}"

_HYPHEN = re.compile(r"(?<![\w.)])-(?=[\d.])")
_NOTHING = re.compile(r"-(?=0[.,]?0*(?![\d.,]))")


def with_minus(text: str) -> str:
    """Return numbers as people read them: with a minus sign, and none before a zero.

    Parameters
    ----------
    text
        One number, or a few with signs between them; no sentence, no date.

    Examples
    --------
    >>> with_minus("-0.350 [-0.400, 0.000]")
    '−0.350 [−0.400, 0.000]'
    """
    return _HYPHEN.sub(MINUS, _NOTHING.sub("", text))
