"""Which photographs are like those that were learned from.

Features are scaled to length 1, since their length says how strong the signs of disease are and
not what is in the picture. The distance to the nearest of a few hundred typical embeddings tells
photographs of something else from retinas (nearest neighbours in feature space; Sun et al., ICML
2022). The typical ones are means of many photographs: no patient can be found in them.
"""

from __future__ import annotations

import cv2
import numpy as np

from fundusviewer.export.heads.side_heads import Familiarity

#: Length of an embedding.
EMBEDDING_SIZE = 64

_REFERENCES = 256
#: On average so many photographs make one reference.
_PHOTOGRAPHS_EACH = 8
_SEED = 1


def fit_familiarity(features: np.ndarray, weights: np.ndarray) -> Familiarity:
    """Fit the embedding and its references to the photographs that were learned from.

    Parameters
    ----------
    features
        float32 (N, K), pooled.
    weights
        float (N,), how much each photograph counts in the embedding.

    Returns
    -------
    Familiarity
        With embeddings of at most :data:`EMBEDDING_SIZE` numbers.
    """
    lengths = np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-6)
    unit = features / lengths
    shares = weights / weights.sum()
    mean = shares @ unit
    centred = (unit - mean) * np.sqrt(shares)[:, None]
    inner = min(EMBEDDING_SIZE - 1, *centred.shape)
    basis = np.linalg.svd(centred, full_matrices=False)[2][:inner].T
    plain = Familiarity(
        np.asarray(mean, np.float32), np.asarray(basis, np.float32), np.zeros((0, inner + 1))
    )
    return Familiarity(plain.mean, plain.basis, _typical(plain.embed(features)))


def distances(familiarity: Familiarity, features: np.ndarray) -> np.ndarray:
    """Return the distance of each photograph, float (N,), to the nearest reference."""
    embeddings = familiarity.embed(features).astype(float)
    references = familiarity.references.astype(float)
    squares = (
        (embeddings**2).sum(axis=1)[:, None]
        + (references**2).sum(axis=1)
        - 2 * embeddings @ references.T
    )
    return np.asarray(np.sqrt(np.maximum(squares.min(axis=1), 0)))


def _typical(embeddings: np.ndarray) -> np.ndarray:
    count = max(1, min(_REFERENCES, len(embeddings) // _PHOTOGRAPHS_EACH))
    cv2.setRNGSeed(_SEED)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 50, 1e-4)
    guess = np.zeros((len(embeddings), 1), np.int32)
    return np.asarray(cv2.kmeans(embeddings, count, guess, stop, 3, cv2.KMEANS_PP_CENTERS)[2])
