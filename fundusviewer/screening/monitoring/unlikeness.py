"""How far a photograph is from the reference, as the network sees it.

The squared Mahalanobis distance of its embedding from the reference's mean, with a covariance that
is drawn towards a sphere: a hundred photographs do not tell one of 64 dimensions. A photograph of
the reference is compared with the photographs of other patients alone, so that it is as far from
them as one that comes later.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

#: How far the covariance is drawn towards a sphere, 0–1.
SHRINKAGE = 0.2

#: Embeddings of more dimensions are left alone: they take too long.
MOST_DIMENSIONS = 512


def unlikeness(
    reference: Sequence[np.ndarray | None],
    patients: Sequence[str],
    others: Sequence[np.ndarray | None],
    their_patients: Sequence[str],
) -> np.ndarray:
    """Return the distances of photographs from the reference, float (M,).

    Parameters
    ----------
    reference, patients
        Embeddings, float (D,), and who they show.
    others, their_patients
        Those whose distances are wanted; may be the reference itself. NaN where there is no
        embedding, or one of another size.
    """
    known = [one for one in reference if one is not None]
    size = len(known[0]) if known else 0
    usable = np.array([one is not None and len(one) == size for one in reference], bool)
    distances = np.full(len(others), np.nan)
    if not 0 < size <= MOST_DIMENSIONS or usable.sum() < 2:
        return distances
    points = np.stack([np.asarray(one, float) for one in reference if _is_of(one, size)])
    people = np.asarray(patients)[usable]
    rows = np.array([row for row, one in enumerate(others) if _is_of(one, size)], int)
    if len(rows) == 0:
        return distances
    wanted = np.stack([np.asarray(others[row], float) for row in rows])
    whose = np.asarray(their_patients)[rows]
    among = np.isin(whose, people)
    if (~among).any():
        distances[rows[~among]] = _distances(points, wanted[~among])
    for patient in np.unique(whose[among]):
        of_patient, rest = whose == patient, people != patient
        if rest.sum() >= 2:
            distances[rows[of_patient]] = _distances(points[rest], wanted[of_patient])
    return distances


def _is_of(embedding: np.ndarray | None, size: int) -> bool:
    return embedding is not None and len(embedding) == size


def _distances(points: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    centred = points - points.mean(axis=0)
    covariance = centred.T @ centred / (len(points) - 1)
    size = len(covariance)
    variance = max(float(np.trace(covariance)) / size, 1e-12)
    drawn = (1 - SHRINKAGE) * covariance + SHRINKAGE * variance * np.eye(size)
    apart = wanted - points.mean(axis=0)
    return np.asarray((apart * np.linalg.solve(drawn, apart.T).T).sum(axis=1))
