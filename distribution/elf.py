"""Questions to Linux's binary files, answered by the tools that every compiler brings."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

_PAGE = 4096


def output_of(*command: str | Path) -> str:
    """Return what a command prints.

    Raises
    ------
    subprocess.CalledProcessError
        If it fails.
    FileNotFoundError
        If it is not installed.
    """
    words = [str(word) for word in command]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout  # noqa: S603


def is_elf(path: Path) -> bool:
    """Return whether a file is a Linux program or library."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def needed_by(path: Path) -> set[str]:
    """Return the names of the libraries that a library or program is linked with."""
    return set(re.findall(r"NEEDED\s+(\S+)", output_of("objdump", "-p", path)))


def symbols(library: Path, which: str) -> dict[str, str]:
    """Return dynamic symbols with their versions, ``""`` for those without one.

    Parameters
    ----------
    library
        The file.
    which
        ``--defined-only`` or ``--undefined-only``.
    """
    lines = output_of("nm", "-D", which, "--with-symbol-versions", library)
    found = re.finditer(r" [A-Za-z] ([\w.]+)(?:@@?([\w.]+))?$", lines, re.MULTILINE)
    return {match[1]: match[2] or "" for match in found}


def can_be_loaded(path: Path) -> bool:
    """Return whether all segments lie at places in the file that the loader accepts."""
    lines = output_of("readelf", "-lW", path).splitlines()
    loads = [line.split() for line in lines if line.split()[:1] == ["LOAD"]]
    return all(int(row[1], 16) % _PAGE == int(row[2], 16) % _PAGE for row in loads)
