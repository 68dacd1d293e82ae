"""``fundusviewer doctor --self-test``: every step is a line, whatever happens in it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.cli import main, self_test
from fundusviewer.errors import ProviderError
from fundusviewer.inference import Classifier, Marker, ModelLibrary, open_to_check
from fundusviewer.inference.bundled import BUNDLED
from fundusviewer.resources import user_data_dir
from tests.helpers.models import write_model
from tests.inference.graphs import with_golden
from tests.screening.photographs import HEALTHY


def _lines(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return verdict by step."""
    found = {}
    for line in capsys.readouterr().out.splitlines():
        verdict = line.split(" ", 1)[0]
        if verdict in (self_test.OK, self_test.SKIPPED, self_test.FAILED):
            found[line[8:46].strip()] = verdict
    return found


def test_all_is_well_with_the_bundled_models(capsys: pytest.CaptureFixture[str]) -> None:
    before = dict(os.environ)
    assert main(["doctor", "--self-test"]) == 0
    lines = _lines(capsys)
    assert set(lines.values()) == {"ok"}, lines
    assert {step for step in lines if not step.startswith("model")} == {
        "grade the sample photograph",
        "draw and write the overlay",
        "write and read a database",
        "drop the sample on the window",
        "write a report as PDF",
        "data folder",
    }
    assert len([step for step in lines if step.startswith("model")]) == len(BUNDLED)
    # Nothing of it is left behind, and nothing of the user's was touched.
    assert list(user_data_dir().iterdir()) == []
    assert dict(os.environ) == before


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the window, which has a process of its own."""
    monkeypatch.setattr(self_test.Steps, "window", lambda _: "left out here")


@pytest.fixture
def healthy(bundled: Path) -> None:
    """Let a tiny model, which calls the sample healthy, stand for the bundled ones."""
    with_golden(write_model(bundled / "tiny.onnx", logits=HEALTHY))


def test_a_grader_that_grades_wrongly(
    quick: None, bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The tiny model refers everybody; the sample is a healthy eye."""
    with_golden(bundled / "tiny.onnx")
    assert main(["doctor", "--self-test"]) == 1
    lines = _lines(capsys)
    assert lines["model tiny-dr, CPU"] == "ok"
    assert lines["grade the sample photograph"] == "FAILED"
    # What needs the finding cannot be done, and says so.
    for step in ("draw and write the overlay", "write and read a database"):
        assert lines[step] == "FAILED"
    assert lines["data folder"] == "ok"


def test_without_models(quick: None, bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bundled / "tiny.onnx").unlink()
    assert main(["doctor", "--self-test"]) == 1
    assert _lines(capsys)["models"] == "FAILED"


def test_a_damaged_model(quick: None, bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bundled / "letter.onnx").write_text("Dear colleague")
    write_model(bundled / "plain.onnx")
    assert main(["doctor", "--self-test"]) == 1
    lines = _lines(capsys)
    assert lines["model letter, CPU"] == "FAILED"
    assert lines["model tiny-dr, CPU"] == "FAILED", "it carries no golden vector"


@pytest.mark.parametrize("error", [RuntimeError("odd\nsecond line"), MemoryError(), OSError()])
def test_an_unexpected_error_is_a_line(
    quick: None,
    healthy: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(self_test, "annotate", fail)
    assert main(["doctor", "--self-test"]) == 1
    out = capsys.readouterr().out
    (line,) = (line for line in out.splitlines() if line.startswith("FAILED"))
    assert "draw and write the overlay" in line
    assert type(error).__name__ in line
    assert "second line" not in out


def test_cuda_that_is_built_in_but_not_there_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, bundled: Path
) -> None:
    """A build with CUDA must pass on a machine without a GPU or with an old driver."""
    reason = "the NVIDIA driver is too old for CUDA 13"

    def old(path: Path, provider: Any = "auto") -> Classifier | Marker:
        if provider == "cuda":
            raise ProviderError(reason)
        return open_to_check(path, provider)

    with_golden(bundled / "tiny.onnx")
    built = {"built with": ["CUDAExecutionProvider", "CPUExecutionProvider"]}
    monkeypatch.setattr(self_test, "runtime_description", lambda: built)
    monkeypatch.setattr(self_test, "open_to_check", old)
    steps = self_test.self_test(ModelLibrary.default())
    first, second = next(steps), next(steps)
    assert (first.verdict, second.verdict) == ("ok", "skipped")
    assert second.detail == reason


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import os; os.abort()", "no word of why"),
        ("import sys; sys.exit('Qt cannot be loaded')", "Qt cannot be loaded (exit status 1)"),
    ],
)
def test_a_window_that_ends_its_process(
    healthy: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    program: str,
    said: str,
) -> None:
    import sys

    monkeypatch.setattr(self_test, "_this_program", lambda: [sys.executable, "-c", program])
    assert main(["doctor", "--self-test"]) == 1
    out = capsys.readouterr().out
    (line,) = (line for line in out.splitlines() if line.startswith("FAILED"))
    assert line.startswith("FAILED  drop the sample on the window")
    assert said in line


def test_a_window_that_hangs(
    healthy: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("fundusviewer", 120)

    monkeypatch.setattr(subprocess, "run", hang)
    assert main(["doctor", "--self-test"]) == 1
    assert _lines(capsys)["drop the sample on the window"] == "FAILED"


def test_a_data_folder_that_cannot_be_written(
    quick: None, healthy: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FUNDUSVIEWER_HOME", "/dev/null/home")
    assert main(["doctor", "--self-test"]) == 1
    lines = _lines(capsys)
    assert [step for step, verdict in lines.items() if verdict == "FAILED"] == ["data folder"]


def test_this_program_is_itself_when_packaged(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    assert self_test._this_program() == [sys.executable, "-m", "fundusviewer"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["fundusviewer-cli", "doctor", "--self-test"])
    assert self_test._this_program() == ["fundusviewer-cli"]
