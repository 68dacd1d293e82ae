"""Saying something in a window when Qt is what fails."""

from __future__ import annotations

import ctypes
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from fundusviewer.gui.crash import native_alert

MakeTool = Callable[..., Path]


@pytest.fixture
def make_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeTool:
    """Return a function that makes the desktop's own programs; there are no others."""
    if sys.platform == "win32":
        pytest.skip("needs a shell script")
    tools = tmp_path / "tools"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv("DISPLAY", ":99")

    def make(name: str, status: int = 0) -> Path:
        note = tmp_path / f"{name}.txt"
        script = tools / name
        script.write_text(f'#!/bin/sh\nfor word; do echo "$word"; done > "{note}"\nexit {status}\n')
        script.chmod(0o755)
        return note

    return make


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("zenity", "Qt fehlt <b>; $HOME"),
        # These read markup.
        ("kdialog", "Qt fehlt ‹b>; $HOME"),
        ("xmessage", "Qt fehlt <b>; $HOME"),
        ("notify-send", "Qt fehlt ‹b>; $HOME"),
    ],
)
def test_linux_uses_what_the_desktop_has(
    make_tool: MakeTool, monkeypatch: pytest.MonkeyPatch, name: str, shown: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    note = make_tool(name)
    assert native_alert.show_alert("Qt fehlt <b>; $HOME")
    assert note.read_text(encoding="utf-8").splitlines()[-1] == shown


def test_linux_takes_the_next_one_where_one_fails(
    make_tool: MakeTool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    make_tool("zenity", status=255)
    note = make_tool("kdialog")
    assert native_alert.show_alert("x")
    assert note.exists()


def test_a_window_closed_by_its_corner_was_seen(
    make_tool: MakeTool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    make_tool("zenity", status=1)
    second = make_tool("kdialog")
    assert native_alert.show_alert("x")
    assert not second.exists()


def test_linux_without_a_display_or_a_program(
    make_tool: MakeTool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert not native_alert.show_alert("x")
    note = make_tool("zenity")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not native_alert.show_alert("x")
    assert not note.exists()


def test_macos(make_tool: MakeTool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    note = make_tool("osascript")
    assert native_alert.show_alert('a "quoted" word')
    assert note.read_text().splitlines()[-1] == 'a "quoted" word'


def test_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[object, ...]] = []

    def message_box(*arguments: object) -> int:
        shown.append(arguments)
        return 1

    windll = types.SimpleNamespace(user32=types.SimpleNamespace(MessageBoxW=message_box))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)
    assert native_alert.show_alert("Qt is missing")
    assert shown == [(0, "Qt is missing", "FundusViewer", 0x10)]


def test_a_system_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    assert not native_alert.show_alert("x")


def test_qt_is_not_needed() -> None:
    import subprocess

    program = "import sys, fundusviewer.gui.crash.native_alert; assert 'PySide6' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
