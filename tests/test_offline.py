"""Nothing leaves the machine: no socket to a network, nothing written for others to collect."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fundusviewer.dicom.settings import NetworkSettings, Peer, Receiving, save_settings

#: Run in a process of its own, because no hook of this kind can be taken away again. Sockets of the
#: machine itself (the display, the desktop's bus) are none to the network.
_WATCHED = """
import os, socket, sys

def end(text):
    # Not by an exception: it would end no more than the thread that it happens in.
    os.write(2, text.encode())
    os._exit(1)

def forbid(event, arguments):
    if event == "socket.__new__" and arguments[1] != getattr(socket, "AF_UNIX", None):
        end(f"a socket of family {arguments[1]}")
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        if event == "socket.getaddrinfo" or arguments[0].family != getattr(socket, "AF_UNIX", None):
            end(f"{event} {arguments[1:]}")

sys.addaudithook(forbid)
# No part of the program (distribution/left_out.py). Where development tools brought it, pydicom
# loads it for test data of its own, and loading it tries a socket to this machine.
sys.modules["requests"] = None
from fundusviewer.cli import main
status = main(sys.argv[1:])
assert "onnxruntime" in sys.modules
sys.exit(status)
"""


#: A network that is set up to the last field.
_NETWORK = NetworkSettings(
    receiving=Receiving(callers=("CAMERA",)),
    archive=Peer(title="ARCHIVE", host="192.0.2.1"),
    source=Peer(title="ARCHIVE", host="192.0.2.1"),
)


def _run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    environment = {
        "HOME": str(home),
        "FUNDUSVIEWER_HOME": str(home / "data"),
        "QT_QPA_PLATFORM": "offscreen",
        "PATH": os.environ["PATH"],
    }
    return subprocess.run(
        [sys.executable, "-c", _WATCHED, *words],
        env=environment,
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_socket_to_a_network(tmp_path: Path, sample: Path) -> None:
    done = _run(tmp_path / "home", "classify", str(sample))
    assert done.returncode == 0, done.stdout + done.stderr


def test_dicom_that_is_set_up_and_switched_off(tmp_path: Path) -> None:
    """The window drops, grades and stores a photograph, and nobody is called or listened to."""
    save_settings(_NETWORK, tmp_path / "home" / "data" / "dicom.json")
    done = _run(tmp_path / "home", "doctor", "--window-test")
    assert done.returncode == 0, done.stdout + done.stderr


def test_dicom_that_is_switched_on(tmp_path: Path) -> None:
    """The one way to a network, and the test above would see it."""
    receiving = _NETWORK.receiving.model_copy(update={"enabled": True})
    settings = _NETWORK.model_copy(update={"receiving": receiving})
    save_settings(settings, tmp_path / "home" / "data" / "dicom.json")
    done = _run(tmp_path / "home", "doctor", "--window-test")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(("a socket of family", "socket."))


def test_the_watch_sees_a_socket(tmp_path: Path) -> None:
    """The test above could not fail otherwise."""
    watched = _WATCHED.split("from fundusviewer")[0]
    for attempt in (
        "socket.create_connection(('192.0.2.1', 80), timeout=0.01)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "socket.getaddrinfo('example.org', 80)",
        "import threading; threading.Thread(target=socket.socket).start()",
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
    files = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    # That a model computes what it should was seen: an empty file of our own for the one that
    # grades, and for the one that marks disc and fovea.
    ours = tmp_path / "home" / "data" / "cache" / "models"
    assert [path.parent for path in files] == [ours, ours]
    assert [path.stat().st_size for path in files] == [0, 0]
