"""Runs beside other programs: shared, complete, and stored in the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fundusviewer.errors import StoreError
from fundusviewer.imaging import load
from fundusviewer.inference import Classifier
from fundusviewer.screening import (
    Failure,
    Finding,
    Known,
    Method,
    RunLog,
    Store,
    find_photographs,
    screen,
)
from fundusviewer.screening.database import finding_store
from fundusviewer.screening.database.finding_store import NOT_YET
from fundusviewer.screening.pipeline import keep_outcome
from fundusviewer.screening.runs import folder_run
from fundusviewer.screening.runs.folder_run import screen_beside_others
from tests.helpers.databases import connect
from tests.screening.photographs import write_photographs


@pytest.fixture
def classifier(tiny_model: Path) -> Classifier:
    return Classifier(tiny_model, "cpu")


@pytest.fixture
def method(classifier: Classifier) -> Method:
    return Method.of(classifier)


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return write_photographs(tmp_path / "day", [f"{number:02}_OD.jpg" for number in range(12)])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "screening.sqlite"


def sha256_of(path: Path) -> str:
    return load(path).sha256


def _commands(database: Path, folder: Path, model: Path, count: int) -> list[dict[str, int]]:
    """Run several ``screen`` on one folder at the same time and return their summaries."""
    command = [sys.executable, "-m", "fundusviewer", "screen", str(folder), "--json"]
    command += ["--database", str(database), "--model", str(model)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(count)]
    return [json.loads(one.communicate(timeout=240)[0]) for one in running]


def test_two_commands_on_one_folder_share_the_work(
    tmp_path: Path, database: Path, tried_model: Path
) -> None:
    write_photographs(tmp_path / "day", [f"{number:03}_OD.jpg" for number in range(16)])
    first, second = _commands(database, tmp_path / "day", tried_model, 2)
    assert first["computed"] + second["computed"] == 16
    for summary in (first, second):
        assert summary["photographs"] == summary["computed"] + summary["known"] == 16
        assert summary["failed"] == 0
    connection = connect(database)
    assert connection.execute("SELECT count(*) FROM claim").fetchone() == (0,)
    connection.close()


#: A run whose photographs take longer, all together, than a claim holds.
_SLOW_RUN = """
import sys, time
from pathlib import Path
from fundusviewer.imaging import load
from fundusviewer.inference import Classifier
from fundusviewer.screening import Finding, Method, Store, find_photographs
from fundusviewer.screening.database import finding_store
from fundusviewer.screening.runs import folder_run
from fundusviewer.screening.runs.folder_run import screen_beside_others

finding_store.LEASE_SECONDS = 4.0

class Slow(Classifier):
    def predict(self, *arguments, **options):
        time.sleep(0.8)
        return super().predict(*arguments, **options)

folder, database, model = map(Path, sys.argv[1:])
classifier = Slow(model, "cpu")
with Store(database) as store:
    run = screen_beside_others(
        find_photographs([folder]), classifier, store, Method.of(classifier)
    )
    print(sum(isinstance(outcome, Finding) for outcome in run))
