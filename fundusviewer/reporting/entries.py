"""The order and the numbers of patients, visits and photographs in a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fundusviewer.reporting.speech import Speech
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import Patient, group_by_patient, identify
from fundusviewer.screening.rows import Row


@dataclass(frozen=True)
class Entry:
    """One visit of one patient.

    Attributes
    ----------
    number
        Running number of the patient in the report, from 1; the visits of a patient share it.
    visit, visits
        The how many-th visit by date, from 1, and how many there are. A visit without a date is
        counted last.
    patient
        The photographs.
    """

    number: int
    visit: int
    visits: int
    patient: Patient


def visit_words(entry: Entry, speech: Speech) -> str:
    """Return the how many-th visit it is."""
    return speech.say("visit {visit} of {visits}", visit=entry.visit, visits=entry.visits)


def entries_of(rows: Sequence[Row], pattern: NamePattern) -> list[Entry]:
    """Return the visits: the most urgent patient first, of each patient the latest visit first.

    Parameters
    ----------
    rows
        The worklist.
    pattern
        Reads patient, eye and date from the files' names.
    """
    people: dict[object, list[Patient]] = {}
    for number, visit in enumerate(group_by_patient(identify(row, pattern) for row in rows)):
        people.setdefault(number if visit.patient is None else (visit.patient,), []).append(visit)
    return [
        entry
        for number, visits in enumerate(people.values(), start=1)
        for entry in _visits(number, visits)
    ]


def _visits(number: int, visits: list[Patient]) -> list[Entry]:
    dated = sorted((v for v in visits if v.date is not None), key=lambda v: str(v.date))
    in_order = [*dated, *(visit for visit in visits if visit.date is None)]
    entries = [
        Entry(number, position, len(in_order), visit)
        for position, visit in enumerate(in_order, start=1)
    ]
    return [*reversed(entries[: len(dated)]), *entries[len(dated) :]]
