"""``screen --list --shard --out`` and ``import``."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from fundusviewer.cli import FAILED, OK, USAGE, main
from tests.screening.photographs import write_photographs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_photographs(tmp_path / "clinic", [f"{number}.jpg" for number in range(5)])
    return tmp_path / "clinic"


def test_shares_are_brought_together(
    bundled: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundled.is_dir()
    parts = [str(tmp_path / f"{number}.jsonl") for number in (1, 2)]
    for number, part in enumerate(parts, 1):
        command = ["screen", str(folder), "--shard", f"{number}/2", "--out", part]
        assert main(command) == OK
    database = str(tmp_path / "all.sqlite")
    assert main(["import", *parts, "--database", database]) == OK
    assert "5 photographs stored, 0 files that could not be examined" in capsys.readouterr().out
    assert main(["screen", str(folder), "--database", database, "--json"]) == OK
    summary = json.loads(capsys.readouterr().out)
    assert (summary["computed"], summary["known"]) == (0, 5)


def test_a_list_of_the_input(
    bundled: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bundled.is_dir()
    lines = "".join(f"{folder / name}\n" for name in ("1.jpg", "3.jpg", "missing.jpg"))

    class Input:
        buffer = io.BytesIO(lines.encode())

    monkeypatch.setattr("sys.stdin", Input())
    part = tmp_path / "part.jsonl"
    assert main(["screen", "--list", "-", "--out", str(part)]) == FAILED
    header, *records, end = map(json.loads, part.read_text().splitlines())
    assert header["part"] == 1
    assert [Path(record["path"]).name for record in records] == ["1.jpg", "3.jpg", "missing.jpg"]
    assert records[2]["problem"]
    assert end == {"end": 3}


def test_a_list_into_a_database(
    bundled: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundled.is_dir()
    names = tmp_path / "names.txt"
    names.write_text(f"{folder / '2.jpg'}\n")
    database = str(tmp_path / "s.sqlite")
    assert main(["screen", "--list", str(names), "--database", database, "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["photographs"] == 1


def test_an_unfinished_part_is_said(
    bundled: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundled.is_dir()
    part = tmp_path / "part.jsonl"
    assert main(["screen", str(folder), "--out", str(part)]) == OK
    part.write_bytes(b"".join(part.read_bytes().splitlines(keepends=True)[:3]))
    command = ["import", str(part), "--database", str(tmp_path / "s.sqlite")]
    assert main(command) == FAILED
    assert "was not finished; 2 files of it are stored" in capsys.readouterr().err
    assert main(["screen", str(folder), "--out", str(part)]) == OK
    assert "3 files examined, 2 known already" in capsys.readouterr().out
    assert main(command) == OK


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--json"], "nothing to examine"),
        (["F", "--out", "a.txt"], "does not end with .jsonl or .parquet"),
        (["F", "--out", "a.jsonl", "--csv", "a.csv", "--json"], "without --json, --csv"),
        (["F", "--watch", "--shard", "1/2"], "--watch looks at folders"),
        (["--list", "missing.txt", "--out", "{}/a.jsonl"], "missing.txt: cannot be read"),
    ],
)
def test_what_cannot_go_together(
    bundled: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    assert bundled.is_dir()
    words = [word.replace("{}", str(tmp_path)) for word in arguments]
    assert main(["screen", *words]) == USAGE
    assert message in capsys.readouterr().err


def test_a_part_that_is_none(
    bundled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundled.is_dir()
    (tmp_path / "x.jsonl").write_text("not a part\n")
    command = ["import", str(tmp_path / "x.jsonl"), "--database", str(tmp_path / "s.sqlite")]
    assert main(command) == FAILED
    assert "x.jsonl: line 1: is damaged" in capsys.readouterr().err
