"""Grades as people and public sets write them: numbers, ICDR's words, and both."""

from __future__ import annotations

import re

#: Whole numbers; pandas writes 1.0 where a column has empty cells.
_WHOLE = re.compile(r"(\d+)(?:[.,]0*)?")
_DISEASE = r"(?:dr|npdr|retinopathy|diabetic retinopathy)"
_KIND = rf"(?: (?:{_DISEASE}|non ?proliferative(?: {_DISEASE})?))?"
#: A sign before a number is no dash between words.
_SIGNED = re.compile(r"\W+\d")
#: By grade, in small letters without signs. Nothing else is guessed: "none" may be an empty cell,
#: "non-proliferative" is a range, and "no PDR" is no grade.
_WORDS = tuple(
    re.compile(words)
    for words in (
        rf"no(?: apparent)? {_DISEASE}|nodr|healthy|normal",
        rf"mild{_KIND}",
        rf"moderate{_KIND}",
        rf"severe{_KIND}",
        rf"proliferat(?:iv)?e(?: {_DISEASE})?|pdr",
    )
)
_NUMBERED = re.compile(r"(?:grade|level|class|stage|icdr|dr)? ?([0-4])\b ?(.*)")

#: What is allowed, in words.
ALLOWED_GRADES = "0, 1, 2, 3, 4, or words such as 'no DR', 'mild', 'severe NPDR', 'proliferative'"


def grade_of(text: str) -> int | None:
    """Return the ICDR grade that a cell or a folder's name means; ``None`` if it means none.

    Examples
    --------
    >>> grade_of("2.0"), grade_of("Mild NPDR"), grade_of("4 - Proliferate_DR"), grade_of("none")
    (2, 1, 4, None)
    """
    whole = _WHOLE.fullmatch(text)
    if whole:
        return int(whole[1]) if whole[1] in ("0", "1", "2", "3", "4") else None
    if _SIGNED.match(text):
        return None
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
    numbered = _NUMBERED.fullmatch(words)
    if not numbered:
        return _in_words(words)
    number, rest = int(numbered[1]), numbered[2]
    # A number with other words than its own is no grade that anybody can trust.
    return number if not rest or _in_words(rest) == number else None


def _in_words(words: str) -> int | None:
    found = (grade for grade, pattern in enumerate(_WORDS) if pattern.fullmatch(words))
    return next(found, None)
