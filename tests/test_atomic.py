"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from fundusviewer.atomic import atomic_file, write_atomically
from fundusviewer.errors import OutputError

posix = pytest.mark.skipif(os.name == "nt", reason="rights and links of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 1000])
def test_write(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.bin"
    write_atomically(path, data)
    assert path.read_bytes() == data
    assert names(tmp_path) == ["a.bin"]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"a much longer old content")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    "name", ["a" * 251 + ".bin", "眼" * 84, "👁" * 63, "ü b'c\"d", ".hidden", "x.tar.gz"]
)
def test_every_name_that_the_system_allows(tmp_path: Path, name: str) -> None:
    write_atomically(tmp_path / name, b"new")
    assert names(tmp_path) == [name]


def broken(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    "step",
    ["tempfile.mkstemp", "pathlib.Path.write_bytes", "os.fsync", "pathlib.Path.replace"],
)
@pytest.mark.parametrize("old", [b"old", None])
def test_a_failure_at_any_step_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, old: bytes | None
) -> None:
    path = tmp_path / "a.bin"
    if old is not None:
        path.write_bytes(old)
    with monkeypatch.context() as patched:
        patched.setattr(step, broken)
        with pytest.raises(
            OutputError, match=r"a\.bin: cannot be written: the disk is full; .* \(No space left"
        ) as caught:
            write_atomically(path, b"new")
    assert isinstance(caught.value.__cause__, OSError)
    assert names(tmp_path) == ([] if old is None else ["a.bin"])
    assert old is None or path.read_bytes() == old


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_whatever_ends_the_writing_leaves_the_old_file(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def write() -> None:
        with atomic_file(path) as partial:
            partial.write_bytes(b"half of the n")
            raise error

    with pytest.raises(error):
        write()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


def test_until_the_end_the_old_file_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with atomic_file(path) as partial:
        assert partial.parent == tmp_path
        partial.write_bytes(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    "place",
    [
        lambda folder: folder / "gone" / "a.bin",
        lambda folder: folder,
        lambda folder: folder / "file" / "a.bin",
    ],
)
def test_impossible_places(tmp_path: Path, place: Callable[[Path], Path]) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(OutputError, match="cannot be written"):
        write_atomically(place(tmp_path), b"new")
    assert names(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"mine"


@posix
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="the administrator may write everywhere"
)
def test_a_locked_folder(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        write_atomically(folder / "a.bin", b"new")


@posix
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_rights_are_those_of_any_new_file(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_atomically(tmp_path / "a.bin", b"new")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.bin").stat().st_mode) == mode
