"""The real program in a real window: started, fed, looked at, driven by keys, closed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.screen import needs_screen, virtual_screen

pytestmark = [pytest.mark.window, needs_screen]


def test_a_photograph_on_the_real_screen(tmp_path: Path, sample: Path) -> None:
    with virtual_screen(tmp_path) as screen:
        environment = os.environ | {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        program = subprocess.Popen(
            [sys.executable, "-m", "fundusviewer", "open", str(sample)],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            window = screen.windows(program.pid)[0]
            assert screen.shows_retina(), "no retina on the screen"
            screen.xdotool("windowfocus", "--sync", window)
            screen.xdotool("key", "ctrl+q")
            assert program.wait(timeout=60) == 0
        finally:
            program.kill()
            errors = program.communicate()[1]
    assert "Traceback" not in errors, errors
