"""What the worklist shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fundusviewer.grading import Decision
from fundusviewer.inference import Classifier
from fundusviewer.screening import Filter, Finding, Order, Review, Store, examine
from tests.helpers.models import write_model
from tests.screening.database.methods import METHOD
from tests.screening.photographs import HEALTHY, moved, write_black, write_photograph


@pytest.fixture(scope="module")
def findings(_new_folder: Callable[[str], Path]) -> list[Finding]:
    """Return no referral, ungradable and refer."""
    folder = _new_folder("findings")
    healthy = Classifier(write_model(folder / "healthy.onnx", logits=HEALTHY), "cpu")
    sick = Classifier(write_model(folder / "tiny.onnx"), "cpu")
    return [
        examine(write_photograph(folder / "a.jpg", 1), healthy),
        examine(write_black(folder / "B.png"), sick),
        examine(write_photograph(folder / "c.jpg", 2), sick),
    ]


@pytest.fixture
def filled(store: Store, tmp_path: Path, findings: list[Finding]) -> Store:
    """Return a database with refer, no referral, ungradable and an error."""
    store.add_failure(tmp_path / "d_error%.jpg", "no")
    for finding in findings:
        store.add_finding(moved(finding, tmp_path), METHOD)
    return store


def test_risk_comes_first_and_healthy_last(filled: Store) -> None:
    def names(order: Order) -> list[str]:
        return [row.name for row in filled.rows(METHOD, order=order)]

    assert names(Order.RISK) == ["c.jpg", "B.png", "d_error%.jpg", "a.jpg"]
    assert names(Order.NAME) == ["a.jpg", "B.png", "c.jpg", "d_error%.jpg"]
    assert names(Order.NEWEST) == ["c.jpg", "B.png", "a.jpg", "d_error%.jpg"]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(decisions=frozenset({Decision.ERROR, Decision.REFER})), ["c.jpg", "d_error%.jpg"]),
        (Filter(decisions=frozenset()), []),
        (Filter(grades=frozenset({0, 1})), ["a.jpg"]),
        (Filter(reviewed=True), ["c.jpg"]),
        (Filter(reviewed=False), ["B.png", "d_error%.jpg", "a.jpg"]),
        (Filter(text="ERROR%"), ["d_error%.jpg"]),
        (Filter(text="%."), ["d_error%.jpg"]),
        (Filter(text="_"), ["d_error%.jpg"]),
        (Filter(text="drusen"), ["c.jpg"]),
        (Filter(text="'; DROP TABLE file; --"), []),
        (Filter(decisions=frozenset({Decision.REFER}), reviewed=False), []),
    ],
)
def test_filters(filled: Store, wanted: Filter, names: list[str]) -> None:
    sha256 = next(row.sha256 for row in filled.rows(METHOD) if row.name == "c.jpg")
    assert sha256 is not None
    filled.review({sha256: Review(2, note="Drusen")}, "Dr A")
    assert [row.name for row in filled.rows(METHOD, wanted)] == names


def test_keys_are_the_rows_in_short(filled: Store) -> None:
    for order in Order:
        for wanted in (Filter(), Filter(reviewed=False, text="a")):
            rows = filled.rows(METHOD, wanted, order)
            keys = filled.keys(METHOD, wanted, order)
            assert filled.rows_at(METHOD, keys) == rows
            assert filled.rows_at(METHOD, keys[::-1]) == rows[::-1]
    assert filled.rows_at(METHOD, []) == []
    with pytest.raises(KeyError):
        filled.rows_at(METHOD, [4711])
