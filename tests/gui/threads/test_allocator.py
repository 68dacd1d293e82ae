"""Threads of the window share their memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.helpers.memory import can_be_measured

#: Prints how many pools six threads have that hold memory at the same time.
_POOLS = """
import ctypes, os, sys, tempfile, threading
from fundusviewer.gui.window.application import make_application
if sys.argv[1] == "yes":
    app = make_application()
library, meeting = ctypes.CDLL(None), threading.Barrier(7)
library.malloc.restype = library.fopen.restype = ctypes.c_void_p
library.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
library.fclose.argtypes = [ctypes.c_void_p]
def hold():
    library.malloc(50_000)
    meeting.wait()
    meeting.wait()
for _ in range(6):
    threading.Thread(target=hold, daemon=True).start()
meeting.wait()
with tempfile.NamedTemporaryFile() as file:
    stream = library.fopen(file.name.encode(), b"w")
    library.malloc_info(0, stream)
    library.fclose(stream)
    print(file.read().count(b"<heap nr="))
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.skipif(not can_be_measured(), reason="needs glibc, which counts its pools")
@pytest.mark.parametrize(("shared", "most"), [("yes", 2), ("no", None)])
def test_threads_share_their_memory(shared: str, most: int | None) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _POOLS, shared], capture_output=True, text=True, check=True
    )
    pools = int(told.stdout)
    # Without it each has its own: the test would see it.
    assert pools <= most if most is not None else pools > 2
