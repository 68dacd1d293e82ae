"""What Linux binaries carry for nobody: symbols for debuggers, and libraries that no one links."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from distribution.elf import can_be_loaded, is_elf, needed_by, output_of
from distribution.left_out import LINK, Entry

_SYSTEM = ("/usr/lib/", "/lib/", "/lib64/")


def without_orphans(binaries: Iterable[Entry]) -> list[Entry]:
    """Return the binaries without system libraries that came for something that was left out."""
    binaries = list(binaries)
    sources = {Path(name).name: Path(source) for name, source, kind in binaries if kind != LINK}
    waiting = [path for path in sources.values() if not _is_system(str(path))]
    wanted: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in wanted:
            wanted.add(path)
            waiting.extend(sources[name] for name in needed_by(path) if name in sources)
    return [
        (name, source, kind)
        for name, source, kind in binaries
        if kind == LINK or not _is_system(source) or Path(source) in wanted
    ]


def stripped(binaries: Iterable[Entry], work: Path) -> list[Entry]:
    """Return the binaries without debuggers' symbols.

    Those whose copy could not be loaded any more stay as they are: wheels' tools move segments in
    a way that ``strip`` does not understand.

    Parameters
    ----------
    binaries
        PyInstaller's list.
    work
        Folder for the copies.
    """
    return [
        (name, str(_strip(Path(source), work / name)) if kind != LINK else source, kind)
        for name, source, kind in binaries
    ]


def _strip(source: Path, target: Path) -> Path:
    if not is_elf(source):
        return source
    target.parent.mkdir(parents=True, exist_ok=True)
    output_of("strip", "--strip-unneeded", "-o", target, source)
    smaller = target.stat().st_size < source.stat().st_size
    return target if smaller and can_be_loaded(target) else source


def _is_system(source: str) -> bool:
    return source.startswith(_SYSTEM)
