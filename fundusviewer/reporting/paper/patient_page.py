"""The page of a patient: who, the decision, both eyes, the line for the signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fundusviewer.imaging import Laterality
from fundusviewer.reporting.entries import Entry, visit_words
from fundusviewer.reporting.paper.facts import Wanted
from fundusviewer.reporting.paper.ink import Align, Ink
from fundusviewer.reporting.paper.photograph_column import (
    COLUMN,
    FACTS_BOTTOM,
    draw_alone,
    draw_column,
)
from fundusviewer.reporting.paper.photograph_rows import draw_rows, rows_of_a_page
from fundusviewer.reporting.paper.pictures import Pictures
from fundusviewer.reporting.paper.sheet import LEFT, RIGHT, TOP
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.spreads import Spread, sheets_of, spreads_of
from fundusviewer.reporting.words import AWAITED, capital, isolated, words_of
from fundusviewer.screening.rows import printable

_COLUMNS_TOP, _SIGNATURE_TOP = 40.0, FACTS_BOTTOM + 1
_DECIDED = {
    Laterality.OD: phrase("Decided by the right eye (OD)"),
    Laterality.OS: phrase("Decided by the left eye (OS)"),
    None: phrase("Decided by a photograph whose eye is not known"),
}


@dataclass(frozen=True)
class PatientPage:
    """One page.

    Attributes
    ----------
    entry
        The visit.
    spreads
        The photographs of this page in pairs: one over the whole page, or several in rows.
    sheet, sheets
        The how many-th page of the visit, and how many it has.
    following
        Photographs of the visit that stand on the pages after this one.
    """

    entry: Entry
    spreads: Sequence[Spread]
    sheet: int
    sheets: int
    following: int = 0


def pages_of(ink: Ink, entry: Entry, wanted: Wanted) -> list[PatientPage]:
    """Return the pages of a visit: one, unless the photographs cannot be read on one.

    Parameters
    ----------
    ink
        Measures.
    entry
        The visit.
    wanted
        What is printed of a photograph.
    """
    spreads = spreads_of(entry.patient, ink.speech)
    if len(spreads) == 1:
        return [PatientPage(entry, spreads, 1, 1)]
    sheets = sheets_of(spreads, rows_of_a_page(ink, spreads, _COLUMNS_TOP, wanted))
    counts = [sum(_count(spread) for spread in sheet) for sheet in sheets]
    return [
        PatientPage(entry, sheet, number, len(sheets), sum(counts[number:]))
        for number, sheet in enumerate(sheets, start=1)
    ]


def _count(spread: Spread) -> int:
    return sum(slot.photograph is not None for slot in (spread.left, spread.right))


def draw_patient_page(
    ink: Ink, page: PatientPage, pictures: Sequence[tuple[Pictures, Pictures]], wanted: Wanted
) -> None:
    """Draw the page's content.

    Parameters
    ----------
    pictures
        Those of each of the page's pairs.
    wanted
        What is printed of a photograph.
    """
    _title(ink, page, wanted.personal)
    _result(ink, page.entry)
    lefts = LEFT, RIGHT - COLUMN
    if len(page.spreads) > 1:
        draw_rows(ink, lefts, _COLUMNS_TOP, page.spreads, pictures, wanted)
    else:
        _draw_pair(ink, lefts, page.spreads[0], pictures[0], wanted)
    _signature(ink, page)


def _draw_pair(
    ink: Ink,
    lefts: tuple[float, float],
    spread: Spread,
    pictures: tuple[Pictures, Pictures],
    wanted: Wanted,
) -> None:
    slots = (spread.left, spread.right)
    alone = [number for number, slot in enumerate(slots) if slot.photograph is not None]
    if len(alone) == 1:
        mine = alone[0]
        both = slots[mine], slots[1 - mine]
        draw_alone(ink, LEFT, _COLUMNS_TOP, both, pictures[mine], wanted)
        return
    for slot, shown, left in zip(slots, pictures, lefts, strict=True):
        draw_column(ink, left, _COLUMNS_TOP, slot, shown, wanted)


def patient_title(entry: Entry, personal: bool, speech: Speech) -> str:
    """Return the patient's name or number in this report."""
    if personal and entry.patient.patient is not None:
        return speech.say("Patient {name}", name=isolated(printable(entry.patient.patient)))
    return speech.say("Patient no. {number} of this report", number=entry.number)


