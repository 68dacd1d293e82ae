"""The program behind the icon: nothing keeps the window from opening without a word."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import fundusviewer.gui.window.application as application
from fundusviewer.cli import open as open_window
from fundusviewer.cli import window
from fundusviewer.resources import user_data_dir


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what a window of the system would have shown."""
    shown: list[str] = []
    monkeypatch.setattr(window, "show_alert", shown.append)
    return shown


def _log() -> str:
    return (user_data_dir() / "fundusviewer.log").read_text("utf-8")


def test_arguments_are_photographs(monkeypatch: pytest.MonkeyPatch, alerts: list[str]) -> None:
    calls: list[Any] = []

    def run_window(paths: list[Path], **options: Any) -> int:
        calls.append((paths, options))
        return 0

    monkeypatch.setattr(application, "run_window", run_window)
    monkeypatch.setattr(sys, "argv", ["FundusViewer", "a b.jpg", "folder", "--provider", "cpu"])
    assert window.main() == 0
    options = {"model": None, "provider": "cpu", "database": None, "tell": window.tell}
    assert calls == [([Path("a b.jpg"), Path("folder")], options)]
    assert alerts == []


@pytest.mark.parametrize("console", [True, False])
def test_qt_that_cannot_be_loaded(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    alerts: list[str],
    console: bool,
) -> None:
    """Windows gives a program without a console no standard error."""
    monkeypatch.setitem(sys.modules, "fundusviewer.gui.window.application", None)
    if not console:
        monkeypatch.setattr(sys, "stderr", None)
    assert window.main([]) == 2
    assert len(alerts) == 1
    assert "Qt cannot be loaded" in alerts[0]
    assert "Qt cannot be loaded" in _log()
    assert not console or "Qt cannot be loaded" in capsys.readouterr().err


def test_an_error_that_nobody_expected(
    monkeypatch: pytest.MonkeyPatch, alerts: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> int:
        raise ValueError("odd")

    monkeypatch.setattr(open_window, "run", fail)
    assert window.main([]) == 2
    assert alerts == ["The window cannot be shown: ValueError: odd"]
    assert "in fail" in _log()


def test_a_home_that_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], alerts: list[str]
) -> None:
    monkeypatch.setenv("FUNDUSVIEWER_HOME", "/dev/null/home")
    monkeypatch.setitem(sys.modules, "fundusviewer.gui.window.application", None)
    assert window.main([]) == 2
    assert len(alerts) == 1
    assert "Qt cannot be loaded" in capsys.readouterr().err


def test_the_remedy_fits_the_program(
    monkeypatch: pytest.MonkeyPatch, alerts: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Who has the packaged program has no Makefile."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setitem(sys.modules, "fundusviewer.gui.window.application", None)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    window.main([])
    assert "make system-packages" in alerts[-1]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    window.main([])
    assert "make" not in alerts[-1]
    assert "installation guide" in alerts[-1]
