"""Other people's DICOM programs, against which ours is tested."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def program(name: str) -> str:
    """Return the path of a program; skip where it is not installed.

    Not one of our own environment, which may be first on the way: pynetdicom installs a
    ``storescu`` too, with other options.
    """
    folders = [*os.get_exec_path(), "/usr/sbin", "/usr/local/bin"]
    others = [folder for folder in folders if not _has_pynetdicom(Path(folder))]
    found = shutil.which(name, path=os.pathsep.join(others))
    if found is None:
        pytest.skip(f"{name} is not installed ('make test-packages' installs it on Debian)")
    return found


def _has_pynetdicom(folder: Path) -> bool:
    """Return whether the programs of a Python environment lie in a folder."""
    return any((folder / name).exists() for name in ("pydicom", "pydicom.exe"))


def run_program(name: str, *arguments: str | Path, folder: Path | None = None) -> str:
    """Run a program, in a folder, to its good end and return what it says on both channels."""
    words = [program(name), *map(str, arguments)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder)
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
