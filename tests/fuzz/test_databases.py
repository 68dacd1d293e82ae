"""Two programs write one database and are killed at any moment: what was said to be stored is."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fundusviewer.errors import StoreError
from fundusviewer.screening import Store
from tests.fuzz.mutations import mutated, tries
from tests.screening.database.methods import METHOD
from tests.screening.database.test_store import writer

pytestmark = pytest.mark.fuzz


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    path = tmp_path / "killed.sqlite"
    promised: set[str] = set()
    for seed in tries(2):
        chance = random.Random(seed)  # noqa: S311
        programs = {name: writer(path, f"{name}{seed}-", 1_000_000) for name in "ab"}
        for name, program in programs.items():
            assert program.stdout is not None
            said = [program.stdout.readline() for _ in range(chance.randrange(1, 40))]
            program.send_signal(signal.SIGKILL)
            said += program.communicate(timeout=60)[0].splitlines(keepends=True)
            # The last line may have been cut off.
            numbers = [int(line) for line in said if line.endswith("\n")]
            promised |= {f"{name}{seed}-{number}.jpg" for number in numbers}
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok", seed
        with Store(path) as store:
            assert promised <= {row.name for row in store.rows(METHOD)}, seed


def test_mutated_databases(tmp_path: Path) -> None:
    """Any damaged byte is said in a sentence, or was in no page that matters."""
    with Store(tmp_path / "whole.sqlite") as store:
        for number in range(50):
            store.add_failure(Path(f"/{number}.jpg"), "no")
    whole = (tmp_path / "whole.sqlite").read_bytes()
    for seed in tries(100):
        path = tmp_path / f"{seed}.sqlite"
        path.write_bytes(mutated(whole, seed))
        try:
            with Store(path) as store:
                store.rows(METHOD)
        except StoreError as error:
            assert str(error), seed  # noqa: PT017
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
