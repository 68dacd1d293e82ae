"""Shares of a list: each photograph in exactly one."""

import itertools
from collections import Counter
from pathlib import Path

import pytest

from fundusviewer.errors import InputError
from fundusviewer.screening.folders import LeftOut
from fundusviewer.screening.parts.choice import Shard, chosen, found_in, listed
from tests.screening.photographs import write_photographs


def test_every_photograph_is_in_one_share() -> None:
    paths = [Path(f"/archive/{number:05}/left.jpg") for number in range(5000)]
    shares = [list(chosen(paths, Shard(number, 7))) for number in range(1, 8)]
    assert Counter(itertools.chain(*shares)) == Counter(paths)
    assert max(map(len, shares)) < 1.2 * min(map(len, shares))


def test_a_folder_that_grows_moves_nobody() -> None:
    paths = [Path(f"/archive/{number}.jpg") for number in range(100)]
    before = set(chosen(paths, Shard(2, 5)))
    after = set(chosen([Path("/archive/0000.jpg"), *paths], Shard(2, 5)))
    assert after - {Path("/archive/0000.jpg")} == before


def test_no_share_means_all() -> None:
    assert list(chosen([Path("a"), Path("b")], None)) == [Path("a"), Path("b")]


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "1/0", "-1/4", "1/4/2", "a/b", "1/9999999"])
def test_a_share_that_is_none(text: str) -> None:
    with pytest.raises(InputError, match="is no share: K/N with 1 ≤ K ≤ N"):
        Shard.of_text(text)


def test_a_list_is_read_while_it_is_written() -> None:
    endless = (f"/archive/{number}.jpg\n".encode() for number in itertools.count())
    assert list(itertools.islice(listed(endless), 2)) == [
        Path("/archive/0.jpg"),
        Path("/archive/1.jpg"),
    ]


def test_lines_of_every_system() -> None:
    lines = [b"\xef\xbb\xbfa b.jpg\r\n", b"\n", b"\xff.jpg\n", b"last.jpg"]
    assert [path.name for path in listed(lines)] == ["a b.jpg", "\udcff.jpg", "last.jpg"]


@pytest.mark.parametrize("line", [b"a\0b\n", b"x" * 70_000])
def test_what_is_no_list_is_said(line: bytes) -> None:
    with pytest.raises(InputError, match="line 2 of the list is no path"):
        list(listed([b"a.jpg\n", line]))


def test_places_are_walked_one_after_the_other(tmp_path: Path) -> None:
    write_photographs(tmp_path / "clinic", ["a.jpg", "b.jpg"])
    (tmp_path / "clinic" / "notes.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    places = [tmp_path / "clinic", tmp_path / "missing.jpg", tmp_path / "empty"]
    found = list(found_in(places))
    assert [one.name for one in found if isinstance(one, Path)] == [
        "a.jpg",
        "b.jpg",
        "missing.jpg",
        "empty",
    ]
    assert [one.path.name for one in found if isinstance(one, LeftOut)] == ["notes.txt"]
