"""The list of a run on disk: each photograph once, in order, and what is left out."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from fundusviewer.errors import InputError
from fundusviewer.screening.folders import LeftOut
from fundusviewer.screening.parts.choice import found_in
from fundusviewer.screening.places.address import place_of
from fundusviewer.screening.runs.listing import Listing
from fundusviewer.screening.worklist import survey


def all_of(listing: Listing) -> list[Path]:
    with closing(listing):
        return list(listing.each())


def test_as_a_list_in_memory(tmp_path: Path) -> None:
    day = tmp_path / "day"
    (day / "b").mkdir(parents=True)
    for name in ("1_OD.jpg", "1_OS.jpg", "b/2_OD.jpg", "notes.xyz", ".hidden.jpg"):
        (day / name).write_bytes(b"no picture")
    (day / "3_OD.jpg").symlink_to(day / "1_OD.jpg")
    (tmp_path / "empty").mkdir()
    places = [
        *(day / "b", day, tmp_path / "other" / ".." / "day" / "1_OS.jpg", tmp_path / "empty"),
        *(day / "notes.xyz", tmp_path / "missing.jpg", place_of("s3://archive/1_OD.jpg")),
    ]
    whole = survey(places)
    assert len(whole.photographs) == 7
    noted: list[Path] = []
    listing = Listing(found_in(places), noted.extend)
    listing.wait(30)
    assert listing.total == 7
    assert list(listing.each()) == whole.photographs == noted
    listing.end()
    left_out = list(listing.left_out())
    assert left_out == whole.left_out
    assert [one.path.name for one in left_out] == [".hidden.jpg"]
    listing.close()


def test_none_is_handed_out_before_it_is_noted() -> None:
    may_note, asked = threading.Event(), threading.Event()

    def note(portion: list[Path]) -> None:
        asked.set()
        assert may_note.wait(30)

    listing = Listing(iter([Path("/a/1.jpg")]), note)
    assert asked.wait(30)
    assert listing.next(5) == []
    assert listing.total is None
    may_note.set()
    assert all_of(listing) == [Path("/a/1.jpg")]


def test_a_list_that_cannot_be_read_to_its_end() -> None:
    def places() -> list[Path | LeftOut]:
        raise InputError("line 7 of the list is no path")

    listing = Listing((one for _ in [0] for one in places()), lambda _: None)
    with closing(listing), pytest.raises(InputError, match="line 7"):
        listing.wait(30)
    with pytest.raises(InputError, match="line 7"):
        list(listing.each())
