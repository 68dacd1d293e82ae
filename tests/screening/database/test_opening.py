"""Opening a database: only what is surely ours, whole, and of a version that is known."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from fundusviewer.errors import StoreError
from fundusviewer.grading import Decision
from fundusviewer.screening import Finding, Store
from fundusviewer.screening.database import opening
from fundusviewer.screening.database.schema import MIGRATIONS, SCHEMA_VERSION
from fundusviewer.screening.stored_anatomy import (
    stored_landmarks,
    stored_lesions,
    stored_macular_oedema,
    stored_quality,
)
from tests.helpers.databases import connect
from tests.screening.database.methods import METHOD, OTHER, raw


def test_a_new_database_is_ours_safe_and_strict(store: Store) -> None:
    connection = raw(store)
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert store._connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert store._connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    # Also for who reads the file itself.
    assert store.path.read_bytes()[60:64] == SCHEMA_VERSION.to_bytes(4, "big")


def folder_state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(path: Path, match: str) -> None:
    """Assert that a database is refused and that nothing in its folder changes."""
    before = folder_state(path.parent)
    with pytest.raises(StoreError, match=match) as caught:
        Store(path)
    assert path.name in str(caught.value)
    assert folder_state(path.parent) == before


@pytest.fixture
def closed(tmp_path: Path, finding: Finding) -> Path:
    """Return a closed database with one result, alone in its folder."""
    folder = tmp_path / "database"
    folder.mkdir()
    with Store(folder / "screening.sqlite") as store:
        store.add_finding(finding, METHOD)
        for number in range(30):
            store.add_failure(Path(f"/photographs/{number}.jpg"), "reason " * 300)
    return store.path


def test_a_newer_database_is_left_alone(closed: Path) -> None:
    connection = connect(closed)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    refused(closed, "newer FundusViewer")


def test_a_newer_version_in_the_log_alone_is_seen(closed: Path) -> None:
    with connect(closed, isolation_level=None) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        assert closed.read_bytes()[60:64] == SCHEMA_VERSION.to_bytes(4, "big")
        with pytest.raises(StoreError, match="newer FundusViewer"):
            Store(closed)
    connection.close()


def test_a_read_only_database_is_left_alone(closed: Path) -> None:
    closed.chmod(0o444)
    refused(closed, "read-only")


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    connection = connect(folder / "bookmarks.sqlite")
    connection.execute("CREATE TABLE bookmark (url TEXT)")
    connection.commit()
    refused(folder / "bookmarks.sqlite", "another program")
    connection.execute("PRAGMA user_version = 12")
    connection.commit()
    connection.close()
    refused(folder / "bookmarks.sqlite", "another program")


@pytest.mark.parametrize("content", [b"Hello", b"\xff\xd8\xff" * 100, b"SQLite format 3\x00abc"])
def test_what_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "a.db").write_bytes(content)
    refused(folder / "a.db", r"no screening database|damaged")


@pytest.mark.parametrize("damage", ["middle", "cut", "schema"])
def test_a_damaged_database_is_left_alone(closed: Path, damage: str) -> None:
    content = bytearray(closed.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    else:
        start = 4096 * 3 if damage == "middle" else 100
        content[start : start + 4000] = b"\xa5" * 4000
    closed.write_bytes(content)
    refused(closed, "damaged")


def test_places_without_a_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        Store(tmp_path / "missing" / "a.db")
    with pytest.raises(StoreError, match="is a folder"):
        Store(tmp_path)
    with pytest.raises(StoreError):
        Store(tmp_path / ("n" * 300))


def test_a_locked_database_is_waited_for_and_then_said(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    other = Store(store.path)
    connection = raw(store)
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        other.add_failure(Path("/a.jpg"), "no")
    assert other.rows(METHOD) == []
    connection.execute("ROLLBACK")
    other.add_failure(Path("/a.jpg"), "no")
    other.close()


def test_a_database_of_the_first_version_is_opened(tmp_path: Path, finding: Finding) -> None:
    path = tmp_path / "old.sqlite"
    connection = connect(path, isolation_level=None)
    for statement in MIGRATIONS[0]:
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 1")
    now, sha256 = "2026-01-02T03:04:05+00:00", finding.image.source.sha256
    method = (METHOD.model_name, METHOD.model_version, METHOD.model_sha256, METHOD.settings)
    connection.execute("INSERT INTO photograph VALUES (1, ?, 400, 400, ?)", (sha256, now))
    connection.execute("INSERT INTO file VALUES (1, ?, 'a.jpg', 1, NULL, ?)", (b"/a.jpg", now))
    connection.execute("INSERT INTO method VALUES (1, ?, ?, ?, ?)", method)
    answer = ("refer", 2, 0.9, "moderate NPDR", 0.8, "{}", "[]", "cpu", "0.1.0", 12.5, now)
    marks = ", ".join("?" * len(answer))
    connection.execute(f"INSERT INTO result VALUES (1, 1, 1, {marks})", answer)  # noqa: S608
    connection.close()
    with Store(path) as store:
        (row,) = store.rows(METHOD)
        assert (row.decision, row.found.grade, row.found.referable_probability) == (
            Decision.REFER,
            2,
            0.9,
        )
        assert row.grade_set == ()
        assert stored_landmarks(row) is None
        assert stored_lesions(row) is None
        assert stored_macular_oedema(row) is None
        assert stored_quality(row) == {}
        store.add_finding(finding, OTHER)
        assert raw(store).execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        # What the network answered is still never changed.
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw(store).execute("UPDATE result SET grade_set = '[0]'")


def test_migrations_go_step_by_step(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = ("ALTER TABLE photograph ADD COLUMN camera TEXT",)
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, step))
    monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with Store(closed) as store:
        assert store.rows(METHOD)[0].decision is Decision.REFER
        assert raw(store).execute("SELECT camera FROM photograph").fetchall() == [(None,)]
    with Store(closed):
        pass


def test_a_migration_that_fails_changes_nothing(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = ("ALTER TABLE photograph ADD COLUMN camera TEXT", "CREATE TABLE file (id)")
    before = closed.read_bytes()
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, step))
    monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(StoreError):
        Store(closed)
    assert closed.read_bytes() == before
