"""What happens to files: bits flip, pieces are overwritten, lost, doubled, swapped, cut off."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator

#: Seconds for each of some forty kinds of file, in ``make test-fuzz``.
SECONDS = float(os.environ.get("FUNDUSVIEWER_FUZZ_SECONDS", "0"))

#: Where the random numbers begin; a failure names the number that made it.
FIRST_SEED = int(os.environ.get("FUNDUSVIEWER_FUZZ_SEED", "0"))

Mutation = Callable[[bytearray, random.Random], None]


def flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 1, 2, 8])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def overwrite(data: bytearray, chance: random.Random) -> None:
    at, size = _piece(data, chance)
    fill = chance.choice([b"\0", b"\xff", b""])
    data[at : at + size] = fill * size or chance.randbytes(size)


def lose(data: bytearray, chance: random.Random) -> None:
    at, size = _piece(data, chance)
    del data[at : at + size]


def double(data: bytearray, chance: random.Random) -> None:
    at, size = _piece(data, chance)
    data[at:at] = data[at : at + size]


def move(data: bytearray, chance: random.Random) -> None:
    at, size = _piece(data, chance)
    piece = data[at : at + size]
    del data[at : at + size]
    to = chance.randrange(len(data) + 1)
    data[to:to] = piece


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def never_written(data: bytearray, chance: random.Random) -> None:
    """Make the end zeros: what a full disk or a lost connection leaves."""
    at = chance.randrange(len(data))
    data[at:] = bytes(len(data) - at)


MUTATIONS: tuple[Mutation, ...] = (flip, overwrite, lose, double, move, cut, never_written)


def mutated(data: bytes, seed: int) -> bytes:
    """Return the file with one or two things that happened to it; not always another one."""
    chance = random.Random(seed)  # noqa: S311
    harmed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2])):
        if harmed:
            chance.choice(MUTATIONS)(harmed, chance)
    return bytes(harmed)


def tries(usual: int) -> Iterator[int]:
    """Yield seeds: as many as are usual, and on until the time is over where there is one.

    The same ones in every run of ``make test``: a quick machine finds no more than a slow one.
    """
    end, seed = time.monotonic() + SECONDS, FIRST_SEED
    while seed < FIRST_SEED + usual or time.monotonic() < end:
        yield seed
        seed += 1


def _piece(data: bytearray, chance: random.Random) -> tuple[int, int]:
    size = min(len(data), chance.choice([1, 4, 20, 100, 512, 4096]))
    return chance.randrange(len(data) - size + 1), size
