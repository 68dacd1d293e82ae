"""What readers mark: kept, changed, taken away, never lost; and who sees whose marks."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from fundusviewer.anatomy import LONGEST_TEXT, MOST_MARKS, MOST_POINTS, Mark, MarkLength, Shape
from fundusviewer.errors import StoreError
from fundusviewer.grading import READING_ROLES, Role
from fundusviewer.screening import Review, Store
from fundusviewer.screening.database.schema import MIGRATIONS
from fundusviewer.screening.readers import NOBODY, Seat
from tests.helpers.databases import connect
from tests.helpers.drawn import drawn
from tests.helpers.rows import add_photograph
from tests.screening.database.methods import METHOD, raw

#: The version of databases before there were marks.
_BEFORE = 8


@pytest.fixture
def photograph(store: Store) -> str:
    return add_photograph(store.path, METHOD, "/day/a.jpg", "no_referral", 0, 0.1)


def only(store: Store, sha256: str) -> Mark:
    (mark,) = store.marks([sha256])[sha256]
    return mark


def test_every_shape_is_kept_with_who_and_when(store: Store, photograph: str) -> None:
    made = [
        drawn(Shape.POINT, kind="MA"),
        drawn(Shape.ARROW, text=" two\n words "),
        drawn(Shape.OUTLINE, kind="HE"),
        drawn(Shape.ELLIPSE, kind="other", text="naevus"),
        drawn(Shape.LENGTH, length=MarkLength(1.25, "found", 1900.0)),
    ]
    store.mark(photograph, made, "Dr A")
    kept = store.marks([photograph, "f" * 64])
    assert list(kept) == [photograph]
    for mark, one in zip(made, kept[photograph], strict=True):
        assert (one.by, one.role) == ("Dr A", Role.FIRST)
        assert one.made_at == one.changed_at != ""
        told = replace(one, by="", made_at="", changed_at="")
        assert told == replace(mark, text=" ".join(mark.text.split()))
    (row,) = store.rows(METHOD)
    assert row.marks == 5


def test_marks_are_no_review(store: Store, photograph: str) -> None:
    """And nothing of them changes a result, a queue or an order."""
    before = store.rows(METHOD)[0]
    store.mark(photograph, [drawn(kind="HE")], "Dr A")
    after = store.rows(METHOD)[0]
    assert after == before._replace(marks=1)
    assert (after.is_reviewed, after.final) == (False, before.final)
    assert store.to_review(METHOD) == 1


def test_what_is_taken_away_stays_in_the_history(store: Store, photograph: str) -> None:
    mark = drawn(kind="MA", text="here")
    made = store.mark(photograph, [mark], "Dr A")
    moved = store.mark(photograph, [replace(mark, points=((5.0, 5.0),))], "Dr A")
    gone = store.mark(photograph, [replace(mark, is_deleted=True)], "Dr B")
    assert store.marks([photograph]) == {}
    assert [one.what for one in store.history(photograph)] == ["mark"] * 3
    assert [one.who for one in store.history(photograph)] == ["Dr A", "Dr A", "Dr B"]
    assert json.loads(gone[0].new_json)["deleted"] == 1
    # Taken back, and taken back again.
    back = store.revert_marks(gone, "Dr A")
    assert (only(store, photograph).by, only(store, photograph).text) == ("Dr A", "here")
    store.revert_marks(back, "Dr A")
    assert store.marks([photograph]) == {}
    with pytest.raises(StoreError, match="Dr A has changed a mark since"):
        store.revert_marks(moved, "Dr A")
    assert store.revert_marks((), "Dr A") == []
    connection = raw(store)
    for sql in ("DELETE FROM mark", "UPDATE mark SET reader_id = 2", "UPDATE mark SET uid = '1'"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(sql)
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        connection.execute("INSERT OR REPLACE INTO mark SELECT * FROM mark")
    assert made[0].old_json is None


def test_a_new_mark_that_is_undone_is_gone_and_comes_back(store: Store, photograph: str) -> None:
    made = store.mark(photograph, [drawn(), drawn(Shape.ARROW)], "Dr A")
    undone = store.revert_marks(made, "Dr A")
    assert store.marks([photograph]) == {}
    store.revert_marks(undone, "Dr A")
    assert len(store.marks([photograph])[photograph]) == 2


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (drawn(points=((10.0, 4.0),)), "lies beside the photograph of 9 × 9 pixels"),
        (drawn(points=((float("nan"), 4.0),)), "lies beside"),
        (drawn(points=()), "of 0 points: 1 are allowed"),
        (drawn(Shape.OUTLINE, points=((1.0, 1.0),) * (MOST_POINTS + 1)), f"3 to {MOST_POINTS}"),
        (drawn(kind="XX"), "MA, HE, EX, SE, other are allowed"),
        (drawn(text="x" * (LONGEST_TEXT + 1)), f"at most {LONGEST_TEXT}"),
    ],
)
def test_wrong_marks_are_refused(store: Store, photograph: str, mark: Mark, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        store.mark(photograph, [drawn(), mark], "Dr A")
    assert store.marks([photograph]) == {}
    assert store.history() == []


def test_who_and_where_must_be_known(store: Store, photograph: str) -> None:
    with pytest.raises(StoreError, match="needs the name"):
        store.mark(photograph, [drawn()], " ")
    with pytest.raises(StoreError, match="no photograph"):
        store.mark("f" * 64, [drawn()], "Dr A")
    other = add_photograph(store.path, METHOD, "/day/b.jpg", "no_referral", 0, 0.1)
    mark = drawn()
    store.mark(photograph, [mark], "Dr A")
    with pytest.raises(StoreError, match="of another photograph"):
        store.mark(other, [mark], "Dr A")


def test_there_are_not_endlessly_many(store: Store, photograph: str) -> None:
    store.mark(photograph, [drawn() for _ in range(MOST_MARKS)], "Dr A")
    with pytest.raises(StoreError, match=f"more than {MOST_MARKS} marks"):
        store.mark(photograph, [drawn()], "Dr A")
    store.mark(photograph, [drawn()], "Dr B")
    assert len(store.marks([photograph])[photograph]) == MOST_MARKS + 1


# -- several readers ---------------------------------------------------------------------------


@pytest.fixture
def clinic(store: Store, photograph: str) -> Store:
    """Return a programme in which Ann and Ben have marked and read."""
    for name in ("Ann", "Ben", "Cid"):
        store.set_reader(name, READING_ROLES)
    store.set_reader("Dee", [Role.ADMINISTRATOR])
    store.set_programme(share=1.0)
    store.mark(photograph, [drawn(text="Ann's")], seat(store, "Ann", Role.FIRST))
    store.review({photograph: Review(2)}, seat(store, "Ann", Role.FIRST))
    store.mark(photograph, [drawn(text="Ben's")], seat(store, "Ben", Role.SECOND))
    return store


def seat(store: Store, name: str, role: Role) -> Seat:
    reader = store.reader(name)
    assert reader is not None
    return reader.seat(role)


def test_no_reader_is_told_of_another_readers_marks(clinic: Store, photograph: str) -> None:
    """Neither drawn nor counted nor in the history."""
    for name, role, other in (("Ann", Role.FIRST, "Ben's"), ("Ben", Role.SECOND, "Ann's")):
        seen = clinic.seen_by(seat(clinic, name, role))
        told = repr((seen.marks([photograph]), seen.rows(METHOD), seen.history()))
        assert other not in told
        assert f"{name}'s" in told
        assert [row.marks for row in seen.rows(METHOD)] == [1]
    for nobody in (NOBODY, seat(clinic, "Cid", Role.FIRST)):
        seen = clinic.seen_by(nobody)
        assert seen.marks([photograph]) == {}
        assert [row.marks for row in seen.rows(METHOD)] == [0]
        assert [one for one in seen.history() if one.what == "mark"] == []


def test_the_arbiter_sees_whose_marks_they_are(clinic: Store, photograph: str) -> None:
    for asking in (seat(clinic, "Cid", Role.ARBITER), seat(clinic, "Dee", Role.ADMINISTRATOR)):
        seen = clinic.seen_by(asking).marks([photograph])[photograph]
        assert [(one.text, one.by, one.role) for one in seen] == [
            ("Ann's", "Ann", Role.FIRST),
            ("Ben's", "Ben", Role.SECOND),
        ]


def test_nobody_changes_another_readers_marks(clinic: Store, photograph: str) -> None:
    mark = clinic.marks([photograph])[photograph][0]
    for name, role in (("Ben", Role.SECOND), ("Cid", Role.ARBITER), ("Ann", Role.ARBITER)):
        with pytest.raises(StoreError, match="of another reader"):
            clinic.mark(photograph, [replace(mark, text="mine")], seat(clinic, name, role))
    with pytest.raises(StoreError, match="administrator marks nothing"):
        clinic.mark(photograph, [drawn()], seat(clinic, "Dee", Role.ADMINISTRATOR))
    clinic.delete_reader("Ann")
    assert clinic.marks([photograph])[photograph][0].by == "Ann"


# -- old databases -----------------------------------------------------------------------------


def test_a_database_without_marks_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    connection = connect(path, isolation_level=None)
    for statements in MIGRATIONS[:_BEFORE]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_BEFORE}")
    connection.close()
    sha256 = add_photograph(path, METHOD, "/day/a.jpg", "refer", 3, 0.9)
    connection = connect(path, isolation_level=None)
    now = "2026-01-02T03:04:05+00:00"
    connection.execute("INSERT INTO reader (name, added_at) VALUES ('Dr A', ?)", (now,))
    connection.execute(
        "INSERT INTO review (photograph_id, reader_id, role, grade, ungradable, note, changed_by, "
        "changed_at) VALUES (1, 1, 'first', 3, 0, 'as before', 'Dr A', ?)",
        (now,),
    )
    connection.close()
    with Store(path) as store:
        (row,) = store.rows(METHOD)
        assert (row.review_grade, row.note, row.marks) == (3, "as before", 0)
        store.mark(sha256, [drawn()], "Dr A")
        assert [one.what for one in store.history()] == ["review", "mark"]
    with Store(path) as store:
        assert only(store, sha256).by == "Dr A"


def test_a_damaged_mark_is_found(store: Store, photograph: str) -> None:
    store.mark(photograph, [drawn()], "Dr A")
    connection = raw(store)
    connection.execute("PRAGMA ignore_check_constraints = 1")
    connection.execute("UPDATE mark SET points = '{\"no\": 1}'")
    connection.close()
    path = store.path
    store.close()
    with pytest.raises(StoreError, match="an entry in mark"):
        Store(path)
