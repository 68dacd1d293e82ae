"""The worklist's SQL."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from fundusviewer.grading import FIRST_REFERABLE_GRADE, Decision
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.rows import COLUMNS, URGENCY, Order

# What counts, in SQL: the same as :func:`fundusviewer.grading.final_decision` says.

#: What a form comes to; a form that is not finished holds no decision.
_FORM = """
    CASE WHEN v.form IS NOT NULL
              AND json_extract(v.form, '$.decision') IN ('refer', 'ungradable', 'no_referral')
         THEN json_extract(v.form, '$.decision') END
"""

_REVIEWED = f"(v.grade IS NOT NULL OR coalesce(v.ungradable, 0) = 1 OR {_FORM} IS NOT NULL)"

_ANSWER = "CASE WHEN f.problem IS NOT NULL THEN 'error' ELSE r.decision END"

_DOCTORS = f"""
    CASE WHEN v.grade >= {FIRST_REFERABLE_GRADE} OR {_FORM} = 'refer' THEN 'refer'
         WHEN v.ungradable = 1 OR {_FORM} = 'ungradable' THEN 'ungradable'
         WHEN v.grade IS NOT NULL OR {_FORM} IS NOT NULL THEN 'no_referral' END
"""

_DECISION = f"coalesce({_DOCTORS}, {_ANSWER})"

_RISK = f"""
    CASE WHEN {_REVIEWED} AND {_DOCTORS} IS NOT {_ANSWER} THEN {_DOCTORS} = 'refer'
         WHEN f.problem IS NULL THEN max(coalesce(r.referable_probability, 0.0),
                                         coalesce(r.macular_oedema_probability, 0.0))
         ELSE 0.0 END
"""

#: The photograph of a file; that which was last seen there, where it cannot be read now: an eye
#: does not leave its patient because its file fails.
_KNOWN = """
    coalesce(f.photograph_id, (SELECT s.photograph_id FROM sighting s WHERE s.file_id = f.id
                               ORDER BY s.first_seen DESC, s.photograph_id DESC LIMIT 1))
"""

_TABLES = f"""
    FROM file f
    LEFT JOIN photograph p ON p.id = f.photograph_id
    LEFT JOIN result r ON r.photograph_id = f.photograph_id AND r.method_id = ?
    LEFT JOIN review v ON v.photograph_id = f.photograph_id
    LEFT JOIN identity i ON i.photograph_id = {_KNOWN}
    LEFT JOIN origin o ON o.photograph_id = {_KNOWN}
    LEFT JOIN lesions l ON l.id = (SELECT max(x.id) FROM lesions x
                                   WHERE x.photograph_id = f.photograph_id)
"""  # noqa: S608 - constants

_URGENCY = " ".join(
    f"WHEN {_DECISION} {'IS NULL' if decision is None else f'= {decision.value!r}'} THEN {rank}"
    for rank, decision in enumerate(URGENCY)
)

_ORDERS = {
    Order.RISK: f"CASE {_URGENCY} END, {_RISK} DESC, f.name, f.id",
    Order.NAME: "f.name COLLATE NOCASE, f.name, f.id",
    Order.NEWEST: "f.id DESC",
}


def worklist(method_id: int, wanted: Filter, order: Order) -> tuple[str, list[object]]:
    """Return the SQL of the worklist's rows and its parameters."""
    return _selected(COLUMNS, method_id, wanted, order)


def keys(method_id: int, wanted: Filter, order: Order) -> tuple[str, list[object]]:
    """Return the SQL of the worklist's keys and its parameters."""
    return _selected("f.id", method_id, wanted, order)


def rows_at(method_id: int, keys: Sequence[int]) -> tuple[str, list[object]]:
    """Return the SQL of some rows, each with its key before it, and its parameters."""
    sql = f"SELECT f.id, {COLUMNS} {_TABLES} WHERE f.id IN ({_marks(len(keys))})"
    return sql, [method_id, *keys]


def rows_by_key(method_id: int, order: Order) -> tuple[str, list[object]]:
    """Return the SQL of all rows, each with its key before it, and its parameters."""
    return _selected(f"f.id, {COLUMNS}", method_id, Filter(), order)


