"""How two photographs of one eye lie over each other, by optic disc and fovea."""

from __future__ import annotations

import numpy as np

from fundusviewer.anatomy.landmarks import Landmarks

#: A camera at the same field of view does not scale by more than this.
_LARGEST_SCALE = 2.0


def lay_over(fixed: Landmarks | None, moved: Landmarks | None) -> np.ndarray | None:
    """Return the turn, scale and shift that bring disc to disc and fovea to fovea.

    Returns
    -------
    numpy.ndarray or None
        float64 (2, 3): from pixels of the moved photograph to pixels of the fixed one. ``None``
        where one of the four places was not found, or the scale is not one of the same camera.
    """
    first, second = _places(fixed), _places(moved)
    if first is None or second is None:
        return None
    # As complex numbers a turn with a scale is one factor.
    factor = (first[1] - first[0]) / (second[1] - second[0])
    if not 1 / _LARGEST_SCALE <= abs(factor) <= _LARGEST_SCALE:
        return None
    shift = first[0] - factor * second[0]
    return np.array(
        [[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]]
    )


def _places(landmarks: Landmarks | None) -> tuple[complex, complex] | None:
    """Return disc and fovea; ``None`` where one is missing or both are in one place."""
    if landmarks is None or landmarks.disc is None or landmarks.fovea is None:
        return None
    disc = complex(landmarks.disc.x, landmarks.disc.y)
    fovea = complex(landmarks.fovea.x, landmarks.fovea.y)
    return None if disc == fovea else (disc, fovea)
