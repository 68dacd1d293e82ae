"""Maps as a network would give them, and what it saw."""

from __future__ import annotations

import numpy as np

from fundusviewer.imaging import PreparedInput, Region

CELLS, PIXELS = 96, 192
#: The photograph is squashed and does not fill the input: factors of 10 and 20, an offset.
REGION = Region(-100.0, 50.0, 960.0, 1920.0)
Place = tuple[float, float]


def on_photograph(column: float, row: float) -> Place:
    """Return where the middle of a cell lies in the photograph."""
    return REGION.left + (column + 0.5) * 10, REGION.top + (row + 0.5) * 20


def bump(place: Place | None, height: float = 0.9, width: float = 3.0) -> np.ndarray:
    """Return a map, (96, 96), with one soft peak at column and row."""
    if place is None:
        return np.zeros((CELLS, CELLS), np.float32)
    rows, columns = np.indices((CELLS, CELLS))
    square = (columns - place[0]) ** 2 + (rows - place[1]) ** 2
    return np.asarray(height * np.exp(-square / (2 * width**2)), np.float32)


def circle(place: Place | None, radius: float = 6.0) -> np.ndarray:
    """Return a map, (96, 96), 1 inside of a circle."""
    if place is None:
        return np.zeros((CELLS, CELLS), np.float32)
    rows, columns = np.indices((CELLS, CELLS))
    inside = (columns - place[0]) ** 2 + (rows - place[1]) ** 2 <= radius**2
    return np.asarray(inside, np.float32)


def landmark_maps(disc: Place | None, fovea: Place | None) -> np.ndarray:
    """Return the three maps of a photograph with disc and fovea at these cells."""
    return np.stack([bump(disc), bump(fovea), circle(disc)], axis=-1)


def seen(brightness: int = 120) -> PreparedInput:
    """Return what the network saw: one colour, and the grain of a photograph."""
    grain = np.indices((PIXELS, PIXELS)).sum(axis=0) % 7
    return PreparedInput(np.dstack([(brightness + grain).astype(np.uint8)] * 3), REGION)
