"""``fundusviewer screen`` from the outside: exit status, files, signals."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.cli import main
from fundusviewer.cli.pieces.progress import ProgressLine
from fundusviewer.inference import Classifier, Prediction
from fundusviewer.screening.database.schema import SCHEMA_VERSION
from tests.helpers.databases import connect
from tests.helpers.markers import write_marker
from tests.screening.photographs import write_black, write_photograph, write_photographs

pytestmark = pytest.mark.usefixtures("without_markers")

Starter = Callable[..., subprocess.Popen[str]]

posix = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_photographs(tmp_path / "day", ["7_OD.jpg", "7_OS.jpg"])
    return tmp_path / "day"


@pytest.fixture
def arguments(tmp_path: Path, folder: Path, tried_model: Path) -> list[str]:
    database = tmp_path / "screening.sqlite"
    return ["screen", str(folder), "--database", str(database), "--model", str(tried_model)]


def summary_of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def test_all_read_is_0_and_the_second_run_computes_nothing(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--json"]) == 0
    first = summary_of(capsys.readouterr().out)
    assert (first["computed"], first["known"], first["failed"]) == (2, 0, 0)
    assert first["decisions"] == {"refer": 2}
    assert main([*arguments, "--json"]) == 0
    second = summary_of(capsys.readouterr().out)
    assert (second["computed"], second["known"], second["photographs"]) == (0, 2, 2)


def test_own_files_that_mark_places_make_other_results(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = write_marker(tmp_path / "own.onnx")
    for known in (0, 2):
        assert main([*arguments, "--marks-model", str(own), "--json"]) == 0
        assert summary_of(capsys.readouterr().out)["known"] == known
    # Disc and fovea of the program's are other ones: nothing is taken over.
    assert main([*arguments, "--json"]) == 0
    assert summary_of(capsys.readouterr().out)["known"] == 0
    assert main([*arguments, "--marks-model", str(tmp_path / "tiny.txt")]) == 2
    assert "there is no such model file" in capsys.readouterr().err


def test_several_at_once_with_heat_maps(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--batch", "4", "--heatmap", "--json"]) == 0
    summary = summary_of(capsys.readouterr().out)
    assert (summary["computed"], summary["decisions"]) == (2, {"refer": 2})


@pytest.mark.parametrize(("asked", "wanted"), [([], False), (["--heatmap"], True)])
def test_heat_maps_are_computed_only_where_they_are_asked_for(
    arguments: list[str], asked: list[str], *, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, predict = set(), Classifier.predict

    def watched(self: Classifier, pixels: np.ndarray, **options: Any) -> Prediction:
        seen.add(options.get("heatmap", True))
        return predict(self, pixels, **options)

    monkeypatch.setattr(Classifier, "predict", watched)
    assert main([*arguments, *asked, "--json"]) == 0
    assert seen == {wanted}


def test_a_model_that_answers_one_at_a_time_says_so(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Classifier, "answers_together", lambda _self, _number: False)
    assert main([*arguments, "--batch", "2", "--json"]) == 0
    told = capsys.readouterr()
    assert "tiny.onnx does not answer 2 photographs at once as it answers each" in told.err
    assert summary_of(told.out)["computed"] == 2


@pytest.mark.parametrize("number", ["0", "257", "x"])
def test_a_batch_that_cannot_be(
    arguments: list[str], capsys: pytest.CaptureFixture[str], number: str
) -> None:
    with pytest.raises(SystemExit):
        main([*arguments, "--batch", number])
    assert "--batch" in capsys.readouterr().err


def test_what_was_not_read_is_said_counted_and_1(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty.jpg").touch()
    write_black(folder / "black.png")
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert "empty.jpg: the file is empty" in out
    assert "4 photographs: 3 examined, 0 known already, 1 not read or not stored" in out
    assert "1 ungradable" in out
    assert "1 error" in out
    assert "For research use only. Not for diagnosis." in out
    assert "4 of 4 done, 0 left" in err


def test_an_ungradable_photograph_was_read(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_black(folder / "black.png")
    assert main(arguments) == 0


@pytest.mark.parametrize("personal", [False, True])
def test_csv_and_json_lines(arguments: list[str], tmp_path: Path, personal: bool) -> None:
    out, lines = tmp_path / "out.csv", tmp_path / "out.jsonl"
    more = ["--personal-data"] if personal else []
    assert main([*arguments, "--csv", str(out), "--jsonl", str(lines), *more]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [row["eye"] for row in rows] == ["OD", "OS"]
    assert ("patient" in rows[0]) == personal
    assert [Path(row.get("file", "")).name for row in rows] == (
        ["7_OD.jpg", "7_OS.jpg"] if personal else ["", ""]
    )
    patients = list(
        csv.DictReader((tmp_path / "out-patients.csv").read_text("utf-8-sig").split("\n"))
    )
    assert len(patients) == 1
    assert len(lines.read_text("ascii").splitlines()) == 3


def test_reports_hold_this_run_alone(arguments: list[str], folder: Path, tmp_path: Path) -> None:
    assert main(arguments) == 0
    one = [arguments[0], str(folder / "7_OS.jpg"), *arguments[2:]]
    assert main([*one, "--jsonl", str(tmp_path / "out.jsonl")]) == 0
    assert len((tmp_path / "out.jsonl").read_text("ascii").splitlines()) == 2


def test_the_default_database_is_in_the_users_folder(
    folder: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["screen", str(folder), "--model", str(tiny_model)]) == 0
    assert (Path(os.environ["FUNDUSVIEWER_HOME"]) / "screening.sqlite").is_file()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--pattern", "nothing"], "allowed are a preset"),
        (["--csv", "/no/such/folder/out.csv"], "folder that is there"),
        (["--csv", "."], "folder that is there"),
        (["--jsonl", "{tmp}/screening.sqlite"], "used twice"),
        (["--csv", "{tmp}/a.csv", "--jsonl", "{tmp}/a-patients.csv"], "used twice"),
        (["--database", "{tmp}/none/a.sqlite"], "there is no folder"),
        (["--model", "unknown"], "was not found"),
    ],
)
def test_wrong_usage_is_2_before_anything_is_examined(
    arguments: list[str],
    tmp_path: Path,
    more: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*arguments, *(word.replace("{tmp}", str(tmp_path)) for word in more)]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "screening.sqlite").exists()


@pytest.mark.parametrize("workers", ["0", "65", "x"])
def test_wrong_workers(arguments: list[str], workers: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*arguments, "--workers", workers])
    assert caught.value.code == 2


def test_a_newer_database_is_2(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    connection = connect(tmp_path / "screening.sqlite")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    assert main(arguments) == 2
    assert "newer FundusViewer" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_after_the_run_is_1(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*words: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fundusviewer.atomic.tempfile.mkstemp", full)
    assert main([*arguments, "--csv", str(tmp_path / "out.csv")]) == 1


@pytest.fixture
def start(arguments: list[str]) -> Iterator[Starter]:
    """Start the command as a program of its own; what is left of it at the end is killed."""
    programs: list[subprocess.Popen[str]] = []

    def started(*more: str) -> subprocess.Popen[str]:
        program = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "fundusviewer", *arguments, *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        programs.append(program)
        return program

    yield started
    for program in programs:
        if program.poll() is None:
            program.kill()
            program.communicate()


def wait_for_results(program: subprocess.Popen[str], database: Path, count: int) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and program.poll() is None:
        found = results_in(database)
        if found >= count:
            return found
        time.sleep(0.02)
    program.send_signal(signal.SIGABRT)  # where it hangs stands in its error stream
    pytest.fail(f"no results came: {program.communicate()[1]}")


def results_in(database: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM result").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@posix
def test_ctrl_c_stores_reports_and_goes_on_later(
    start: Starter, arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photographs(tmp_path / "day", (f"{number}.jpg" for number in range(500)))
    out = tmp_path / "out.jsonl"
    program = start("--jsonl", str(out), "--json")
    wait_for_results(program, tmp_path / "screening.sqlite", 5)
    program.send_signal(signal.SIGINT)
    text, err = program.communicate(timeout=60)
    assert program.returncode == 1, err
    assert "Traceback" not in err
    summary = summary_of(text)
    assert summary["stopped"]
    assert 5 <= summary["computed"] < 500
    kinds = [json.loads(line)["kind"] for line in out.read_text("ascii").splitlines()]
    assert kinds.count("photograph") == summary["computed"]


@posix
def test_kill_9_in_the_middle_and_the_next_run_goes_on(
    start: Starter, arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photographs(tmp_path / "day", (f"{number}.jpg" for number in range(40)))
    program = start()
    stored = wait_for_results(program, tmp_path / "screening.sqlite", 10)
    program.kill()
    program.communicate()
    assert main([*arguments, "--json"]) == 0
    summary = summary_of(capsys.readouterr().out)
    assert summary["known"] >= stored
    assert summary["known"] + summary["computed"] == 42


@posix
def test_watch_takes_what_arrives_until_ctrl_c(start: Starter, tmp_path: Path) -> None:
    program = start("--watch", "--json")
    wait_for_results(program, tmp_path / "screening.sqlite", 2)
    write_photograph(tmp_path / "day" / "later_OD.jpg", 77)
    wait_for_results(program, tmp_path / "screening.sqlite", 3)
    program.send_signal(signal.SIGINT)
    text, err = program.communicate(timeout=60)
    assert program.returncode == 0, err
    assert summary_of(text)["computed"] == 3


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_progress_line_tells_done_left_speed_and_time() -> None:
    clock, stream = Clock(), Terminal()
    progress = ProgressLine(stream, 1000, clock)
    assert progress.text() == "0 of 1000 done, 1000 left, 0.0 photographs/s, time to go unknown"
    for _ in range(100):
        clock.now += 0.1
        progress.step()
    assert progress.text() == "100 of 1000 done, 900 left, 10.0 photographs/s, 1:30 to go"
    progress.finish()
    assert stream.getvalue().startswith("\r")
    assert stream.getvalue().endswith("\x1b[K\n")
    assert stream.getvalue().count("\r") <= 52


def test_the_speed_is_that_of_the_last_seconds() -> None:
    clock = Clock()
    progress = ProgressLine(io.StringIO(), 10_000, clock)
    for step in (10.0, *[0.01] * 5000):
        clock.now += step
        progress.step()
    assert "100.0 photographs/s" in progress.text()


def test_a_log_gets_few_lines() -> None:
    clock, stream = Clock(), io.StringIO()
    progress = ProgressLine(stream, None, clock)
    for _ in range(1000):
        clock.now += 0.1
        progress.step()
    progress.finish()
    assert len(stream.getvalue().splitlines()) <= 5
    assert "\r" not in stream.getvalue()


def test_what_is_left_out_is_counted_and_no_reason_to_fail(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "notes.txt").write_text("nothing")
    assert main([*arguments, "--json"]) == 0
    out, err = capsys.readouterr()
    assert summary_of(out)["left_out"] == 1
    assert "1 left out (1 no picture). --list-left-out names them." in err


def test_what_may_be_a_photograph_and_is_left_out_is_1(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "8_OD.xyz").write_bytes(bytes(range(200)))
    assert main([*arguments, "--list-left-out"]) == 1
    err = capsys.readouterr().err
    assert f"left out (of an unknown kind): {folder / '8_OD.xyz'}" in err
    assert "1 of them may be photographs that nobody has seen." in err
    assert main(["classify", str(folder), *arguments[4:]]) == 1
    assert "1 left out" in capsys.readouterr().err


def test_jpegs_under_other_names_are_examined(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, name in enumerate(("8_OD.jfif", "8_OS", "9_OD.JPE"), start=7):
        write_photograph(folder / name, number)
    assert main([*arguments, "--json"]) == 0
    assert summary_of(capsys.readouterr().out)["computed"] == 5


def test_one_file_for_both_eyes_is_said(
    arguments: list[str], folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photograph(folder / "7_OS.jpg", 0)
    out = tmp_path / "out.csv"
    assert main([*arguments, "--csv", str(out)]) == 0
    assert "2 to check: The same file, byte for byte, stands for the other eye" in (
        capsys.readouterr().out
    )
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [row["eye"] for row in rows] == ["", ""]
    assert all("The same file" in row["remarks"] for row in rows)
    (patient,) = csv.DictReader((tmp_path / "out-patients.csv").read_text("utf-8-sig").split("\n"))
    assert (patient["od_decision"], patient["os_decision"]) == ("", "")
    assert "The same file" in patient["remarks"]


def test_without_personal_data_a_remark_names_nobody(
    arguments: list[str], folder: Path, tmp_path: Path
) -> None:
    write_photograph(folder / "Meier_OS.jpg", 0)
    out = tmp_path / "out.csv"
    assert main([*arguments, "--csv", str(out)]) == 0
    text = out.read_text("utf-8-sig")
    assert "stands for another patient" in text
    assert "Meier" not in text
