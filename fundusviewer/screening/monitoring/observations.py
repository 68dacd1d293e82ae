"""What is watched of each photograph, in the order in which they were examined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from fundusviewer.grading import Decision
from fundusviewer.inference.card import REJECT
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import identify
from fundusviewer.screening.rows import Row
from fundusviewer.screening.stored_anatomy import stored_landmarks, stored_quality

#: What a photograph is centred on; a name of a group in tables.
MACULA, DISC, UNKNOWN_FIELD = "macula", "optic disc", "not known"

#: How much nearer to the centre one of the two must be than the other, as a share of the width.
_NEARER = 0.05


@dataclass(frozen=True, eq=False)
class Observation:
    """One photograph.

    Attributes
    ----------
    moment
        When it was examined, UTC.
    patient
        Who it shows, or what stands for them: photographs of one patient are not independent.
    camera
        Width × height of the photograph: what tells cameras apart where nothing else does.
    field
        :data:`MACULA`, :data:`DISC` or :data:`UNKNOWN_FIELD`.
    refused
        Whether the program refused it: ungradable, or no fundus photograph.
    referred
        Whether the program referred it; ``None`` where it was refused, and for a model of other
        classes, which refers nobody.
    unfamiliarity
        How far it is from what the network learned from; ``None`` where nobody asked.
    reject
        The network's probability that it is ungradable, 0–1; ``None`` where nobody asked.
    embedding
        What the network sees in it, float32 (D,); ``None`` where nobody asked.
    """

    moment: dt.datetime
    patient: str
    camera: str
    field: str
    refused: bool
    referred: bool | None
    unfamiliarity: float | None
    reject: float | None
    embedding: np.ndarray | None = None

    @property
    def week(self) -> tuple[int, int]:
        """Year and number of the ISO week in which it was examined."""
        year, week, _ = self.moment.isocalendar()
        return year, week


def observed(store: Store, method: Method, pattern: NamePattern) -> list[Observation]:
    """Return what a method has examined, the first first; each photograph counts once.

    A file that could not be read was not examined and is not among them.

    Raises
    ------
    StoreError
        If the database cannot be read.
    """
    return observations(store.rows_by_key(method).items(), pattern, store.embeddings(method))


def observations(
    rows: Iterable[tuple[int, Row]],
    pattern: NamePattern,
    embeddings: Mapping[str, np.ndarray],
) -> list[Observation]:
    """Return what is watched of rows with their keys; see :func:`observed`."""
    found: dict[str, tuple[str, int, Row]] = {}
    for key, row in rows:
        moment = row.found.examined_at
        answered = row.found.decision is not None or row.is_of_other_classes
        if row.sha256 is None or row.problem is not None or moment is None or not answered:
            continue
        known = found.get(row.sha256)
        if known is None or key < known[1]:
            found[row.sha256] = (moment, key, row)
    return [
        _observation(row, pattern, embeddings.get(row.sha256 or ""))
        for _, _, row in sorted(found.values(), key=_examined)
    ]


def _examined(one: tuple[str, int, Row]) -> tuple[str, int]:
    return one[:2]


def _observation(row: Row, pattern: NamePattern, embedding: np.ndarray | None) -> Observation:
    patient = identify(row, pattern).identity.patient
    decision = row.answer.decision
    refused = decision in (Decision.UNGRADABLE, Decision.NOT_FUNDUS)
    return Observation(
        moment=dt.datetime.fromisoformat(row.found.examined_at or ""),
        patient=f"photograph {row.sha256}" if patient is None else f"patient {patient}",
        camera=f"{row.width} × {row.height}",
        field=field_of(row),
        refused=refused,
        referred=None if refused or decision is None else decision is Decision.REFER,
        unfamiliarity=row.found.unfamiliarity,
        reject=stored_quality(row).get(REJECT),
        embedding=embedding,
    )


def field_of(row: Row) -> str:
    """Return what a photograph is centred on, by where disc and fovea were marked."""
    marks, width = stored_landmarks(row), row.width
    if marks is None or not width or marks.disc is None or marks.fovea is None:
        return UNKNOWN_FIELD
    from_disc, from_fovea = abs(marks.disc.x - width / 2), abs(marks.fovea.x - width / 2)
    if abs(from_disc - from_fovea) < _NEARER * width:
        return UNKNOWN_FIELD
    return MACULA if from_fovea < from_disc else DISC
