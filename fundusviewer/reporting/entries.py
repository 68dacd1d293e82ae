"""The order and the numbers of patients, visits and photographs in a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fundusviewer.reporting.speech import Speech
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import Patient, visits_of
from fundusviewer.screening.rows import Row


@dataclass(frozen=True)
class Entry:
    """One visit of one patient.

    Attributes
    ----------
    number
        Running number of the patient in the report, from 1; the visits of a patient share it.
    visit, visits
        The how many-th visit by date, from 1, and how many there are, reported or not. A visit
        without a date is counted last.
    patient
        The photographs, and which of them are reported.
    """

    number: int
    visit: int
    visits: int
    patient: Patient


def visit_words(entry: Entry, speech: Speech) -> str:
    """Return the how many-th visit it is."""
    return speech.say("visit {visit} of {visits}", visit=entry.visit, visits=entry.visits)


def entries_of(
    rows: Iterable[Row], pattern: NamePattern, everything: Iterable[Row] = ()
) -> list[Entry]:
    """Return the visits: the most urgent patient first, of each patient the latest visit first.

    Parameters
    ----------
    rows
        What is reported.
    pattern
        Reads patient, eye and date from the files' names.
    everything
        What counts for the results beside it, see
        :func:`fundusviewer.screening.patients.visits_of`.
    """
    people: dict[object, list[Patient]] = {}
    for number, visit in enumerate(visits_of(rows, pattern, everything)):
        people.setdefault(number if visit.patient is None else (visit.patient,), []).append(visit)
    reported = [visits for visits in people.values() if any(one.listed for one in visits)]
    return [
        entry
        for number, visits in enumerate(reported, start=1)
        for entry in entries_of_person(number, visits)
    ]


def entries_of_person(number: int, visits: list[Patient]) -> list[Entry]:
    """Return the visits of one patient of which something is listed, the latest one first.

    Parameters
    ----------
    number
        Of the patient in the report.
    visits
        All visits, the most urgent one first.
    """
    dated = sorted((v for v in visits if v.date is not None), key=lambda v: str(v.date))
    in_order = [*dated, *(visit for visit in visits if visit.date is None)]
    entries = [
        Entry(number, position, len(in_order), visit)
        for position, visit in enumerate(in_order, start=1)
    ]
    in_turn = [*reversed(entries[: len(dated)]), *entries[len(dated) :]]
    return [entry for entry in in_turn if entry.patient.listed]
