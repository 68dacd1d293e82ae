"""The worklist's SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence

from fundusviewer.grading import Decision
from fundusviewer.screening.database.view import REVIEWED, View
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.places.address import encoded
from fundusviewer.screening.rows import ROW_COLUMNS, TOLD, Order

#: How lists are sorted that are not sorted by risk.
_ORDERS = {Order.NAME: "f.name COLLATE NOCASE, f.name, f.id", Order.NEWEST: "f.id DESC"}


def worklist(view: View, method_id: int, wanted: Filter, order: Order) -> tuple[str, list[object]]:
    """Return the SQL of the worklist's rows and its parameters."""
    return _selected(view.columns, view, method_id, wanted, order)


def keys(view: View, method_id: int, wanted: Filter, order: Order) -> tuple[str, list[object]]:
    """Return the SQL of the worklist's keys and its parameters."""
    return _selected("f.id", view, method_id, wanted, order)


def named(view: View, method_id: int, order: Order) -> tuple[str, list[object]]:
    """Return the SQL of what tells whose each file is, with its key and urgency before it."""
    told = ", ".join(ROW_COLUMNS[name] for name in TOLD)
    return _selected(f"f.id, {view.urgency}, f.path, {told}", view, method_id, Filter(), order)


def rows_at(view: View, method_id: int, keys: Sequence[int]) -> tuple[str, list[object]]:
    """Return the SQL of some rows, each with its key before it, and its parameters."""
    sql = f"SELECT f.id, {view.columns} {view.tables} WHERE f.id IN ({_marks(len(keys))})"
    return sql, [method_id, *keys]


def rows_after(view: View, method_id: int, key: int, count: int) -> tuple[str, list[object]]:
    """Return the SQL of the rows with the next keys, each with its key before it."""
    sql = f"SELECT f.id, {view.columns} {view.tables} WHERE f.id > ? ORDER BY f.id LIMIT ?"
    return sql, [method_id, key, count]


def rows_by_key(view: View, method_id: int, order: Order) -> tuple[str, list[object]]:
    """Return the SQL of all rows, each with its key before it, and its parameters."""
    return _selected(f"f.id, {view.columns}", view, method_id, Filter(), order)


def _selected(
    columns: str, view: View, method_id: int, wanted: Filter, order: Order
) -> tuple[str, list[object]]:
    conditions, values = _conditions(view, wanted)
    where = " WHERE " + " AND ".join(conditions) if conditions else ""
    by = view.order_by_risk if order is Order.RISK else _ORDERS[order]
    return f"SELECT {columns} {view.tables} {where} ORDER BY {by}", [method_id, *values]


def to_review(view: View, method_id: int, wanted: Filter) -> tuple[str, list[object]]:
    """Return the SQL that counts the files whose photograph waits for whoever asks."""
    conditions, values = _conditions(view, wanted)
    seat = view.seat
    waits = view.queue if seat is not None and seat.reads else f"NOT {REVIEWED}"
    where = " AND ".join(["f.photograph_id IS NOT NULL", waits, *conditions])
    return f"SELECT count(*) {view.tables} WHERE {where}", [method_id, *values]


def decisions(view: View, method_id: int) -> tuple[str, list[object]]:
    """Return the SQL that counts the files with each final decision, the most frequent first."""
    sql = f"""
        SELECT coalesce({view.decision}, 'not_graded') AS decision, count(*) {view.tables}
        GROUP BY 1 ORDER BY 2 DESC
    """
    return sql, [method_id]


def awaited(view: View, method_id: int, wanted: Filter) -> tuple[str, list[object]]:
    """Return the SQL that counts the photographs by whose answer is still to come."""
    conditions, values = _conditions(view, wanted)
    where = " AND ".join(["f.photograph_id IS NOT NULL", *conditions])
    sql = f"SELECT {view.awaited} AS a, count(DISTINCT f.photograph_id) {view.tables}"
    return f"{sql} WHERE {where} GROUP BY a", [method_id, *values]


def without_finding(view: View, method_id: int, wanted: Filter) -> tuple[str, list[object]]:
    """Return the SQL that counts the files that failed, and those that were not examined."""
    conditions, values = _conditions(view, wanted)
    where = " WHERE " + " AND ".join(conditions) if conditions else ""
    counts = (
        "coalesce(sum(f.problem IS NOT NULL), 0), "
        "coalesce(sum(f.problem IS NULL AND r.id IS NULL), 0)"
    )
    return f"SELECT {counts} {view.tables} {where}", [method_id, *values]


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

_HAS_RESULT = """
    r.method_id = :method
        AND (:marker IS NULL OR coalesce(r.decision, '') NOT IN ('refer', 'no_referral')
             OR EXISTS (SELECT 1 FROM lesions l WHERE l.photograph_id = p.id
                        AND l.model_sha256 = :marker AND l.steps = :steps))
"""

#: The photograph, where a method's result of it is there, and lesions where they are wanted and can
#: be told. The parameters are named.
KNOWN = f"""
    SELECT p.id FROM photograph p JOIN result r ON r.photograph_id = p.id
    WHERE p.sha256 = :sha256 AND {_HAS_RESULT}
"""  # noqa: S608 - constants


