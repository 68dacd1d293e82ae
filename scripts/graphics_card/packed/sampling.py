"""How often each photograph is drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from scripts.graphics_card.packed.records import PackedDrawing, PackedPhotograph
from scripts.graphics_card.recipe import LESION_SHARES, SET_FACTORS


def grader_weights(photographs: Sequence[PackedPhotograph]) -> np.ndarray:
    """Return each photograph's chance to be drawn for the grader, float64 (N,), sum 1.

    Sets are drawn by the root of their size (times :data:`.recipe.SET_FACTORS`), and within a set
    each grade and each range of grades by the root of its number.
    """
    kinds = [(photo.set, photo.grades) for photo in photographs]
    sets, sizes = Counter(photo.set for photo in photographs), Counter(kinds)
    roots: defaultdict[str, float] = defaultdict(float)
    for (name, _), size in sizes.items():
        roots[name] += size**0.5
    weights = np.array(
        [
            sets[kind[0]] ** 0.5
            * SET_FACTORS.get(kind[0], 1.0)
            * sizes[kind] ** 0.5
            / roots[kind[0]]
            / sizes[kind]
            for kind in kinds
        ]
    )
    return np.asarray(weights / weights.sum())


def lesion_weights(drawings: Sequence[PackedDrawing]) -> np.ndarray:
    """Return how often each is drawn for the lesion network, float64 (N,): by its set's share."""
    sizes = Counter(drawing.set for drawing in drawings)
    return np.array([LESION_SHARES[drawing.set] / sizes[drawing.set] for drawing in drawings])
