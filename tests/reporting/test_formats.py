"""One entry in the registry is all that a format needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.cli import main
from fundusviewer.errors import OutputError
from fundusviewer.reporting import export_formats, format_of
from fundusviewer.screening import Method
from fundusviewer.screening.database.store import Store
from tests.helpers.made_up_format import register
from tests.helpers.rows import add_photograph


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch)


def test_a_new_format_is_found_by_its_suffix() -> None:
    assert format_of(Path("day.COUNT")).title == "Number of photographs"
    with pytest.raises(OutputError, match=r"\.csv, \.jsonl, (\.parquet, )?\.json, \.pdf, \.count"):
        format_of(Path("day.docx"))


@pytest.mark.parametrize(
    ("command", "words"),
    [("screen", ("--count OUT.count", "write how many")), ("report", (".pdf, .count;",))],
)
def test_a_new_format_stands_in_the_help(
    command: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    told = " ".join(capsys.readouterr().out.split())
    for one in words:
        assert one in told


def test_a_new_format_is_written(tmp_path: Path) -> None:
    method = Method("tiny-dr", "1", "0" * 64, '{"operating_point": "screening", "threshold": 0.5}')
    database, target = tmp_path / "day.sqlite", tmp_path / "day.count"
    with Store(database):
        add_photograph(database, method, "/day/7_OD.jpg", "refer", 3, 0.9)
    assert main(["report", "--database", str(database), "--output", str(target)]) == 0
    assert target.read_text() == "1"
    assert (tmp_path / "day.count.sum").read_text() == "beside"


def test_what_is_written_beside_is_not_written_over(tmp_path: Path) -> None:
    taken = tmp_path / "day.count.sum"
    outputs = ["--output", str(tmp_path / "day.count"), "--output", str(taken)]
    method = Method("tiny-dr", "1", "0" * 64, '{"operating_point": "screening", "threshold": 0.5}')
    database = tmp_path / "day.sqlite"
    with Store(database):
        add_photograph(database, method, "/day/7_OD.jpg", "refer", 3, 0.9)
    assert main(["report", "--database", str(database), *outputs]) != 0
    assert not taken.exists()


def test_entries_are_told_apart() -> None:
    formats = export_formats()
    for told in ("suffix", "title", "option", "help", "name"):
        assert len({getattr(one, told) for one in formats}) == len(formats)
    assert all(one.suffix.startswith(".") and one.suffix.islower() for one in formats)
