"""Text files that people made: in the encodings that their programs write."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: How the workbooks of spreadsheet programs begin: a zip archive, an OLE file.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_user_text(path: Path, *, otherwise: str | None = None) -> str:
    """Read a text file in UTF-8, or in UTF-16 or UTF-32 with its mark; line ends stay.

    Parameters
    ----------
    path
        The file.
    otherwise
        The encoding that it is in where it is in none of these; ``None``: then it is refused.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is no such text; the message says what to do.
    """
    data = path.read_bytes()
    if data.startswith(_WORKBOOKS):
        raise ValueError("it is a workbook; save it as CSV UTF-8 in the spreadsheet program")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data.removeprefix(mark), encoding)
    return _decoded(data, "utf-8" if otherwise is None or _is_utf8(data) else otherwise)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"{error}; save it as CSV UTF-8 or as text in UTF-8") from error
    if "\0" in text:
        raise ValueError("it holds zero bytes; save it as CSV UTF-8 or as text in UTF-8")
    return text
