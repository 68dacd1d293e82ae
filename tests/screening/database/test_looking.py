"""A database that cannot be written is looked at: file and folder stay as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fundusviewer.errors import ReadOnlyError, StoreError
from fundusviewer.screening import Finding, Review, Store
from fundusviewer.screening.database.schema import SCHEMA_VERSION
from tests.helpers.databases import connect
from tests.screening.database.methods import METHOD


@pytest.fixture
def closed(tmp_path: Path, finding: Finding) -> Path:
    folder = tmp_path / "database"
    folder.mkdir()
    with Store(folder / "screening.sqlite") as store:
        store.add_finding(finding, METHOD)
    return store.path


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_everything_is_read_and_nothing_is_written(closed: Path, finding: Finding) -> None:
    closed.chmod(0o444)
    before = state(closed.parent)
    with pytest.raises(ReadOnlyError, match="read-only"):
        Store(closed)
    with Store(closed, look_only=True) as store:
        assert store.is_read_only
        (row,) = store.rows(METHOD)
        assert row.sha256 == finding.image.source.sha256
        assert store.programme() is None
        for write in (
            lambda: store.review({row.sha256 or "": Review(grade=1)}, "Dr A"),
            lambda: store.add_failure(Path("/x.jpg"), "reason"),
        ):
            with pytest.raises(ReadOnlyError, match="read-only"):
                write()
        assert store.rows(METHOD) == [row]
    assert state(closed.parent) == before


def test_results_at_another_operating_point_are_seen(closed: Path) -> None:
    before = state(closed.parent)
    other = replace(METHOD, settings='{"operating_point": "specific", "threshold": 0.9}')
    with Store(closed, look_only=True) as store:
        store.take_over(other)
        assert len(store.rows(other)) == 1
        with pytest.raises(ReadOnlyError):
            store.add_failure(Path("/x.jpg"), "reason")
    assert state(closed.parent) == before


def test_what_is_in_the_log_alone_is_seen(closed: Path) -> None:
    with Store(closed) as writer:
        writer.add_failure(Path("/b.jpg"), "reason")
        before = state(closed.parent)
        with Store(closed, look_only=True) as store:
            assert len(store.rows(METHOD)) == 2
        assert state(closed.parent) == before


def test_one_of_a_newer_version_or_of_another_program_is_refused(closed: Path) -> None:
    connection = connect(closed)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError, match="newer FundusViewer"):
        Store(closed, look_only=True)
    closed.write_bytes(b"no database")
    with pytest.raises(StoreError, match="is no screening database"):
        Store(closed, look_only=True)
