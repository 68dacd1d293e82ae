"""The words that reports print; the same as in the window.

All of them are in English here and in small letters: :class:`.speech.Speech` says them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from fundusviewer.grading import GRADE_NAMES, Awaited, Decision
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.screening.rows import Row

#: From a right-to-left letter to what belongs to a date, a number or a suffix.
_BACK_TO_LEFT = re.compile(r"(?<=[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])(?=[\W_]*[0-9A-Za-z])")


#: Stands, beside words, where doctor and program say different things.
DIFFERS = "\N{NOT EQUAL TO}"


@dataclass(frozen=True)
class DecisionWords:
    """How a decision is printed.

    Attributes
    ----------
    headline
        In large letters.
    short
        The same where there is little room.
    meaning
        What it means.
    icon
        Name of the drawing beside it.
    quality
        What it says about the photograph's quality.
    """

    headline: str
    short: str
    meaning: str
    icon: str
    quality: str


_WORDS = {
    Decision.REFER: DecisionWords(
        phrase("refer"),
        phrase("refer"),
        phrase("referable diabetic retinopathy"),
        "refer",
        phrase("can be graded"),
    ),
    Decision.NO_REFERRAL: DecisionWords(
        phrase("no referral"),
        phrase("no referral"),
        phrase("no referable diabetic retinopathy"),
        "no_referral",
        phrase("can be graded"),
    ),
    Decision.UNGRADABLE: DecisionWords(
        phrase("ungradable"),
        phrase("ungradable"),
        phrase("repeat the photograph or refer"),
        "ungradable",
        phrase("cannot be graded"),
    ),
    Decision.NOT_FUNDUS: DecisionWords(
        phrase("not a fundus photograph"),
        phrase("not a fundus"),
        phrase("no grade is given"),
        "not_fundus",
        phrase("not a fundus photograph"),
    ),
    Decision.ERROR: DecisionWords(
        phrase("error"),
        phrase("error"),
        phrase("there is no finding for this photograph"),
        "error",
        phrase("not examined"),
    ),
}

_NOT_EXAMINED = DecisionWords(
    phrase("not examined"),
    phrase("not examined"),
    phrase("this model has not examined the photograph"),
    "waiting",
    phrase("not examined"),
)
_NO_GRADES = DecisionWords(
    phrase("no grade"),
    phrase("no grade"),
    phrase("this model does not grade"),
    "plain",
    phrase("not assessed"),
)


#: What stands where a decision is not final: whose answer is still to come.
AWAITED = {
    Awaited.FIRST: phrase("not final: no first reader has read it yet"),
    Awaited.SECOND: phrase("not final: a second reader is still to read it"),
    Awaited.ARBITER: phrase("not final: the readers disagree, the arbiter decides"),
    Awaited.OTHERS: phrase("not final: one reader's answer, without the others'"),
}

_OPEN = DecisionWords(phrase("open"), phrase("open"), "", "waiting", phrase("can be graded"))


def words_of(row: Row) -> DecisionWords:
    """Return the words for a photograph's decision; they say so where it is not final."""
    final = row.final
    if final.awaited is not None and row.problem is None:
        if final.decision is not None:
            return replace(_WORDS[final.decision], meaning=AWAITED[final.awaited])
        if final.by_doctor:
            return replace(_OPEN, meaning=AWAITED[final.awaited])
    if row.decision is not None:
        return _WORDS[row.decision]
    return _NO_GRADES if row.result is not None else _NOT_EXAMINED


def program_words(row: Row, speech: Speech) -> str:
    """Return what the program says of a photograph, in small letters: decision and grade."""
    answer = row.answer
    if answer.decision is None:
        return speech.say((_NO_GRADES if row.result is not None else _NOT_EXAMINED).short)
    words = speech.say(_WORDS[answer.decision].short)
    if answer.grade is None:
        return words
    grade = speech.say("grade {grade}", grade=answer.grade)
    return f"{words}, {grade}"


def words_of_decision(decision: Decision) -> DecisionWords:
    """Return the words for a decision."""
    return _WORDS[decision]


def grade_words(grade: int, speech: Speech) -> str:
    """Return an ICDR grade with its name."""
    return f"{grade} – {speech.sentence(GRADE_NAMES[grade])}"


def label_words(row: Row, speech: Speech) -> str:
    """Return what a model of other classes says: one class, or all labels, each with its share."""
    labels = row.labels
    words = "" if labels else f"{speech.sentence(row.found.label or '')}: "
    shown = labels or {row.most_probable: row.found.probability or 0}
    said = (f"{speech.sentence(name)} ({speech.probability(p)})" for name, p in shown.items())
    return words + ", ".join(said)


def capital(text: str) -> str:
    """Return a text with a large letter at its beginning; the others stay as they are."""
    return text[:1].upper() + text[1:]


def left_to_right(text: str) -> str:
    """Return a text in which what follows a right-to-left word reads from the left again.

    Without it a date behind an Arabic name would be printed backwards, as 14-03-2026.
    """
    return _BACK_TO_LEFT.sub("\N{LEFT-TO-RIGHT MARK}", text)


def isolated(name: str) -> str:
    """Return a name that stands in its own direction and leaves the words around it in theirs."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
