"""Nothing leaves the machine: no socket to a network, nothing written for others to collect."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Run in a process of its own, because no hook of this kind can be taken away again. Sockets of the
#: machine itself (the display, the desktop's bus) are none to the network.
_WATCHED = """
import socket, sys

def forbid(event, arguments):
    if event == "socket.__new__" and arguments[1] != getattr(socket, "AF_UNIX", None):
        raise SystemExit(f"a socket of family {arguments[1]}")
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        if event == "socket.getaddrinfo" or arguments[0].family != getattr(socket, "AF_UNIX", None):
            raise SystemExit(f"{event} {arguments[1:]}")

sys.addaudithook(forbid)
from fundusviewer.cli import main
status = main(sys.argv[1:])
assert "onnxruntime" in sys.modules
sys.exit(status)
"""


def _run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    home.mkdir()
    environment = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", _WATCHED, *words],
        env=environment,
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", [["classify"], ["doctor", "--window-test"]])
def test_no_socket_to_a_network(tmp_path: Path, sample: Path, words: list[str]) -> None:
    arguments = [*words, str(sample)] if words == ["classify"] else words
    done = _run(tmp_path / "home", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_watch_sees_a_socket(tmp_path: Path) -> None:
    """The test above could not fail otherwise."""
    watched = _WATCHED.split("from fundusviewer")[0]
    for attempt in (
        "socket.create_connection(('192.0.2.1', 80), timeout=0.01)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "socket.getaddrinfo('example.org', 80)",
    ):
        done = subprocess.run(
            [sys.executable, "-c", f"{watched}\n{attempt}"], capture_output=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.startswith((b"a socket of family", b"socket.getaddrinfo"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into the folders that Linux uses")
def test_onnxruntime_keeps_no_account_of_its_use(tmp_path: Path, sample: Path) -> None:
    """It writes an identifier of the machine and what it will report into the cache folder."""
    done = _run(tmp_path / "home", "classify", str(sample))
    assert done.returncode == 0, done.stderr
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file()] == []
