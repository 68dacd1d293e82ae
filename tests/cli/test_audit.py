"""``fundusviewer audit cohort`` and ``fundusviewer readers``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from fundusviewer.cli import main
from fundusviewer.screening import Review, Store, identify, name_pattern
from tests.helpers.rows import add_photograph
from tests.screening.database.methods import METHOD


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "s.sqlite"
    with Store(path) as store:
        hashes = [
            add_photograph(path, METHOD, f"/day/{name}.jpg", "no_referral", 0, 0.1)
            for name in ("7_right", "7_left", "8_right")
        ]
        store.review(dict.fromkeys(hashes, Review(0)), "Dr A")
        rows = store.rows(METHOD)
        store.note_report("pdf", [identify(row, name_pattern()) for row in rows])
    return path


def audit(tmp_path: Path, database: Path, text: str, *more: str) -> int:
    cohort = tmp_path / "cohort.csv"
    cohort.write_text(text, "utf-8")
    words = ["audit", "cohort", str(cohort), "--database", str(database)]
    return main([*words, "--today", "2026-01-10", *more])


def test_somebody_open_is_exit_status_1(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = [tmp_path / "a.csv", tmp_path / "a.json"]
    targets = [word for path in out for word in ("--output", str(path))]
    text = "patient;due\n7;10.01.2026\n8;10.01.2026\n9;10.01.2026\n"
    assert audit(tmp_path, database, text, *targets) == 1
    told = capsys.readouterr().out
    assert "3 people, 2 open" in told
    assert "no photograph" in told
    assert "\n2 " not in told
    with out[0].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows] == ["done", "open", "open"]
    assert [row["missing"] for row in rows] == ["", "not both eyes", "no photograph"]
    summary = json.loads(out[1].read_text("utf-8"))
    assert (summary["people"], summary["open"], summary["no_photograph"]) == (3, 2, 1)


def test_nobody_open_is_exit_status_0(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(tmp_path, database, "patient,due\n7,2026-01-10\n", "--json") == 0
    assert json.loads(capsys.readouterr().out)["cases"][0]["state"] == "done"


@pytest.mark.parametrize(
    ("text", "more", "why"),
    [
        ("patient,due\n7,soon\n", (), "line 2: soon: is no day"),
        ("patient,due\n7,2026-01-10\n", ("--output", "a.txt"), "a .csv or .json file"),
    ],
)
def test_what_cannot_be_checked_is_exit_status_2(
    tmp_path: Path,
    database: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    more: tuple[str, ...],
    why: str,
) -> None:
    assert audit(tmp_path, database, text, *more) == 2
    assert why in capsys.readouterr().err
    assert audit(tmp_path, tmp_path / "absent.sqlite", "patient,due\n7,2026-01-10\n") == 2


def test_readers_are_set_up_and_told(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["readers", "--database", str(database)]
    assert main([*words, "--set", "Ann", "--role", "first", "--role", "administrator"]) == 0
    told = capsys.readouterr().out
    assert "Ann: first reader, administrator" in told
    assert "Dr A: no role" in told
    assert "10% of the others go to a second reader" in told
    assert main([*words, "--share", "0.25", "--seed", "7", "--json"]) == 0
    state = json.loads(capsys.readouterr().out)
    assert (state["programme"]["share"], state["programme"]["seed"]) == (0.25, 7)
    assert main([*words, "--delete", "Ann"]) == 0
    assert "deleted" in capsys.readouterr().out
    assert main([*words, "--end-programme"]) == 0
    assert "No programme" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--set", "Ann"], "needs a role"),
        (["--role", "first"], "belongs to --set"),
        (["--delete", "Nobody"], "no reader of this name"),
        (["--share", "25"], "0 to 1 is allowed"),
        (["--end-programme", "--seed", "1"], "a programme that ends"),
    ],
)
def test_bad_readers(
    database: Path, capsys: pytest.CaptureFixture[str], more: list[str], why: str
) -> None:
    assert main(["readers", "--database", str(database), *more]) == 2
    assert why in capsys.readouterr().err
