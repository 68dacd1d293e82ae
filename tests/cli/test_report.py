"""``fundusviewer report`` and ``screen --report``: files from a database, exit status, signals."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.cli import main
from fundusviewer.errors import OutputError
from fundusviewer.reporting import make_report
from fundusviewer.screening import Known, Method, Review, RunLog, Store, name_pattern
from tests.helpers.models import make_card, strict_point, write_model
from tests.helpers.rows import add_photograph
from tests.reporting.printed import Printed
from tests.screening.photographs import write_photographs

pytestmark = pytest.mark.usefixtures("without_markers")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_photographs(tmp_path / "day", ["7_OD.jpg", "7_OS.jpg", "8_OD.jpg"])
    return tmp_path / "day"


@pytest.fixture
def database(tmp_path: Path, folder: Path, bundled: Path) -> Path:
    path = tmp_path / "screening.sqlite"
    assert main(["screen", str(folder), "--database", str(path)]) == 0
    return path


def report(database: Path, *more: str | Path) -> int:
    return main(["report", "--database", str(database), *map(str, more)])


def test_all_kinds_at_once_without_asking_the_network_for_grades(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / name for name in ("out.pdf", "out.csv", "out.jsonl")]
    capsys.readouterr()
    outputs = [word for file in files for word in ("--output", str(file))]
    assert report(database, *outputs, "--json") == 0
    out, err = capsys.readouterr()
    summary: dict[str, Any] = json.loads(out)
    assert (summary["photographs"], summary["decisions"]) == (3, {"refer": 3})
    assert (summary["model"], summary["operating_point"]) == ("tiny-dr", "screening")
    assert "4 of 4 done" in err
    assert "pages/s" in err
    assert "2 patients" in Printed(files[0]).text
    assert len(files[1].read_text("utf-8-sig").splitlines()) == 4
    assert len(files[2].read_text("ascii").splitlines()) == 5


def test_a_pdf_is_english_unless_another_language_is_asked_for(
    database: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.pdf"
    assert report(database, "--output", out) == 0
    assert "Summary" in Printed(out).text
    assert report(database, "--output", out, "--language", "de", "--personal-data") == 0
    text = Printed(out).text
    assert "Zusammenfassung" in text
    assert "Datenbank" in text
    assert "Summary" not in text
    screened = ["screen", str(folder), "--database", str(database), "--language", "de"]
    table = tmp_path / "out.csv"
    assert main([*screened, "--report", str(out), "--csv", str(table)]) == 0
    assert "0 Aufnahmen untersucht, 3 schon bekannt" in Printed(out).text
    assert '"decision"' in table.read_text("utf-8-sig")
    with pytest.raises(SystemExit) as wrong:
        report(database, "--output", out, "--language", "xx")
    assert wrong.value.code == 2
    assert "'en', 'de'" in capsys.readouterr().err


def test_some_folders_alone(database: Path, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert report(database, folder / "7_OD.jpg", "--output", out) == 0
    assert len(out.read_text("ascii").splitlines()) == 2
    assert report(database, folder, "--output", out) == 0
    assert len(out.read_text("ascii").splitlines()) == 5


def test_it_works_when_photographs_and_model_are_gone(
    database: Path, folder: Path, bundled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(folder)
    (bundled / "tiny.onnx").unlink()
    assert report(database, "--output", tmp_path / "out.pdf") == 0
    assert "not at hand: the report is without heat maps" in capsys.readouterr().err
    assert Printed(tmp_path / "out.pdf").text.count("no longer where it was") == 3


def test_personal_data_only_when_asked_for(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert report(database, "--output", out) == 0
    assert "7_OD" not in Printed(out).text
    assert str(tmp_path) not in Printed(out).text
    assert report(database, "--output", out, "--personal-data") == 0
    assert "7_OD" in Printed(out).text


def test_another_operating_point_is_not_computed_anew(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The tiny model says grade 1 with 30 % for grade 2."""
    logits = np.log([0.05, 0.6, 0.3, 0.03, 0.02]).tolist()
    card = make_card(operating_points=(*make_card().operating_points, strict_point(0.2)))
    model = write_model(tmp_path / "two.onnx", card, logits=logits)
    database = tmp_path / "s.sqlite"
    arguments = ["screen", str(folder), "--database", str(database), "--model", str(model)]
    assert main([*arguments, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["computed"], first["decisions"]) == (3, {"no_referral": 3})
    assert main([*arguments, "--json", "--operating-point", "strict"]) == 0
    second = json.loads(capsys.readouterr().out)
    assert (second["computed"], second["known"]) == (0, 3)
    assert (second["operating_point"], second["decisions"]) == ("strict", {"refer": 3})
    out = tmp_path / "out.csv"
    for name, decision in (("screening", "no_referral"), ("strict", "refer")):
        assert report(database, "--output", out, "--operating-point", name) == 0
        assert out.read_text("utf-8-sig").count(f'"{decision}"') == 3


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--output", "{tmp}/out.txt"], "only"),
        (["--output", "{tmp}/none/out.pdf"], "folder that is there"),
        (["--output", "{tmp}/a.csv", "--output", "{tmp}/a-patients.csv"], "used twice"),
        (["--output", "{tmp}/a.pdf", "--model", "other"], "there are: tiny-dr at screening"),
        (["--output", "{tmp}/a.pdf", "--operating-point", "strict"], "there are: tiny-dr"),
        (["--output", "{tmp}/a.pdf", "{tmp}/elsewhere"], "holds nothing of"),
        (["--output", "{tmp}/a.pdf", "--pattern", "nothing"], "allowed are a preset"),
    ],
)
def test_wrong_usage_is_2(
    database: Path,
    tmp_path: Path,
    more: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert report(database, *(word.replace("{tmp}", str(tmp_path)) for word in more)) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()


def test_a_database_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(tmp_path / "none.sqlite", "--output", tmp_path / "out.csv") == 2
    assert "there is no such database" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Store(tmp_path / "empty.sqlite").close()
    assert report(tmp_path / "empty.sqlite", "--output", tmp_path / "out.csv") == 2
    assert "holds no results" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_1(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*words: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fundusviewer.atomic.tempfile.mkstemp", full)
    assert report(database, "--output", tmp_path / "out.pdf") == 1


def test_unknown_operating_points_are_named_before_the_run(
    folder: Path, bundled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "new.sqlite"
    arguments = ["screen", str(folder), "--database", str(database), "--operating-point", "x"]
    assert main(arguments) == 2
    assert "there are: screening" in capsys.readouterr().err
    assert not database.exists()


def test_screening_writes_the_report_of_its_own_run(
    folder: Path, bundled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    (folder / "9_OS.jpg").touch()
    arguments = ["screen", str(folder), "--database", str(tmp_path / "s.sqlite")]
    assert main([*arguments, "--report", str(out)]) == 1
    text = Printed(out).text
    assert "3 photographs examined, 0 known already, 1 not read or not stored" in text
    assert "errors: 1." in text
    assert "computed on CPU" in text


def _alone(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start the command as a program of its own, without display and Qt platform."""
    unwanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    return subprocess.Popen(
        [sys.executable, "-m", "fundusviewer", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_no_display_is_needed(tmp_path: Path, folder: Path, tried_model: Path) -> None:
    out = tmp_path / "out.pdf"
    database = ("--database", tmp_path / "s.sqlite", "--model", tried_model)
    program = _alone("screen", folder, *database, "--report", out)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 0, err
    # Nothing of Qt's own on the error stream.
    assert [line for line in err.splitlines() if " done, " not in line] == []
    assert "2 patients" in Printed(out).text


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Let programs that are started hear Ctrl-C, also where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_printing_leaves_nothing(tmp_path: Path, tiny_model: Path) -> None:
    write_photographs(tmp_path / "day", (f"{number}_OD.jpg" for number in range(50)))
    database = tmp_path / "s.sqlite"
    arguments = ["screen", str(tmp_path / "day"), "--database", str(database)]
    assert main([*arguments, "--model", str(tiny_model)]) == 0
    out = tmp_path / "out"
    out.mkdir()
    program = _alone("report", "--database", database, "--output", out / "out.pdf")
    deadline = time.monotonic() + 60
    while not any(out.iterdir()) and program.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert program.poll() is None
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 1, err
    assert "stopped" in err
    assert "Traceback" not in err
    assert list(out.iterdir()) == []


def test_only_what_was_written_is_named(
    database: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(path: Path, _: object) -> None:
        raise OutputError(f"{path}: cannot be written (No space left on device)")

    monkeypatch.setattr("fundusviewer.reporting.formats.write_csv", full)
    table, lines = tmp_path / "r.csv", tmp_path / "r.jsonl"
    capsys.readouterr()
    assert report(database, "--output", table) == 1
    out, err = capsys.readouterr()
    assert out == "3 photographs: nothing was written\n"
    assert "No space left" in err
    assert report(database, "--output", table, "--output", lines) == 1
    assert capsys.readouterr().out == f"3 photographs: {lines}\n"


METHOD = Method(
    "tiny-dr", "1", "0" * 64, '{"operating_point": "screening", "steps": 1, "threshold": 0.5}'
)


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Return a database: 7 has a sick right eye, 8 is healthy, the right eye of 9 failed."""
    path = tmp_path / "clinic.sqlite"
    with Store(path) as store:
        add_photograph(path, METHOD, "/day/7_OD.jpg", "refer", 3, 0.9)
        add_photograph(path, METHOD, "/day/7_OS.jpg", "no_referral", 0, 0.1)
        add_photograph(path, METHOD, "/day/8_OS.jpg", "no_referral", 0, 0.2)
        add_photograph(path, METHOD, "/day/9_OS.jpg", "no_referral", 0, 0.3)
        store.add_failure(Path("/day/9_OD.jpg"), "9_OD.jpg: cannot be read")
    return path


def test_files_that_are_named_have_the_results_of_the_whole_database(
    clinic: Path, tmp_path: Path
) -> None:
    names = [f"/day/{patient}_OS.jpg" for patient in (7, 8, 9)]
    files = [tmp_path / name for name in ("out.pdf", "out.csv", "out.jsonl")]
    outputs = [word for file in files for word in ("--output", str(file))]
    assert report(clinic, *names, *outputs) == 0
    pages = Printed(files[0]).pages
    assert all("3 of 5 photographs, chosen by folder or file" in page for page in pages)
    assert "Refer 1 (33 %)" in pages[0]
    assert "Error 1 (33 %)" in pages[0]
    lines = [json.loads(line) for line in files[2].read_text("ascii").splitlines()]
    patients = [line for line in lines if line["kind"] == "patient"]
    assert [(one["decision"], one["od_decision"]) for one in patients] == [
        ("refer", "refer"),
        ("error", "error"),
        ("no_referral", "no photograph"),
    ]
    assert sum(line["kind"] == "photograph" for line in lines) == 3
    assert report(clinic, *outputs) == 0
    assert "Part of a list" not in Printed(files[0]).text


def test_a_doctors_grade_is_the_decision(
    clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(clinic) as store:
        hashes = {row.name: row.sha256 or "" for row in store.rows(METHOD)}
        store.review({hashes["8_OS.jpg"]: Review(4), hashes["7_OD.jpg"]: Review(0)}, "Dr A")
    out = tmp_path / "out.csv"
    capsys.readouterr()
    assert report(clinic, "--output", out, "--json") == 0
    assert json.loads(capsys.readouterr().out)["decisions"] == {
        "refer": 1,
        "error": 1,
        "no_referral": 3,
    }
    with (tmp_path / "out-patients.csv").open(encoding="utf-8-sig") as file:
        patients = list(csv.DictReader(file))
    assert [(one["decision"], one["decided_by"]) for one in patients] == [
        ("refer", "doctor"),
        ("error", "program"),
        ("no_referral", "program"),
    ]


def test_what_a_stopped_run_did_not_reach_counts_for_its_patient(tmp_path: Path) -> None:
    path = tmp_path / "clinic.sqlite"
    log = RunLog()
    with Store(path) as store:
        add_photograph(path, METHOD, "/day/7_OS.jpg", "no_referral", 0, 0.1)
        log.expect([Path("/day/7_OS.jpg"), Path("/day/7_OD.jpg")])
        log.note(Known(Path("/day/7_OS.jpg"), "0" * 64))
        rows, everything = log.rows(store, METHOD), log.everything(store, METHOD)
    assert [row.name for row in rows] == ["7_OS.jpg"]
    assert log.unreached == [Path("/day/7_OD.jpg")]
    made = make_report(rows, METHOD, name_pattern(), personal_data=False, everything=everything)
    (patient,) = made.patients
    assert (patient["decision"], patient["od_decision"]) == ("not_graded", "not_graded")
