"""How far the network and the doctor agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.grading import GRADE_NAMES, Decision
from fundusviewer.inference import Interval
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.metrics import (
    bootstrap,
    quadratic_weighted_kappa,
    referable,
    wilson,
)
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import identify
from fundusviewer.screening.rows import Order

#: Row and column of the matrix for what could not be graded.
UNGRADABLE = len(GRADE_NAMES)


@dataclass(frozen=True)
class Judgement:
    """One photograph, judged by both.

    Attributes
    ----------
    doctor, network
        Grade 0–4; ``None``: cannot be graded.
    refers
        Whether the program refers, at its operating point.
    patient
        Who it shows, or what stands for them: photographs of one patient are not independent.
    """

    doctor: int | None
    network: int | None
    refers: bool
    patient: str


@dataclass(frozen=True)
class Agreement:
    """Figures over all judgements; ``None`` where too few photographs tell.

    Attributes
    ----------
    matrix
        How many photographs have each pair: the doctor's grade 0–4 or ungradable in rows, the
        network's in columns.
    graded
        How many both have graded. All figures below are over these.
    patients
        How many patients they show.
    exact
        Share with the same grade (Wilson interval).
    kappa
        Quadratic weighted kappa (bootstrap over patients).
    sensitivity
        Share that is referred, of those with grade 2 or more by the doctor (Wilson interval).
    specificity
        Share that is not referred, of the others.
    """

    matrix: tuple[tuple[int, ...], ...]
    graded: int
    patients: int
    exact: Interval | None
    kappa: Interval | None
    sensitivity: Interval | None
    specificity: Interval | None

    @property
    def count(self) -> int:
        """How many photographs both have judged."""
        return sum(map(sum, self.matrix))


def judgements(
    store: Store,
    method: Method,
    pattern: NamePattern,
    wanted: Filter,
    *,
    blind: bool,
) -> list[Judgement]:
    """Return what both say of each photograph; one that lies in several files counts once.

    Parameters
    ----------
    store, method
        Where the answers are, and how they were made.
    pattern
        Tells the patients.
    wanted
        Which rows.
    blind
        Whether only verdicts count that were given before the network's answer was shown, the
        first one of each photograph; otherwise the present ones, whenever they were given.

    Raises
    ------
    StoreError
        If the database cannot be read.
    """
    first = store.blind_verdicts() if blind else {}
    found = {}
    for row in store.rows(method, wanted, Order.NAME):
        verdict = first.get(row.sha256 or "") if blind else row.verdict
        if verdict is None or not (verdict.ungradable or verdict.grade is not None):
            # A form of another scheme gives no grade of this scale.
            continue
        if row.answer.decision in (None, Decision.ERROR):
            continue
        patient = identify(row, pattern).identity.patient
        found[row.sha256] = Judgement(
            doctor=None if verdict.ungradable else verdict.grade,
            network=row.found.grade,
            refers=row.answer.decision is Decision.REFER,
            patient=f"photograph {row.sha256}" if patient is None else f"patient {patient}",
        )
    return list(found.values())


def agreement(found: Sequence[Judgement], resamples: int = 1000) -> Agreement:
    """Compare the network with the doctor.

    Parameters
    ----------
    found
        See :func:`judgements`.
    resamples
        Of the bootstrap.
    """
    matrix = np.zeros((UNGRADABLE + 1, UNGRADABLE + 1), int)
    for one in found:
        matrix[_place(one.doctor), _place(one.network)] += 1
    pairs = [one for one in found if one.doctor is not None and one.network is not None]
    doctor = np.array([one.doctor for one in pairs], int)
    network = np.array([one.network for one in pairs], int)
    refers = np.array([one.refers for one in pairs], bool)
    positive = referable(doctor)
    people = [one.patient for one in pairs]
    return Agreement(
        matrix=tuple(tuple(int(count) for count in row) for row in matrix),
        graded=len(pairs),
        patients=len(set(people)),
        exact=_share(doctor == network),
        kappa=bootstrap(
            lambda rows: quadratic_weighted_kappa(doctor[rows], network[rows]),
            people,
            resamples=resamples,
        )
        if pairs
        else None,
        sensitivity=_share(refers[positive]),
        specificity=_share(~refers[~positive]),
    )


def _place(grade: int | None) -> int:
    return UNGRADABLE if grade is None else grade


def _share(hits: np.ndarray) -> Interval | None:
    return wilson(int(hits.sum()), len(hits)) if len(hits) else None
