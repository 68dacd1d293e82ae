"""The page of a patient: who, the decision, both eyes, the line for the signature."""

from __future__ import annotations

from dataclasses import dataclass

from fundusviewer.imaging import Laterality
from fundusviewer.reporting.entries import Entry
from fundusviewer.reporting.paper.ink import Align, Ink
from fundusviewer.reporting.paper.photograph_column import COLUMN, FACTS_BOTTOM, Wanted, draw_column
from fundusviewer.reporting.paper.sheet import LEFT, RIGHT, TOP
from fundusviewer.reporting.pictures import Pictures
from fundusviewer.reporting.spreads import Spread
from fundusviewer.reporting.words import isolated, words_of
from fundusviewer.screening.rows import printable

_COLUMNS_TOP, _SIGNATURE_TOP = 40.0, FACTS_BOTTOM + 1
_EYES = {
    Laterality.OD: "the right eye (OD)",
    Laterality.OS: "the left eye (OS)",
    None: "a photograph whose eye is not known",
}


@dataclass(frozen=True)
class PatientPage:
    """One page.

    Attributes
    ----------
    entry
        The visit.
    spread
        The photographs of this page.
    sheet, sheets
        The how many-th page of the visit, and how many it has.
    """

    entry: Entry
    spread: Spread
    sheet: int
    sheets: int


def draw_patient_page(
    ink: Ink, page: PatientPage, pictures: tuple[Pictures, Pictures], wanted: Wanted
) -> None:
    """Draw the page's content."""
    _title(ink, page, wanted.personal)
    _result(ink, page.entry)
    slots = (page.spread.left, page.spread.right)
    for slot, shown, left in zip(slots, pictures, (LEFT, RIGHT - COLUMN), strict=True):
        draw_column(ink, left, _COLUMNS_TOP, slot, shown, wanted)
    _signature(ink)


def patient_title(entry: Entry, personal: bool) -> str:
    """Return the patient's name or number in this report."""
    if personal and entry.patient.patient is not None:
        return f"Patient {isolated(printable(entry.patient.patient))}"
    return f"Patient no. {entry.number} of this report"


def bookmark_of(entry: Entry, personal: bool) -> str:
    """Return what leads to the patient's page."""
    parts = [patient_title(entry, personal)]
    if personal and entry.patient.date is not None:
        parts.append(entry.patient.date.isoformat())
    elif entry.visits > 1:
        parts.append(f"visit {entry.visit} of {entry.visits}")
    return f"{', '.join(parts)}: {words_of(entry.patient.deciding.row).headline.lower()}"


def _title(ink: Ink, page: PatientPage, personal: bool) -> None:
    entry, width = page.entry, 88.0
    y = TOP - 1
    title = patient_title(entry, personal)
    # A name is not cut where smaller letters can hold it.
    sizes = (14.0, 11.0, 8.0)
    points = next((p for p in sizes if ink.height(width, title, points=p, bold=True) <= 13), 8.0)
    y += ink.text(LEFT, y, width, title, points=points, bold=True, lines=3)
    details = []
    if entry.visits > 1:
        details.append(f"visit {entry.visit} of {entry.visits}")
    if personal and entry.patient.date is not None:
        details.append(f"photographs of {entry.patient.date.isoformat()}")
    if personal and entry.patient.patient is not None:
        details.append(f"no. {entry.number} of this report")
    if page.sheets > 1:
        details.append(f"page {page.sheet} of {page.sheets} of this visit")
    text = "; ".join(details)
    ink.text(LEFT, y, width, text[:1].upper() + text[1:], points=9, lines=2)


def _result(ink: Ink, entry: Entry) -> None:
    """Draw the decision for the patient: symbol and words, in a heavy frame."""
    deciding = entry.patient.deciding
    words = words_of(deciding.row)
    left, top, height = RIGHT - COLUMN, TOP - 1.5, 18.5
    ink.box(left, top, COLUMN, height, weight=0.7)
    ink.icon(left + 2.5, top + 3, 12, words.icon)
    y = top + 1
    y += ink.text(left + 17, y, COLUMN - 19, words.headline, points=14, bold=True, lines=1)
    y += ink.text(left + 17, y, COLUMN - 19, words.meaning, points=9, lines=1)
    decided = f"Decided by {_EYES[deciding.identity.eye]}"
    ink.text(left + 17, y, COLUMN - 19, decided, points=8, lines=1)


def _signature(ink: Ink) -> None:
    y = _SIGNATURE_TOP
    ink.line((LEFT, y), (RIGHT, y))
    ink.text(LEFT, y + 1, RIGHT - LEFT, "Doctor", points=8, bold=True)
    fields = (
        ("Grade OD", LEFT, 24.0),
        ("Grade OS", LEFT + 27, 24.0),
        ("Name", LEFT + 54, 48.0),
        ("Date", LEFT + 105, 26.0),
        ("Signature", LEFT + 134, 48.0),
    )
    for name, left, width in fields:
        ink.line((left, y + 10), (left + width, y + 10))
        ink.text(left, y + 10.3, width, name, points=7, align=Align.LEFT)
