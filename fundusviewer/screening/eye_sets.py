"""The photographs of one eye as a set: which of them count, and what the set lacks.

A programme takes one or two photographs of each eye, centred on the macula and on the optic disc.
The worst gradable one decides. What cannot be graded counts as long as the gradable ones do not
show all that a set must show: a photograph that was repeated gives way to its better repetition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fundusviewer.anatomy.field import Centre, centred_in
from fundusviewer.grading import Decision
from fundusviewer.imaging import Laterality
from fundusviewer.screening.rows import Row
from fundusviewer.screening.stored_anatomy import stored_landmarks, was_looked_at

_GRADED = (Decision.REFER, Decision.NO_REFERRAL)

#: Remarks on a set, by eye and by what is missing.
MISSING: dict[tuple[Laterality, Centre], str] = {
    (Laterality.OD, "macula"): "Incomplete set: no gradable photograph of the right eye (OD) "
    "shows the macula.",
    (Laterality.OS, "macula"): "Incomplete set: no gradable photograph of the left eye (OS) "
    "shows the macula.",
    (Laterality.OD, "disc"): "Incomplete set: no gradable photograph of the right eye (OD) is "
    "centred on the optic disc.",
    (Laterality.OS, "disc"): "Incomplete set: no gradable photograph of the left eye (OS) is "
    "centred on the optic disc.",
}
#: The same, where a photograph gives way.
GIVES_WAY = {
    Laterality.OD: "A photograph of the right eye (OD) cannot be graded; the set is complete "
    "without it.",
    Laterality.OS: "A photograph of the left eye (OS) cannot be graded; the set is complete "
    "without it.",
}


def counting(rows: Sequence[Row], fields: int) -> list[Row]:
    """Return the photographs of an eye that make its result.

    Those that cannot be graded are left out where the set is complete without them; never those
    that could not be read, were not examined, or are no fundus photographs.

    Parameters
    ----------
    rows
        All photographs of one eye.
    fields
        How many a set has, 1 or 2.
    """
    # Before what is stored of disc and fovea is read: nearly always nothing can give way.
    if all(row.decision is not Decision.UNGRADABLE for row in rows):
        return list(rows)
    gradable = [row for row in rows if row.decision in _GRADED]
    if not gradable or not _all_looked(gradable) or missing_of(rows, fields):
        return list(rows)
    return [row for row in rows if row.decision is not Decision.UNGRADABLE]


def missing_of(rows: Iterable[Row], fields: int) -> tuple[Centre, ...]:
    """Return what the gradable photographs of an eye do not show.

    Nothing where there is none, and where it is not known what one of them shows.

    Parameters
    ----------
    rows
        All photographs of one eye.
    fields
        1: the macula must be seen. 2: one photograph must be centred on the optic disc, too.
    """
    gradable = [row for row in rows if row.decision in _GRADED]
    if not gradable or not _all_looked(gradable):
        return ()
    wanted: tuple[Centre, ...] = ("macula", "disc") if fields > 1 else ("macula",)
    return tuple(one for one in wanted if not any(_shows(row, one) for row in gradable))


def _all_looked(rows: Iterable[Row]) -> bool:
    return all(was_looked_at(row) for row in rows)


def _shows(row: Row, centre: Centre) -> bool:
    landmarks = stored_landmarks(row)
    if landmarks is None or row.width is None or row.height is None:
        return False
    if centre == "macula":
        return landmarks.fovea is not None
    # The field of view is not stored; the picture's middle is its middle, near enough.
    x, y = row.width / 2, row.height / 2
    return centred_in(landmarks, (x, y), min(x, y)) == "disc"