def _selected(
    columns: str, method_id: int, wanted: Filter, order: Order
) -> tuple[str, list[object]]:
    conditions, values = _conditions(wanted)
    where = " WHERE " + " AND ".join(conditions) if conditions else ""
    return f"SELECT {columns} {_TABLES} {where} ORDER BY {_ORDERS[order]}", [method_id, *values]


def to_review(method_id: int, wanted: Filter) -> tuple[str, list[object]]:
    """Return the SQL that counts the files whose photograph no doctor has judged yet."""
    conditions, values = _conditions(wanted)
    where = " AND ".join(["f.photograph_id IS NOT NULL", f"NOT {_REVIEWED}", *conditions])
    return f"SELECT count(*) {_TABLES} WHERE {where}", [method_id, *values]


def without_finding(method_id: int, wanted: Filter) -> tuple[str, list[object]]:
    """Return the SQL that counts the files that failed, and those that were not examined."""
    conditions, values = _conditions(wanted)
    where = " WHERE " + " AND ".join(conditions) if conditions else ""
    counts = (
        "coalesce(sum(f.problem IS NOT NULL), 0), "
        "coalesce(sum(f.problem IS NULL AND r.id IS NULL), 0)"
    )
    return f"SELECT {counts} {_TABLES} {where}", [method_id, *values]


#: Results of the same network, at whatever operating point it decided.
_SAME_NETWORK = """
    m.model_name = {name} AND m.model_version = {version} AND m.model_sha256 = {sha256}
    AND json_remove(m.settings, '$.operating_point', '$.threshold')
        = json_remove({settings}, '$.operating_point', '$.threshold')
"""

#: Takes over what the same network answered at other operating points. The parameters are named;
#: ``refers_at`` is that of :mod:`fundusviewer.grading`.
TAKE_OVER = f"""
    INSERT INTO result (photograph_id, method_id, decision, grade, referable_probability, label,
        probability, probabilities, reasons, grade_set, provider, application_version,
        milliseconds, examined_at, landmarks, picture_eye, macular_oedema_risk,
        macular_oedema_probability, macular_oedema_assessable, quality, unfamiliarity, embedding)
    SELECT r.photograph_id, :method,
        CASE WHEN r.decision NOT IN ('refer', 'no_referral') THEN r.decision
             WHEN refers_at(r.grade, r.referable_probability, :threshold)
                  OR r.macular_oedema_risk IS 2 THEN 'refer'
             ELSE 'no_referral' END,
        r.grade, r.referable_probability, r.label, r.probability, r.probabilities, r.reasons,
        r.grade_set, r.provider, r.application_version, r.milliseconds, r.examined_at,
        r.landmarks, r.picture_eye, r.macular_oedema_risk, r.macular_oedema_probability,
        r.macular_oedema_assessable, r.quality, r.unfamiliarity, r.embedding
    FROM result r JOIN method m ON m.id = r.method_id
    WHERE m.id != :method AND r.decision IS NOT NULL AND {
    _SAME_NETWORK.format(name=":name", version=":version", sha256=":sha256", settings=":settings")
}
        AND NOT EXISTS (SELECT 1 FROM result x
                        WHERE x.photograph_id = r.photograph_id AND x.method_id = :method)
    GROUP BY r.photograph_id
"""  # noqa: S608 - constants and names of parameters

#: The photograph, where a method's result of it is there, and lesions where they are wanted and can
#: be told. The parameters are named.
KNOWN = """
    SELECT p.id FROM photograph p JOIN result r ON r.photograph_id = p.id
    WHERE p.sha256 = :sha256 AND r.method_id = :method
        AND (:marker IS NULL OR coalesce(r.decision, '') NOT IN ('refer', 'no_referral')
             OR EXISTS (SELECT 1 FROM lesions l WHERE l.photograph_id = p.id
                        AND l.model_sha256 = :marker AND l.steps = :steps))
"""

#: What was marked last on a photograph.
MARKED_LESIONS = """
    SELECT l.found, l.outlines, l.disc_diameter, l.estimated, l.model_name, l.model_version,
        l.model_sha256
    FROM lesions l JOIN photograph p ON p.id = l.photograph_id
    WHERE p.sha256 = ? ORDER BY l.id DESC LIMIT 1
"""

#: Claims a photograph, unless another owner's claim still holds; a clock that was set back makes
#: claims that would hold for ever. The parameters are named.
CLAIM = """
    INSERT INTO claim (sha256, method_id, owner, until)
    VALUES (:sha256, :method, :owner, :now + :lease)
    ON CONFLICT (sha256, method_id) DO UPDATE SET owner = excluded.owner, until = excluded.until
    WHERE owner = excluded.owner OR until < :now OR until > :now + 2 * :lease
"""


