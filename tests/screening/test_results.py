"""The results of photographs, eyes and patients: of everything in the database, and in SQL too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from fundusviewer.grading import READING_ROLES, Awaited, Decision, Role, second_due
from fundusviewer.grading.schemes import Form, Quality
from fundusviewer.imaging import Laterality
from fundusviewer.screening import (
    Filter,
    Heading,
    Identity,
    Method,
    Patient,
    Review,
    Row,
    Sorting,
    Store,
    Wanted,
    make_listing,
    name_pattern,
    patients_of,
)
from fundusviewer.screening.readers import Seat
from fundusviewer.screening.rows import URGENCY, Order, urgency
from tests.helpers.databases import connect
from tests.helpers.rows import add_photograph
from tests.screening.headings import headings_of

METHOD = Method(
    "tiny-dr", "1", "0" * 64, '{"operating_point": "screening", "steps": 1, "threshold": 0.5}'
)
PATTERN = name_pattern()
REFER, NO_REFERRAL = Decision.REFER, Decision.NO_REFERRAL

#: Decision, grade, risk and, where there is macular oedema of risk 2, the probability of that.
ANSWERS: dict[str, tuple[str | None, int | None, float | None] | tuple[str, int, float, float]] = {
    "oedema0": ("refer", 0, 0.1, 0.7),
    "refer3": ("refer", 3, 0.9),
    "refer1": ("refer", 1, 0.6),
    "healthy0": ("no_referral", 0, 0.1),
    "healthy1": ("no_referral", 1, 0.3),
    "ungradable": ("ungradable", None, None),
    "notfundus": ("not_fundus", None, None),
    "plain": (None, None, None),
}
VERDICTS = {
    "none": None,
    "note": Review(note="a note"),
    "ungradable": Review(ungradable=True),
    **{f"grade{grade}": Review(grade) for grade in range(5)},
    # Forms, alone and beside a grade; the last two decide nothing by themselves.
    "r0": Review(form=Form("nhs", ("none",), finished=True).as_json(None)),
    "r3": Review(form=Form("nhs", ("nvd",), finished=True).as_json(None)),
    "u": Review(form=Form("nhs", quality=Quality.INADEQUATE, finished=True).as_json(None)),
    "u and grade0": Review(0, form=Form(quality=Quality.INADEQUATE, finished=True).as_json(0)),
    "ungradable, r3": Review(
        ungradable=True, form=Form("nhs", ("nvd",), finished=True).as_json(None)
    ),
    "grade0, oedema": Review(0, form=Form(ticked=("me_mild",), finished=True).as_json(0)),
    "grade3, r0": Review(3, form=Form("nhs", ("none",), finished=True).as_json(3)),
    "draft": Review(form=Form("nhs", ("none",)).as_json(None)),
    "later": Review(form='{"version": 9, "decision": "healthy"}'),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "s.sqlite") as store:
        yield store


def add(store: Store, name: str, answer: str, review: Review | None = None) -> None:
    """Put a photograph into the database."""
    path = f"/day/{name}"
    if answer == "error":
        store.add_failure(Path(path), "cannot be read")
    elif answer == "unexamined":
        sha256 = add_photograph(store.path, None, path)
        assert review is None or store.review({sha256: review}, "Dr A")
    else:
        sha256 = add_photograph(store.path, METHOD, path, *ANSWERS[answer])
        assert review is None or store.review({sha256: review}, "Dr A")


@pytest.fixture
def everything(store: Store) -> Store:
    """Return a database with each answer under each verdict."""
    for answer, (name, verdict) in product((*ANSWERS, "unexamined"), VERDICTS.items()):
        add(store, f"{answer}-{name}.jpg", answer, verdict)
    add(store, "failed.jpg", "error")
    return store


# -- SQL and Python say the same ---------------------------------------------------------------


def test_the_filter_by_decision_is_that_of_the_rows(everything: Store) -> None:
    rows = everything.rows(METHOD, order=Order.NAME)
    for wanted in (*Decision, None):
        found = everything.rows(METHOD, Filter(decisions=frozenset({wanted})), Order.NAME)
        assert found == [row for row in rows if row.decision is wanted], wanted
    both = frozenset({None, NO_REFERRAL})
    found = everything.rows(METHOD, Filter(decisions=both), Order.NAME)
    assert found == [row for row in rows if row.decision in both]


def test_the_filter_by_grade_is_that_of_the_rows(everything: Store) -> None:
    rows = everything.rows(METHOD, order=Order.NAME)
    for grade in range(5):
        found = everything.rows(METHOD, Filter(grades=frozenset({grade})), Order.NAME)
        assert found == [row for row in rows if row.final.grade == grade], grade


def test_the_filter_by_quality_is_that_of_the_rows(everything: Store) -> None:
    cannot, can = (Decision.UNGRADABLE, Decision.NOT_FUNDUS), (REFER, NO_REFERRAL)
    rows = everything.rows(METHOD, order=Order.NAME)
    for gradable, decisions in ((False, cannot), (True, can)):
        found = everything.rows(METHOD, Filter(gradable=gradable), Order.NAME)
        assert found == [row for row in rows if row.decision in decisions]


def test_the_order_by_risk_is_that_of_the_rows(everything: Store) -> None:
    names = [row.name for row in everything.rows(METHOD, order=Order.RISK)]
    rows = sorted(everything.rows(METHOD, order=Order.NAME), key=lambda row: row.name)
    assert names == [row.name for row in sorted(rows, key=urgency)]


# -- and of several readers --------------------------------------------------------------------

#: What a reader may say, beside nothing; one of each kind, two of a referral.
_SAID = (
    *(None, Review(0), Review(1), Review(2), Review(4), Review(ungradable=True)),
    VERDICTS["r0"],
    VERDICTS["r3"],
    VERDICTS["u and grade0"],
    VERDICTS["draft"],
)


@pytest.fixture
def programme(store: Store) -> Store:
    """Return a database with all that three readers can say, of some answers of the program."""
    for name in ("A", "B", "C"):
        store.set_reader(name, READING_ROLES)
    connection = connect(store.path, isolation_level=None)
    readers = dict(connection.execute("SELECT name, id FROM reader"))
    said = list(product(("refer3", "healthy0", "unexamined"), _SAID, _SAID, (None, Review(0))))
    for number, (answer, *_) in enumerate(said):
        add(store, f"{number:04}.jpg", answer)
    connection.execute("BEGIN")
    for number, (_, *reviews) in enumerate(said, start=1):
        for (name, reader), role, review in zip(
            readers.items(), READING_ROLES, reviews, strict=True
        ):
            if review is not None:
                connection.execute(
                    "INSERT INTO review (photograph_id, reader_id, role, grade, ungradable, note, "
                    "form, changed_by, changed_at) "
                    "VALUES (?, ?, ?, ?, ?, 'n', ?, ?, '2026-02-02T00:00:00')",
                    (
                        *(number, reader, role.value, review.grade, int(review.ungradable)),
                        *(review.form, name),
                    ),
                )
    connection.execute("COMMIT")
    connection.close()
    # Without a seat the readers' roles mean nothing yet: a programme begins with its settings.
    store.set_programme(share=0.3, seed=5, begins_at="2026-01-01")
    return store


def _hold(store: Store) -> None:
    """Assert that SQL and Python say the same of every row."""
    rows = store.rows(METHOD, order=Order.NAME)
    for wanted in (*Decision, None):
        found = store.rows(METHOD, Filter(decisions=frozenset({wanted})), Order.NAME)
        assert found == [row for row in rows if row.decision is wanted], wanted
    for grade in range(5):
        found = store.rows(METHOD, Filter(grades=frozenset({grade})), Order.NAME)
        assert found == [row for row in rows if row.final.grade == grade], grade
    for awaited in Awaited:
        found = store.rows(METHOD, Filter(awaited=frozenset({awaited})), Order.NAME)
        assert found == [row for row in rows if row.final.awaited is awaited], awaited
    names = [row.name for row in store.rows(METHOD, order=Order.RISK)]
    assert names == [row.name for row in sorted(rows, key=urgency)]


def test_sql_and_python_say_the_same_of_all_that_readers_say(programme: Store) -> None:
    rows = programme.rows(METHOD)
    assert len({row.final.awaited for row in rows}) == 4
    _hold(programme)
    for role in (*READING_ROLES, Role.ADMINISTRATOR):
        _hold(programme.seen_by(Seat(1, "A", role)))
    # A second reading is due by the rule, for whoever asks it.
    for row in rows:
        assert row.readings is not None
        first = row.readings.first
        due = first is not None and second_due(first, row.sha256 or "", 5, 0.3)
        assert bool(row.readings.second_due) is due
        # What is open after a reading is never "no referral".
        if row.is_reviewed and row.final.awaited is not None:
            assert row.decision is not NO_REFERRAL
            assert row.final.grade not in (0, 1)
    programme.end_programme()
    _hold(programme)


def test_a_blind_filter_tells_the_doctors_own_decisions_alone(everything: Store) -> None:
    for wanted in Decision:
        found = everything.rows(METHOD, Filter(decisions=frozenset({wanted}), blind=True))
        assert all(row.is_reviewed or row.problem for row in found)
        assert {row.decision for row in found} <= {wanted}


def test_what_the_doctor_says_moves_the_photograph(store: Store) -> None:
    add(store, "a.jpg", "refer3", Review(0))
    add(store, "b.jpg", "healthy0", Review(4))
    add(store, "c.jpg", "healthy1")
    add(store, "d.jpg", "ungradable", Review(1))
    names = [row.name for row in store.rows(METHOD)]
    assert names == ["b.jpg", "c.jpg", "a.jpg", "d.jpg"]


def test_a_form_makes_a_referral_beside_any_grade_and_hides_none(store: Store) -> None:
    for name in ("r3", "ungradable, r3", "grade0, oedema", "grade3, r0"):
        add(store, f"{name}.jpg", "healthy0", VERDICTS[name])
    assert {row.decision for row in store.rows(METHOD)} == {REFER}
    add(store, "draft.jpg", "refer3", VERDICTS["draft"])
    (row,) = (row for row in store.rows(METHOD) if row.name == "draft.jpg")
    assert not row.is_reviewed
    assert row.form == Form("nhs", ("none",))
    assert row.decision is REFER


# -- patients ----------------------------------------------------------------------------------


def patient(store: Store, rows: list[Row]) -> Patient:
    (found,) = patients_of(rows, PATTERN, store.rows(METHOD))
    return found


@pytest.mark.parametrize("other", ["refer3", "ungradable", "notfundus", "error", "unexamined"])
@pytest.mark.parametrize(
    "wanted",
    [
        Filter(decisions=frozenset({NO_REFERRAL})),
        Filter(text="left"),
        Filter(grades=frozenset({0})),
        Filter(gradable=True, text="left"),
        Filter(reviewed=False, text="left"),
    ],
)
def test_a_patients_result_is_that_of_all_photographs(
    store: Store, wanted: Filter, other: str
) -> None:
    add(store, "7_left.jpg", "healthy0")
    add(store, "7_right.jpg", other)
    add(store, "8_right.jpg", "healthy0")
    rows = [row for row in store.rows(METHOD, wanted) if row.name == "7_left.jpg"]
    found = patient(store, rows)
    assert found.decision is not NO_REFERRAL
    assert [one.row.name for one in found.listed] == ["7_left.jpg"]
    assert len(found.photographs) == 2
    assert found.missing_eyes == ()
    right = found.eye(Laterality.OD)
    assert right is not None
    assert right.row.name == "7_right.jpg"


def test_a_file_that_the_database_does_not_know_yet_counts_too(store: Store) -> None:
    add(store, "7_left.jpg", "healthy0")
    unread = Row.of_file(Path("/day/7_right.jpg"))
    rows = store.rows(METHOD)
    (found,) = patients_of(rows, PATTERN, [*rows, unread])
    assert found.decision is None
    assert found.missing_eyes == ()


def test_a_listed_row_counts_as_it_is_listed(store: Store) -> None:
    """A failure of this run that the database could not take stands above what it holds."""
    add(store, "7_left.jpg", "healthy0")
    (row,) = store.rows(METHOD)
    found = patient(store, [row.failed("the disk is full")])
    assert found.decision is Decision.ERROR
    assert len(found.photographs) == 1


def test_other_visits_and_other_patients_do_not_count(store: Store) -> None:
    add(store, "7_2026-03-14_left.jpg", "healthy0")
    add(store, "7_2026-03-15_right.jpg", "refer3")
    add(store, "8_2026-03-14_right.jpg", "refer3")
    add(store, "DSC1.jpg", "refer3")
    rows = store.rows(METHOD, Filter(text="7_2026-03-14"))
    found = patient(store, rows)
    assert found.decision is NO_REFERRAL
    assert found.missing_eyes == (Laterality.OD,)


def test_the_doctors_grade_decides_for_the_patient(store: Store) -> None:
    add(store, "7_left.jpg", "healthy0", Review(4))
    add(store, "7_right.jpg", "refer3", Review(0))
    found = patient(store, store.rows(METHOD))
    assert (found.decision, found.deciding.row.name) == (REFER, "7_left.jpg")
    assert found.deciding.row.final.grade == 4
    store.review({one.row.sha256 or "": Review(1) for one in found.photographs}, "Dr A")
    assert patient(store, store.rows(METHOD)).decision is NO_REFERRAL


def test_the_worst_grade_of_an_eye_stands_for_it_whoever_gave_it(store: Store) -> None:
    add(store, "7_left_1.jpg", "refer3")
    add(store, "7_left_2.jpg", "healthy0", Review(4))
    left = patient(store, store.rows(METHOD)).eye(Laterality.OS)
    assert left is not None
    assert left.row.final.grade == 4


def test_an_eye_whose_file_fails_stays_with_its_patient(store: Store) -> None:
    add(store, "a.jpg", "healthy0")
    add(store, "b.jpg", "refer3")
    hashes = {row.name: row.sha256 or "" for row in store.rows(METHOD)}
    store.correct({hashes["a.jpg"]: Identity("P", Laterality.OS)}, "Dr A")
    store.correct({hashes["b.jpg"]: Identity("P", Laterality.OD)}, "Dr A")
    store.add_failure(Path("/day/b.jpg"), "the drive is gone")
    found = patient(store, store.rows(METHOD))
    assert found.patient == "P"
    assert found.decision is Decision.ERROR
    right = found.eye(Laterality.OD)
    assert right is not None
    assert right.row.decision is Decision.ERROR
    assert right.row.sha256 is None


# -- headings ----------------------------------------------------------------------------------


def headings(store: Store, **wanted: object) -> list[Heading]:
    return headings_of(store, METHOD, PATTERN, Wanted(**wanted))  # type: ignore[arg-type]


def test_a_heading_says_what_all_photographs_say(store: Store) -> None:
    add(store, "7_left.jpg", "healthy0")
    add(store, "7_right.jpg", "refer3")
    add(store, "8_left.jpg", "healthy0")
    filters = (
        Filter(decisions=frozenset({NO_REFERRAL})),
        Filter(text="left"),
        Filter(files=frozenset(store.keys(METHOD, Filter(text="left")))),
    )
    for wanted in filters:
        first, second = headings(store, filter=wanted)
        assert (first.patient, first.decision, first.missing) == ("7", REFER, ())
        assert (first.photographs, first.listed) == (2, 1)
        assert [(one.eye, one.grade) for one in first.eyes] == [
            (Laterality.OD, 3),
            (Laterality.OS, 0),
        ]
        assert (second.patient, second.decision) == ("8", NO_REFERRAL)
        assert second.missing == (Laterality.OD,)


def test_a_waiting_file_counts_though_the_filter_hides_it(store: Store) -> None:
    add(store, "7_left.jpg", "healthy0")
    wanted = Filter(decisions=frozenset({NO_REFERRAL}))
    (heading,) = headings(store, filter=wanted, waiting=(Path("/day/7_right.jpg"),))
    assert heading.decision is None
    assert (heading.photographs, heading.listed, heading.missing) == (2, 1, ())


def test_a_blind_heading_waits_for_all_photographs(store: Store) -> None:
    add(store, "7_left.jpg", "healthy0", Review(0))
    add(store, "7_right.jpg", "refer3")
    (heading,) = headings(store, filter=Filter(text="left", blind=True))
    assert heading.hidden
    assert heading.decision is None


def test_a_doctors_grade_is_marked_in_the_heading(store: Store) -> None:
    add(store, "7_left.jpg", "healthy0", Review(4))
    add(store, "7_right.jpg", "refer3", Review(3))
    (heading,) = headings(store)
    marks = {one.eye: (one.grade, one.by_doctor, one.differs) for one in heading.eyes}
    assert marks == {Laterality.OS: (4, True, True), Laterality.OD: (3, True, False)}


def test_what_was_just_graded_stays_under_its_own_patient(store: Store) -> None:
    add(store, "7_left.jpg", "healthy0", Review(4))
    add(store, "8_left.jpg", "healthy0")
    (kept,) = store.keys(METHOD, Filter(text="7_left"))
    wanted = Wanted(Filter(decisions=frozenset({NO_REFERRAL})), Sorting.RISK, (), kept)
    first, _ = make_listing(store, METHOD, PATTERN, wanted).visits
    assert first.listed == (kept,)
    heading = headings_of(store, METHOD, PATTERN, wanted)[0]
    assert (heading.patient, heading.decision) == ("7", REFER)


def test_every_decision_has_its_place() -> None:
    assert set(URGENCY) == {*Decision, None}
