"""Several readers: what becomes of old databases, whose turn it is, who sees what, and load."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fundusviewer.errors import StoreError
from fundusviewer.grading import READING_ROLES, Awaited, Decision, Role
from fundusviewer.screening import Filter, Review, Store
from fundusviewer.screening.database.schema import MIGRATIONS
from fundusviewer.screening.readers import UNNAMED, Seat
from fundusviewer.screening.rows import READING_COLUMNS, Order
from tests.helpers.databases import connect
from tests.helpers.rows import add_photograph
from tests.screening.database.methods import METHOD, raw

#: The version of databases before there were readers.
_BEFORE = 7

#: Hashes of the first photographs: of these the seed 1 draws the second one at 10 %.
_FIRST, _SECOND, _THIRD, _FOURTH = (f"{number:064x}" for number in (1, 2, 3, 4))


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Store]:
    """Return a database of four photographs, three readers and an administrator."""
    with Store(tmp_path / "clinic.sqlite") as store:
        for name in "abcd":
            add_photograph(store.path, METHOD, f"/day/{name}.jpg", "no_referral", 0, 0.1)
        for name in ("Ann", "Ben", "Cid"):
            store.set_reader(name, READING_ROLES)
        store.set_reader("Dee", [Role.ADMINISTRATOR])
        store.set_programme(share=0.0)
        yield store


def seat(store: Store, name: str, role: Role) -> Seat:
    reader = store.reader(name)
    assert reader is not None
    return reader.seat(role)


def queue(store: Store, name: str, role: Role) -> list[str]:
    seen = store.seen_by(seat(store, name, role))
    rows = seen.rows(METHOD, Filter(queue=True), Order.NAME)
    assert seen.to_review(METHOD) == len(rows)
    return [row.name.removesuffix(".jpg") for row in rows]


# -- old databases -----------------------------------------------------------------------------


def test_old_reviews_become_the_first_readers(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    connection = connect(path, isolation_level=None)
    for statements in MIGRATIONS[:_BEFORE]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_BEFORE}")
    said = [
        (1, 4, 0, "Drusen", "Dr A", "2026-01-02T03:04:05+00:00", 1),
        (2, None, 1, "", "dr a", "2026-01-03T03:04:05+00:00", 0),
        (3, None, 0, "only a note", "Dr B", "2026-01-04T03:04:05+00:00", 0),
        (4, 0, 0, "", " ", "2026-01-05T03:04:05+00:00", 0),
    ]
    for number in range(1, 5):
        values = (number, f"{number:064x}", "2026-01-01T00:00:00+00:00")
        connection.execute("INSERT INTO photograph VALUES (?, ?, 9, 9, ?)", values)
        connection.execute(
            "INSERT INTO file VALUES (?, ?, ?, ?, NULL, '2026-01-01T00:00:00+00:00')",
            (number, f"/{number}.jpg".encode(), f"{number}.jpg", number),
        )
    connection.executemany("INSERT INTO review VALUES (?, ?, ?, ?, ?, ?, ?)", said)
    connection.close()
    with Store(path) as store:
        rows = store.rows(METHOD, order=Order.NAME)
        found = [
            (row.review_grade, row.review_ungradable, row.note, row.reviewed_by, row.review_blind)
            for row in rows
        ]
        assert found == [
            (grade, bad, note, who, blind) for _, grade, bad, note, who, _, blind in said
        ]
        assert [row.reviewed_at for row in rows] == [one[5] for one in said]
        assert [one.name for one in store.readers()] == ["Dr A", "Dr B", UNNAMED]
        assert not any(one.is_active for one in store.readers())
        assert store.programme() is None
        assert [row.final.awaited for row in rows] == [None] * 4
        # Each stands in the history as before, and a new word is one more.
        assert len(store.history()) == 4
        store.review({_FIRST: Review(1)}, "Dr B")
        assert store.rows(METHOD, order=Order.NAME)[0].reviewed_by == "Dr B"
        assert [change.role for change in store.history(_FIRST)] == [None, "first"]
        # A programme that begins later leaves them as they are: no answer falls open again.
        store.set_programme(begins_at="2099-01-01")
        awaited = [row.final.awaited for row in store.rows(METHOD, order=Order.NAME)]
        assert awaited == [None, None, Awaited.FIRST, None]
        assert raw(store).execute("SELECT count(*) FROM review").fetchone() == (4,)


# -- whose turn it is --------------------------------------------------------------------------


def test_queues_follow_what_was_read(clinic: Store) -> None:
    ann, ben, cid = (seat(clinic, name, Role.FIRST) for name in ("Ann", "Ben", "Cid"))
    second, arbiter = seat(clinic, "Ben", Role.SECOND), seat(clinic, "Cid", Role.ARBITER)
    assert queue(clinic, "Ann", Role.FIRST) == ["a", "b", "c", "d"]
    clinic.review({_FIRST: Review(3), _SECOND: Review(0), _THIRD: Review(ungradable=True)}, ann)
    assert queue(clinic, "Ben", Role.FIRST) == ["d"]
    # Nobody is the second reader of what he read first.
    assert queue(clinic, "Ann", Role.SECOND) == []
    assert queue(clinic, "Ben", Role.SECOND) == ["a", "c"]
    clinic.review({_FIRST: Review(4), _THIRD: Review(0)}, second)
    assert queue(clinic, "Cid", Role.ARBITER) == ["c"]
    assert queue(clinic, "Ben", Role.ARBITER) == []
    finals = {row.name[0]: row.final for row in clinic.rows(METHOD)}
    assert (finals["a"].awaited, finals["a"].grade) == (None, 4)
    assert (finals["b"].awaited, finals["b"].decision) == (None, Decision.NO_REFERRAL)
    assert (finals["c"].awaited, finals["c"].decision) == (Awaited.ARBITER, Decision.UNGRADABLE)
    assert finals["d"].awaited is Awaited.FIRST
    assert clinic.awaited(METHOD) == {Awaited.FIRST: 1, Awaited.ARBITER: 1}
    clinic.review({_THIRD: Review(1)}, arbiter)
    assert queue(clinic, "Cid", Role.ARBITER) == []
    assert clinic.awaited(METHOD) == {Awaited.FIRST: 1}
    assert ben != cid


@pytest.mark.parametrize(
    ("name", "role", "sha256", "why"),
    [
        ("Ben", Role.FIRST, _FIRST, "another first reader has read"),
        ("Ann", Role.SECOND, _FIRST, "Ann has read this photograph as first reader"),
        ("Ben", Role.SECOND, _SECOND, "no first reader has read"),
        ("Cid", Role.ARBITER, _FIRST, "do not disagree"),
        ("Ann", Role.ARBITER, _FIRST, "Ann has read this photograph as first reader"),
    ],
)
def test_who_is_not_to_read_is_refused_and_nothing_changes(
    clinic: Store, name: str, role: Role, sha256: str, why: str
) -> None:
    clinic.review({_FIRST: Review(3)}, seat(clinic, "Ann", Role.FIRST))
    before = clinic.history()
    with pytest.raises(StoreError, match=why):
        clinic.review({sha256: Review(0)}, seat(clinic, name, role))
    assert clinic.history() == before


def test_one_answer_in_each_role_whoever_writes(clinic: Store) -> None:
    clinic.review({_FIRST: Review(3)}, seat(clinic, "Ann", Role.FIRST))
    for sql in (
        "INSERT INTO review (photograph_id, reader_id, role, grade, ungradable, note, changed_by, "
        "changed_at) VALUES (1, 2, 'first', 0, 0, '', 'Ben', '2026-01-01')",
        "INSERT OR REPLACE INTO review (photograph_id, reader_id, role, grade, ungradable, note, "
        "changed_by, changed_at) VALUES (1, 2, 'first', 0, 0, '', 'Ben', '2026-01-01')",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            raw(clinic).execute(sql)
    (row,) = [row for row in clinic.rows(METHOD) if row.sha256 == _FIRST]
    assert (row.review_grade, row.reviewed_by) == (3, "Ann")


def test_a_name_alone_is_a_first_reader_of_the_programme(clinic: Store) -> None:
    clinic.review({_FIRST: Review(3)}, "ann")
    assert clinic.history()[-1].who == "Ann"
    for name, why in (("Dr X", "is no reader"), ("Dee", "does not read as first reader")):
        with pytest.raises(StoreError, match=why):
            clinic.review({_SECOND: Review(3)}, name)


def test_a_reader_takes_back_his_own_answer_alone(clinic: Store) -> None:
    ann, ben = seat(clinic, "Ann", Role.FIRST), seat(clinic, "Ben", Role.SECOND)
    said = clinic.review({_FIRST: Review(3)}, ann)
    answer = clinic.review({_FIRST: Review(0)}, ben)
    clinic.revert_changes(answer, ben, {})
    (row,) = [row for row in clinic.rows(METHOD) if row.sha256 == _FIRST]
    assert row.readings is not None
    assert (row.readings.first_grade, row.readings.second_grade) == (3, None)
    # What another one said since, in another role, does not stand in the way.
    clinic.revert_changes(said, ann, {})
    assert queue(clinic, "Ann", Role.FIRST) == ["a", "b", "c", "d"]


# -- who sees what -----------------------------------------------------------------------------


def test_another_readers_answer_is_not_fetched(clinic: Store) -> None:
    asked: list[str] = []
    clinic.review({_FIRST: Review(4, note="secret")}, seat(clinic, "Ann", Role.FIRST))
    ben = clinic.seen_by(seat(clinic, "Ben", Role.SECOND))
    ben._connection.set_trace_callback(asked.append)
    rows = ben.rows(METHOD)
    rows += ben.rows_at(METHOD, ben.keys(METHOD))
    rows += ben.rows_by_key(METHOD).values()
    ben._connection.set_trace_callback(None)
    assert all(row.readings is None for row in rows)
    assert "secret" not in repr(rows)
    assert "Ann" not in repr(rows)
    assert not any(row.is_reviewed for row in rows)
    assert ben.rows(METHOD, Filter(text="secret")) == []
    assert ben.rows(METHOD, Filter(grades=frozenset({4}))) == []
    assert ben.rows(METHOD, Filter(reviewed=True)) == []
    assert ben.history(_FIRST) == []
    assert ben.blind_verdicts() == {}
    joined = [one for one in asked if "FROM file" in one]
    assert joined
    assert not any(
        sql.split(".")[0] + "." in one for one in joined for sql in ("v1.", "v2.", "v3.")
    )
    # The order tells nothing either: all four are the program's "no referral", by name.
    assert [row.name for row in ben.rows(METHOD)] == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]


def test_arbiter_and_administrator_see_all_readers(clinic: Store) -> None:
    clinic.review({_FIRST: Review(4, note="NVD")}, seat(clinic, "Ann", Role.FIRST))
    clinic.review({_FIRST: Review(1, note="old laser")}, seat(clinic, "Ben", Role.SECOND))
    for name, role in (("Cid", Role.ARBITER), ("Dee", Role.ADMINISTRATOR)):
        (row, *_) = clinic.seen_by(seat(clinic, name, role)).rows(METHOD)
        assert row.readings is not None
        assert row.readings[:12] == (
            *(4, 0, "NVD", None, "Ann", row.readings.first_at),
            *(1, 0, "old laser", None, "Ben", row.readings.second_at),
        )
        assert row.final.awaited is Awaited.ARBITER
        assert row.final.decision is Decision.REFER
    assert set(READING_COLUMNS) >= {"first_grade", "second_grade", "arbiter_grade"}


# -- readers come and go -----------------------------------------------------------------------


def test_the_cases_of_a_reader_who_is_deleted_go_back_and_his_answers_stay(clinic: Store) -> None:
    ben = seat(clinic, "Ben", Role.FIRST)
    clinic.review({_FIRST: Review(0)}, ben)
    assert clinic.take(ben, _SECOND)
    assert clinic.on_desk(ben) == [_SECOND]
    assert not clinic.take(seat(clinic, "Ann", Role.FIRST), _SECOND)
    assert queue(clinic, "Ann", Role.FIRST) == ["c", "d"]
    clinic.delete_reader("Ben")
    assert queue(clinic, "Ann", Role.FIRST) == ["b", "c", "d"]
    for again in (
        lambda: clinic.review({_SECOND: Review(0)}, ben),
        lambda: clinic.take(ben, _THIRD),
    ):
        with pytest.raises(StoreError, match="Ben reads as first reader no more"):
            again()
    (row,) = [row for row in clinic.rows(METHOD) if row.sha256 == _FIRST]
    assert (row.reviewed_by, row.decision) == ("Ben", Decision.NO_REFERRAL)
    with pytest.raises(StoreError, match="no reader of this name"):
        clinic.delete_reader("Ben")
    assert clinic.set_reader("ben", [Role.SECOND]).name == "Ben"


def test_bad_readers_and_programmes_are_refused(clinic: Store) -> None:
    with pytest.raises(StoreError, match="needs a name"):
        clinic.set_reader("  ", [Role.FIRST])
    with pytest.raises(StoreError, match="needs a role"):
        clinic.set_reader("Eve", [])
    with pytest.raises(StoreError, match="0 to 1 is allowed"):
        clinic.set_programme(share=10)
    with pytest.raises(StoreError, match="is no day"):
        clinic.set_programme(begins_at="3.4.2026")
    clinic.set_password("Ann", "scrypt:…")
    assert clinic.password("ANN") == "scrypt:…"
    assert clinic.password("nobody") is None


def test_a_photograph_that_is_gone_meanwhile_is_named(clinic: Store) -> None:
    with pytest.raises(StoreError, match="there is no photograph"):
        clinic.review({"f" * 64: Review(0)}, seat(clinic, "Ann", Role.FIRST))
    assert not clinic.take(seat(clinic, "Ann", Role.FIRST), "f" * 64)


# -- load --------------------------------------------------------------------------------------

#: One process with some readers, each of whom takes and answers until the queue is empty.
_PROCESS = """
import json, random, sys, threading
from pathlib import Path
from fundusviewer.errors import StoreError
from fundusviewer.grading import Role
from fundusviewer.screening import Filter, Review, Store
from tests.screening.database.methods import METHOD

