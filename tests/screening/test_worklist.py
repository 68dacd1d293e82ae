"""Files and folders to a list of photographs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import read_image
from fundusviewer.screening import find_photographs

links = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.jpg",
        "a.PNG",
        "notes.txt",
        ".hidden.jpg",
        "sub/c.tiff",
        "sub/deep/d.webp",
        "sub/.thumbnails/e.jpg",
        "Sub2/f.JPEG",
        "g.bmp",
        "h.nii",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def names(paths: list[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_a_folder_with_subfolders(folder: Path) -> None:
    assert names(find_photographs([folder]), folder) == [
        "a.PNG",
        "b.jpg",
        "g.bmp",
        "Sub2/f.JPEG",
        "sub/c.tiff",
        "sub/deep/d.webp",
    ]


def test_a_file_that_is_named_is_taken_whatever_its_suffix(folder: Path) -> None:
    paths = [folder / "notes.txt", folder / ".hidden.jpg", folder / "gone.jpg"]
    assert find_photographs(paths) == paths


def test_the_order_is_that_of_the_arguments(folder: Path) -> None:
    paths = [folder / "g.bmp", folder / "a.PNG", folder / "sub"]
    assert names(find_photographs(paths), folder) == [
        "g.bmp",
        "a.PNG",
        "sub/c.tiff",
        "sub/deep/d.webp",
    ]


def test_nothing_is_taken_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    paths = [
        Path("b.jpg"),
        folder / "b.jpg",
        folder / "sub" / ".." / "b.jpg",
        folder,
        Path(),
        folder / "sub",
    ]
    found = find_photographs(paths)
    assert found[0] == Path("b.jpg")
    assert len(found) == 6


def test_a_folder_without_photographs_stands_for_itself(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "notes.txt").write_text("x")
    assert find_photographs([empty]) == [empty]
    with pytest.raises(ImageReadError, match="empty: is a folder without photographs"):
        read_image(empty)


def test_nothing_gives_nothing() -> None:
    assert find_photographs([]) == []


@links
@pytest.mark.timeout(20)
def test_links_in_a_circle(folder: Path) -> None:
    (folder / "sub" / "circle").symlink_to(folder, target_is_directory=True)
    (folder / "self.jpg").symlink_to(folder / "self.jpg")
    found = names(find_photographs([folder]), folder)
    assert len(found) == len(set(found)) == 7
    assert "self.jpg" in found
    with pytest.raises(ImageReadError, match=r"self\.jpg"):
        read_image(folder / "self.jpg")


@links
def test_a_link_to_a_folder_that_is_named_is_followed(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder / "sub", target_is_directory=True)
    assert len(find_photographs([link])) == 2


@links
def test_a_file_and_a_link_to_it_are_one_photograph(folder: Path) -> None:
    (folder / "z.jpg").symlink_to(folder / "b.jpg")
    assert "z.jpg" not in names(find_photographs([folder]), folder)


@pytest.mark.parametrize("name", ["x" * 5000, "nul\0.jpg"])
def test_impossible_names_stand_for_themselves(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert find_photographs([path]) == [path]


def test_a_file_in_a_locked_folder_stands_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(path: object, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "stat", locked)
    path = tmp_path / "p.jpg"
    assert find_photographs([path]) == [path]


def test_a_folder_that_cannot_be_listed_is_not_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Photographs that nobody could look for must not look like photographs without a finding."""
    original: Callable[[Any], Iterator[os.DirEntry[str]]] = os.scandir

    def scandir(path: Any) -> Iterator[os.DirEntry[str]]:
        if os.fspath(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return original(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = names(find_photographs([folder]), folder)
    assert found == ["a.PNG", "b.jpg", "g.bmp", "Sub2/f.JPEG", "sub"]
