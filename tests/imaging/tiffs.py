"""TIFF files of every kind, written entry by entry."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

NONE, LZW, JPEG, DEFLATE = 1, 5, 7, 8


@dataclass(frozen=True)
class Page:
    """A directory to be written: its pieces as they stand in the file, and its entries."""

    pieces: Sequence[bytes]
    tags: dict[int, Any] = field(default_factory=dict)
    below: tuple[Page, ...] = ()


def page(
    values: np.ndarray,
    photometric: int,
    *,
    planes: bool = False,
    compression: int = NONE,
    rows: int | None = None,
    order: str = "<",
    tile: int = 0,
    below: tuple[Page, ...] = (),
    **tags: Any,
) -> Page:
    """Return a page of uint8 or uint16 (h, w) or (h, w, n); ``tags`` are named ``t338=2``."""
    cube = values if values.ndim == 3 else values[:, :, None]
    height, width, channels = cube.shape
    rows = rows or height
    kind = f"{order}u{cube.itemsize}"
    layers = [cube[:, :, [index]] for index in range(channels)] if planes else [cube]
    pieces = [
        piece.astype(kind).tobytes()
        for layer in layers
        for piece in (_tiles(layer, tile) if tile else _strips(layer, rows))
    ]
    if compression == DEFLATE:
        pieces = [zlib.compress(piece) for piece in pieces]
    entries: dict[int, Any] = {
        256: width,
        257: height,
        258: (8 * cube.itemsize,) * channels,
        259: compression,
        262: photometric,
        277: channels,
        284: 2 if planes else 1,
    }
    entries |= {322: tile, 323: tile} if tile else {278: rows}
    return Page(pieces, entries | {int(name[1:]): value for name, value in tags.items()}, below)


def written(pages: Sequence[Page], order: str = "<", *, big: bool = False) -> bytes:
    """Return a TIFF, or a BigTIFF."""
    head = struct.pack(f"{order}HHH", 43, 8, 0) if big else struct.pack(f"{order}H", 42)
    data = bytearray({"<": b"II", ">": b"MM"}[order] + head)
    link = len(data)
    data += bytes(8 if big else 4)
    for one in pages:
        link = _append(data, one, link, order, big)
    return bytes(data)


def _append(data: bytearray, one: Page, link: int, order: str, big: bool) -> int:
    """Write a directory and return where the place of the next one is to stand."""
    word = f"{order}Q" if big else f"{order}I"
    below = []
    for lower in one.below:
        place = len(data)
        data += bytes(8)
        _append(data, lower, place, order, big)
        below.append(struct.unpack_from(word, data, place)[0])
    offsets = []
    for piece in one.pieces:
        data += bytes(len(data) % 2)
        offsets.append(len(data))
        data += piece
    places, sizes = (324, 325) if 322 in one.tags else (273, 279)
    tags = {places: tuple(offsets), sizes: tuple(len(piece) for piece in one.pieces), **one.tags}
    if below:
        tags[330] = tuple(below)
    entries = []
    for tag, value in sorted(tags.items()):
        kind, count, packed = _packed(value, order)
        room = 8 if big else 4
        if len(packed) > room:
            data += bytes(len(data) % 2)
            elsewhere = struct.pack(word, len(data))
            data += packed
            packed = elsewhere
        head = struct.pack(f"{order}HH", tag, kind) + struct.pack(word, count)
        entries.append(head + packed.ljust(room, b"\0"))
    data += bytes(len(data) % 2)
    struct.pack_into(word, data, link, len(data))
    data += struct.pack(f"{order}{'Q' if big else 'H'}", len(entries)) + b"".join(entries)
    data += bytes(8 if big else 4)
    return len(data) - (8 if big else 4)


def _packed(value: Any, order: str) -> tuple[int, int, bytes]:
    """Return type, count and bytes: LONG for places, SHORT for what fits, UNDEFINED for bytes."""
    if isinstance(value, bytes):
        return 7, len(value), value
    numbers = value if isinstance(value, tuple) else (value,)
    kind, letter = (3, "H") if max(numbers) < 65536 else (4, "I")
    return kind, len(numbers), struct.pack(f"{order}{len(numbers)}{letter}", *numbers)


def _strips(layer: np.ndarray, rows: int) -> list[np.ndarray]:
    return [layer[top : top + rows] for top in range(0, layer.shape[0], rows)]


def _tiles(layer: np.ndarray, side: int) -> list[np.ndarray]:
    height, width, _ = layer.shape
    padded = np.pad(layer, ((0, -height % side), (0, -width % side), (0, 0)))
    return [
        padded[top : top + side, left : left + side]
        for top in range(0, height, side)
        for left in range(0, width, side)
    ]
