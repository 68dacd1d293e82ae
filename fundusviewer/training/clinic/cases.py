"""What doctors of this clinic have said of photographs that a model file has graded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fundusviewer.errors import StoreError
from fundusviewer.grading import FIRST_REFERABLE_GRADE, GRADE_NAMES, Decision
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import identify
from fundusviewer.screening.rows import Row

#: Of macular oedema: the risk that is referred.
_REFERRED_RISK = 2


@dataclass(frozen=True)
class Case:
    """A photograph that both have graded.

    Attributes
    ----------
    patient
        Who it shows, or what stands for them: photographs of one patient are not independent.
    grade
        The doctor's final one, 0–4.
    probabilities
        The network's, of the five grades.
    oedema
        Whether the program refers it for macular oedema, whatever the operating point.
    blind
        Whether the doctor had not seen the program's answer.
    """

    patient: str
    grade: int
    probabilities: tuple[float, ...]
    oedema: bool
    blind: bool

    @property
    def is_referable(self) -> bool:
        """Whether the doctor's grade is one to refer."""
        return self.grade >= FIRST_REFERABLE_GRADE


@dataclass(frozen=True)
class Cases:
    """All reviewed photographs of a database.

    Attributes
    ----------
    graded
        By both.
    refused, refused_referable
        How many graded ones of the doctor the program has refused, and how many of them are
        referable: they are in none of the figures.
    ungradable
        How many the doctor calls ungradable.
    others
        How many were reviewed, but not graded by this model file.
    """

    graded: tuple[Case, ...]
    refused: int = 0
    refused_referable: int = 0
    ungradable: int = 0
    others: int = 0

    @property
    def blind(self) -> tuple[Case, ...]:
        """Those that were reviewed before the program's answer was shown."""
        return tuple(case for case in self.graded if case.blind)


def reviewed_cases(store: Store, model_sha256: str, pattern: NamePattern) -> Cases:
    """Return what doctors have said; a photograph that lies in several files counts once.

    Parameters
    ----------
    store
        The database.
    model_sha256
        Of the model file: only what this very file has graded counts.
    pattern
        Tells the patients.

    Raises
    ------
    StoreError
        If the file has graded nothing in this database, or it cannot be read.
    """
    methods = [method for method in store.methods() if method.model_sha256 == model_sha256]
    if not methods:
        raise StoreError(
            f"{store.path.name}: holds no results of this model file; examine the photographs "
            "with it first"
        )
    rows: dict[str, Row] = {}
    for method in methods:
        for row in store.rows(method, Filter(reviewed=True)):
            if row.sha256 is None or row.problem is not None or row.verdict is None:
                continue
            known = rows.get(row.sha256)
            if known is None or (known.result is None and row.result is not None):
                rows[row.sha256] = row
    return _sorted(list(rows.values()), pattern)


def _sorted(rows: list[Row], pattern: NamePattern) -> Cases:
    graded: list[Case] = []
    refused = refused_referable = ungradable = others = 0
    for row in rows:
        grade, decision = row.review_grade, row.answer.decision
        if decision is None:
            others += 1
        elif grade is None:
            ungradable += 1
        elif decision in (Decision.REFER, Decision.NO_REFERRAL):
            graded.append(_case(row, grade, pattern))
        else:
            refused += 1
            refused_referable += int(grade >= FIRST_REFERABLE_GRADE)
    return Cases(tuple(graded), refused, refused_referable, ungradable, others)


def _case(row: Row, grade: int, pattern: NamePattern) -> Case:
    patient, told = identify(row, pattern).identity.patient, row.probabilities
    return Case(
        patient=f"photograph {row.sha256}" if patient is None else f"patient {patient}",
        grade=grade,
        probabilities=tuple(told[name] for name in GRADE_NAMES),
        oedema=row.found.macular_oedema_risk == _REFERRED_RISK,
        blind=bool(row.review_blind),
    )


def probabilities_of(cases: tuple[Case, ...]) -> np.ndarray:
    """Return the network's probabilities, float (N, 5)."""
    return np.array([case.probabilities for case in cases], float).reshape(-1, len(GRADE_NAMES))
