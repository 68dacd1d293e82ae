"""The patients by risk: who there is, the most urgent first, for those who see all answers."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fundusviewer.grading import Decision
from fundusviewer.screening import Method, NamePattern, Patient, group_by_patient, identify
from fundusviewer.screening.database.store import Store

#: No decision, and "no referral" of what was read in part only.
OPEN, UNSETTLED = "open", "unsettled"

#: What patients are counted and filtered by, the most urgent first.
KINDS = (
    Decision.REFER.value,
    Decision.UNGRADABLE.value,
    Decision.ERROR.value,
    Decision.NOT_FUNDUS.value,
    OPEN,
    UNSETTLED,
    Decision.NO_REFERRAL.value,
)

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
    is_settled
        Whether no answer is still to come and there are photographs of both eyes.
    """

    keys: tuple[int, ...]
    name: str
    decision: Decision | None
    is_settled: bool

    @property
    def kind(self) -> str:
        """One of :data:`KINDS`: a "no referral" that is not settled is no healthy result."""
        return kind_of(self.decision, settled=self.is_settled)


class Results:
    """All patients of a database, looked through now and then; for several threads.

    Parameters
    ----------
    store
        The database, as nobody in particular; a connection of its own, on which nobody waits.
    method, pattern
        Whose results, and how names tell patients.
    """

    def __init__(self, store: Store, method: Method, pattern: NamePattern) -> None:
        self._store, self._method, self._pattern = store, method, pattern
        self._lock = threading.Lock()
        self._looked_at: float | None = None
        self._version = 0
        self._entries: tuple[Entry, ...] = ()

    def entries(self) -> tuple[Entry, ...]:
        """Return all patients, the most urgent first; for those who see all answers."""
        # One thread looks, the others wait for what it finds.
        with self._lock:
            looked, now = self._looked_at, time.monotonic()
            if looked is None or now - looked > _KEPT_SECONDS:
                version = self._store.version()
                if looked is None or version != self._version:
                    self._entries = tuple(self._look())
                self._looked_at, self._version = now, version
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

    def _look(self) -> list[Entry]:
        by_key = self._store.rows_by_key(self._method)
        keys = {row.encoded_path: key for key, row in by_key.items()}
        photographs = (identify(row, self._pattern) for row in by_key.values())
        return [
            Entry(
                tuple(keys[one.row.encoded_path] for one in patient.photographs),
                patient.patient or "",
                patient.decision,
                is_settled(patient),
            )
            for patient in group_by_patient(photographs, fields=self._pattern.fields)
        ]


def is_settled(patient: Patient) -> bool:
    """Return whether no answer is still to come, and both eyes were photographed."""
    awaited = any(one.row.final.awaited is not None for one in patient.photographs)
    return not awaited and not patient.missing_eyes


def kind_of(decision: Decision | None, *, settled: bool) -> str:
    """Return which of :data:`KINDS` a patient is."""
    if decision is None:
        return OPEN
    return UNSETTLED if decision is Decision.NO_REFERRAL and not settled else decision.value


def counts_of(entries: Sequence[Entry]) -> dict[str, int]:
    """Return how many patients are of each of :data:`KINDS`; all of them are told."""
    counted = Counter(entry.kind for entry in entries)
    return {kind: counted[kind] for kind in KINDS}
