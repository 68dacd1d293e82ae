"""Other DICOM nodes on the loopback address: Orthanc and dcmtk's storescp."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from fundusviewer.dicom.settings import Peer
from tests.helpers.programs import program

HOST = "127.0.0.1"


#: Below those that systems give to connections, one of which might take a port between the look at
#: it and its use; another process of the tests begins elsewhere.
_PORTS, _HOW_MANY = 20_000, 12_000
_numbers = count(os.getpid() * 1009)


def free_port() -> int:
    """Return a port on which nobody listens; another one at each call."""
    while True:
        port = _PORTS + next(_numbers) % _HOW_MANY
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port


def until(condition: Callable[[], Any], what: str, seconds: float = 60) -> None:
    """Ask again and again, until it is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not in {seconds} s: {what}"
        time.sleep(0.02)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    with (folder / "program.log").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, cwd=folder)
        try:
            until(lambda: listens(port) or process.poll() is not None, f"{command[0]} listens")
            assert process.poll() is None, (folder / "program.log").read_text(errors="replace")
            yield
        finally:
            # They take seconds to end well, and nobody needs what they leave.
            process.kill()
            process.wait(60)


@dataclass
class Archive:
    """A running Orthanc."""

    peer: Peer
    web: int

    def ask(self, path: str) -> Any:
        # Only the loopback address is asked.
        with urllib.request.urlopen(f"http://{HOST}:{self.web}{path}") as answer:
            return json.loads(answer.read())

    def file(self, instance: str) -> bytes:
        url = f"http://{HOST}:{self.web}/instances/{instance}/file"
        with urllib.request.urlopen(url) as answer:
            data: bytes = answer.read()
        return data

    def instances(self) -> list[str]:
        return list(self.ask("/instances"))


@contextmanager
def orthanc(
    folder: Path, known: Peer | None = None, port: int | None = None, **options: Any
) -> Iterator[Archive]:
    """Start an archive.

    Parameters
    ----------
    known
        A node to which it may send.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive = Archive(Peer(title="ORTHANC", host=HOST, port=port or free_port()), free_port())
    settings: dict[str, Any] = {
        "Name": "test",
        "StorageDirectory": str(folder / "storage"),
        "IndexDirectory": str(folder / "storage"),
        "DicomAet": archive.peer.title,
        "DicomPort": archive.peer.port,
        "HttpPort": archive.web,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "DicomAlwaysAllowFind": True,
        "DicomAlwaysAllowGet": True,
        "DicomAlwaysAllowMove": True,
        "DicomAlwaysAllowStore": True,
        "DicomModalities": {},
        **options,
    }
    if known is not None:
        settings["DicomModalities"] = {"known": [known.title, known.host, known.port]}
    path = folder / "orthanc.json"
    path.write_text(json.dumps(settings))
    with running([program("Orthanc"), str(path)], archive.peer.port, folder):
        until(lambda: listens(archive.web), "Orthanc's web server")
        yield archive


@contextmanager
def storescp(folder: Path, *options: str) -> Iterator[Peer]:
    """Start dcmtk's receiver; it writes into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    peer = Peer(title="STORESCP", host=HOST, port=free_port())
    command = [program("storescp"), "-aet", peer.title, "-od", str(folder), *options]
    with running([*command, str(peer.port)], peer.port, folder):
        yield peer
