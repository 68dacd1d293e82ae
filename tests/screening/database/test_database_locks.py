"""A database that several programs have open: nobody's words are lost, whoever ends first and how.

With real processes: locks belong to processes, and threads of one do not see them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from fundusviewer.atomic import write_atomically
from fundusviewer.cli import main
from fundusviewer.errors import FundusViewerError, OutputError, StoreError
from fundusviewer.held_files import is_held
from fundusviewer.imaging import read_image
from fundusviewer.screening import Store
from tests.helpers.databases import connect
from tests.helpers.plain_opens import watch_plain_opens
from tests.screening.photographs import write_photographs

#: Works on a database as the window does, and writes a row for each line that it is given.
_WINDOW = """
import sys
from pathlib import Path
from fundusviewer.gui.state.database_handles import Database
path = Path(sys.argv[1])
database = Database.open(path)
for line in sys.stdin:
    word, name = line.split()
    if word == "write":
        database.work.add_failure(Path("/clinic", name), "made up")
    elif word == "open":
        open(f"{path}{name.removeprefix('.')}", "rb").close()
    elif word == "again":
        Database.open(path).close()
    print("done", flush=True)
database.close()
"""

#: Opens a database, writes a number of rows, and ends.
_COMMAND = """
import sys
from pathlib import Path
from fundusviewer.screening import Store
with Store(Path(sys.argv[1])) as store:
    for number in range(int(sys.argv[3])):
        store.add_failure(Path("/clinic", f"{sys.argv[2]}{number}"), "made up")
