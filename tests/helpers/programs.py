"""Other people's DICOM programs, against which ours is tested."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def program(name: str) -> str:
    """Return the path of a program; skip where it is not installed."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/bin")
    if found is None:
        pytest.skip(f"{name} is not installed ('make test-packages' installs it on Debian)")
    return found


def run_program(name: str, *arguments: str | Path) -> str:
    """Run a program to its good end and return what it says on both channels."""
    done = subprocess.run(
        [program(name), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def validate(path: Path) -> None:
    """Hold an object against the standard by dciodvfy: no error is allowed."""
    done = subprocess.run(
        [program("dciodvfy"), "-new", str(path)], capture_output=True, text=True, check=False
    )
    errors = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert not errors, "\n".join(errors)
