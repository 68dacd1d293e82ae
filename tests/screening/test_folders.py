"""What is in a folder's list by its content, and what is left out, and said."""

from __future__ import annotations

import builtins
import io
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fundusviewer.imaging import read_image
from fundusviewer.screening import Store, find_photographs, survey
from fundusviewer.screening.folders import LeftOut
from tests.helpers.dicom import ophthalmic, written
from tests.imaging.dicom.pictures import drawn
from tests.imaging.heifs import PHONE

links = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are POSIX")


def picture(kind: str) -> bytes:
    pixels = np.linspace(0, 255, 48 * 64 * 3).reshape(48, 64, 3).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["1_OD", "1_OD.HEIC", "1_OD.jpg", "1_OD.dat", "1_OD.txt"])
def test_a_telephones_photograph_is_listed_and_read_whatever_its_name(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(PHONE)
    assert names(find_photographs([tmp_path])) == [name]
    assert left_out(tmp_path) == {}
    assert read_image(tmp_path / name).source.file_type == "HEIF"


def names(paths: list[Path]) -> list[str]:
    return sorted(path.name for path in paths)


def left_out(folder: Path) -> dict[str, bool]:
    found: list[LeftOut] = survey([folder]).left_out
    return {one.path.relative_to(folder).as_posix(): one.may_be_photograph for one in found}


KINDS = ["JPEG", "PNG", "TIFF", "BMP", "WEBP", "JPEG2000", "AVIF", "GIF"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name",
    ["1_OD", "1_OD.jfif", "1_OD.JPE", "1_OD.dat", "1_OD.001", "1_OD.jpg_", "1_OD.txt", "1.2"],
)
def test_a_picture_is_listed_and_read_whatever_its_name(
    tmp_path: Path, kind: str, name: str
) -> None:
    (tmp_path / name).write_bytes(picture(kind))
    assert names(find_photographs([tmp_path])) == [name]
    assert left_out(tmp_path) == {}
    image = read_image(tmp_path / name)
    assert (image.width, image.height, image.source.file_type) == (64, 48, kind)


@pytest.mark.parametrize(
    "start",
    [
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"\0\0\0\x0cJXL \r\n\x87\n",
        b"\xff\x0a\xff\x07",
        b"8BPS\0\1",
        b"II\xbc\x01",
        b"\xff\xd8\xff\xe0cut off",
    ],
)
@pytest.mark.parametrize("name", ["1_OS", "1_OS.heic", "1_OS.xyz"])
def test_a_picture_that_cannot_be_read_is_listed_so_that_reading_says_so(
    tmp_path: Path, start: bytes, name: str
) -> None:
    (tmp_path / name).write_bytes(start + bytes(100))
    assert names(find_photographs([tmp_path])) == [name]


def test_a_dicom_file_is_listed_whatever_its_name(tmp_path: Path) -> None:
    for name in ("a.ima", "b", "c.jpg2", "1.2.840"):
        written(tmp_path / name, ophthalmic(drawn()))
    assert len(find_photographs([tmp_path])) == 4


@pytest.mark.parametrize(
    ("name", "content", "may_be"),
    [
        ("notes.txt", b"right eye: cloudy\n", False),
        ("list.csv", "Müller;1\n".encode("latin-1"), False),
        ("README", b"", False),
        ("report.pdf", b"%PDF-1.7\n\x00\x01", False),
        ("table.xlsx", b"PK\x03\x04\x00\x00", False),
        ("film.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0", False),
        ("model.onnx", b"\x08\x07\x12\x00", False),
        ("a.sqlite", b"SQLite format 3\0", False),
        ("unknown", bytes(range(200)), True),
        ("1_OD.xyz", bytes(range(1, 200)), True),
        ("1_OD.nef", picture("TIFF"), True),
        ("1_OD.CR2", b"II\x2a\0\x10\0\0\0CR\2\0", True),
        ("1_OD.cr3", b"\0\0\0\x18ftypcrx \0\0\0\1", True),
        (".1_OD.jpg", picture("JPEG"), True),
        (".config", b"x", False),
    ],
)
def test_what_is_left_out_is_told_with_whether_an_eye_may_be_lost(
    tmp_path: Path, name: str, content: bytes, may_be: bool
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "7_OD.jpg").write_bytes(b"x")
    assert names(find_photographs([tmp_path])) == ["7_OD.jpg"]
    assert left_out(tmp_path) == {name: may_be}


@pytest.mark.parametrize(
    "name",
    ["@eaDir/1_OD.jpg/SYNOPHOTO_THUMB_XL.jpg", "$RECYCLE.BIN/$R1.jpg", "$Recycle.Bin/a/1.jpg",
     "#recycle/1.jpg", "@Recycle/1.jpg", "RECYCLER/1.jpg", "lost+found/1.jpg", "__MACOSX/._1.jpg",
     "System Volume Information/1.jpg", "#snapshot/1.jpg", "sub/@eaDir/1.jpg", "Thumbs.db",
     "ehthumbs.db", "desktop.ini", ".DS_Store", "._1_OD.jpg", "SYNOPHOTO_THUMB_M.jpg"],
)  # fmt: skip
def test_what_systems_make_is_neither_listed_nor_counted(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture("JPEG"))
    (tmp_path / "7_OD.jpg").write_bytes(b"x")
    assert names(find_photographs([tmp_path])) == ["7_OD.jpg"]
    assert left_out(tmp_path) == {}


@pytest.mark.parametrize("name", [".Trashes", ".Trash-1000", ".snapshot", ".thumbnails", ".git"])
def test_hidden_folders_are_not_gone_through_and_counted_once(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "501").mkdir(parents=True)
    (tmp_path / name / "501" / "1_OD.jpg").write_bytes(picture("JPEG"))
    (tmp_path / "7_OD.jpg").write_bytes(b"x")
    assert names(find_photographs([tmp_path])) == ["7_OD.jpg"]
    assert left_out(tmp_path) == {name: False}


def test_a_folder_that_is_named_is_gone_through_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "#recycle"
    folder.mkdir()
    (folder / "1_OD.jpg").write_bytes(b"x")
    assert names(find_photographs([folder])) == ["1_OD.jpg"]


def test_what_is_named_itself_is_not_left_out(tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.write_bytes(bytes(range(200)))
    found = survey([odd, tmp_path])
    assert found.photographs[0] == odd
    assert found.left_out == []


@links
def test_a_link_to_another_folder_is_said_and_one_inside_is_not(tmp_path: Path) -> None:
    folder, other = tmp_path / "day", tmp_path / "other"
    (folder / "sub").mkdir(parents=True)
    other.mkdir()
    (other / "1_OD.jpg").write_bytes(b"x")
    (folder / "away").symlink_to(other, target_is_directory=True)
    (folder / "here").symlink_to(folder / "sub", target_is_directory=True)
    assert left_out(folder) == {"away": True}


@pipes
@pytest.mark.timeout(60)
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert left_out(tmp_path) == {"pipe": False}


def test_a_file_that_cannot_be_opened_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "1_OD"
    locked.write_bytes(picture("JPEG"))

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert find_photographs([tmp_path]) == [locked]


@pytest.mark.parametrize("name", ["screening.sqlite", "grades", "grades.dat", "grades.jpg"])
def test_an_open_database_is_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Closing it again would drop the locks that SQLite holds in this process."""
    opened: list[str] = []

    def watch(plain: Any) -> Any:
        def watched(file: Any, *more: Any, **options: Any) -> Any:
            # A number is a file that was opened before.
            if not isinstance(file, int):
                opened.append(Path(file).name)
            return plain(file, *more, **options)

        return watched

    (tmp_path / "1_OD").write_bytes(picture("JPEG"))
    with Store(tmp_path / name) as store:
        store.folders()
        with monkeypatch.context() as patched:
            patched.setattr(io, "open", watch(io.open))
            patched.setattr(builtins, "open", watch(builtins.open))
            patched.setattr(os, "open", watch(os.open))
            assert names(find_photographs([tmp_path])) == ["1_OD"]
    assert opened == ["1_OD"]
    with closing(sqlite3.connect(tmp_path / name)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_first_bytes_are_read_once_as_long_as_a_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "1_OD"
    path.write_bytes(b"")
    assert left_out(tmp_path) == {"1_OD": False}
    path.write_bytes(picture("JPEG"))
    assert find_photographs([tmp_path]) == [path]
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("opened again"))
    assert find_photographs([tmp_path]) == [path]
