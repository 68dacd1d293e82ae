"""The first page of a folder's report: how many, what was decided, how the run went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.reporting.entries import Entry
from fundusviewer.reporting.paper.chart import Bar, draw_chart
from fundusviewer.reporting.paper.ink import Ink
from fundusviewer.reporting.paper.sheet import BOTTOM, LEFT, RIGHT, TOP
from fundusviewer.reporting.words import grade_words, words_of, words_of_decision
from fundusviewer.screening.rows import URGENCY, Row

_LABEL = 42.0


def draw_summary(ink: Ink, entries: Sequence[Entry], facts: Sequence[tuple[str, str]]) -> None:
    """Draw the page's content.

    Parameters
    ----------
    entries
        All visits of the report.
    facts
        Name and value of what else is to be said of the run.
    """
    rows = [one.row for entry in entries for one in entry.patient.photographs]
    width, y = RIGHT - LEFT, TOP
    y += ink.text(LEFT, y, width, "Summary", points=16, bold=True) + 1
    y += ink.text(LEFT, y, width, _counts(entries, rows), points=10) + 4
    visits = [words_of(entry.patient.deciding.row).headline for entry in entries]
    whom = "patients" if len({entry.number for entry in entries}) == len(entries) else "visits"
    title = f"Decisions for the {whom} (the most urgent photograph decides)"
    y += draw_chart(ink, LEFT, y, width, title, _decision_bars(visits)) + 3
    title, photographs = "Decisions for the photographs", [words_of(row).headline for row in rows]
    y += draw_chart(ink, LEFT, y, width, title, _decision_bars(photographs)) + 3
    title = "Grades of the photographs by the network"
    grades = [row.grade for row in rows if row.problem is None]
    y += draw_chart(ink, LEFT, y, width, title, _grade_bars(grades)) + 3
    if any(row.is_reviewed for row in rows):
        title = "Grades of the photographs by a doctor"
        bars = _grade_bars([row.review_grade for row in rows], hatched=True)
        y += draw_chart(ink, LEFT, y, width, title, bars) + 3
    for name, value in facts:
        if y > BOTTOM - 8:
            ink.text(LEFT, y, width, "…", points=9)
            break
        ink.text(LEFT, y, _LABEL, name, points=9)
        y += ink.text(LEFT + _LABEL, y, width - _LABEL, value, points=9, lines=3) + 0.4


def _counts(entries: Sequence[Entry], rows: Sequence[Row]) -> str:
    patients = len({entry.number for entry in entries})
    counts = Counter(words_of(row).headline for row in rows)
    reviewed = sum(row.is_reviewed for row in rows)
    parts = [
        f"{_counted(patients, 'patient')}, {_counted(len(entries), 'visit')}, "
        f"{_counted(len(rows), 'photograph')}.",
        f"Ungradable: {counts['Ungradable']}; not a fundus photograph: "
        f"{counts['Not a fundus photograph']}; errors: {counts['Error']}.",
        f"Graded by a doctor: {reviewed} of {len(rows)} photographs.",
    ]
    return " ".join(parts)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _decision_bars(headlines: Sequence[str]) -> list[Bar]:
    counts = Counter(headlines)
    known = [words_of_decision(decision).headline for decision in URGENCY if decision is not None]
    others = [headline for headline in counts if headline not in known]
    return [Bar(headline, counts[headline]) for headline in (*known, *others)]


def _grade_bars(grades: Sequence[int | None], *, hatched: bool = False) -> list[Bar]:
    counts = Counter(grades)
    return [
        Bar(grade_words(grade), counts[grade], hatched=hatched) for grade in range(len(GRADE_NAMES))
    ]
