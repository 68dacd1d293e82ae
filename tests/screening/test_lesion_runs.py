"""Lesions in a folder run: marked where that is wanted, once, and with the answer of one alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fundusviewer.anatomy import Lesions
from fundusviewer.grading import Decision
from fundusviewer.inference import Classifier, Marker
from fundusviewer.screening import Finding, Known, Method, Outcome, Store, examine, screen
from fundusviewer.screening.examination.lesions import mark_lesions
from fundusviewer.screening.runs.folder_run import screen_beside_others
from fundusviewer.screening.stored_anatomy import stored_lesions
from tests.helpers.markers import make_marking_card, write_marker
from tests.screening.photographs import write_black, write_photograph


@pytest.fixture
def grader(tiny_model: Path) -> Classifier:
    return Classifier(tiny_model, "cpu")


@pytest.fixture
def marker(tmp_path: Path) -> Marker:
    """Return a model that takes what is red for microaneurysms."""
    return Marker(write_marker(tmp_path / "lesions.onnx", make_marking_card("lesions")), "cpu")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "screening.sqlite") as store:
        yield store


def run(
    paths: list[Path], grader: Classifier, store: Store, marker: Marker | None = None
) -> list[Outcome]:
    return list(screen(paths, grader, store, Method.of(grader), marker=marker))


def marked(outcome: Outcome) -> Lesions:
    assert isinstance(outcome, Finding)
    assert outcome.lesions is not None
    return outcome.lesions.lesions


def test_the_same_as_of_one_photograph_alone(
    sample: Path, grader: Classifier, marker: Marker, store: Store
) -> None:
    (outcome,) = run([sample], grader, store, marker)
    alone = mark_lesions(examine(sample, grader), marker)
    assert alone is not None
    assert marked(outcome) == alone.lesions
    assert marked(outcome).kinds["MA"].count >= 1
    (row,) = store.rows(Method.of(grader))
    found = stored_lesions(row)
    assert found is not None
    assert found["MA"].count == marked(outcome).kinds["MA"].count


def test_nobody_looks_without_being_asked(sample: Path, grader: Classifier, store: Store) -> None:
    (outcome,) = run([sample], grader, store)
    assert isinstance(outcome, Finding)
    assert outcome.lesions is None
    assert stored_lesions(store.rows(Method.of(grader))[0]) is None


@pytest.mark.parametrize("beside_others", [False, True])
def test_a_known_result_without_lesions_is_completed(
    tmp_path: Path, grader: Classifier, marker: Marker, store: Store, beside_others: bool
) -> None:
    """And examined no third time."""
    method, photograph = Method.of(grader), write_photograph(tmp_path / "a.jpg")
    dark = write_black(tmp_path / "dark.png")
    ways = screen_beside_others if beside_others else screen
    run([photograph, dark], grader, store)
    first = list(ways([photograph, dark], grader, store, method, marker=marker))
    again = list(ways([photograph, dark], grader, store, method, marker=marker))
    by_name = {outcome.path.name: outcome for outcome in first}
    assert isinstance(by_name["a.jpg"], Finding)
    # What cannot be graded needs no lesions.
    assert isinstance(by_name["dark.png"], Known)
    assert all(isinstance(outcome, Known) for outcome in again)
    rows = {row.name: row for row in store.rows(method)}
    assert stored_lesions(rows["a.jpg"]) is not None
    assert rows["a.jpg"].found.examined_at is not None


def test_none_on_what_cannot_be_graded(
    tmp_path: Path, grader: Classifier, marker: Marker, store: Store
) -> None:
    (outcome,) = run([write_black(tmp_path / "dark.png")], grader, store, marker)
    assert isinstance(outcome, Finding)
    assert outcome.decision is Decision.UNGRADABLE
    assert outcome.lesions is None
