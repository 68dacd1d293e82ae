"""The user's data is the user's alone, whatever the process's mask says."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from fundusviewer.atomic import write_atomically
from fundusviewer.cli import main
from fundusviewer.dicom.network.outbox import Outbox
from fundusviewer.dicom.network.spool import Spool
from fundusviewer.dicom.settings import NetworkSettings, save_settings
from fundusviewer.gui.crash.reporter import start_logging
from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.settings.session_file import LastSession, OpenList, SavedListState
from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import default_database, user_data_dir
from fundusviewer.screening import Store
from fundusviewer.screening.origin import pseudonym
from tests.screening.photographs import write_photographs

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights are kept otherwise there")


@pytest.fixture(params=[0o000, 0o022])
def mask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def _open_to_others(folder: Path) -> list[str]:
    return [
        str(path)
        for path in (folder, *folder.rglob("*"))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]


@pytest.mark.usefixtures("mask")
def test_folders_above_that_are_made_are_for_this_user_alone_too(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    make_private_folder(shared / "home" / "cache" / "models")
    Spool(shared / "received" / "spool")
    assert _open_to_others(shared) == [str(shared)]


@pytest.mark.usefixtures("mask")
def test_all_that_the_program_keeps_is_for_this_user_alone(tmp_path: Path) -> None:
    log = logging.getLogger("fundusviewer")
    handlers, database = set(log.handlers), Database.open(default_database())
    try:
        database.work.add_failure(Path("/clinic/a.jpg"), "made up")
        SettingsFile().save(Settings(grader="Dr A"))
        session = LastSession()
        session.save(OpenList(paths=("/clinic/a.jpg",)))
        session.save(SavedListState())
        save_settings(NetworkSettings())
        pseudonym("4711")
        (tmp_path / "a.dcm").write_bytes(b"an object")
        Outbox().put(tmp_path / "a.dcm")
        Spool(user_data_dir() / "received").keep("1.2", "1.2.3", b"an object")
        assert start_logging() is not None
        log.warning("made up")
        kept = {path.name for path in user_data_dir().rglob("*") if path.is_file()}
        assert kept >= {"screening.sqlite", "screening.sqlite-wal", "screening.sqlite-shm"}
        assert kept >= {"settings.json", "opened.json", "looked.json", "dicom.json", "a.dcm"}
        assert "fundusviewer.log" in kept
        assert _open_to_others(user_data_dir()) == []
    finally:
        database.close()
        for handler in set(log.handlers) - handlers:
            log.removeHandler(handler)
            handler.close()


@pytest.mark.usefixtures("mask")
def test_the_command_line_too(tmp_path: Path, tiny_model: Path) -> None:
    write_photographs(tmp_path / "clinic", ("1_OD.jpg",))
    assert main(["screen", str(tmp_path / "clinic"), "--model", str(tiny_model)]) == 0
    assert default_database().is_file()
    assert _open_to_others(user_data_dir()) == []


def test_what_an_older_version_left_open_is_closed(tmp_path: Path) -> None:
    default_database().parent.mkdir(parents=True, exist_ok=True)
    with Store(default_database()):
        pass
    default_database().chmod(0o644)
    user_data_dir().chmod(0o755)
    Database.open(default_database()).close()
    assert _open_to_others(user_data_dir()) == []


def test_what_is_marked_read_only_stays_so(tmp_path: Path) -> None:
    default_database().parent.mkdir(parents=True, exist_ok=True)
    with Store(default_database()):
        pass
    default_database().chmod(0o444)
    Database.open(default_database()).close()
    assert stat.S_IMODE(default_database().stat().st_mode) == 0o400


def test_a_database_that_a_team_shares_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "shared.sqlite"
    with Store(path):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o660)
    Database.open(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


@pytest.mark.parametrize("mode", [0o1777, 0o2775])
def test_a_folder_that_is_marked_as_shared_is_left(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    make_private_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == mode


def test_what_is_written_for_others_follows_the_mask(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "report.csv", b"1")
        write_atomically(tmp_path / "settings.json", b"1", private=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report.csv").stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600
