"""The golden vector: a stored input with the model's answers, all of them.

It lies in the model file under :data:`GOLDEN_KEY`. It is run once before the first photograph
(:mod:`fundusviewer.inference.opening`) and by ``fundusviewer doctor``, to prove that the model
computes on this machine what it computed when it was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from fundusviewer.inference.card import Probability, validated
from fundusviewer.inference.golden_picture import GoldenPicture, apart, png_of
from fundusviewer.inference.types import Prediction

GOLDEN_KEY = "fundusviewer.golden"

_TINY = 1e-12


@dataclass(frozen=True)
class Tolerances:
    """How far another machine's answer may lie from the stored one.

    Attributes
    ----------
    probability
        Of the classes, of the quality and of macular oedema; absolute.
    heatmap
        Relative to the heat map's maximum.
    embedding
        Of the embedding and of the unfamiliarity; relative to the embedding's length.
    """

    probability: float
    heatmap: float
    embedding: float


class GoldenVector(GoldenPicture):
    """A stored input with the outputs that the model gave for it when it was made.

    ``image_png`` is the prepared input, uint8 (H, W, 3) RGB, as a base64 PNG; ``heatmap`` is the
    Grad-CAM of the most probable class, row by row. ``quality``, ``embedding``,
    ``unfamiliarity`` and ``macular_oedema`` are there where the model gives them; files that were
    made before they were stored are checked for the rest. The tolerances are those of
    :class:`Tolerances`.
    """

    probabilities: tuple[Probability, ...]
    heatmap: tuple[float, ...]
    quality: tuple[Probability, ...] | None = None
    embedding: tuple[float, ...] | None = None
    unfamiliarity: float | None = Field(default=None, ge=0)
    macular_oedema: tuple[Probability, Probability] | None = None
    probability_tolerance: float = Field(gt=0, le=0.1)
    heatmap_tolerance: float = Field(gt=0, le=0.5)
    embedding_tolerance: float | None = Field(default=None, gt=0, le=1)

    @model_validator(mode="after")
    def _tolerance_for_all(self) -> Self:
        stored = (self.embedding, self.unfamiliarity)
        if any(value is not None for value in stored) and self.embedding_tolerance is None:
            raise ValueError("embedding and unfamiliarity need an embedding_tolerance")
        return self

    @classmethod
    def encode(cls, image: np.ndarray, answer: Prediction, tolerances: Tolerances) -> GoldenVector:
        """Make a golden vector.

        Parameters
        ----------
        image
            The prepared input, uint8 (H, W, 3) RGB.
        answer
            What the model says of it, the heat map for the most probable class.
        tolerances
            How far another machine may be from that.
        """
        risks = answer.macular_oedema
        sided = answer.embedding is not None or answer.unfamiliarity is not None
        return cls(
            image_png=png_of(image),
            probabilities=tuple(answer.probabilities.tolist()),
            heatmap=tuple(answer.heatmap.ravel().tolist()),
            quality=None if answer.quality is None else tuple(answer.quality.tolist()),
            embedding=None if answer.embedding is None else tuple(answer.embedding.tolist()),
            unfamiliarity=answer.unfamiliarity,
            macular_oedema=None if risks is None else (float(risks[0]), float(risks[1])),
            probability_tolerance=tolerances.probability,
            heatmap_tolerance=tolerances.heatmap,
            embedding_tolerance=tolerances.embedding if sided else None,
        )

    def to_json(self) -> str:
        """Return the JSON document that is stored in the model file."""
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def from_json(cls, text: str) -> GoldenVector:
        """Read a golden vector; raises :class:`ModelContractError` like the card does."""
        return validated(cls, text, "golden vector")


@dataclass(frozen=True)
class GoldenCheck:
    """Whether a model computes here what it computed when it was made.

    Attributes
    ----------
    passed
        Whether all differences are within the file's tolerances.
    probability_difference
        Largest absolute difference of a class's probability.
    heatmap_difference
        Largest difference in the heat map, relative to its maximum.
    quality_difference
        Largest absolute difference of a quality's probability; ``None`` where none is stored.
    embedding_difference
        Length of the embedding's difference, or the unfamiliarity's where that is larger,
        relative to the embedding's length; ``None`` where none is stored.
    oedema_difference
        Largest absolute difference of a probability of macular oedema; ``None`` where none is
        stored.
    """

    passed: bool
    probability_difference: float
    heatmap_difference: float
    quality_difference: float | None = None
    embedding_difference: float | None = None
    oedema_difference: float | None = None

    def __str__(self) -> str:
        parts = [
            f"probabilities differ by {self.probability_difference:.1e}",
            f"heat map by {self.heatmap_difference:.1e} of its maximum",
        ]
        if self.quality_difference is not None:
            parts.append(f"quality by {self.quality_difference:.1e}")
        if self.embedding_difference is not None:
            parts.append(f"familiarity by {self.embedding_difference:.1e}")
        if self.oedema_difference is not None:
            parts.append(f"macular oedema by {self.oedema_difference:.1e}")
        return ", ".join(parts)


def compare(golden: GoldenVector, answer: Prediction) -> GoldenCheck:
    """Compare a model's answer to the golden picture with the stored one.

    Raises
    ------
    ModelContractError
        If something is stored that the model does not give, or in another number of values.
    """
    probability = _largest("probabilities", golden.probabilities, answer.probabilities)
    peak = max(golden.heatmap, default=0.0)
    heat = _largest("heatmap", golden.heatmap, answer.heatmap) / max(peak, _TINY)
    quality = embedding = oedema = None
    if golden.quality is not None:
        quality = _largest("quality", golden.quality, answer.quality)
    if golden.embedding_tolerance is not None:
        embedding = _familiarity(golden, answer)
    if golden.macular_oedema is not None:
        oedema = _largest("macular_oedema", golden.macular_oedema, answer.macular_oedema)
    within = (
        (probability, golden.probability_tolerance),
        (heat, golden.heatmap_tolerance),
        (quality or 0.0, golden.probability_tolerance),
        (embedding or 0.0, golden.embedding_tolerance or 0.0),
        (oedema or 0.0, golden.probability_tolerance),
    )
    passed = all(difference <= tolerance for difference, tolerance in within)
    return GoldenCheck(passed, probability, heat, quality, embedding, oedema)


def _familiarity(golden: GoldenVector, answer: Prediction) -> float:
    """Compare embedding and unfamiliarity: a distance moves no farther than what it is taken of."""
    moved, length = 0.0, golden.unfamiliarity or 0.0
    if golden.embedding is not None:
        moved = float(np.linalg.norm(apart("embedding", golden.embedding, answer.embedding)))
        length = float(np.linalg.norm(golden.embedding))
    if golden.unfamiliarity is not None:
        here = None if answer.unfamiliarity is None else np.array([answer.unfamiliarity])
        moved = max(moved, _largest("unfamiliarity", (golden.unfamiliarity,), here))
    return moved / max(length, _TINY)


def _largest(what: str, stored: tuple[float, ...], here: np.ndarray | None) -> float:
    return float(np.abs(apart(what, stored, here)).max())