def bookmark_of(entry: Entry, personal: bool, speech: Speech) -> str:
    """Return what leads to the patient's page."""
    parts = [patient_title(entry, personal, speech)]
    if personal and entry.patient.date is not None:
        parts.append(speech.day(entry.patient.date))
    elif entry.visits > 1:
        parts.append(visit_words(entry, speech))
    return f"{', '.join(parts)}: {speech.say(words_of(entry.patient.deciding.row).headline)}"


def _title(ink: Ink, page: PatientPage, personal: bool) -> None:
    entry, width, speech = page.entry, 88.0, ink.speech
    y = TOP - 1
    title = patient_title(entry, personal, speech)
    if page.sheet > 1:
        title = speech.say("{patient} – continued", patient=title)
    # A name is not cut where smaller letters can hold it.
    sizes = (14.0, 11.0, 8.0)
    points = next((p for p in sizes if ink.height(width, title, points=p, bold=True) <= 13), 8.0)
    y += ink.text(LEFT, y, width, title, points=points, bold=True, lines=3)
    ink.text(
        LEFT, y, width, capital("; ".join(_details(page, personal, speech))), points=9, lines=2
    )


def _details(page: PatientPage, personal: bool, speech: Speech) -> Iterator[str]:
    entry = page.entry
    if entry.visits > 1:
        yield visit_words(entry, speech)
    if personal and entry.patient.date is not None:
        yield speech.say("photographs of {date}", date=speech.day(entry.patient.date))
    if personal and entry.patient.patient is not None:
        yield speech.say("no. {number} of this report", number=entry.number)
    patient = entry.patient
    if len(patient.listed) < len(patient.photographs):
        yield speech.say(
            "{count} of {total} photographs of this visit are in this report; the result is that "
            "of all",
            count=len(patient.listed),
            total=len(patient.photographs),
        )
    for remark in patient.set_remarks:
        yield speech.sentence(remark)
    if page.sheets > 1:
        yield speech.say("page {page} of {pages} of this visit", page=page.sheet, pages=page.sheets)


def _result(ink: Ink, entry: Entry) -> None:
    """Draw the decision for the patient: symbol and words, in a heavy frame."""
    deciding = entry.patient.deciding
    words = words_of(deciding.row)
    left, top, height = RIGHT - COLUMN, TOP - 1.5, 18.5
    ink.box(left, top, COLUMN, height, weight=0.7)
    ink.icon(left + 2.5, top + 3, 12, words.icon)
    y = top + 1
    # One photograph that is still to be read keeps the patient's result open.
    open_ = (one.row.final.awaited for one in entry.patient.photographs)
    meaning = next((AWAITED[one] for one in open_ if one is not None), words.meaning)
    headline, meaning = (capital(ink.speech.say(one)) for one in (words.headline, meaning))
    y += ink.text(left + 17, y, COLUMN - 19, headline, points=14, bold=True, lines=1)
    y += ink.text(left + 17, y, COLUMN - 19, meaning, points=9, lines=1)
    decided = ink.speech.say(_DECIDED[deciding.identity.eye])
    ink.text(left + 17, y, COLUMN - 19, decided, points=8, lines=1)


def _signature(ink: Ink, page: PatientPage) -> None:
    y = _SIGNATURE_TOP
    ink.line((LEFT, y), (RIGHT, y))
    if page.following:
        # Nobody signs a visit of which they have not seen all.
        words = ink.speech.say(
            "Goes on on the next page: {count} more of this visit's photographs",
            count=page.following,
        )
        ink.text(LEFT, y + 1, RIGHT - LEFT, words, points=9, bold=True, align=Align.RIGHT)
    ink.text(LEFT, y + 1, RIGHT - LEFT, ink.speech.say("Doctor"), points=8, bold=True)
    fields = (
        (phrase("Grade OD"), LEFT, 24.0),
        (phrase("Grade OS"), LEFT + 27, 24.0),
        (phrase("Name"), LEFT + 54, 48.0),
        (phrase("Date"), LEFT + 105, 26.0),
        (phrase("Signature"), LEFT + 134, 48.0),
    )
    for name, left, width in fields:
        ink.line((left, y + 10), (left + width, y + 10))
        ink.text(left, y + 10.3, width, ink.speech.say(name), points=7, align=Align.LEFT)