def known_files(count: int) -> str:
    """Return the same SQL for files, named ``:path0`` and so on; one that failed last is none."""
    names = ", ".join(f":path{number}" for number in range(count))
    return f"""
        SELECT f.path, p.sha256 FROM file f
        JOIN photograph p ON p.id = f.photograph_id JOIN result r ON r.photograph_id = p.id
        WHERE f.path IN ({names}) AND f.problem IS NULL AND {_HAS_RESULT}
    """  # noqa: S608 - constants and names of parameters


#: What was marked last on a photograph.
MARKED_LESIONS = """
    SELECT l.found, l.outlines, l.disc_diameter, l.estimated, l.model_name, l.model_version,
        l.model_sha256
    FROM lesions l JOIN photograph p ON p.id = l.photograph_id
    WHERE p.sha256 = ? ORDER BY l.id DESC LIMIT 1
"""

#: What the network sees in the photographs of a method.
EMBEDDINGS = """
    SELECT p.sha256, r.embedding FROM result r JOIN photograph p ON p.id = r.photograph_id
    WHERE r.method_id = ? AND r.embedding IS NOT NULL
"""

#: Claims a photograph, unless another owner's claim still holds; a clock that was set back makes
#: claims that would hold for ever. The parameters are named.
CLAIM = """
    INSERT INTO claim (sha256, method_id, owner, until)
    VALUES (:sha256, :method, :owner, :now + :lease)
    ON CONFLICT (sha256, method_id) DO UPDATE SET owner = excluded.owner, until = excluded.until
    WHERE owner = excluded.owner OR until < :now OR until > :now + 2 * :lease
"""


def outdated(view: View, method: Method, wanted: Filter) -> tuple[str, list[object]]:
    """Return the SQL of the files that only earlier versions of a model have examined.

    Each with the version of the latest result. Results of the same network at another operating
    point are not outdated: they are taken over.
    """
    conditions, values = _conditions(view, wanted)
    where = " AND ".join(["f.problem IS NULL", "m.model_name = ?", *conditions])
    sql = f"""
        SELECT f.path, m.model_version, max(e.id) {view.tables}
        JOIN result e ON e.photograph_id = f.photograph_id
        JOIN method m ON m.id = e.method_id
        WHERE {where} AND f.photograph_id NOT IN (
            SELECT x.photograph_id FROM result x JOIN method m ON m.id = x.method_id
            WHERE {_SAME_NETWORK.format(name="?", version="?", sha256="?", settings="?")}
        ) GROUP BY f.id ORDER BY f.id
    """  # noqa: S608 - constants and question marks
    network = [method.model_name, method.model_version, method.model_sha256, method.settings]
    return sql, [0, method.model_name, *values, *network]


#: The first verdict that a reader, or whoever read first, gave on each photograph without knowing
#: the network's answer. The parameters are named.
BLIND_VERDICTS = """
    SELECT p.sha256, h.new, min(h.id) FROM history h JOIN photograph p ON p.id = h.photograph_id
    WHERE h.what = 'review' AND json_extract(h.new, '$.blind') = 1
        AND coalesce(h.role, 'first') = :role
        AND (:reader IS NULL OR h.reader_id = :reader)
        AND (json_extract(h.new, '$.grade') IS NOT NULL
             OR json_extract(h.new, '$.ungradable') = 1)
    GROUP BY h.photograph_id
"""


def _conditions(view: View, wanted: Filter) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    # What the program found counts for these rows only.
    shown = REVIEWED if wanted.blind else "1"
    if wanted.decisions is not None:
        known = [Decision(one).value for one in wanted.decisions if one is not None]
        # Not by coalesce: nothing in an empty list is false, not null.
        decided = (
            f"CASE WHEN ({view.decision}) IS NULL THEN {int(None in wanted.decisions)} "
            f"ELSE ({view.decision}) IN ({_marks(len(known))}) END"
        )
        conditions.append(f"{decided} AND (f.problem IS NOT NULL OR {shown})")
        values.extend(known)
    if wanted.grades is not None:
        network = f"CASE WHEN f.problem IS NULL AND {shown} THEN r.grade END"
        grade = f"CASE WHEN {view.rank} IS NOT NULL THEN {view.grade} ELSE {network} END"
        conditions.append(f"{grade} IN ({_marks(len(wanted.grades))})")
        values.extend(wanted.grades)
    if wanted.gradable is not None:
        refused = "r.decision IN ('ungradable', 'not_fundus')"
        network = f"CASE WHEN f.problem IS NULL AND {shown} THEN {refused} END"
        own = f"({view.decision}) = 'ungradable'"
        conditions.append(f"CASE WHEN {view.rank} IS NOT NULL THEN {own} ELSE {network} END = ?")
        values.append(int(not wanted.gradable))
    _add_readings(view, wanted, conditions, values)
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
        prefix = encoded(wanted.folder / "x")[:-1]
        conditions.append("substr(f.path, 1, ?) = ?")
        values.extend([len(prefix), prefix])
    return conditions, values


def _add_readings(view: View, wanted: Filter, conditions: list[str], values: list[object]) -> None:
    if wanted.reviewed is not None:
        conditions.append(REVIEWED if wanted.reviewed else f"NOT {REVIEWED}")
    if wanted.queue:
        conditions.append(f"({view.queue})")
    if wanted.awaited is not None:
        conditions.append(f"({view.awaited}) IN ({_marks(len(wanted.awaited))})")
        values.extend(one.value for one in wanted.awaited)


def _marks(count: int) -> str:
    return ", ".join("?" * count)
