"""What the network says about one photograph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Prediction:
    """The network's answer for one prepared photograph.

    Attributes
    ----------
    probabilities
        float32 (C,), calibrated, 0–1, sums to 1 unless the card says ``several``.
    class_index
        The class that ``heatmap`` explains.
    heatmap
        float32 (h, w), Grad-CAM after ReLU, at least 0, not normalised; (0, 0) where nobody asked
        for it.
    quality
        float32 (Q,) probabilities of the card's ``quality_names``; ``None`` without that output.
    embedding
        float32 (D,) pooled features; ``None`` without that output.
    unfamiliarity
        Distance from what the network learned from, at least 0; ``None`` without that output.
    macular_oedema
        float32 (2,), 0–1: probabilities of macular oedema of risk 1 or more, and of risk 2;
        ``None`` without that output.
    """

    probabilities: np.ndarray
    class_index: int
    heatmap: np.ndarray
    quality: np.ndarray | None = None
    embedding: np.ndarray | None = None
    unfamiliarity: float | None = None
    macular_oedema: np.ndarray | None = None

    def ranked(self, top: int | None = None) -> list[int]:
        """Return the class indices from the most to the least probable, at most ``top``."""
        order = np.argsort(-self.probabilities, kind="stable")
        return [int(index) for index in order[:top]]
