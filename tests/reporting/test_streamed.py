"""Streamed from a database: the same tables in the same order as from lists in memory."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from fundusviewer.errors import StoreError
from fundusviewer.reporting import Part, make_report
from fundusviewer.reporting.sources import FolderRows
from fundusviewer.reporting.streamed import StreamedEntries
from fundusviewer.reporting.table import Report, report_of
from fundusviewer.screening import Store, name_pattern
from fundusviewer.screening.database.finding_record import FindingRecord
from fundusviewer.screening.patients import visits_of
from fundusviewer.screening.rows import Review
from fundusviewer.screening.run import decisions_of
from tests.reporting.rows import METHOD

PATTERN = name_pattern()

#: Where the macula is seen, a photograph that cannot be graded may give way.
_MACULA = '{"disc": null, "fovea": {"x": 5.0, "y": 5.0, "confidence": 0.9}}'


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with patients of all kinds: ties, several visits, nobody, unread files."""
    path = tmp_path_factory.mktemp("clinic") / "clinic.sqlite"
    chance = random.Random(3)  # noqa: S311
    records = []
    with Store(path) as store:
        for number in range(230):
            patient = chance.randrange(40)
            day = chance.choice(["20250301", "20260301", ""])
            eye = chance.choice(["OD", "OS", ""])
            folder = chance.choice(["/archive/a", "/archive/b"])
            name = f"{folder}/{patient + 10000}_{eye}_{day}_{number}.jpg"
            if chance.random() < 0.2:
                name = f"{folder}/IMG_{number}.jpg"
            decision, grade = chance.choice(
                [("no_referral", 0), ("refer", 3), ("refer", 2), ("ungradable", None)]
            )
            risk = None if grade is None else chance.choice([0.1, 0.5, 0.5, 0.9])
            result = _result(decision, grade, risk)
            if chance.random() < 0.8:
                result["landmarks"] = _MACULA
            records.append(FindingRecord(name, None, f"{number:064x}", 9, 9, result))
        records += [
            FindingRecord(f"/archive/b/{number + 10000}_OD.jpg", "is damaged")
            for number in range(10)
        ]
        store.add_records(records, METHOD)
        hashes = [f"{number:064x}" for number in chance.sample(range(230), 20)]
        store.review({sha256: Review(chance.randrange(5)) for sha256 in hashes}, "Dr X")
    return path


def _result(decision: str, grade: int | None, risk: float | None) -> dict[str, object]:
    return {
        "decision": decision,
        "grade": grade,
        "referable_probability": risk,
        "reasons": "[]",
        "provider": "CPU",
        "application_version": "0",
        "milliseconds": 1.0,
        "examined_at": "2026-01-01T00:00:00+00:00",
    }


def streamed(store: Store, folders: list[Path], *, personal: bool) -> tuple[Report, object]:
    with closing(StreamedEntries(FolderRows(store, METHOD, folders), PATTERN)) as entries:
        part = Part(entries.count, entries.total, folders=folders)
        report = report_of(entries, METHOD, personal_data=personal, part=part)
        assert report.photographs
        assert report.patients
        return report, entries.decisions


@pytest.mark.parametrize("portion", [3, 400])
@pytest.mark.parametrize("folders", [[], [Path("/archive/a")]])
def test_as_from_lists(
    database: Path, folders: list[Path], portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fundusviewer.reporting.streamed._PORTION", portion)
    with Store(database) as store:
        everything = store.rows(METHOD)
        assert any(one.giving_way for one in visits_of(everything, PATTERN))
        rows = [row for row in everything if not folders or folders[0] in row.path.parents]
        assert 50 < len(rows) <= len(everything) == 240
        for personal in (True, False):
            whole = make_report(
                rows,
                METHOD,
                PATTERN,
                personal_data=personal,
                everything=everything,
                part=Part(len(rows), len(everything), folders=folders),
            )
            report, decisions = streamed(store, folders, personal=personal)
            assert report.photographs == whole.photographs
            assert report.patients == whole.patients
            assert decisions == decisions_of(rows)
            assert report.photograph_columns == whole.photograph_columns
        assert len({row["patient_number"] for row in whole.patients}) > 30
        assert store.decisions(METHOD) == decisions_of(everything)


def test_a_folder_of_which_nothing_is_known(database: Path) -> None:
    with (
        Store(database) as store,
        pytest.raises(StoreError, match=r"clinic\.sqlite: holds nothing of /archive/c"),
    ):
        StreamedEntries(
            FolderRows(store, METHOD, [Path("/archive/a"), Path("/archive/c")]), PATTERN
        )


def test_rows_come_in_portions(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fundusviewer.screening.database.list_store._STREAMED", 7)
    with Store(database) as store:
        found = list(store.stream(METHOD))
        assert [key for key, _ in found] == sorted(store.keys(METHOD))
        assert dict(found) == store.rows_by_key(METHOD)
