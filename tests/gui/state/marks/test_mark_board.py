"""The marks of the window, without a window: what is stored, what is not, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, QObject

from fundusviewer.errors import StoreError
from fundusviewer.grading import READING_ROLES, Role
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.marks.mark_board import MarkBoard, MarkEdit
from fundusviewer.gui.state.seat_in_use import SeatInUse
from fundusviewer.gui.state.setup import Setup
from fundusviewer.screening import Method, Store
from fundusviewer.screening.readers import NOBODY, Seat
from tests.helpers.drawn import drawn
from tests.helpers.rows import add_photograph

METHOD = Method("tiny-dr", "0.0.1", "0" * 64, '{"operating_point": "screening"}')


class Desk(QObject):
    """What the board asks of a setup; writes what it is told to, or does not."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.database = Database(store.path, store, store, store)
        self.seat = SeatInUse(self)
        self.board = MarkBoard(self)
        self.writes = True
        self.written: list[MarkEdit] = []
        self.board.read_from(cast(Setup, self))
        self.board.edited.connect(self.write)

    def write(self, edit: MarkEdit) -> None:
        self.written.append(edit)
        if self.writes:
            self.database.work.mark(edit.sha256, edit.marks, self.seat.current or "Dr A")
        self.board.end(edit, stored=self.writes)

    def sit(self, seat: Seat | None) -> None:
        self.seat.take(seat, self.database)


@pytest.fixture
def desk(tmp_path: Path, qapp: QCoreApplication) -> Iterator[Desk]:
    with Store(tmp_path / "s.sqlite") as store:
        yield Desk(store)


@pytest.fixture
def photograph(desk: Desk) -> str:
    return add_photograph(desk.database.rows.path, METHOD, "/day/a.jpg", "refer", 3, 0.9)


def test_what_is_put_is_stored_and_told_once(desk: Desk, photograph: str) -> None:
    mark = drawn(kind="MA")
    desk.board.put(photograph, mark)
    (told,) = desk.board.of(photograph)
    assert (told.uid, told.by) == (mark.uid, "Dr A")
    desk.board.put(photograph, replace(told, is_deleted=True))
    assert desk.board.of(photograph) == ()
    assert not desk.board.has_unsaved


def test_what_cannot_be_stored_is_told_all_the_same_and_tried_again(
    desk: Desk, photograph: str
) -> None:
    desk.writes = False
    first, second = drawn(text="first"), drawn(text="second")
    desk.board.put(photograph, first)
    assert desk.board.of(photograph) == (first,)
    assert desk.board.is_unsaved(first)
    moved = replace(first, points=((5.0, 5.0),))
    desk.board.put(photograph, moved)
    assert desk.board.of(photograph) == (moved,)
    desk.writes = True
    desk.board.put(photograph, second)
    assert desk.written[-1].marks == (moved, second)
    assert [one.text for one in desk.board.of(photograph)] == ["first", "second"]
    assert not desk.board.has_unsaved


def test_an_older_state_that_fails_later_does_not_count(desk: Desk, photograph: str) -> None:
    waiting: list[MarkEdit] = []
    desk.board.edited.disconnect(desk.write)
    desk.board.edited.connect(waiting.append)
    mark = drawn()
    desk.board.put(photograph, mark)
    moved = replace(mark, points=((5.0, 5.0),))
    desk.board.put(photograph, moved)
    desk.board.end(waiting[0], stored=False)
    assert not desk.board.has_unsaved
    assert desk.board.of(photograph) == (moved,)
    desk.board.end(waiting[1], stored=False)
    assert desk.board.has_unsaved


def test_another_reader_is_shown_nothing_that_waits_and_is_no_author_of_it(
    desk: Desk, photograph: str
) -> None:
    store = desk.database.work
    for name in ("Ann", "Ben"):
        store.set_reader(name, READING_ROLES)
    store.set_programme(share=1.0)
    seats = {}
    for name in ("Ann", "Ben"):
        reader = store.reader(name)
        assert reader is not None
        seats[name] = reader.seat(Role.FIRST)
    desk.sit(seats["Ann"])
    desk.writes = False
    desk.board.put(photograph, drawn(text="Ann's"))
    desk.sit(seats["Ben"])
    desk.writes = True
    assert desk.board.of(photograph) == ()
    desk.board.put(photograph, drawn(text="Ben's"))
    desk.board.retry()
    assert [one.text for one in desk.board.of(photograph)] == ["Ben's"]
    assert desk.board.has_unsaved
    desk.sit(seats["Ann"])
    assert [one.text for one in desk.board.of(photograph)] == ["Ann's"]
    desk.board.retry()
    told = store.seen_by(None).marks([photograph])[photograph]
    assert {one.text: one.by for one in told} == {"Ann's": "Ann", "Ben's": "Ben"}


def test_what_is_drawn_before_somebody_sits_down_is_that_readers(
    desk: Desk, photograph: str
) -> None:
    store = desk.database.work
    ann = store.set_reader("Ann", READING_ROLES)
    store.set_programme(share=1.0)
    desk.sit(NOBODY)
    desk.writes = False
    desk.board.put(photograph, drawn())
    desk.writes = True
    desk.sit(ann.seat(Role.SECOND))
    (mark,) = desk.board.of(photograph)
    assert (mark.by, mark.role) == ("Ann", Role.SECOND)
    assert desk.board.may_change(mark)
    assert not desk.board.may_change(replace(mark, role=Role.FIRST))
    assert not desk.board.has_unsaved


def test_a_database_that_cannot_be_read_is_said_once(
    desk: Desk, photograph: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    desk.board.notification.connect(said.append)

    def gone(*_: object) -> None:
        raise StoreError("the drive is gone")

    monkeypatch.setattr(Store, "marks", gone)
    for _ in range(3):
        assert desk.board.of(photograph) == ()
    assert said == ["the drive is gone"]


def test_another_database_knows_nothing_of_what_waited(desk: Desk, photograph: str) -> None:
    desk.writes = False
    desk.board.put(photograph, drawn())
    desk.board.forget()
    assert desk.board.of(photograph) == ()
    assert not desk.board.has_unsaved
