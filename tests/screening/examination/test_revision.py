"""A reader, a preparation or a gate that answers differently has another revision."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.screening.examination.steps import REVISION
from tests.screening.examination.golden_steps import TABLE, answers

ADVICE = (
    "the steps answer differently: raise REVISION in screening/examination/steps.py, then write "
    "the table with python -m tests.screening.examination.golden_steps"
)


def differences(found: Any, expected: Any, place: str = "") -> list[str]:
    """Return where two answers differ by more than processors do."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for name in sorted({*expected, *found})
            for line in differences(found.get(name), expected.get(name), f"{place} {name}")
        ]
    if isinstance(expected, float) and isinstance(found, float):
        alike = found == pytest.approx(expected, rel=5e-3, abs=2e-3)
    elif isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        return [
            line
            for index, pair in enumerate(zip(found, expected, strict=True))
            for line in differences(*pair, f"{place} {index}")
        ]
    else:
        alike = found == expected
    return [] if alike else [f"{place}: {found} instead of {expected}"]


def test_what_the_steps_answer_belongs_to_their_revision(tmp_path: Path) -> None:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    assert list(table) == [str(REVISION)], ADVICE
    changed = differences(answers(tmp_path), table[str(REVISION)])
    assert not changed, "\n".join([ADVICE, *changed])


def test_a_change_is_noticed() -> None:
    assert differences({"a": [1.0, {"b": 2}]}, {"a": [1.0001, {"b": 2}]}) == []
    assert len(differences({"a": [1.0, {"b": 2}]}, {"a": [1.1, {"b": 3}], "c": 1})) == 3
