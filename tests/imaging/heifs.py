"""Photographs as telephones write them; tests/data/README.md says how they were made."""

from __future__ import annotations

import struct
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data"

#: One HEVC picture of the sample; a grid of six, to be turned, as telephones write.
PLAIN = (_DATA / "sample.heic").read_bytes()
PHONE = (_DATA / "phone.heic").read_bytes()
GREY = (_DATA / "grey.heic").read_bytes()
TEN_BITS = (_DATA / "ten_bits.heic").read_bytes()
ALPHA = (_DATA / "alpha.heic").read_bytes()
SECOND_IS_MAIN = (_DATA / "second_is_main.heic").read_bytes()


def of_brand(data: bytes, brand: bytes) -> bytes:
    """Return a file that calls itself something else."""
    return data[:8] + brand + data[12:]


def without(data: bytes, box: bytes) -> bytes:
    """Return a file in which boxes of a kind are skipped by every reader."""
    assert box in data
    return data.replace(box, b"free")


def of_size(data: bytes, old: tuple[int, int], new: tuple[int, int]) -> bytes:
    """Return a file that says another size of itself (its ``ispe`` boxes)."""
    before, after = (struct.pack(">II", *size) for size in (old, new))
    assert before in data
    return data.replace(before, after)


def pixels_start(data: bytes) -> int:
    """Return where the coded pictures begin."""
    return data.index(b"mdat") + 4
