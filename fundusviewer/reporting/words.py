"""The words that reports print; the same as in the window."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fundusviewer.grading import GRADE_NAMES, Decision
from fundusviewer.screening.rows import Row

#: From a right-to-left letter to what belongs to a date, a number or a suffix.
_BACK_TO_LEFT = re.compile(r"(?<=[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])(?=[\W_]*[0-9A-Za-z])")


@dataclass(frozen=True)
class DecisionWords:
    """How a decision is printed.

    Attributes
    ----------
    headline
        In large letters.
    meaning
        What it means.
    icon
        Name of the drawing beside it.
    quality
        What it says about the photograph's quality.
    """

    headline: str
    meaning: str
    icon: str
    quality: str


_WORDS = {
    Decision.REFER: DecisionWords(
        "Refer", "Referable diabetic retinopathy", "refer", "can be graded"
    ),
    Decision.NO_REFERRAL: DecisionWords(
        "No referral", "No referable diabetic retinopathy", "no_referral", "can be graded"
    ),
    Decision.UNGRADABLE: DecisionWords(
        "Ungradable", "Repeat the photograph or refer", "ungradable", "cannot be graded"
    ),
    Decision.NOT_FUNDUS: DecisionWords(
        "Not a fundus photograph", "No grade is given", "not_fundus", "not a fundus photograph"
    ),
    Decision.ERROR: DecisionWords(
        "Error", "There is no finding for this photograph", "error", "not examined"
    ),
}

_NOT_EXAMINED = DecisionWords(
    "Not examined", "This model has not examined the photograph", "waiting", "not examined"
)
_NO_GRADES = DecisionWords("No grade", "This model does not grade", "plain", "not assessed")


def words_of(row: Row) -> DecisionWords:
    """Return the words for a photograph's decision."""
    if row.decision is not None:
        return _WORDS[row.decision]
    return _NO_GRADES if row.has_result else _NOT_EXAMINED


def words_of_decision(decision: Decision) -> DecisionWords:
    """Return the words for a decision."""
    return _WORDS[decision]


def grade_words(grade: int) -> str:
    """Return an ICDR grade with its name."""
    return f"{grade} – {GRADE_NAMES[grade]}"


def percent(probability: float) -> str:
    """Return a probability as a percentage with one decimal; never rounded to certainty."""
    if 0.9995 <= probability < 1:
        return "over 99.9\N{NO-BREAK SPACE}%"
    if 0 < probability < 0.0005:
        return "under 0.1\N{NO-BREAK SPACE}%"
    return f"{probability:.1%}".replace("%", "\N{NO-BREAK SPACE}%")


def left_to_right(text: str) -> str:
    """Return a text in which what follows a right-to-left word reads from the left again.

    Without it a date behind an Arabic name would be printed backwards, as 14-03-2026.
    """
    return _BACK_TO_LEFT.sub("\N{LEFT-TO-RIGHT MARK}", text)


def isolated(name: str) -> str:
    """Return a name that stands in its own direction and leaves the words around it in theirs."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
