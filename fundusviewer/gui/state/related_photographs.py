"""Which photographs belong together: both eyes of a patient, two visits of one eye."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from fundusviewer.gui.state.photograph import Missing
from fundusviewer.screening import Finding
from fundusviewer.screening.names import Identity


class Relation(StrEnum):
    """How two photographs belong together."""

    EYES = "eyes"
    VISITS = "visits"


@dataclass(frozen=True, eq=False)
class Candidate:
    """An open photograph.

    Attributes
    ----------
    path
        Its file.
    identity
        Patient, eye and day, as far as they are known.
    sha256
        Hash of its content; ``None`` where it has not been read yet.
    """

    path: Path
    identity: Identity
    sha256: str | None = None


class RelatedPhotographs(Protocol):
    """The photographs among which a second one is looked for."""

    def work(self) -> Callable[[], list[Candidate]]:
        """Return a function that lists them, to be called off the GUI thread."""

    def finding(self, candidate: Candidate) -> Finding | None:
        """Return what may be drawn on one of them; ``None`` where there is nothing (yet)."""

    def missing(self, candidate: Candidate) -> Missing:
        """Return what is known of a finding that is not there."""

    def key(self, candidate: Candidate) -> int | None:
        """Return the key by which the list knows one of them; ``None`` where it does not."""

    def want(self, candidate: Candidate | None) -> None:
        """Have the second photograph examined once there is time; ``None`` for none."""


def partners(
    current: Candidate, others: Iterable[Candidate], relation: Relation
) -> list[Candidate]:
    """Return the photographs that belong to one, the best first.

    Parameters
    ----------
    current
        The photograph on screen.
    others
        All open photographs; the current one may be among them.
    relation
        ``EYES``: the other eye of the same patient, nearest in time. ``VISITS``: the same eye of
        the same patient on another day, the nearest earlier one first; then on the same day.
    """
    patient = current.identity.patient
    if patient is None:
        return []
    same = [
        other
        for other in others
        if other.identity.patient == patient and other.path != current.path
    ]
    if relation is Relation.EYES:
        fitting = [other for other in same if _are_both_eyes(current.identity, other.identity)]
        return sorted(fitting, key=lambda other: (*_apart(current, other), other.path))
    fitting = [other for other in same if other.identity.eye is current.identity.eye]
    return sorted(fitting, key=lambda other: (_visit_rank(current, other), other.path))


def is_left_on_screen(one: Identity, other: Identity) -> bool:
    """Return whether the first of two photographs stands on the left: the right eye does."""
    for identity, answer in ((one, True), (other, False)):
        if identity.eye is not None:
            return (identity.eye.value == "OD") is answer
    return True


def _are_both_eyes(one: Identity, other: Identity) -> bool:
    return one.eye is not None and other.eye is not None and one.eye is not other.eye


def _days(current: Candidate, other: Candidate) -> int | None:
    """Return how many days later the other photograph was made."""
    first, last = current.identity.date, other.identity.date
    return None if first is None or last is None else (last - first) // dt.timedelta(days=1)


def _apart(current: Candidate, other: Candidate) -> tuple[float, bool, bool]:
    """Return how far apart two photographs are: by days, visit and folder."""
    days = _days(current, other)
    other_visit = current.identity.visit != other.identity.visit
    # Two people may have the same number in two folders.
    other_folder = current.path.parent != other.path.parent
    return float("inf") if days is None else abs(days), other_visit, other_folder


def _visit_rank(current: Candidate, other: Candidate) -> tuple[int, int]:
    days = _days(current, other)
    if days is None:
        return 3, 0
    if days == 0:
        return 2, 0
    return (0, -days) if days < 0 else (1, days)
