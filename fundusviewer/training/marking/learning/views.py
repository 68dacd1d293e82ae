"""How a picture is looked at while learning: the same for the picture, its masks and its points."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True)
class Reach:
    """How far a view may go.

    Attributes
    ----------
    zoom
        Range of the enlargement.
    stretch
        Largest relative change of the aspect ratio.
    turned
        Share of the views that is turned by any angle.
    slight
        Largest angle of the others in degrees, both ways.
    """

    zoom: tuple[float, float]
    stretch: float = 0.12
    turned: float = 0.5
    slight: float = 20.0


@dataclass(frozen=True, eq=False)
class View:
    """A place in the new picture x, as seen in the old one: ``matrix`` @ x + ``offset``.

    Attributes
    ----------
    matrix, offset
        float64 (2, 2) and (2,), in pixels, whose middles have whole numbers.
    size
        Height and width of the new picture.
    """

    matrix: np.ndarray
    offset: np.ndarray
    size: int

    def of(self, pixels: np.ndarray) -> np.ndarray:
        """Return a picture or mask, uint8 (S, S) or (S, S, C), as it is seen; black beyond it."""
        matrix = np.column_stack([self.matrix, self.offset])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(pixels, matrix, (self.size, self.size), flags=flags))

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return where a place of the old picture, x and y, lies in the new one."""
        x, y = np.linalg.solve(self.matrix, np.asarray(point) - self.offset)
        return float(x), float(y)


def random_view(
    rng: np.random.Generator, reach: Reach, centre: tuple[float, float], size: int
) -> View:
    """Flip, turn, zoom and stretch around a place of the old picture.

    Parameters
    ----------
    rng
        Where the chance comes from.
    reach
        How far it may go.
    centre
        x and y of what lies in the middle of the new picture.
    size
        Height and width of the new picture.
    """
    widest = 180.0 if rng.random() < reach.turned else reach.slight
    angle = np.deg2rad(rng.uniform(-widest, widest))
    zoom = np.exp(rng.uniform(*np.log(reach.zoom)))
    aspect = np.sqrt(1 + rng.uniform(-reach.stretch, reach.stretch))
    flip = rng.choice([-1.0, 1.0])
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = rotation @ np.diag([flip / (zoom * aspect), aspect / zoom])
    middle = np.array([size - 1, size - 1]) / 2
    return View(matrix, np.asarray(centre, float) - matrix @ middle, size)
