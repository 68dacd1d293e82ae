"""Texts and previews inside a JPEG: cameras write names and dates there too (EXIF, comments)."""

from __future__ import annotations

import struct

#: APP0 says how dense the pixels are, APP2 carries the colour profile, APP14 tells the colours.
_KEPT = frozenset({0xE0, 0xE2, 0xEE})

_START_OF_SCAN, _COMMENT = 0xDA, 0xFE


def without_comments(code: bytes) -> bytes:
    """Return a JPEG without application segments and comments; its pixels are the same to the bit.

    Raises
    ------
    ValueError
        If the segments before the pixels are damaged.
    """
    pieces, at = [code[:2]], 2
    while True:
        if at + 4 > len(code) or code[at] != 0xFF:
            raise ValueError("the JPEG inside is damaged")
        marker = code[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        (length,) = struct.unpack_from(">H", code, at + 2)
        if marker == _START_OF_SCAN:
            return b"".join([*pieces, code[at:]])
        is_application = 0xE0 <= marker <= 0xEF
        if marker != _COMMENT and (not is_application or marker in _KEPT):
            pieces.append(code[at : at + 2 + length])
        at += 2 + length
