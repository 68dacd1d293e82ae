"""The patients by risk: who there is, the most urgent first, for those who see all answers."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fundusviewer.grading import Awaited, Decision
from fundusviewer.screening import Method, NamePattern, Patient, group_by_patient, identify
from fundusviewer.screening.database.store import Store

#: After so many seconds they are looked through again where the database was changed. What a page
#: shows of a patient is read anew each time: only the order may be that old.
_KEPT_SECONDS = 15.0


@dataclass(frozen=True)
class Entry:
    """What a list of patients is filtered and sorted by.

    Attributes
    ----------
    keys
        Of all photographs of the patient and visit.
    name
        Of the patient; empty where it is not known.
    decision
        ``None`` for one that is open or that nobody has examined.
    awaited
        Whose answers are still to come.
    is_whole
        Whether there are photographs of both eyes.
    """

    keys: tuple[int, ...]
    name: str
    decision: Decision | None
    awaited: frozenset[Awaited]
    is_whole: bool


class Results:
    """All patients of a database, looked through now and then; for several threads.

    Parameters
    ----------
    method, pattern
        Whose results, and how names tell patients.
    """

    def __init__(self, method: Method, pattern: NamePattern) -> None:
        self._method, self._pattern = method, pattern
        self._lock = threading.Lock()
        self._at, self._entries = 0.0, ()  # type: float, tuple[Entry, ...]

    def entries(self, store: Store) -> tuple[Entry, ...]:
        """Return all patients, the most urgent first.

        Parameters
        ----------
        store
            As somebody sees it who sees all answers.
        """
        # One thread looks, the others wait for what it finds.
        with self._lock:
            if not self._at or time.monotonic() - self._at > _KEPT_SECONDS:
                self._entries = tuple(self._look(store))
                self._at = time.monotonic()
            return self._entries

    def patient(self, store: Store, keys: Sequence[int]) -> tuple[Patient, dict[bytes, int]] | None:
        """Return a patient as it is now, with the key of each file; ``None`` where nothing is left.

        Parameters
        ----------
        store
            As somebody sees it.
        keys
            Of the patient's photographs.
        """
        rows = store.rows_at(self._method, keys)
        found = [identify(row, self._pattern) for row in rows]
        patients = group_by_patient(found, fields=self._pattern.fields)
        by_path = {row.encoded_path: key for key, row in zip(keys, rows, strict=True)}
        return (patients[0], by_path) if patients else None

    def _look(self, store: Store) -> list[Entry]:
        by_key = store.rows_by_key(self._method)
        keys = {row.encoded_path: key for key, row in by_key.items()}
        photographs = (identify(row, self._pattern) for row in by_key.values())
        return [
            Entry(
                tuple(keys[one.row.encoded_path] for one in patient.photographs),
                patient.patient or "",
                patient.decision,
                frozenset(
                    one.row.final.awaited
                    for one in patient.photographs
                    if one.row.final.awaited is not None
                ),
                not patient.missing_eyes,
            )
            for patient in group_by_patient(photographs, fields=self._pattern.fields)
        ]


def counts_of(entries: Sequence[Entry]) -> dict[Decision | None, int]:
    """Return how many patients have each decision, the most urgent first; all of them are told."""
    counted = Counter(entry.decision for entry in entries)
    order = (
        Decision.REFER,
        Decision.UNGRADABLE,
        Decision.ERROR,
        Decision.NOT_FUNDUS,
        None,
        Decision.NO_REFERRAL,
    )
    return {one: counted[one] for one in order}
