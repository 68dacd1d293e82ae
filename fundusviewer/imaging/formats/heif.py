"""HEIF boxes (ISO/IEC 14496-12 and 23008-12): which HEVC pictures make up a photograph.

Nothing is decoded here; the boxes are only read so far that each coded picture of the photograph
can be looked at by itself (:mod:`.hevc`). A telephone's photograph is a grid of some fifty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fundusviewer.imaging.file import MAX_PIXELS
from fundusviewer.imaging.formats import hevc
from fundusviewer.imaging.formats.hevc import (
    CodedPicture,
    DamagedHeifError,
    UnreadableHeifError,
)

#: Brands of HEVC photographs, and those that say nothing of how the picture is coded.
_BRANDS = frozenset(b"heic heix heim heis hevc hevx hevm hevs mif1 msf1".split())

#: How an HEVC picture is called among the items of a file, and what is put together of others.
_HEVC, _MADE_OF_OTHERS = b"hvc1", frozenset({b"grid", b"iden", b"iovl"})

#: More parts than this are no photograph's: 65,535 are possible.
_MOST_PARTS = 4096

#: Nor are more pixels: those of the largest photograph, with its opacity.
_MOST_PIXELS = 2 * MAX_PIXELS


@dataclass
class _Item:
    kind: bytes = b""
    extents: list[tuple[int, int]] = field(default_factory=list)
    in_idat: bool = False
    properties: list[int] = field(default_factory=list)
    made_of: list[int] = field(default_factory=list)
    serves: list[int] = field(default_factory=list)


class _Reader:
    """Numbers and bytes of a box, one after the other; more than there is raises."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.data, self.at, self.end = data, start, end

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > self.end:
            raise DamagedHeifError("a box ends too early")
        self.at += size
        return self.data[self.at - size : self.at]

    def boxes(self) -> Iterator[tuple[bytes, _Reader]]:
        while self.at < self.end:
            start = self.at
            size, kind = self.number(4), self.take(4)
            if size == 1:
                size = self.number(8)
            stop = self.end if size == 0 else start + size
            if not self.at <= stop <= self.end:
                raise DamagedHeifError("a box is longer than the file")
            yield kind, _Reader(self.data, self.at, stop)
            self.at = stop

    def full_box(self) -> int:
        """Skip the flags; return the version."""
        return self.number(4) >> 24


