"""The first page of a folder's report: how many, what was decided, how the run went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fundusviewer.grading import GRADE_NAMES, Decision
from fundusviewer.reporting.entries import Entry
from fundusviewer.reporting.paper.chart import Bar, draw_chart
from fundusviewer.reporting.paper.ink import Ink
from fundusviewer.reporting.paper.sheet import BOTTOM, LEFT, RIGHT, TOP
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.words import (
    DIFFERS,
    capital,
    grade_words,
    words_of,
    words_of_decision,
)
from fundusviewer.screening.rows import URGENCY, Row

_LABEL = 42.0

#: What only a model that grades retinopathy decides.
_OF_GRADES = (Decision.REFER, Decision.NO_REFERRAL)

#: So many classes of a model that does not grade are counted, the most frequent ones.
_CLASSES = 8

#: One, and more than one.
_PATIENTS = phrase("{count} patient"), phrase("{count} patients")
_VISITS = phrase("{count} visit"), phrase("{count} visits")
_PHOTOGRAPHS = phrase("{count} photograph"), phrase("{count} photographs")


def draw_summary(ink: Ink, entries: Sequence[Entry], facts: Sequence[tuple[str, str]]) -> None:
    """Draw the page's content.

    Parameters
    ----------
    entries
        All visits of the report.
    facts
        Name and value of what else is to be said of the run.
    """
    speech = ink.speech
    rows = [one.row for entry in entries for one in entry.patient.listed]
    classes = [row.found.label for row in rows if row.is_of_other_classes and row.found.label]
    # Beside a model of other classes nothing is said of referrals for retinopathy.
    graded = not classes or any(row.answer.grade is not None for row in rows)
    width, y = RIGHT - LEFT, TOP
    y += ink.text(LEFT, y, width, speech.say("Summary"), points=16, bold=True) + 1
    y += ink.text(LEFT, y, width, _counts(entries, rows, speech, graded=graded), points=10) + 4
    visits = [words_of(entry.patient.deciding.row).headline for entry in entries]
    title = speech.say(_decisions_title(entries))
    y += draw_chart(ink, LEFT, y, width, title, _decision_bars(visits, speech, graded=graded)) + 3
    photographs = [words_of(row).headline for row in rows]
    title = speech.say("Decisions for the photographs")
    y += (
        draw_chart(ink, LEFT, y, width, title, _decision_bars(photographs, speech, graded=graded))
        + 3
    )
    if graded:
        title = speech.say("Grades of the photographs by the network")
        bars = _grade_bars([row.answer.grade for row in rows], speech)
    else:
        title = speech.say("Most probable classes of the photographs")
        bars = _class_bars(classes, speech)
    y += draw_chart(ink, LEFT, y, width, title, bars) + 3
    if any(row.is_reviewed for row in rows):
        title = speech.say("Grades of the photographs by a doctor")
        bars = _grade_bars([row.review_grade for row in rows], speech, hatched=True)
        y += draw_chart(ink, LEFT, y, width, title, bars) + 3
    for name, value in facts:
        if y > BOTTOM - 8:
            ink.text(LEFT, y, width, "…", points=9)
            break
        ink.text(LEFT, y, _LABEL, name, points=9)
        y += ink.text(LEFT + _LABEL, y, width - _LABEL, value, points=9, lines=3) + 0.4


def _decisions_title(entries: Sequence[Entry]) -> str:
    if len({entry.number for entry in entries}) == len(entries):
        return phrase("Decisions for the patients (the most urgent photograph decides)")
    return phrase("Decisions for the visits (the most urgent photograph decides)")


def _counts(entries: Sequence[Entry], rows: Sequence[Row], speech: Speech, *, graded: bool) -> str:
    patients = len({entry.number for entry in entries})
    counts = Counter(words_of(row).headline for row in rows)
    parts = [
        f"{_counted(patients, _PATIENTS, speech)}, {_counted(len(entries), _VISITS, speech)}, "
        f"{_counted(len(rows), _PHOTOGRAPHS, speech)}.",
        speech.say(
            "Ungradable: {ungradable}; not a fundus photograph: {not_fundus}; errors: {errors}.",
            ungradable=counts[words_of_decision(Decision.UNGRADABLE).headline],
            not_fundus=counts[words_of_decision(Decision.NOT_FUNDUS).headline],
            errors=counts[words_of_decision(Decision.ERROR).headline],
        ),
    ]
    done = sum(row.is_reviewed for row in rows)
    if graded or done:
        words = phrase("Graded by a doctor: {done} of {count} photographs.")
        parts.append(speech.say(words, done=done, count=len(rows)))
    if still_open := sum(row.final.awaited is not None for row in rows):
        parts.append(speech.say("Not final, readings still to come: {count}.", count=still_open))
    if differing := sum(row.final.differs for row in rows):
        parts.append(
            speech.say("Doctor and program differ {sign}: {count}.", sign=DIFFERS, count=differing)
        )
    return " ".join(parts)


def _counted(number: int, one_and_many: tuple[str, str], speech: Speech) -> str:
    return speech.say(one_and_many[0 if number == 1 else 1], count=number)


def _decision_bars(headlines: Sequence[str], speech: Speech, *, graded: bool) -> list[Bar]:
    counts = Counter(headlines)
    known = [words_of_decision(decision).headline for decision in URGENCY if decision is not None]
    if not graded:
        referrals = [words_of_decision(decision).headline for decision in _OF_GRADES]
        known = [one for one in known if counts[one] or one not in referrals]
    others = [headline for headline in counts if headline not in known]
    return [Bar(capital(speech.say(one)), counts[one]) for one in (*known, *others)]


def _class_bars(classes: Sequence[str], speech: Speech) -> list[Bar]:
    found = Counter(classes).most_common(_CLASSES)
    return [Bar(speech.sentence(name), count) for name, count in found]


def _grade_bars(
    grades: Sequence[int | None], speech: Speech, *, hatched: bool = False
) -> list[Bar]:
    counts = Counter(grades)
    return [
        Bar(grade_words(grade, speech), counts[grade], hatched=hatched)
        for grade in range(len(GRADE_NAMES))
    ]
