"""``fundusviewer audit drift``: exit status, tables and sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fundusviewer.cli import main
from fundusviewer.screening import Method, Store
from tests.helpers.rows import add_photograph

METHOD = Method(
    "tiny-dr", "1", "0" * 64, '{"operating_point": "screening", "steps": 1, "threshold": 0.5}'
)


def made(path: Path, healthy: int, sick: int) -> Path:
    with Store(path) as store:
        for number in range(healthy + sick):
            name = f"/day/{number // 2:03}_{'OD' if number % 2 else 'OS'}.jpg"
            grade = 3 if number >= healthy or number % 9 == 0 else 0
            decision = "refer" if grade else "no_referral"
            add_photograph(store.path, METHOD, name, decision, grade, 0.9 if grade else 0.1)
    return path


def drift(database: Path, *more: str) -> int:
    return main(["audit", "drift", "--database", str(database), *more])


def test_a_change_is_exit_status_one_and_says_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = made(tmp_path / "s.sqlite", 60, 40)
    assert drift(database, "--reference", "50") == 1
    out = capsys.readouterr().out
    assert "ALARM" in out
    assert "More photographs are referred." in out
    assert "2026-W01" in out
    assert drift(database, "--reference", "50", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["alarm"]["measure"] == "referred"
    assert told["alarm"]["began_with"] > 5
    assert sum(week["photographs"] for week in told["weeks"]) == 100


def test_no_change_and_too_few_photographs_are_exit_status_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = made(tmp_path / "s.sqlite", 80, 0)
    assert drift(database, "--reference", "50") == 0
    assert "No change in 30 photographs" in capsys.readouterr().out
    assert drift(database) == 0
    assert "20 more photographs are needed" in capsys.readouterr().out
    assert drift(database, "--since", "2026-01-03") == 0
    assert "100 more photographs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--since", "yesterday"], "is no date"),
        (["--model", "other"], "no results of this model"),
    ],
)
def test_wrong_usage_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    database = made(tmp_path / "s.sqlite", 4, 0)
    assert drift(database, *more) == 2
    assert said in capsys.readouterr().err
    assert main(["audit", "drift", "--database", str(tmp_path / "none.sqlite")]) == 2
    assert "there is no such database" in capsys.readouterr().err
    assert not (tmp_path / "none.sqlite").exists()