def is_heif(data: bytes) -> bool:
    """Return whether a file's first bytes are a HEIF photograph's."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def check_boxes(data: bytes) -> None:
    """Refuse a file whose boxes the decoder must not be given; cheap.

    Raises
    ------
    DamagedHeifError
        If the boxes are damaged, or what its parts are is not said in text.
    """
    _Boxes(data)


def check_sizes(data: bytes) -> None:
    """Refuse a file whose pictures are coded larger than it says, or in another way; cheap.

    Parameters
    ----------
    data
        The file.

    Raises
    ------
    DamagedHeifError, UnreadableHeifError
        See :func:`coded_pictures` and :func:`.hevc.check_size`.
    """
    pictures = coded_pictures(data)
    if sum(picture.width * picture.height for picture in pictures) > _MOST_PIXELS:
        raise UnreadableHeifError("it has too many pixels")
    for picture in pictures:
        hevc.check_size(picture)


def check(data: bytes) -> None:
    """Decode all that the photograph consists of; refuse what the decoder has to repair.

    Parameters
    ----------
    data
        The file; its sizes are known to be right.

    Raises
    ------
    DamagedHeifError, UnreadableHeifError
        See :func:`coded_pictures` and :func:`.hevc.check`.
    """
    for picture in coded_pictures(data):
        hevc.check(picture)


def coded_pictures(data: bytes) -> tuple[CodedPicture, ...]:
    """Return the HEVC pictures that a file's main photograph consists of, its opacity's too.

    Parameters
    ----------
    data
        The file.

    Raises
    ------
    DamagedHeifError
        If the boxes are damaged.
    UnreadableHeifError
        If the photograph is coded in another way than as HEVC.
    """
    boxes = _Boxes(data)
    found = tuple(boxes.picture(number) for number in boxes.parts())
    if not found:
        raise DamagedHeifError("no photograph is in the file")
    return found


def _check_text(words: bytes) -> None:
    """Refuse names that are no text: pi-heif reads the memory at address 0 for them."""
    try:
        words.decode()
    except UnicodeDecodeError as error:
        raise DamagedHeifError("the name of a part is no text") from error


class _Boxes:
    """What the boxes say, gathered."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._items: dict[int, _Item] = {}
        self._properties: list[tuple[bytes, _Reader]] = []
        self._idat: tuple[int, int] = (0, 0)
        self._main = -1
        self._taken = 0
        for kind, box in _Reader(data, 0, len(data)).boxes():
            if kind == b"meta":
                box.full_box()
                for name, inner in box.boxes():
                    self._gather(name, inner)
                return
        raise DamagedHeifError("the list of its pictures is missing")

    def parts(self) -> list[int]:
        """Return the numbers of the coded pictures of the main photograph."""
        waiting = [self._main]
        waiting += [number for number, item in self._items.items() if self._main in item.serves]
        seen: list[int] = []
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.append(number)
            waiting += self._item(number).made_of
            if len(seen) > _MOST_PARTS:
                raise UnreadableHeifError("it has too many parts")
        return [number for number in seen if self._item(number).kind not in _MADE_OF_OTHERS]

    def picture(self, number: int) -> CodedPicture:
        item = self._item(number)
        if item.kind != _HEVC:
            code = item.kind.decode("ascii", "replace")
            raise UnreadableHeifError(f"a part is coded as {code!r}")
        size = self._property(item, b"ispe")
        size.full_box()
        width, height = size.number(4), size.number(4)
        length_size, sets = _configuration(self._property(item, b"hvcC"))
        return CodedPicture(width, height, sets, length_size, self._payload(item))

    def _property(self, item: _Item, wanted: bytes) -> _Reader:
        """Return what is said of an item, to be read from its start."""
        for index in item.properties:
            if 1 <= index <= len(self._properties):
                kind, box = self._properties[index - 1]
                if kind == wanted:
                    return _Reader(box.data, box.at, box.end)
        raise DamagedHeifError("a part lacks its size or its decoder's settings")

    def _item(self, number: int) -> _Item:
        if number not in self._items:
            raise DamagedHeifError("a part is missing")
        return self._items[number]

    def _of(self, number: int) -> _Item:
        return self._items.setdefault(number, _Item())

    def _payload(self, item: _Item) -> bytes:
        start, end = self._idat if item.in_idat else (0, len(self._data))
        parts = []
        for offset, length in item.extents:
            stop = start + offset + length if length else end
            if not start <= start + offset < stop <= end:
                raise DamagedHeifError("the file is cut off")
            self._taken += stop - start - offset
            if self._taken > 2 * len(self._data):
                raise DamagedHeifError("its parts lie over each other")
            parts.append(self._data[start + offset : stop])
        return b"".join(parts)

    def _gather(self, kind: bytes, box: _Reader) -> None:
        if kind == b"pitm":
            self._main = box.number(4 if box.full_box() else 2)
        elif kind == b"iinf":
            self._kinds(box)
        elif kind == b"iloc":
            self._locations(box)
        elif kind == b"iref":
            self._references(box)
        elif kind == b"idat":
            self._idat = box.at, box.end
        elif kind == b"iprp":
            for name, inner in box.boxes():
                if name == b"ipco":
                    self._properties = list(inner.boxes())
                elif name == b"ipma":
                    self._associations(inner)

    def _kinds(self, box: _Reader) -> None:
        box.take(4 if box.full_box() else 2)
        for _, entry in box.boxes():
            number = entry.number(4 if entry.full_box() == 3 else 2)
            entry.take(2)
            item = self._of(number)
            item.kind = entry.take(4)
            _check_text(item.kind + entry.take(entry.end - entry.at))

    def _locations(self, box: _Reader) -> None:
        version = box.full_box()
        sizes = box.number(2)
        offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
        for _ in range(box.number(2 if version < 2 else 4)):
            item = self._of(box.number(2 if version < 2 else 4))
            item.in_idat = version > 0 and box.number(2) & 15 == 1
            box.take(2)
            start = box.number(base)
            for _ in range(box.number(2)):
                box.take(index if version else 0)
                item.extents.append((start + box.number(offset), box.number(length)))

    def _references(self, box: _Reader) -> None:
        width = 4 if box.full_box() else 2
        for kind, reference in box.boxes():
            item = self._of(reference.number(width))
            targets = [reference.number(width) for _ in range(reference.number(2))]
            if kind == b"dimg":
                item.made_of += targets
            elif kind == b"auxl":
                item.serves += targets

    def _associations(self, box: _Reader) -> None:
        start = box.at
        version = box.full_box()
        wide = box.data[start + 3] & 1
        for _ in range(box.number(4)):
            item = self._of(box.number(4 if version else 2))
            for _ in range(box.number(1)):
                item.properties.append(box.number(2) & 0x7FFF if wide else box.number(1) & 0x7F)


def _configuration(box: _Reader) -> tuple[int, tuple[bytes, ...]]:
    """Return how long a unit's length is, and the parameter sets (ISO/IEC 14496-15, 8.3.3)."""
    box.take(21)
    length_size = (box.number(1) & 3) + 1
    sets: list[bytes] = []
    for _ in range(box.number(1)):
        box.take(1)
        sets += [box.take(box.number(2)) for _ in range(box.number(2))]
    return length_size, tuple(sets)
