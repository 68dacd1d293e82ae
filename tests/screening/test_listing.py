"""Lists for a window: order, patients, counts, and what a blind list must not tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.grading import Decision
from fundusviewer.inference import Classifier
from fundusviewer.screening import (
    Filter,
    Finding,
    Heading,
    Identity,
    Listing,
    Method,
    Order,
    Review,
    Row,
    Sorting,
    Store,
    Wanted,
    examine,
    identify,
    make_listing,
    name_pattern,
)
from tests.helpers.models import write_model
from tests.screening.headings import headings_of
from tests.screening.photographs import HEALTHY, moved, write_black, write_photograph

METHOD = Method("tiny-dr", "0.0.1", "0" * 64, '{"operating_point": "screening"}')


@pytest.fixture(scope="module")
def findings(_new_folder: Callable[[str], Path]) -> list[Finding]:
    """Return those of two patients: one healthy eye beside an ungradable one; one refer."""
    folder = _new_folder("findings")
    healthy = Classifier(write_model(folder / "healthy.onnx", logits=HEALTHY), "cpu")
    sick = Classifier(write_model(folder / "tiny.onnx"), "cpu")
    found = [
        examine(write_photograph(folder / name, number), classifier)
        for number, (name, classifier) in enumerate(
            (("7_right.jpg", healthy), ("3_left.jpg", sick), ("5_left.jpg", healthy))
        )
    ]
    return [*found, examine(write_black(folder / "7_left.png"), sick)]


@pytest.fixture
def store(tmp_path: Path, findings: list[Finding]) -> Store:
    store = Store.in_memory()
    for finding in findings:
        store.add_finding(moved(finding, tmp_path), METHOD)
    return store


def listing(store: Store, wanted: Wanted) -> Listing:
    return make_listing(store, METHOD, name_pattern(), wanted)


def headings(store: Store, wanted: Wanted) -> list[Heading]:
    """Return what the rows of the visits say."""
    return headings_of(store, METHOD, name_pattern(), wanted)


def names(store: Store, wanted: Wanted) -> list[str]:
    """Return patients in brackets with their photographs behind them."""
    found = []
    for visit in listing(store, wanted).visits:
        listed = [
            Row.of_file(one) if isinstance(one, Path) else store.rows_at(METHOD, [one])[0]
            for one in visit.listed
        ]
        patient = identify(listed[0], name_pattern()).identity.patient
        found += [f"[{patient}]"] if visit.is_known else []
        found += [row.name for row in listed]
    return found


SEVEN = ["[7]", "7_right.jpg", "7_left.png"]
RISK = ["[3]", "3_left.jpg", *SEVEN, "[5]", "5_left.jpg"]
NAME = ["[3]", "3_left.jpg", "[5]", "5_left.jpg", *SEVEN]


@pytest.mark.parametrize(("blind", "expected"), [(False, RISK), (True, NAME)])
def test_risk_is_told_by_no_blind_list(store: Store, blind: bool, expected: list[str]) -> None:
    assert names(store, Wanted(Filter(blind=blind))) == expected


@pytest.mark.parametrize("sorting", [Sorting.PATIENT, Sorting.NAME])
def test_patients_in_their_order(store: Store, sorting: Sorting) -> None:
    assert names(store, Wanted(sorting=sorting)) == NAME


def test_a_visit_stands_where_its_most_urgent_photograph_does(store: Store) -> None:
    found = headings(store, Wanted())
    # The healthy eye does not hide the one that could not be graded.
    assert found[1].decision is Decision.UNGRADABLE
    assert [(eye.eye, eye.grade) for eye in found[1].eyes] == [("OD", 0), ("OS", None)]
    assert found[2].missing == ("OD",)
    # Nor does a filter that leaves it alone: the visit stays where it is, and says so.
    healthy = Wanted(Filter(decisions=frozenset({Decision.NO_REFERRAL})))
    assert names(store, healthy) == ["[7]", "7_right.jpg", "[5]", "5_left.jpg"]
    first = headings(store, healthy)[0]
    assert (first.decision, first.listed, first.photographs) == (Decision.UNGRADABLE, 1, 2)


def test_how_much_of_a_visit_is_read(store: Store) -> None:
    rows = {row.name: row.sha256 or "" for row in store.rows(METHOD)}
    store.review({rows["7_right.jpg"]: Review(0)}, "Dr A")
    assert {one.patient: (one.read, one.photographs) for one in headings(store, Wanted())} == {
        "3": (0, 1),
        "5": (0, 1),
        "7": (1, 2),
    }


def test_a_patient_is_hidden_until_all_photographs_are_graded(store: Store) -> None:
    wanted = Wanted(Filter(blind=True), Sorting.PATIENT)
    rows = {row.name: row.sha256 or "" for row in store.rows(METHOD)}

    def hidden() -> list[bool]:
        return [one.hidden for one in headings(store, wanted)]

    assert names(store, wanted) == NAME
    assert hidden() == [True, True, True]
    store.review({rows["7_left.png"]: Review(ungradable=True)}, "Dr A")
    assert hidden() == [True, True, True]
    store.review({rows["7_right.jpg"]: Review(0)}, "Dr A")
    assert hidden() == [True, True, False]


def test_a_waiting_eye_is_not_healthy(store: Store, tmp_path: Path) -> None:
    store.add_finding(
        examine(
            write_photograph(tmp_path / "4_left.jpg", 9),
            Classifier(write_model(tmp_path / "well.onnx", logits=HEALTHY), "cpu"),
        ),
        METHOD,
    )
    # Of no visit that is healthy alone is it known that the one with a file that waits is not.
    wanted = Wanted(waiting=[tmp_path / "5_right.jpg", tmp_path / "9_left.jpg"])
    found = headings(store, wanted)
    assert [one.patient for one in found] == ["3", "7", "5", "9", "4"]
    assert (found[2].decision, found[2].photographs) == (None, 2)


def test_a_file_that_is_noted_waits_until_it_is_told(store: Store, tmp_path: Path) -> None:
    """It has no key yet for whoever opened it: among the opened files it must not be missing."""
    opened = Filter(files=frozenset(store.keys(METHOD, Filter(), Order.NAME)))
    before = listing(store, Wanted(opened))
    store.add_failure(tmp_path / "8_left.jpg", "no")
    for conditions in (opened, Filter()):
        found = listing(store, Wanted(conditions, waiting=[tmp_path / "8_left.jpg"]))
        assert (tmp_path / "8_left.jpg",) in [visit.listed for visit in found.visits]
        assert len(found.visits) == len(before.visits) + 1
        assert found.total == before.total + 1


@pytest.mark.parametrize("sorting", list(Sorting))
def test_who_is_not_known_stands_alone(store: Store, tmp_path: Path, sorting: Sorting) -> None:
    for name in ("letter.jpg", "picture.jpg"):
        store.add_failure(tmp_path / name, "no")
    alone = [one for one in listing(store, Wanted(sorting=sorting)).visits if not one.is_known]
    assert [len(one.photographs) for one in alone] == [1, 1]


def test_dates_the_newest_first(store: Store, tmp_path: Path) -> None:
    store.add_failure(tmp_path / "Ng 2026-03-14 OD.jpg", "no")
    store.add_failure(tmp_path / "Ng 2025-03-14 OD.jpg", "no")
    sha256 = next(row.sha256 for row in store.rows(METHOD) if row.name == "5_left.jpg")
    assert sha256 is not None
    day = name_pattern().identify(Path("Ng 2026-01-01 OD.jpg")).date
    store.correct({sha256: Identity("5", None, day)}, "Dr A")
    found = names(store, Wanted(sorting=Sorting.DATE))
    photographs = [one for one in found if not one.startswith("[")]
    assert photographs[:3] == ["Ng 2026-03-14 OD.jpg", "5_left.jpg", "Ng 2025-03-14 OD.jpg"]


def test_counts_do_not_depend_on_filters(store: Store, tmp_path: Path) -> None:
    store.add_failure(tmp_path / "never read.jpg", "no")
    waiting = [tmp_path / "later.jpg"]
    found = listing(store, Wanted(Filter(text="nothing"), waiting=waiting))
    assert found.visits == []
    # The file that was never read and the one that waits cannot be reviewed; both are counted.
    assert (found.total, found.to_review) == (6, 4)
    assert (found.failed, found.not_examined) == (1, 1)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (Filter(), True),
        (Filter(reviewed=False), True),
        (Filter(reviewed=True), False),
        (Filter(grades=frozenset({2})), False),
        (Filter(gradable=True), False),
        (Filter(decisions=frozenset({None})), True),
        (Filter(decisions=frozenset({Decision.REFER})), False),
        (Filter(text="WAIT"), True),
        (Filter(text="x"), False),
        (Filter(folder=Path("/a")), True),
        (Filter(folder=Path("/b")), False),
    ],
)
def test_filters_for_what_waits(store: Store, wanted: Filter, shown: bool) -> None:
    waiting = Path("/a/b/waiting.jpg")
    found = listing(store, Wanted(wanted, waiting=[waiting])).visits
    assert any(waiting in visit.listed for visit in found) is shown


def test_files_and_folders(store: Store, tmp_path: Path) -> None:
    key = store.keys_of([tmp_path / "3_left.jpg", tmp_path / "unknown.jpg"])
    assert list(key) == [tmp_path / "3_left.jpg"]
    assert names(store, Wanted(Filter(files=frozenset(key.values())))) == ["[3]", "3_left.jpg"]
    assert names(store, Wanted(Filter(files=frozenset()))) == []
    assert len(names(store, Wanted(Filter(folder=tmp_path)))) == 4 + 3
    # A folder whose name begins in the same way is another one.
    assert names(store, Wanted(Filter(folder=tmp_path.with_name(tmp_path.name[:-1])))) == []
    assert store.folders() == {tmp_path: 4}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(grades=frozenset({2})), []),
        (Filter(grades=frozenset({4})), ["3_left.jpg"]),
        (Filter(grades=frozenset({0})), ["5_left.jpg", "7_right.jpg"]),
        (Filter(gradable=False), ["7_left.png"]),
        (Filter(grades=frozenset({0}), blind=True), []),
        (Filter(grades=frozenset({4}), blind=True), ["3_left.jpg"]),
        (Filter(gradable=False, blind=True), []),
        (Filter(decisions=frozenset({Decision.UNGRADABLE}), blind=True), []),
        (Filter(decisions=frozenset({Decision.REFER}), blind=True), ["3_left.jpg"]),
    ],
)
def test_the_doctors_grade_counts_before_the_networks(
    store: Store, wanted: Filter, found: list[str]
) -> None:
    sha256 = next(row.sha256 for row in store.rows(METHOD) if row.name == "3_left.jpg")
    assert sha256 is not None
    store.review({sha256: Review(4)}, "Dr A")
    assert sorted(row.name for row in store.rows(METHOD, wanted)) == found


def test_errors_are_no_secret_of_a_blind_list(store: Store, tmp_path: Path) -> None:
    store.add_failure(tmp_path / "broken.jpg", "no")
    wanted = Filter(decisions=frozenset({Decision.ERROR}), blind=True)
    assert [row.name for row in store.rows(METHOD, wanted)] == ["broken.jpg"]


def test_several_verdicts_are_written_together_or_not_at_all(store: Store) -> None:
    first, second = (row.sha256 or "" for row in store.rows(METHOD)[:2])
    with pytest.raises(Exception, match="no photograph"):
        store.review({first: Review(1), "f" * 64: Review(1)}, "Dr A")
    assert store.history() == []
    store.review({first: Review(1), second: Review(2)}, "Dr A")
    assert [change.sha256 for change in store.history()] == [first, second]


def test_a_row_without_its_answer(store: Store) -> None:
    row = store.rows(METHOD)[0]
    assert row.decision is Decision.REFER
    hidden = row.without_answer()
    assert hidden.decision is None
    assert hidden.probabilities == {}
    assert hidden.grade_set == ()
    assert "moderate" not in repr(hidden)
    assert hidden.sha256 == row.sha256


def test_where_nothing_is_open_nothing_of_the_database_is_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Order] = []

    def named(_store: Store, _method: Method, order: Order) -> list[tuple[Any, ...]]:
        read.append(order)
        return []

    monkeypatch.setattr(Store, "named", named)
    assert listing(store, Wanted(Filter(files=frozenset()))) == Listing([], 0, 0)
    assert not read
    listing(store, Wanted(Filter()))
    assert read
