"""Several threads and programs at one database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from fundusviewer.screening import Store
from tests.screening.database.methods import METHOD


def test_threads_share_a_store(store: Store) -> None:
    def write(letter: str) -> None:
        for number in range(25):
            store.add_failure(Path(f"/{letter}{number}.jpg"), "no")
            store.rows(METHOD)

    threads = [threading.Thread(target=write, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.rows(METHOD)) == 100


WRITER = """
import sys
from pathlib import Path
from fundusviewer.screening.database.store import Store
store = Store(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    store.add_failure(Path(f"/{sys.argv[2]}{number}.jpg"), "no")
    print(number, flush=True)
"""


def writer(path: Path, letter: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), letter, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_programs_make_and_fill_one_database(tmp_path: Path) -> None:
    path = tmp_path / "both.sqlite"
    programs = [writer(path, letter, 100) for letter in "ab"]
    errors = [program.communicate()[1] for program in programs]
    assert [program.returncode for program in programs] == [0, 0], errors
    with Store(path) as store:
        assert len(store.rows(METHOD)) == 200


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
def test_kill_9_loses_nothing_that_was_said_to_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "killed.sqlite"
    program = writer(path, "a", 1_000_000)
    assert program.stdout is not None
    said = [int(program.stdout.readline()) for _ in range(50)]
    program.send_signal(signal.SIGKILL)
    said += [int(line) for line in program.communicate()[0].split()]
    with Store(path) as store:
        names = {row.name for row in store.rows(METHOD)}
        assert store._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert {f"a{number}.jpg" for number in said} <= names
    assert len(names) <= len(said) + 1