"""


def test_claims_of_a_slow_run_hold_while_it_lives(
    tmp_path: Path, database: Path, tiny_model: Path
) -> None:
    write_photographs(tmp_path / "day", [f"{number}_OD.jpg" for number in range(7)])
    command = [sys.executable, "-c", _SLOW_RUN, *map(str, (tmp_path / "day", database, tiny_model))]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    # One of them claims all that it reads ahead, before the other one looks.
    assert sum(int(run.communicate(timeout=240)[0]) for run in runs) == 7


def test_what_another_program_examines_is_waited_for(
    paths: list[Path], database: Path, classifier: Classifier, method: Method
) -> None:
    with Store(database) as mine, Store(database) as other:
        run = screen_beside_others(paths[:6], classifier, other, method)
        first = next(run)
        assert isinstance(first, Finding)
        seen: list[Path] = []

        def cancelled() -> bool:
            # The other one goes on while this one waits.
            seen.extend(outcome.path for outcome in run)
            return False

        outcomes = list(screen_beside_others(paths, classifier, mine, method, cancelled=cancelled))
    assert {outcome.path for outcome in outcomes} == set(paths)
    assert len(outcomes) == len(paths)
    assert not any(isinstance(outcome, Failure) for outcome in outcomes)
    known = {outcome.path for outcome in outcomes if isinstance(outcome, Known)}
    assert known == set(paths[:6])


def test_what_a_dead_program_claimed_is_done(
    paths: list[Path],
    database: Path,
    classifier: Classifier,
    method: Method,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Store(database) as mine:
        dead = screen_beside_others(paths, classifier, mine, method)
        next(dead)
        # It never gives back what it has claimed.
        monkeypatch.setattr(Store, "give_back", lambda *_: None)
        dead.close()
        monkeypatch.undo()
        monkeypatch.setattr(finding_store, "LEASE_SECONDS", 2.0)
        later = time.time() + 21
        monkeypatch.setattr(time, "time", lambda: later)
        outcomes = list(screen_beside_others(paths, classifier, mine, method))
    assert {outcome.path for outcome in outcomes} == set(paths)
    assert not any(isinstance(outcome, Failure) for outcome in outcomes)


def test_a_clock_that_was_set_back_makes_no_claim_for_ever(
    database: Path, method: Method, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(database) as mine:
        assert mine.claim("a" * 64, method, "one")
        assert mine.claim("a" * 64, method, "one")
        assert not mine.claim("a" * 64, method, "two")
        before = time.time() - 3600
        monkeypatch.setattr(time, "time", lambda: before)
        assert mine.claim("a" * 64, method, "two")


@pytest.mark.skipif(os.name == "nt", reason="nothing kills like this there")
def test_what_a_killed_run_did_not_reach_is_an_error_in_a_later_report(
    tmp_path: Path, database: Path, tried_model: Path, classifier: Classifier, method: Method
) -> None:
    paths = write_photographs(tmp_path / "day", [f"{number:03}_OD.jpg" for number in range(60)])
    command = [sys.executable, "-m", "fundusviewer", "screen", str(tmp_path / "day")]
    command += ["--database", str(database), "--model", str(tried_model)]
    run = subprocess.Popen(command)
    with Store(database) as mine:
        deadline = time.monotonic() + 60
        while not any(row.result is not None for row in mine.rows(method)):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
        run.wait(timeout=60)
        rows = mine.rows(method)
        assert {row.path for row in rows} == set(paths)
        assert all(row.problem == NOT_YET for row in rows if row.result is None)
        assert any(row.problem == NOT_YET for row in rows)
        # The same run goes on; what the dead one had claimed is free when the claim runs out.
        again = find_photographs([tmp_path / "day"])
        list(screen_beside_others(again, classifier, mine, method))
        assert [row.problem for row in mine.rows(method)] == [None] * 60


def test_a_file_that_is_known_keeps_its_row(
    paths: list[Path], database: Path, classifier: Classifier, method: Method
) -> None:
    with Store(database) as mine:
        list(screen_beside_others(paths, classifier, mine, method))
        before = mine.rows(method)
        mine.announce(paths)
        assert mine.rows(method) == before


class _Lock:
    """Another program that locks the database."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, isolation_level=None)

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_: object) -> None:
        self._connection.execute("ROLLBACK")
        self._connection.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fundusviewer.screening.database.opening.BUSY_SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
def test_what_met_a_lock_is_stored_when_it_is_gone(
    paths: list[Path], database: Path, classifier: Classifier, method: Method
) -> None:
    log = RunLog()
    with Store(database) as mine:
        mine.take_over(method)
        lock = _Lock(database)
        lock.__enter__()
        tries = 0

        def counted(*arguments: object) -> None:
            nonlocal tries
            tries += 1
            # The lock is gone when half of the photographs have been tried.
            if tries == 7:
                lock.__exit__()
            keep_outcome(*arguments)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(folder_run, "keep_outcome", counted)
            for outcome in screen_beside_others(paths, classifier, mine, method):
                log.note(outcome)
        assert log.failures == {}
        assert log.computed == 12
        assert [row.problem for row in mine.rows(method)] == [None] * 12


@pytest.mark.usefixtures("impatient")
def test_a_lock_that_stays_is_named_for_each_photograph(
    paths: list[Path], database: Path, classifier: Classifier, method: Method
) -> None:
    log = RunLog()
    with Store(database) as mine, _Lock(database):
        for outcome in screen_beside_others(paths, classifier, mine, method):
            log.note(outcome)
        assert set(log.failures) == set(paths)
        assert all("locked" in reason for reason in log.failures.values())
        assert {row.path for row in log.rows(mine, method)} == set(paths)


@pytest.mark.usefixtures("impatient")
def test_a_claim_that_cannot_be_made_does_not_keep_a_photograph_from_being_examined(
    paths: list[Path],
    database: Path,
    classifier: Classifier,
    method: Method,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locked(*_: object) -> bool:
        raise StoreError("screening.sqlite: locked")

    monkeypatch.setattr(Store, "claim", locked)
    with Store(database) as mine:
        outcomes = list(screen_beside_others(paths, classifier, mine, method))
    assert all(isinstance(outcome, Finding) for outcome in outcomes)


def test_a_photograph_that_cannot_be_claimed_at_once_is_not_done_twice(
    paths: list[Path],
    database: Path,
    classifier: Classifier,
    method: Method,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = Store.claim
    tries: list[str] = []

    def locked_once(store: Store, sha256: str, *arguments: object) -> bool:
        tries.append(sha256)
        if tries.count(sha256) == 1:
            # Whoever had the database locked has examined it meanwhile.
            with Store(database) as other:
                other_paths = [path for path in paths if sha256_of(path) == sha256]
                for outcome in screen(other_paths, classifier, other, method):
                    assert isinstance(outcome, Finding)
            raise StoreError("screening.sqlite: locked")
        return claim(store, sha256, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "claim", locked_once)
    with Store(database) as mine:
        outcomes = list(screen_beside_others(paths[:3], classifier, mine, method))
    assert [type(outcome) for outcome in outcomes] == [Known] * 3
