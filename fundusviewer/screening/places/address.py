"""Addresses as paths: ``s3://archive/12_OD.jpg`` is ``Path("s3:/archive/12_OD.jpg")``.

A path has a name, a suffix and a folder, which tell whose photograph it is; everything that works
with paths works with addresses. A path of a drive never begins like that: it is made absolute
before anything else is done with it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fundusviewer.errors import InputError

#: A letter alone is a drive of Windows. Addresses may stand in one another (``zip://a.jpg::s3://b``).
_SCHEME = r"[A-Za-z][A-Za-z0-9+.\-]+"
_AS_TEXT = re.compile(rf"(?:{_SCHEME}::)*{_SCHEME}://")
_AS_PATH = re.compile(rf"(?:{_SCHEME}::)*{_SCHEME}:[/\\](?![/\\])")
_SINGLE = re.compile(rf"(^|::)({_SCHEME}):/(?!/)")
_DOUBLE = re.compile(rf"(^|::)({_SCHEME})://")


def place_of(text: str) -> Path:
    """Return the path that stands for a path or an address.

    Raises
    ------
    InputError
        If it is an address that a path cannot stand for.
    """
    if not _AS_TEXT.match(text):
        path = Path(text)
        # A folder of the drive that is called "s3:".
        return path.absolute() if _AS_PATH.match(text) else path
    if text.lower().startswith("file://"):
        # With it come the network and its encryption, which few commands need.
        from urllib.request import url2pathname

        return Path(url2pathname(unquote(urlsplit(text).path)))
    path = Path(_DOUBLE.sub(r"\1\2:/", text))
    if address_of(path) != text:
        raise InputError(
            f"{text}: an address must not have empty parts, nor end with /; write "
            f"{address_of(path)}, if that is meant"
        )
    return path


def address_of(path: Path) -> str | None:
    """Return the address that a path stands for; ``None`` for a path of a drive."""
    text = path.as_posix()
    return _SINGLE.sub(r"\1\2://", text) if _AS_PATH.match(text) else None


def whole(path: Path) -> Path:
    """Return the path that means the same in every working folder; an address stays as it is."""
    return path if address_of(path) is not None else path.absolute()


def as_text(path: Path) -> str:
    """Return a path or an address as people write it."""
    return address_of(path) or str(path)


def named(path: Path) -> Path:
    """Return a path whose name is that of the file: without what a web address has behind it."""
    if not path.as_posix().lower().startswith(("http:/", "https:/")):
        return path
    file, sign, frame = path.as_posix().partition("#frame")
    return Path(unquote(file.partition("?")[0]) + sign + frame)


def encoded(path: Path) -> bytes:
    """Return :func:`whole` in the file system's own bytes, an address as people write it."""
    return os.fsencode(address_of(path) or path.absolute())
