"""One start script for both programs: the name that it was started with says which one it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

START = Path(__file__).parents[2] / "distribution" / "start.py"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets the name of the program that ran."""
    ran: list[str] = []

    def program(name: str, status: int) -> int:
        ran.append(name)
        return status

    monkeypatch.setattr("fundusviewer.cli.main", lambda: program("console", 3))
    monkeypatch.setattr("fundusviewer.cli.window.main", lambda: program("window", 4))
    return ran


@pytest.mark.parametrize(
    ("platform", "typed", "file", "program", "status"),
    [
        ("linux", "fundusviewer-cli", "/usr/lib/fundusviewer/FundusViewer", "console", 3),
        ("linux", "/opt/A b/fundusviewer-cli", "/opt/A b/FundusViewer", "console", 3),
        ("linux", "/usr/bin/FundusViewer", "/usr/lib/fundusviewer/FundusViewer", "window", 4),
        ("linux", "a-link-of-the-clinic", "/opt/FundusViewer/FundusViewer", "window", 4),
        ("win32", "FUNDUS~1", "C:/Apps/fundusviewer-cli.exe", "console", 3),
        ("win32", "fundusviewer-cli", "C:/Apps/FundusViewer.exe", "window", 4),
        ("darwin", "x", "/Applications/F.app/Contents/MacOS/fundusviewer-cli", "console", 3),
        ("darwin", "x", "/Applications/F.app/Contents/MacOS/FundusViewer", "window", 4),
    ],
)
def test_which_program(
    monkeypatch: pytest.MonkeyPatch,
    started: list[str],
    platform: str,
    typed: str,
    file: str,
    program: str,
    status: int,
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "executable", file)
    monkeypatch.setattr(sys, "argv", [typed])
    with pytest.raises(SystemExit) as ended:
        exec(compile(START.read_text("utf-8"), START.name, "exec"), {})  # noqa: S102
    assert started == [program]
    assert ended.value.code == status