path, names, role = Path(sys.argv[1]), sys.argv[3:], Role(sys.argv[2])
store = Store(path)
stored, refused = [], []

def work(name):
    seat = store.reader(name).seat(role)
    seen = store.seen_by(seat)
    choice = random.Random(name)
    while True:
        rows = seen.rows(METHOD, Filter(queue=True))
        if not rows:
            return
        assert all(row.readings is None for row in rows)
        sha256 = choice.choice(rows).sha256
        if not seen.take(seat, sha256):
            continue
        grade = int(sha256, 16) % 5
        try:
            seen.review({sha256: Review(grade, note=name)}, seat)
            stored.append([name, sha256, grade])
        except StoreError as error:
            refused.append(str(error))

threads = [threading.Thread(target=work, args=(name,)) for name in names]
for one in threads: one.start()
for one in threads: one.join()
print(json.dumps([stored, refused]))
"""


def test_fifty_readers_in_processes_and_threads_lose_nothing(tmp_path: Path) -> None:
    path, count = tmp_path / "clinic.sqlite", 60
    with Store(path) as store:
        for number in range(count):
            add_photograph(path, METHOD, f"/day/{number:03}.jpg", "no_referral", 0, 0.1)
        store.set_programme()
        names = [f"Reader {number}" for number in range(50)]
        for name in names:
            store.set_reader(name, [Role.FIRST])
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", _PROCESS, str(path), "first", *names[start : start + 25]],
                stdout=subprocess.PIPE,
                text=True,
            )
            for start in (0, 25)
        ]
        # A folder is examined into the same database meanwhile.
        for number in range(10):
            store.add_failure(Path(f"/other/{number}.jpg"), "cannot be read")
        said = [json.loads(one.communicate(timeout=120)[0]) for one in processes]
        stored = [tuple(one) for answers, _ in said for one in answers]
        assert [refused for _, refused in said] == [[], []]
        assert len(stored) == count
        rows = {row.sha256: row for row in store.rows(METHOD) if row.sha256}
        for name, sha256, grade in stored:
            row = rows[sha256]
            assert (row.reviewed_by, row.review_grade, row.note) == (name, grade, name)
        assert len(store.history()) == count
        assert raw(store).execute("SELECT count(*) FROM reading").fetchone() == (0,)