"""

#: What another tool does that knows nothing of us.
_TOOL = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM file')"

#: What a process may do with the file beside SQLite: nothing, open it plainly (a file dialog that
#: looks into files does), open it once more with SQLite.
_DISTURBANCES = (("write first",), ("open .", "open .-shm", "open .-wal"), ("again x",))


class _Window:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.process = subprocess.Popen(
            [sys.executable, "-c", _WINDOW, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, line: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        self.process.communicate(timeout=60)


@contextmanager
def _window(path: Path) -> Iterator[_Window]:
    window = _Window(path)
    try:
        window.do("write start")
        yield window
    finally:
        window.process.kill()
        window.process.communicate()


def _run(script: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-c", script, *map(str, arguments)], check=True, timeout=120)


def _names(path: Path) -> set[str]:
    connection = connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    names = {name for (name,) in connection.execute("SELECT name FROM file")}
    connection.close()
    return names


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "screening.sqlite"


@pytest.mark.parametrize("disturbances", _DISTURBANCES, ids=["nothing", "plain", "again"])
def test_what_is_written_after_another_program_has_ended_is_not_lost(
    path: Path, disturbances: tuple[str, ...]
) -> None:
    if disturbances[0].startswith("open") and sys.platform != "linux":
        pytest.skip("this system has no locks that a plain open cannot drop")
    with _window(path) as window:
        for disturbance in disturbances:
            window.do(disturbance)
        _run(_COMMAND, path, "command", 1)
        for disturbance in disturbances:
            window.do(disturbance)
        _run(_TOOL, path)
        window.do("write later")
        # Others see it at once, and it outlives the process that wrote it.
        assert {"later", "command0"} <= _names(path)
        window.do("write last")
        window.kill()
        assert {"start", "command0", "later", "last"} <= _names(path)
        with Store(path) as store:
            store.add_failure(Path("/clinic/after"), "made up")
    assert {"start", "command0", "later", "last", "after"} <= _names(path)


def test_several_write_while_others_come_and_go(path: Path) -> None:
    with _window(path) as window:
        writers = [
            subprocess.Popen([sys.executable, "-c", _COMMAND, str(path), name, "60"])
            for name in ("a", "b")
        ]
        for number in range(10):
            window.do("open ." if sys.platform == "linux" else "again x")
            window.do(f"write w{number}")
            _run(_TOOL, path)
        for writer in writers:
            assert writer.wait(timeout=120) == 0
        window.kill()
    wanted = {f"w{number}" for number in range(10)}
    wanted |= {f"{name}{number}" for name in "ab" for number in range(60)}
    assert wanted <= _names(path)


def test_the_last_one_to_close_leaves_one_file(path: Path) -> None:
    first, second = Store(path), Store(path)
    first.add_failure(Path("/clinic/a"), "made up")
    first.close()
    first.close()
    assert is_held(path)
    second.close()
    assert not is_held(path)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved there")
@pytest.mark.parametrize("end", ["", "-shm"])
def test_a_database_whose_files_are_gone_takes_nothing_more(path: Path, end: str) -> None:
    with Store(path) as store:
        store.add_failure(Path("/clinic/a"), "made up")
        Path(f"{path}{end}").unlink()
        with pytest.raises(StoreError, match="moved, deleted or replaced"):
            store.add_failure(Path("/clinic/b"), "made up")


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved there")
def test_a_database_that_is_put_back_goes_on(path: Path, tmp_path: Path) -> None:
    with Store(path) as store:
        path.rename(tmp_path / "elsewhere")
        with pytest.raises(StoreError, match="moved, deleted or replaced"):
            store.add_failure(Path("/clinic/b"), "made up")
        (tmp_path / "elsewhere").rename(path)
        store.add_failure(Path("/clinic/b"), "made up")
    assert _names(path) == {"b"}


def test_one_file_under_two_names_is_opened_once(path: Path, tmp_path: Path) -> None:
    with Store(path) as store:
        # SQLite's log is beside the name: two names would be two logs.
        (tmp_path / "other.sqlite").hardlink_to(path)
        with pytest.raises(StoreError, match="is the same file as"):
            Store(tmp_path / "other.sqlite")
        store.add_failure(Path("/clinic/a"), "made up")
    assert _names(path) == {"a"}


# -- nobody opens it plainly --------------------------------------------------------------------


@pytest.fixture
def opened_plainly() -> list[str]:
    return watch_plain_opens()


def test_the_hook_sees_a_plain_open(path: Path, opened_plainly: list[str]) -> None:
    with Store(path):
        path.read_bytes()
    assert len(opened_plainly) == 1


def test_opening_again_is_not_plain(path: Path, opened_plainly: list[str]) -> None:
    with Store(path), Store(path):
        pass
    assert opened_plainly == []


def test_a_database_is_no_photograph(path: Path, opened_plainly: list[str]) -> None:
    with Store(path):
        for end in ("", "-wal", "-shm"):
            with pytest.raises(FundusViewerError, match="is the screening database that is open"):
                read_image(Path(f"{path}{end}"))
    assert opened_plainly == []


def test_a_database_is_not_written_over(path: Path) -> None:
    with Store(path) as store:
        store.add_failure(Path("/clinic/a"), "made up")
        with pytest.raises(OutputError, match="name another file"):
            write_atomically(path, b"1,2,3")
    assert _names(path) == {"a"}


@pytest.mark.parametrize("name", ["screening.sqlite", "screening.jpg", "screening", "s.dcm"])
def test_a_database_among_the_photographs(
    tmp_path: Path, tiny_model: Path, opened_plainly: list[str], name: str
) -> None:
    folder = tmp_path / "clinic"
    write_photographs(folder, ("1_OD.jpg", "1_OS.jpg"))
    database = folder / name
    common = ["--database", str(database), "--model", str(tiny_model)]
    for folders in ([folder], [folder, database]):
        main(["screen", *map(str, folders), *common, "--csv", str(tmp_path / "a.csv")])
    with suppress(FundusViewerError):
        main(["report", "--database", str(database), "--output", str(tmp_path / "b.csv")])
    assert opened_plainly == []
    assert {"1_OD.jpg", "1_OS.jpg"} <= _names(database)
