"""Rows of a worklist without a database."""

from __future__ import annotations

import os

from fundusviewer.screening import Method, Row
from fundusviewer.screening.rows import StoredResult

METHOD = Method(
    "tiny-dr", "0.0.1", "0" * 64, '{"operating_point": "screening", "steps": 1, "threshold": 0.5}'
)

REFUSED: dict[str, object] = {
    "decision": "ungradable",
    "grade": None,
    "referable_probability": None,
    "label": None,
    "probability": None,
    "reasons_json": '["Too dark."]',
}


def row(name: str, **changes: object) -> Row:
    """Return the row of a photograph without retinopathy, some values changed, the result's too."""
    values = {
        "encoded_path": os.fsencode(f"/day/{name}"),
        "name": name,
        "sha256": "a" * 64,
        "decision": "no_referral",
        "grade": 0,
        "referable_probability": 0.123456,
        "label": "no apparent retinopathy",
        "probability": 0.8,
        "reasons_json": "[]",
        "corrected": 0,
        "note": "private",
        "reviewed_by": "Dr A",
    }
    changed = {**values, **changes}
    found = {name: changed.pop(name) for name in StoredResult._fields if name in changed}
    return Row(**{"result": StoredResult(**found), **changed})  # type: ignore[arg-type]
