"""Which photographs a part is about: one of N shares of a list that nobody holds."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from fundusviewer.errors import InputError
from fundusviewer.imaging import photographs_in
from fundusviewer.screening.folders import ONE_PHOTOGRAPH, LeftOut, walk
from fundusviewer.screening.places.address import address_of, encoded, place_of
from fundusviewer.screening.places.remote import found_at

#: A photograph, or what is left out.
PlaceT = TypeVar("PlaceT", bound=Path | LeftOut)

_MOST = 1_000_000
#: What some editors write in front of UTF-8.
_MARK = b"\xef\xbb\xbf"
#: Longer than any path of any system.
_LONGEST_LINE = 64_000


@dataclass(frozen=True)
class Shard:
    """One of several shares of a list.

    A photograph belongs to a share by its path alone, not by its place in the list: a folder that
    grows between two shares loses nobody, and brings nobody twice.

    Attributes
    ----------
    number
        From 1 on.
    of
        How many shares there are.
    """

    number: int
    of: int

    @classmethod
    def of_text(cls, text: str) -> Shard:
        """Read ``K/N``.

        Raises
        ------
        InputError
            If it is none.
        """
        found = re.fullmatch(r"(\d{1,7})/(\d{1,7})", text)
        number, of = (int(found[1]), int(found[2])) if found else (0, 0)
        if not 1 <= number <= of <= _MOST:
            raise InputError(f"{text!r} is no share: K/N with 1 ≤ K ≤ N, for instance 3/16")
        return cls(number, of)

    def has(self, path: Path) -> bool:
        """Return whether a photograph belongs to this share."""
        return zlib.crc32(_bytes_of(path)) % self.of == self.number - 1


def _bytes_of(path: Path) -> bytes:
    return os.fsencode(path) if address_of(path) is None else encoded(path)


def chosen(places: Iterable[PlaceT], shard: Shard | None) -> Iterator[PlaceT]:
    """Yield the photographs of a share, and all that is left out; ``None``: all photographs."""
    return (one for one in places if shard is None or isinstance(one, LeftOut) or shard.has(one))


def listed(lines: Iterable[bytes]) -> Iterator[Path]:
    """Yield the paths and addresses of a list, one a line; empty lines are left out.

    Raises
    ------
    InputError
        If a line is no path.
    """
    for number, line in enumerate(lines, 1):
        name = (line.removeprefix(_MARK) if number == 1 else line).rstrip(b"\r\n")
        if len(name) > _LONGEST_LINE or b"\0" in name:
            raise InputError(f"line {number} of the list is no path")
        if name:
            yield place_of(os.fsdecode(name))


def found_in(places: Iterable[Path]) -> Iterator[Path | LeftOut]:
    """Yield the photographs of files and folders while they are looked for, and what is left out.

    What is named twice comes twice; it is examined once where it is stored.
    """
    for place in places:
        if address_of(place) is not None:
            yield from found_at(place)
            continue
        if not os.path.isdir(place):  # noqa: PTH112
            # Path.is_dir raises for a name that is too long or lies in a locked folder.
            yield from photographs_in(place) or (place,)
            continue
        empty = True
        for one in walk(place):
            empty = empty and isinstance(one, LeftOut)
            yield one
        if empty:
            yield place


def found_in_list(places: Iterable[Path]) -> Iterator[Path | LeftOut]:
    """Yield the same for a long list: files are asked only where the suffix does not tell."""
    for place in places:
        if place.suffix.lower() in ONE_PHOTOGRAPH:
            yield place
        else:
            yield from found_in((place,))
