"""What Linux binaries carry for nobody: symbols for debuggers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from distribution.elf import can_be_loaded, is_elf, output_of
from distribution.left_out import LINK, Entry


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
