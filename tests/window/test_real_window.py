"""The real program in a real window: started, fed, looked at, driven by keys, closed."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        shutil.which("Xvfb") is None or shutil.which("xdotool") is None,
        reason="Xvfb and xdotool are needed (make system-packages)",
    ),
]

WIDTH, HEIGHT = 1366, 768


@dataclass(frozen=True)
class Screen:
    """A virtual screen with its picture on disk."""

    environment: dict[str, str]
    frame_buffer: Path

    def picture(self) -> np.ndarray:
        """Return uint8 (H, W, 3) RGB of what is on the screen (xwd format, X11 XWDFile.h)."""
        data = self.frame_buffer.read_bytes()
        header = struct.unpack(">25I", data[:100])
        start = header[0] + header[19] * 12
        pixels = np.frombuffer(data, np.uint8, count=WIDTH * HEIGHT * 4, offset=start)
        return pixels.reshape(HEIGHT, WIDTH, 4)[:, :, 2::-1]

    def xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout.strip()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    read, write = os.pipe()
    # Xvfb takes the first free display and writes its number.
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(write), "-nolisten", "tcp"),
            *("-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(tmp_path)),
        ],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        display = pipe.readline().strip()
    environment = os.environ | {"DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
    environment["FUNDUSVIEWER_HOME"] = str(tmp_path / "home")
    yield Screen(environment, tmp_path / "Xvfb_screen0")
    server.terminate()
    server.wait(timeout=20)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def red_share(picture: np.ndarray) -> float:
    """Return the share of the screen in the colours of a retina."""
    red, green, blue = (picture[:, :, channel].astype(int) for channel in range(3))
    return float(np.mean((red > 90) & (red > green * 1.25) & (red > blue * 1.5)))


def test_a_photograph_on_the_real_screen(screen: Screen, sample: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "fundusviewer", "open", str(sample)],
        env=screen.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        window = found_window(screen, program.pid)
        assert wait_for(lambda: red_share(screen.picture()) > 0.05), "no retina on the screen"
        screen.xdotool("windowfocus", "--sync", window)
        screen.xdotool("key", "ctrl+q")
        assert program.wait(timeout=30) == 0
    finally:
        program.kill()
        errors = program.communicate()[1]
    assert "Traceback" not in errors, errors


def found_window(screen: Screen, pid: int) -> str:
    """Wait for the program's window and return its number."""
    found: list[str] = []

    def visible() -> bool:
        found[:] = screen.xdotool("search", "--onlyvisible", "--pid", str(pid)).split()
        return bool(found)

    assert wait_for(visible), "no window appeared"
    return found[0]
