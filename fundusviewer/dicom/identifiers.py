"""Identifiers: which texts are some, which files they name, and those of what is written.

The same finding always gets the same ones: an archive that is sent a report twice keeps one. They
are UUIDs of names (RFC 9562, version 5), written as PS3.5, B.2 says.
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from fundusviewer.errors import OutputError

_OURS = uuid.uuid5(uuid.NAMESPACE_DNS, "fundusviewer.dicom")

#: This program as the device that observed.
DEVICE_UID = f"2.25.{_OURS.int}"


def uid_of(*parts: object) -> str:
    """Return the identifier of what some parts name together."""
    return f"2.25.{uuid.uuid5(_OURS, chr(31).join(map(str, parts))).int}"


#: Numbers with dots between them; never "..", and no digits of other scripts.
_UID, _LONGEST = re.compile(r"[0-9]+(\.[0-9]+)*"), 64


def is_uid(text: str) -> bool:
    """Return whether a text is an identifier (PS3.5, 9.1)."""
    return len(text) <= _LONGEST and _UID.fullmatch(text) is not None


def folder_of(folder: Path, uid: str) -> Path:
    """Return the folder that an identifier names below another one.

    Raises
    ------
    OutputError
        If it is no identifier: what an object says never leads anywhere else.
    """
    if not is_uid(uid):
        raise OutputError("the object's identifier is none")
    return folder / uid


def file_of(folder: Path, uid: str, mark: str = "") -> Path:
    """Return the file of an object by its identifier.

    Parameters
    ----------
    folder
        Where it lies.
    uid
        The object's identifier.
    mark
        Tells it from others with the same one.

    Raises
    ------
    OutputError
        If it is no identifier.
    """
    return folder_of(folder, uid).with_name(f"{uid}{mark and '-'}{mark}.dcm")
