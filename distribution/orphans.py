"""Libraries of the machine that builds which came for something that is not in the folder.

Qt's wheel has a plug-in for GNOME's dialogs, and where GTK is installed PyInstaller brings it, and
what GTK is linked with: 20 MB that the folder had on one machine and not on another.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from distribution.elf import needed_by
from distribution.left_out import LINK, Entry

#: PyInstaller's kind of a module of Python, which Python itself loads.
_MODULE = "EXTENSION"

#: The program loads it by its name: nothing in the folder is linked with it.
_PYTHON = "libpython"

_SYSTEM = ("/usr/lib/", "/lib/", "/lib64/")


def without_orphans(binaries: Iterable[Entry]) -> list[Entry]:
    """Return the binaries without the system's libraries that nothing among them is linked with.

    Python's own stay: the system's Python has its library and its modules in the same folders.
    """
    binaries = list(binaries)
    sources = {Path(name).name: Path(source) for name, source, kind in binaries if kind != LINK}
    waiting = [Path(entry[1]) for entry in binaries if entry[2] != LINK and _is_root(entry)]
    wanted: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in wanted:
            wanted.add(path)
            waiting.extend(sources[name] for name in needed_by(path) if name in sources)
    return [entry for entry in binaries if entry[2] == LINK or Path(entry[1]) in wanted]


def _is_root(entry: Entry) -> bool:
    name, source, kind = entry
    return kind == _MODULE or Path(name).name.startswith(_PYTHON) or not source.startswith(_SYSTEM)
