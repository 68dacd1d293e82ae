"""The command that opens the window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import fundusviewer.gui.window.application as application
from fundusviewer.cli import main
from fundusviewer.cli.open import say_on_console


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return what the window would have been opened with."""
    calls: list[Any] = []

    def run_window(paths: list[Path], **options: Any) -> int:
        calls.append((paths, options))
        return 0

    monkeypatch.setattr(application, "run_window", run_window)
    return calls


@pytest.mark.parametrize("words", [[], ["open"]])
def test_without_photographs(opened: list[Any], words: list[str]) -> None:
    assert main(words) == 0
    options = {"model": None, "provider": None, "database": None, "tell": say_on_console}
    assert opened == [([], options)]


def test_with_photographs_model_and_provider(opened: list[Any]) -> None:
    words = ["open", "a.jpg", "folder", "--model", "tiny", "--provider", "cpu"]
    assert main([*words, "--database", "d.sqlite"]) == 0
    options = {
        "model": "tiny",
        "provider": "cpu",
        "database": Path("d.sqlite"),
        "tell": say_on_console,
    }
    assert opened == [([Path("a.jpg"), Path("folder")], options)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be without a display")
def test_without_a_display(
    opened: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["open"]) == 2
    assert "there is no display" in capsys.readouterr().err
    assert opened == []


def test_without_qt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "fundusviewer.gui.window.application", None)
    assert main(["open"]) == 2
    assert "Qt cannot be loaded" in capsys.readouterr().err
