"""How far the network and a reader agree, and two readers with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fundusviewer.grading import GRADE_NAMES, Decision, Role, Verdict
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
from fundusviewer.screening.rows import Order, Review, Row

#: How many photographs both must have graded before there is a kappa: of fewer, neither the value
#: nor its interval means anything.
LEAST_FOR_KAPPA = 10

#: Row and column of the matrix for what could not be graded.
UNGRADABLE = len(GRADE_NAMES)


@dataclass(frozen=True)
class Judgement:
    """One photograph, judged by both.

    Attributes
    ----------
    doctor, network
        Grade 0–4; ``None``: cannot be graded. Of two readers, ``network`` is the second one's.
    refers
        Whether the program refers, at its operating point, or the second reader.
    patient
        Who it shows, or what stands for them: photographs of one patient are not independent.
    path
        The file; ``None`` where it is not to be opened.
    """

    doctor: int | None
    network: int | None
    refers: bool
    patient: str
    path: Path | None = None


@dataclass(frozen=True)
class Agreement:
    """Figures over all judgements; ``None`` where too few photographs tell.

    Attributes
    ----------
    matrix
        How many photographs have each pair: the doctor's grade 0–4 or ungradable in rows, the
        network's in columns.
    cells
        The files of each cell of the matrix, by row and column.
    graded
        How many both have graded. All figures below are over these.
    patients
        How many patients they show.
    exact
        Share with the same grade (Wilson interval).
    kappa
        Quadratic weighted kappa (bootstrap over patients); ``None`` for fewer than
        :data:`LEAST_FOR_KAPPA` photographs.
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
    cells: Mapping[tuple[int, int], tuple[Path, ...]] = field(default_factory=dict)

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
    role: Role = Role.FIRST,
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
    role
        Of the reader who is compared with the network. Who must not see other readers' answers
        is compared alone, in whatever role.

    Raises
    ------
    StoreError
        If the database cannot be read.
    """
    first = store.blind_verdicts(role) if blind else {}
    found = {}
    for row in store.rows(method, wanted, Order.NAME):
        verdict = first.get(row.sha256 or "") if blind else _present(row, role)
        if verdict is None or not _on_scale(verdict):
            continue
        if row.answer.decision in (None, Decision.ERROR):
            continue
        found[row.sha256] = Judgement(
            doctor=None if verdict.ungradable else verdict.grade,
            network=row.found.grade,
            refers=row.answer.decision is Decision.REFER,
            patient=_patient(row, pattern),
            path=row.path,
        )
    return list(found.values())


def _on_scale(verdict: Verdict | Review) -> bool:
    """Return whether there is a grade of this scale; a form of another scheme gives none."""
    return verdict.ungradable or verdict.grade is not None


def reader_judgements(
    store: Store, method: Method, pattern: NamePattern, wanted: Filter
) -> list[Judgement]:
    """Return what first and second reader say; nothing where that must not be seen.

    The parameters are those of :func:`judgements`.

    Raises
    ------
    StoreError
        If the database cannot be read.
    """
    found = {}
    for row in store.rows(method, wanted, Order.NAME):
        read = row.readings
        if read is None or read.first is None or read.second is None:
            continue
        if not (_on_scale(read.first) and _on_scale(read.second)):
            continue
        found[row.sha256] = Judgement(
            doctor=read.first.grade,
            network=read.second.grade,
            refers=read.second.decision is Decision.REFER,
            patient=_patient(row, pattern),
            path=row.path,
        )
    return list(found.values())


def _present(row: Row, role: Role) -> Verdict | Review | None:
    """Return the verdict of a role as it is now; a reader's own where others are hidden."""
    read = row.readings
    if read is None or not row.programme:
        return row.verdict
    return {Role.FIRST: read.first, Role.SECOND: read.second}.get(role, read.arbiter)


def _patient(row: Row, pattern: NamePattern) -> str:
    patient = identify(row, pattern).identity.patient
    return f"photograph {row.sha256}" if patient is None else f"patient {patient}"


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
    cells: dict[tuple[int, int], list[Path]] = defaultdict(list)
    for one in found:
        place = _place(one.doctor), _place(one.network)
        matrix[place] += 1
        if one.path is not None:
            cells[place].append(one.path)
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
        if len(pairs) >= LEAST_FOR_KAPPA
        else None,
        sensitivity=_share(refers[positive]),
        specificity=_share(~refers[~positive]),
        cells={place: tuple(paths) for place, paths in cells.items()},
    )


def _place(grade: int | None) -> int:
    return UNGRADABLE if grade is None else grade


def _share(hits: np.ndarray) -> Interval | None:
    return wilson(int(hits.sum()), len(hits)) if len(hits) else None
