"""Starting on a machine where something is missing, and files that macOS opens."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from fundusviewer.gui.threads.inference_thread import _Worker
from fundusviewer.gui.threads.inference_worker import RequestQueue
from fundusviewer.gui.widgets.fonts import ensure_fonts
from fundusviewer.resources import asset

_ROOT = Path(__file__).parents[3]


def _python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | environment,
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("platform", ["xcb", "nonsense"])
@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have their screen")
def test_what_qt_ends_the_program_for_is_told(tmp_path: Path, platform: str) -> None:
    """Qt would abort; instead the reason is told and the status is that of a wrong call."""
    program = "import sys; from fundusviewer.cli.window import main; sys.exit(main([]))"
    done = _python(
        program,
        QT_QPA_PLATFORM=platform,
        DISPLAY=":4711",
        HOME=str(tmp_path),
        FUNDUSVIEWER_HOME=str(tmp_path),
        PATH=str(tmp_path),
    )
    assert done.returncode == 2
    assert platform in done.stderr
    assert "no Qt platform plugin could be initialized" in done.stderr
    assert "platform plugin" in (tmp_path / "fundusviewer.log").read_text("utf-8")


def test_without_fonts_the_programs_own_are_used(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("other systems always have fonts")
    config = tmp_path / "fonts.conf"
    config.write_text("<fontconfig></fontconfig>")
    program = (
        "from fundusviewer.gui.window.application import make_application\n"
        "app = make_application()\n"
        "from PySide6.QtGui import QFontMetrics\n"
        "print(app.font().family())\n"
        "assert QFontMetrics(app.font()).inFontUcs4(ord('g'))\n"
    )
    done = _python(program, QT_QPA_PLATFORM="offscreen", FONTCONFIG_FILE=str(config))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Noto Sans\n"


def test_with_fonts_they_are_left_alone(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fundusviewer.gui.widgets.fonts.QFontMetrics.inFontUcs4", lambda *_: True)
    monkeypatch.setattr(
        "fundusviewer.gui.widgets.fonts.QApplication.setFont", lambda *_: pytest.fail("was changed")
    )
    assert not ensure_fonts()


def test_the_fonts_come_with_the_program() -> None:
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        assert asset(f"fonts/{name}").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has a niceness for a thread")
@pytest.mark.parametrize(("now", "wanted"), [(0, 5), (5, 5), (10, 10)])
def test_the_worker_never_steps_forward(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, now: int, wanted: int
) -> None:
    """Who is not root may not: a program started with nice ended in an error."""
    asked: list[int] = []
    monkeypatch.setattr(os, "getpriority", lambda *_: now)
    monkeypatch.setattr(os, "setpriority", lambda _, __, niceness: asked.append(niceness))
    _Worker(RequestQueue(), threading.Event()).lower_priority()
    assert asked == [wanted]


_OPENED = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from fundusviewer.gui.window.application import make_application
app, opened = make_application(), []
for name in sys.argv[1:3]:
    QCoreApplication.sendEvent(app, QFileOpenEvent(name))
assert opened == []
app.deliver_to(opened.append)
QCoreApplication.sendEvent(app, QFileOpenEvent(sys.argv[3]))
assert opened == [[Path(name) for name in sys.argv[1:3]], [Path(sys.argv[3])]], opened
"""


def test_files_that_macos_opens() -> None:
    """Those that come before there is a window are kept for it."""
    names = ["/photographs/a OD.jpg", "/photographs/ü OS.jpg", "/a folder"]
    done = subprocess.run(
        [sys.executable, "-c", _OPENED, *names],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
