"""Photographs that a browser sends: bounded, read by our reader, never under a path of theirs."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from fundusviewer.atomic import write_new
from fundusviewer.errors import InputError
from fundusviewer.imaging import SUFFIXES, load, read_preview
from fundusviewer.imaging.file import file_of

#: Bytes of one photograph, and photographs of one form.
MOST_BYTES, MOST_FILES = 64 << 20, 20

_MOST_LETTERS = 120
_PREVIEW = 256


def safe_name(given: str) -> str:
    """Return the name under which a photograph is kept; it is a name and no path.

    Letters of all languages, digits, ``-``, ``_``, ``.`` and blanks stay, since names tell patient
    and eye.

    Raises
    ------
    InputError
        If nothing is left of it, or it is no photograph's.
    """
    name = PureWindowsPath(PurePosixPath(given).name).name
    name = unicodedata.normalize("NFC", name)
    name = re.sub(r"[^\w. -]", "_", name).strip(" .")
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError("this is no photograph by its name: JPEG, PNG, TIFF or DICOM is allowed")
    stem = name[: -len(suffix)].strip(" .")
    if not stem or len(name) > _MOST_LETTERS:
        raise InputError(f"a photograph's name has 1 to {_MOST_LETTERS} letters")
    return f"{stem}{suffix}"


def keep_upload(stream: IO[bytes], given: str, folder: Path) -> Path:
    """Put a photograph that was sent into the folder; only what can be read is kept.

    Parameters
    ----------
    stream
        Its bytes.
    given
        The name that the browser says.
    folder
        Where photographs are kept.

    Returns
    -------
    Path
        The file; one of before where it is there already, byte for byte.

    Raises
    ------
    InputError
        If it is too large, or another photograph of that name is there.
    ImageReadError
        If it is no photograph.
    OutputError
        If it cannot be written.
    """
    name = safe_name(given)
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"a photograph has at most {MOST_BYTES >> 20} MB")
    target = folder / name
    file = file_of(target, data)
    # Decoded before anything is written: what is kept can be read.
    read_preview(file, _PREVIEW)
    if not write_new(target, data, private=True) and load(target).sha256 != file.sha256:
        raise InputError("another photograph of this name is there already; give it another name")
    return target
