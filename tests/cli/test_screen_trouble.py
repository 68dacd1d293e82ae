"""``fundusviewer screen`` when files, disks and drives fail: the run goes on and says so."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.cli import main
from fundusviewer.screening import Store, find_photographs
from fundusviewer.screening.database.opening import OpenDatabase, open_database
from tests.screening.photographs import write_photograph, write_photographs

pytestmark = pytest.mark.usefixtures("without_markers")

linux = pytest.mark.skipif(not Path("/proc/mounts").exists(), reason="needs Linux")


@pytest.fixture
def arguments(tmp_path: Path, tiny_model: Path) -> list[str]:
    folder = tmp_path / "day"
    folder.mkdir()
    database = tmp_path / "screening.sqlite"
    return ["screen", str(folder), "--database", str(database), "--model", str(tiny_model)]


@pytest.fixture
def small_drive(tmp_path: Path) -> Iterator[Path]:
    """Return a drive of 250 kB; skip where this user may not mount one."""
    drive = tmp_path / "drive"
    drive.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=250k", "tmpfs", str(drive)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a drive")
    yield drive
    subprocess.run(["umount", "--lazy", str(drive)], check=True)


def ran(
    capsys: pytest.CaptureFixture[str], *arguments: str | Path
) -> tuple[int, dict[str, Any], str]:
    """Return exit status, summary and error stream."""
    capsys.readouterr()
    status = main([*map(str, arguments), "--json"])
    out, err = capsys.readouterr()
    return status, json.loads(out), err


def decisions_in(path: Path) -> Counter[str]:
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    return Counter(row["decision"] for row in rows)


def test_every_kind_of_bad_file_is_an_error_with_its_reason(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "day"
    write_photographs(folder, ["7_OD.jpg"])
    (folder / "empty.jpg").touch()
    (folder / "text.png").write_text("no picture", "utf-8")
    (folder / "circle").symlink_to(folder)
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    (folder / "nothing.jpg").symlink_to(folder / "gone.jpg")
    write_photograph(Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe_OS.jpg")), 3)
    out, pdf = tmp_path / "out.csv", tmp_path / "out.pdf"
    status, summary, _ = ran(capsys, *arguments, "--csv", out, "--report", pdf)
    assert status == 1
    assert (summary["photographs"], summary["failed"]) == (6, 4)
    assert summary["decisions"] == {"refer": 2, "error": 4}
    assert decisions_in(out) == summary["decisions"]
    assert pdf.stat().st_size > 10_000


def test_thousands_of_other_files_are_passed_over(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "day"
    write_photographs(folder, ["7_OD.jpg"])
    for number in range(50):
        (folder / f"sub{number}").mkdir()
        for name in range(100):
            (folder / f"sub{number}" / f"{name}.txt").touch()
    assert find_photographs([folder]) == [folder / "7_OD.jpg"]
    status, summary, _ = ran(capsys, *arguments)
    assert (status, summary["photographs"]) == (0, 1)


def test_thousands_of_files_that_only_pretend_are_as_many_errors(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "day"
    write_photographs(folder, ["a.jpg", "z.jpg"])
    for number in range(1000):
        (folder / f"b{number}.jpg").write_bytes(b"no picture")
    status, summary, _ = ran(capsys, *arguments)
    assert status == 1
    assert summary["decisions"] == {"error": 1000, "refer": 2}


def test_photographs_that_vanish_during_the_run(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The card is pulled out after the third photograph."""
    folder = tmp_path / "day"
    write_photographs(folder, (f"{number:02}.jpg" for number in range(40)))
    add, done = Store.add_finding, []

    def pull(self: Store, *more: Any, **named: Any) -> None:
        add(self, *more, **named)
        done.append(more)
        if len(done) == 3:
            folder.rename(tmp_path / "elsewhere")

    monkeypatch.setattr(Store, "add_finding", pull)
    status, summary, _ = ran(capsys, *arguments)
    assert status == 1
    assert summary["photographs"] == 40
    assert 3 <= summary["computed"] <= 12
    assert summary["failed"] == 40 - summary["computed"]


def test_a_real_disk_that_fills_up(
    arguments: list[str], small_drive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "day"
    write_photographs(folder, (f"{number}_{'n' * 200}.jpg" for number in range(110)))
    # An empty database alone takes most of the drive.
    subprocess.run(["mount", "-o", "remount,size=420k", str(small_drive)], check=True)
    arguments[arguments.index("--database") + 1] = str(small_drive / "screening.sqlite")
    out = tmp_path / "out.csv"
    status, summary, _ = ran(capsys, *arguments, "--csv", out)
    assert status == 1
    assert summary["photographs"] == 110
    assert summary["failed"] > 0
    assert summary["decisions"]["error"] == summary["failed"]
    assert sum(summary["decisions"].values()) == 110
    assert decisions_in(out) == summary["decisions"]
    assert "disk" in out.read_text("utf-8-sig")


def test_reports_onto_a_full_disk(
    arguments: list[str], small_drive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photographs(tmp_path / "day", ["7_OD.jpg"])
    out = small_drive / "out.pdf"
    (small_drive / "ballast").write_bytes(bytes(220_000))
    status, summary, err = ran(capsys, *arguments, "--report", out)
    assert status == 1
    assert summary["failed"] == 0
    assert "out.pdf: cannot be written" in err
    assert [path.name for path in small_drive.iterdir()] == ["ballast"]


class _GoneDrive:
    """A connection whose drive goes away after some statements."""

    def __init__(self, connection: sqlite3.Connection, statements: int) -> None:
        self._connection = connection
        self._left = statements

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        self._left -= 1
        if self._left < 0:
            raise sqlite3.OperationalError("disk I/O error")
        return self._connection.execute(*arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.mark.parametrize("statements", [0, 20, 60])
def test_a_database_on_a_network_drive_that_goes_away(
    arguments: list[str],
    tmp_path: Path,
    statements: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photographs(tmp_path / "day", (f"{number}_OD.jpg" for number in range(16)))
    out, lines = tmp_path / "out.csv", tmp_path / "out.jsonl"

    def opened(path: Path) -> OpenDatabase:
        database = open_database(path)
        drive: Any = _GoneDrive(database.connection, statements)
        return replace(database, connection=drive)

    monkeypatch.setattr("fundusviewer.screening.database.connection.open_database", opened)
    monkeypatch.setattr(Store, "take_over", lambda *_: None)
    status, summary, _ = ran(capsys, *arguments, "--csv", out, "--jsonl", lines)
    assert status == 1
    assert summary["photographs"] == 16
    # Not even those that were stored before can be read back: none may look healthy.
    assert summary["decisions"] == {"error": 16}
    assert decisions_in(out) == {"error": 16}
    reasons = [json.loads(line).get("reasons") for line in lines.read_text("ascii").splitlines()]
    assert all("does not answer" in reason for reason in reasons if reason)
