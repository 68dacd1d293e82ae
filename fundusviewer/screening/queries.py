"""The worklist's SQL."""

from __future__ import annotations

from collections.abc import Sequence

from fundusviewer.grading import Decision
from fundusviewer.screening.rows import URGENCY, Filter, Order

_DECISION = "CASE WHEN f.problem IS NOT NULL THEN 'error' ELSE r.decision END"

_COLUMNS = """
    f.path, f.name, p.sha256, p.width, p.height, f.problem, r.decision, r.grade,
    r.referable_probability, r.label, r.probability, r.probabilities, r.reasons, r.provider,
    r.application_version, r.examined_at, r.id IS NOT NULL, v.grade, v.ungradable, v.note,
    v.changed_by, v.changed_at, i.patient, i.eye, i.date, i.photograph_id IS NOT NULL, r.grade_set
"""

_TABLES = """
    FROM file f
    LEFT JOIN photograph p ON p.id = f.photograph_id
    LEFT JOIN result r ON r.photograph_id = f.photograph_id AND r.method_id = ?
    LEFT JOIN review v ON v.photograph_id = f.photograph_id
    LEFT JOIN identity i ON i.photograph_id = f.photograph_id
"""

_REVIEWED = "(v.grade IS NOT NULL OR coalesce(v.ungradable, 0) = 1)"

_URGENCY = " ".join(
    f"WHEN {_DECISION} {'IS NULL' if decision is None else f'= {decision.value!r}'} THEN {rank}"
    for rank, decision in enumerate(URGENCY)
)

_ORDERS = {
    Order.RISK: f"CASE {_URGENCY} END, r.referable_probability DESC, f.name, f.id",
    Order.NAME: "f.name COLLATE NOCASE, f.name, f.id",
    Order.NEWEST: "f.id DESC",
}


def worklist(method_id: int, wanted: Filter, order: Order) -> tuple[str, list[object]]:
    """Return the SQL of the worklist's rows and its parameters."""
    return _selected(_COLUMNS, method_id, wanted, order)


def keys(method_id: int, wanted: Filter, order: Order) -> tuple[str, list[object]]:
    """Return the SQL of the worklist's keys and its parameters."""
    return _selected("f.id", method_id, wanted, order)


def rows_at(method_id: int, keys: Sequence[int]) -> tuple[str, list[object]]:
    """Return the SQL of some rows, each with its key before it, and its parameters."""
    sql = f"SELECT f.id, {_COLUMNS} {_TABLES} WHERE f.id IN ({_marks(len(keys))})"
    return sql, [method_id, *keys]


def _selected(
    columns: str, method_id: int, wanted: Filter, order: Order
) -> tuple[str, list[object]]:
    conditions, values = _conditions(wanted)
    where = " WHERE " + " AND ".join(conditions) if conditions else ""
    return f"SELECT {columns} {_TABLES} {where} ORDER BY {_ORDERS[order]}", [method_id, *values]


def to_review(method_id: int) -> tuple[str, list[object]]:
    """Return the SQL that counts the files whose photograph no doctor has judged yet."""
    read = "f.photograph_id IS NOT NULL"
    return f"SELECT count(*) {_TABLES} WHERE {read} AND NOT {_REVIEWED}", [method_id]


def _conditions(wanted: Filter) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    if wanted.decisions is not None:
        conditions.append(f"{_DECISION} IN ({_marks(len(wanted.decisions))})")
        values.extend(Decision(decision).value for decision in wanted.decisions)
    if wanted.grades is not None:
        conditions.append(f"f.problem IS NULL AND r.grade IN ({_marks(len(wanted.grades))})")
        values.extend(wanted.grades)
    if wanted.reviewed is not None:
        conditions.append(_REVIEWED if wanted.reviewed else f"NOT {_REVIEWED}")
    if wanted.text:
        pattern = "".join("\\" + sign if sign in "\\%_" else sign for sign in wanted.text)
        conditions.append("(f.name LIKE ? ESCAPE '\\' OR v.note LIKE ? ESCAPE '\\')")
        values.extend([f"%{pattern}%"] * 2)
    return conditions, values


def _marks(count: int) -> str:
    return ", ".join("?" * count)
