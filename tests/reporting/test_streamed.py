"""Streamed from a database: the same tables in the same order as from lists in memory."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from fundusviewer.errors import StoreError
from fundusviewer.reporting import Part, make_report
from fundusviewer.reporting.sources import FolderRows, RunRows
from fundusviewer.reporting.streamed import StreamedEntries
from fundusviewer.reporting.table import Report, Value, report_of
from fundusviewer.screening import Failure, Known, RunLog, Store, name_pattern
from fundusviewer.screening.database.finding_record import FindingRecord
from fundusviewer.screening.identity import remarks_of
from fundusviewer.screening.patients import visits_of
from fundusviewer.screening.rows import Review
from fundusviewer.screening.run import awaited_of, decisions_of
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


def test_a_run_as_from_lists(database: Path) -> None:
    """With an error of the run over an earlier result, unstored files and some not reached."""
    log = RunLog()
    with Store(database) as store:
        paths = sorted(row.path for row in store.rows(METHOD))
        log.expect([*paths[::2], Path("/elsewhere/10001_OD.jpg")])
        for path in paths[:200:2]:
            log.note(Known(path, "0" * 64))
        log.note(Failure(paths[4], "the drive failed"))
        log.note(Failure(Path("/elsewhere/10002_OS.jpg"), "could not be stored"))
        log.note(Known(Path("/elsewhere/10003_OD.jpg"), "0" * 64))
        rows, everything = log.rows(store, METHOD), log.everything(store, METHOD)
        part = Part(len(rows), len(rows) + len(log.unreached), stopped=True)
        whole = make_report(
            rows, METHOD, PATTERN, personal_data=True, everything=everything, part=part
        )
        with closing(StreamedEntries(RunRows(store, METHOD, log), PATTERN)) as entries:
            report = report_of(entries, METHOD, personal_data=True, part=part)
            assert _by_file(report.photographs) == _by_file(whole.photographs)
            assert _by_patient(report.patients) == _by_patient(whole.patients)
            assert entries.count == len(rows) == 102
        found = log.summary(store, METHOD, PATTERN)
        assert found.count == 102
        assert found.decisions == decisions_of(rows)
        assert found.awaited == awaited_of(rows)
        assert found.remarks == remarks_of(rows, PATTERN)
        assert sorted(log.failures) == sorted(row.path for row in rows if row.problem is not None)
        assert log.failure_count == len(log.failures) > 3
        assert log.unreached_count == len(log.unreached) == 21


#: Numbers depend on the order among equals, in which errors of a run stand otherwise.
_NUMBERS = {"patient_number", "photograph_number", "deciding_photograph"}


def _by_file(rows: tuple[dict[str, Value], ...]) -> list[list[tuple[str, Value]]]:
    assert rows
    return sorted(
        ([one for one in row.items() if one[0] not in _NUMBERS] for row in rows),
        key=lambda row: str(dict(row)["file"]),
    )


def _by_patient(rows: tuple[dict[str, Value], ...]) -> list[list[tuple[str, Value]]]:
    assert rows
    return sorted(([one for one in row.items() if one[0] not in _NUMBERS] for row in rows), key=str)


def test_a_run_whose_database_is_gone(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = RunLog()
    with Store(database) as store:
        paths = [row.path for row in store.rows(METHOD)][:3]
        for path in paths:
            log.note(Known(path, "0" * 64))

        def gone(*_: object) -> None:
            raise StoreError("the database is gone")

        monkeypatch.setattr(store, "rows_at", gone)
        found = log.summary(store, METHOD, PATTERN)
    assert found.decisions == {"error": 3}
    assert set(log.failures.values()) == {"the result cannot be read back: the database is gone"}
