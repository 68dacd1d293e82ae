"""A second look at HEVC pictures: libde265 repairs what is damaged, and says so only if asked.

libheif, which decodes a HEIF photograph, does not ask: of a picture with one flipped bit a fifth is
another one, without an error. Here each coded picture is given to libde265 once more, for its
warnings alone. The library is the one that comes with pi_heif.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import _pi_heif

#: Where the wheels of pi_heif have the library: Linux, macOS, Windows.
_PLACES = ("pi_heif.libs/libde265*", "pi_heif/.dylibs/libde265*", "libde265*.dll")

#: Kind of unit that tells the size of the picture (ITU-T H.265, table 7-1).
_SEQUENCE_PARAMETERS = 33

#: Pixels by which a coded picture may be larger than it is said to be: coding blocks are squares.
_MARGIN = 128


class DamagedHeifError(Exception):
    """A HEIF file is damaged; the message says what is wrong, sometimes in the decoder's words."""


class UnreadableHeifError(Exception):
    """A HEIF file holds what cannot be read here; the message says what."""


@dataclass(frozen=True)
class CodedPicture:
    """One HEVC picture of a file.

    Attributes
    ----------
    width, height
        As the file says, in pixels.
    parameter_sets
        The decoder's settings.
    length_size
        Bytes of the number before each unit.
    payload
        The units.
    """

    width: int
    height: int
    parameter_sets: tuple[bytes, ...]
    length_size: int
    payload: bytes

    def units(self) -> Iterator[bytes]:
        """Return settings and units in order.

        Raises
        ------
        DamagedHeifError
            If they end too early.
        """
        yield from self.parameter_sets
        at, size = 0, self.length_size
        while at < len(self.payload):
            stop = at + size + int.from_bytes(self.payload[at : at + size], "big")
            if stop > len(self.payload):
                raise DamagedHeifError("its data end too early")
            yield self.payload[at + size : stop]
            at = stop


def check_size(picture: CodedPicture) -> None:
    """Refuse a picture that is coded larger than the file says, before memory is taken for it.

    Raises
    ------
    DamagedHeifError
        If it is, or does not say how large it is.
    """
    known = False
    for unit in picture.units():
        if unit and unit[0] >> 1 & 63 == _SEQUENCE_PARAMETERS:
            width, height = _coded_size(unit)
            if width > picture.width + _MARGIN or height > picture.height + _MARGIN:
                raise DamagedHeifError("its parts say different sizes")
            known = True
    if not known:
        raise DamagedHeifError("its size is missing")


def check(picture: CodedPicture) -> None:
    """Decode a picture and forget it.

    Raises
    ------
    DamagedHeifError
        If the decoder fails, warns, or finds no picture or several.
    UnreadableHeifError
        If there is no libde265.
    """
    library = _library()
    decoder = library.de265_new_decoder()
    if not decoder:
        raise DamagedHeifError("there is no memory to decode it")
    try:
        for unit in picture.units():
            _raise_for(library, library.de265_push_NAL(decoder, unit, len(unit), 0, None))
        _raise_for(library, library.de265_flush_data(decoder))
        if _decoded(library, decoder) != 1:
            raise DamagedHeifError("it is not one whole picture")
    finally:
        library.de265_free_decoder(decoder)


def _decoded(library: ctypes.CDLL, decoder: int) -> int:
    """Return how many pictures were decoded; raises for the first warning."""
    pictures, more = 0, ctypes.c_int(1)
    while more.value:
        more.value = 0
        _raise_for(library, library.de265_decode(decoder, ctypes.byref(more)))
        _raise_for(library, library.de265_get_warning(decoder))
        while library.de265_get_next_picture(decoder):
            pictures += 1
    return pictures


def _raise_for(library: ctypes.CDLL, code: int) -> None:
    if code:
        raise DamagedHeifError(library.de265_get_error_text(code).decode("ascii", "replace"))


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    beside = Path(_pi_heif.__file__).parent
    found = next((str(file) for place in _PLACES for file in sorted(beside.glob(place))), None)
    name = found or find_library("de265")
    if name is None:
        raise UnreadableHeifError("the library libde265 that checks it is not installed")
    library = ctypes.CDLL(name)
    pointer = ctypes.c_void_p
    library.de265_new_decoder.restype = pointer
    library.de265_get_next_picture.restype = pointer
    library.de265_get_error_text.restype = ctypes.c_char_p
    for function in (
        library.de265_free_decoder,
        library.de265_flush_data,
        library.de265_get_next_picture,
        library.de265_get_warning,
    ):
        function.argtypes = [pointer]
    library.de265_decode.argtypes = [pointer, pointer]
    library.de265_push_NAL.argtypes = [
        pointer,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_int64,
        pointer,
    ]
    return library


def _coded_size(unit: bytes) -> tuple[int, int]:
    """Return the width and height of a sequence parameter set (ITU-T H.265, 7.3.2.2)."""
    bits = _Bits(unit[2:].replace(b"\0\0\3", b"\0\0"))
    bits.take(4)
    layers = bits.take(3)
    bits.take(1 + 88 + 8)
    present = [(bits.take(1), bits.take(1)) for _ in range(layers)]
    bits.take(2 * (8 - layers) if layers else 0)
    for profile, level in present:
        bits.take(88 * profile + 8 * level)
    bits.counted()
    if bits.counted() == 3:
        bits.take(1)
    return bits.counted(), bits.counted()


class _Bits:
    """The bits of a unit, the first one first."""

    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data[:256], "big"), 8 * len(data[:256])

    def take(self, count: int) -> int:
        if count > self._left:
            raise DamagedHeifError("its settings end too early")
        self._left -= count
        return self._value >> self._left & (1 << count) - 1

    def counted(self) -> int:
        """Return a number that says itself how long it is (Exp-Golomb)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)
