"""Which files the pictures of ``classify`` are written to, found out before the work begins."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from fundusviewer.anatomy import LESION_KINDS
from fundusviewer.errors import OutputError
from fundusviewer.overlay import PICTURE_SUFFIXES

_OVERLAY = "-overlay.png"


def overlay_targets(photographs: Sequence[Path], overlay: Path | None) -> dict[Path, Path]:
    """Return the overlay file of each photograph.

    Raises
    ------
    OutputError
        If several photographs would be written to one file, or one over itself, or the folder
        cannot be made.
    """
    if overlay is None:
        return {}
    if not overlay.suffix or overlay.is_dir():
        begins = _begins(photographs, overlay, "--overlay", [_OVERLAY])
        return {path: begin.with_name(begin.name + _OVERLAY) for path, begin in begins.items()}
    if overlay.suffix.lower() not in PICTURE_SUFFIXES:
        raise OutputError(
            f"--overlay {overlay}: pictures are written as {', '.join(PICTURE_SUFFIXES)} only"
        )
    if len(photographs) > 1:
        raise OutputError(
            f"--overlay {overlay}: there are {len(photographs)} photographs; name a folder"
        )
    if overlay.exists() and photographs[0].exists() and overlay.samefile(photographs[0]):
        raise OutputError(f"--overlay {overlay}: is the photograph itself; name another file")
    return {photographs[0]: overlay}


def targets_of_maps(photographs: Sequence[Path], folder: Path | None) -> dict[Path, Path]:
    """Return how the files of each photograph's lesion maps begin: ``<begin>_MA.png`` and so on.

    Raises
    ------
    OutputError
        If the folder cannot be made.
    """
    if folder is None:
        return {}
    return _begins(photographs, folder, "--lesion-maps", [f"_{kind}.png" for kind in LESION_KINDS])


def _begins(
    photographs: Sequence[Path], folder: Path, option: str, endings: Sequence[str]
) -> dict[Path, Path]:
    """Return a beginning of its own for each photograph; those of one name are numbered."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{option} {folder}: cannot be made ({error.strerror})") from error
    # Compared without case, as the file systems of Windows and macOS do.
    taken = {path.resolve().as_posix().casefold() for path in photographs}
    begins: dict[Path, Path] = {}
    for photograph in photographs:
        numbers = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
        for number in numbers:
            begin = folder / f"{photograph.stem}{number}"
            files = {
                begin.with_name(begin.name + ending).resolve().as_posix().casefold()
                for ending in endings
            }
            if not files & taken:
                break
        taken |= files
        begins[photograph] = begin
    return begins
