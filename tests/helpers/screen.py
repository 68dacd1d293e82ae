"""A virtual screen that a real window is shown on."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

WIDTH, HEIGHT = 1366, 768

needs_screen = pytest.mark.skipif(
    shutil.which("Xvfb") is None or shutil.which("xdotool") is None,
    reason="Xvfb and xdotool are needed (make test-packages)",
)


needs_window_manager = pytest.mark.skipif(
    shutil.which("openbox") is None, reason="openbox is needed (make test-packages)"
)


@dataclass(frozen=True)
class Screen:
    """A virtual screen with its picture on disk.

    Attributes
    ----------
    display
        Its name, for ``DISPLAY``.
    frame_buffer
        The file that the server draws into.
    """

    display: str
    frame_buffer: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a program with a window is told of it."""
        return {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def picture(self) -> np.ndarray:
        """Return uint8 (H, W, 3) RGB of what is on the screen (xwd format, X11 XWDFile.h)."""
        data = self.frame_buffer.read_bytes()
        header = struct.unpack(">25I", data[:100])
        start = header[0] + header[19] * 12
        pixels = np.frombuffer(data, np.uint8, count=WIDTH * HEIGHT * 4, offset=start)
        return pixels.reshape(HEIGHT, WIDTH, 4)[:, :, 2::-1]

    def xdotool(self, *words: str) -> str:
        """Do something as a user would; return what the tool prints."""
        done = subprocess.run(
            ["xdotool", *words],
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.stdout.strip()

    def windows(self, pid: int) -> list[str]:
        """Wait for a program's windows and return their numbers."""
        found: list[str] = []

        def visible() -> bool:
            found[:] = self.xdotool("search", "--onlyvisible", "--pid", str(pid)).split()
            return bool(found)

        assert wait_for(visible), "no window appeared"
        return found

    def shows_retina(self) -> bool:
        """Wait until the colours of a retina fill a part of the screen; return whether they do."""
        return wait_for(lambda: red_share(self.picture()) > 0.05)


@contextmanager
def virtual_screen(folder: Path) -> Iterator[Screen]:
    """Start a server that draws into a file of the folder."""
    read, write = os.pipe()
    # Xvfb takes the first free display and writes its number. Without -noreset it starts anew when
    # its last window goes, and a program that is started in that moment finds no display.
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(write), "-nolisten", "tcp", "-noreset"),
            *("-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder)),
        ],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        display = pipe.readline().strip()
    try:
        yield Screen(f":{display}", folder / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait(timeout=60)


@contextmanager
def window_manager(screen: Screen) -> Iterator[None]:
    """Let a window manager run on a screen: it gives windows frames, and one of them the keys."""
    manager = subprocess.Popen(
        ["openbox", "--sm-disable"],
        env=os.environ | {"DISPLAY": screen.display},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        manager.terminate()
        manager.wait(timeout=60)


@contextmanager
def running_window(screen: Screen, *arguments: str) -> Iterator[str]:
    """Start the program; yields the number of its window, in front of all others."""
    program = subprocess.Popen(
        [sys.executable, "-m", "fundusviewer", "open", *arguments],
        env=os.environ | screen.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    with ended_by_key(screen, program) as window:
        screen.xdotool("windowactivate", "--sync", window)
        yield window


@contextmanager
def ended_by_key(screen: Screen, program: subprocess.Popen[str]) -> Iterator[str]:
    """Wait for a program's window and yield its number; then its own key ends the program.

    What it says on standard error must be piped: there is no traceback in it.
    """
    try:
        window = screen.windows(program.pid)[-1]
        yield window
        screen.xdotool("windowfocus", "--sync", window)
        screen.xdotool("key", "ctrl+q")
        assert program.wait(timeout=60) == 0
    finally:
        program.kill()
        errors = program.communicate()[1]
    assert "Traceback" not in errors, errors


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Look five times a second whether the condition holds; return whether it did in time."""
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


def of_usual_size(platform: str) -> str:
    """Return Qt's platform with a screen of usual size: its own off screen has 800 × 800 pixels."""
    file = Path(__file__).parents[1] / "data" / "screen.json"
    # A colon would end the path.
    return (
        f"offscreen:configfile={file}"
        if (platform, os.name) == ("offscreen", "posix")
        else platform
    )