def outdated(method: Method, wanted: Filter) -> tuple[str, list[object]]:
    """Return the SQL of the files that only earlier versions of a model have examined.

    Each with the version of the latest result. Results of the same network at another operating
    point are not outdated: they are taken over.
    """
    conditions, values = _conditions(wanted)
    where = " AND ".join(["f.problem IS NULL", "m.model_name = ?", *conditions])
    sql = f"""
        SELECT f.path, m.model_version, max(e.id) {_TABLES}
        JOIN result e ON e.photograph_id = f.photograph_id
        JOIN method m ON m.id = e.method_id
        WHERE {where} AND f.photograph_id NOT IN (
            SELECT x.photograph_id FROM result x JOIN method m ON m.id = x.method_id
            WHERE {_SAME_NETWORK.format(name="?", version="?", sha256="?", settings="?")}
        ) GROUP BY f.id ORDER BY f.id
    """  # noqa: S608 - constants and question marks
    network = [method.model_name, method.model_version, method.model_sha256, method.settings]
    return sql, [0, method.model_name, *values, *network]


#: Verdict and form of a photograph's review.
REVIEW_OF = """
    SELECT v.grade, v.ungradable, v.form FROM review v JOIN photograph p ON p.id = v.photograph_id
    WHERE p.sha256 = ?
"""

#: The first verdict that was given on each photograph without knowing the network's answer.
BLIND_VERDICTS = """
    SELECT p.sha256, h.new, min(h.id) FROM history h JOIN photograph p ON p.id = h.photograph_id
    WHERE h.what = 'review' AND json_extract(h.new, '$.blind') = 1
        AND (json_extract(h.new, '$.grade') IS NOT NULL
             OR json_extract(h.new, '$.ungradable') = 1)
    GROUP BY h.photograph_id
"""


def _conditions(wanted: Filter) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    # What the program found counts for these rows only.
    shown = _REVIEWED if wanted.blind else "1"
    if wanted.decisions is not None:
        known = [Decision(one).value for one in wanted.decisions if one is not None]
        # Not by coalesce: nothing in an empty list is false, not null.
        decided = (
            f"CASE WHEN {_DECISION} IS NULL THEN {int(None in wanted.decisions)} "
            f"ELSE {_DECISION} IN ({_marks(len(known))}) END"
        )
        conditions.append(f"{decided} AND (f.problem IS NOT NULL OR {shown})")
        values.extend(known)
    if wanted.grades is not None:
        network = f"CASE WHEN f.problem IS NULL AND {shown} THEN r.grade END"
        grade = f"CASE WHEN {_REVIEWED} THEN v.grade ELSE {network} END"
        conditions.append(f"{grade} IN ({_marks(len(wanted.grades))})")
        values.extend(wanted.grades)
    if wanted.gradable is not None:
        refused = "r.decision IN ('ungradable', 'not_fundus')"
        network = f"CASE WHEN f.problem IS NULL AND {shown} THEN {refused} END"
        conditions.append(
            f"CASE WHEN {_REVIEWED} THEN {_DOCTORS} = 'ungradable' ELSE {network} END = ?"
        )
        values.append(int(not wanted.gradable))
    if wanted.reviewed is not None:
        conditions.append(_REVIEWED if wanted.reviewed else f"NOT {_REVIEWED}")
    if wanted.text:
        pattern = "".join("\\" + sign if sign in "\\%_" else sign for sign in wanted.text)
        places = ("f.name", "v.note", "i.patient", "o.patient")
        found = (f"{place} LIKE ? ESCAPE '\\'" for place in places)
        conditions.append(f"({' OR '.join(found)})")
        values.extend([f"%{pattern}%"] * len(places))
    for keys in (wanted.files, wanted.only):
        if keys is not None:
            conditions.append("f.id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(keys)))
    if wanted.folder is not None:
        prefix = os.fsencode(wanted.folder.absolute() / "x")[:-1]
        conditions.append("substr(f.path, 1, ?) = ?")
        values.extend([len(prefix), prefix])
    return conditions, values


def _marks(count: int) -> str:
    return ", ".join("?" * count)
