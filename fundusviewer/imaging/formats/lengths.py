"""Whether the parts of a file have the lengths that it says: what was lost, doubled, or cut off.

The decoders of WebP, JPEG 2000 and AVIF go on without a word where bytes are missing or too many;
what they then make up looks like a photograph. The formats have no check sums, but they say how
long each part is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

_START, _TILE, _TILE_DATA, _END = 0xFF4F, 0xFF90, 0xFF93, 0xFFD9

#: Boxes of JPEG 2000 and AVIF: their length and name, and the longer length where that is 1.
_BOX, _LONG_BOX = 8, 16


class WrongLengthError(Exception):
    """A part of a file is longer or shorter than the file says; the message says which."""


def check_lengths(file_type: str, data: bytes) -> None:
    """Check a file of a type that is known here; others pass.

    Parameters
    ----------
    file_type
        Of its content.
    data
        The file.

    Raises
    ------
    WrongLengthError
        If a part is longer or shorter than the file says.
    """
    check = _CHECKS.get(file_type)
    if check is not None:
        check(data)


def _check_webp(data: bytes) -> None:
    end = 8 + _number(data, 4, 4, "little")
    # One byte may follow a part of an odd length.
    if not end <= len(data) <= end + end % 2:
        raise WrongLengthError("the file is not as long as it says")
    at = 12
    while at < end:
        length = _number(data, at + 4, 4, "little")
        at += 8 + length + length % 2
    if at not in (end, end + 1):
        raise WrongLengthError("a part is not as long as it says")


def _check_jpeg_2000(data: bytes) -> None:
    if data.startswith(_START.to_bytes(2, "big")):
        _check_code_stream(data)
        return
    for kind, part in _boxes(data):
        if kind == b"jp2c":
            _check_code_stream(part)


def _check_code_stream(data: bytes) -> None:
    """Walk from tile part to tile part: each says where the next one begins.

    See ITU-T T.800, annex A.
    """
    at = 2
    while (marker := _number(data, at, 2)) != _END:
        if marker == _TILE:
            length = _number(data, at + 6, 4)
            # The last one may reach to the end of the code stream.
            after = at + length if length else len(data) - 2
            if after <= at:
                raise WrongLengthError("a tile is shorter than it can be")
            at = after
        elif marker >> 8 == 0xFF and marker != _TILE_DATA:
            at += 2 + max(2, _number(data, at + 2, 2))
        else:
            raise WrongLengthError("a tile is not as long as it says")
    if any(data[at + 2 :]):
        raise WrongLengthError("bytes follow the end of the picture")


def _check_boxes(data: bytes) -> None:
    for _kind, _part in _boxes(data):
        pass


def _boxes(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the names and contents of the outermost boxes, which together are the whole file."""
    at, found = 0, []
    while at < len(data):
        length, kind = _number(data, at, 4), data[at + 4 : at + 8]
        begin = at + (_LONG_BOX if length == 1 else _BOX)
        if length == 1:
            length = _number(data, at + 8, 8)
        after = len(data) if length == 0 else at + length
        if not begin <= after <= len(data):
            raise WrongLengthError("a part is not as long as it says")
        found.append((kind, data[begin:after]))
        at = after
    return found


def _number(data: bytes, at: int, size: int, order: Literal["big", "little"] = "big") -> int:
    if at + size > len(data):
        raise WrongLengthError("the file is cut off")
    return int.from_bytes(data[at : at + size], order)


_CHECKS: Mapping[str, Callable[[bytes], None]] = MappingProxyType(
    {"WEBP": _check_webp, "JPEG2000": _check_jpeg_2000, "AVIF": _check_boxes}
)
