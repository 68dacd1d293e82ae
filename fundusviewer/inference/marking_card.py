"""The card of a model that marks places on a photograph beside one that grades it."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from fundusviewer.grading.joint_oedema import JointHead
from fundusviewer.imaging import InputSpec
from fundusviewer.inference.card import Card, Count, DataSource, Metric, Part, Probability, Text

Role = Literal["landmarks", "lesions"]

#: A weight beyond it is none that was fitted.
_STEEPEST = 1000.0

#: What the maps of each role are, in their order. ``landmarks``: where the middle of the optic
#: disc and the fovea lie, and the disc; ``lesions``: microaneurysms, haemorrhages, hard exudates,
#: cotton-wool spots (soft exudates), and the disc, which the others must not be taken for.
ROLE_KINDS: dict[Role, tuple[str, ...]] = {
    "landmarks": ("disc_centre", "fovea", "disc"),
    "lesions": ("MA", "HE", "EX", "SE", "OD"),
}


class MarkingAgreement(Part):
    """How a smaller file compares with its float32 original on the same photographs."""

    precision: Literal["float16", "int8"]
    photographs: Count
    largest_difference: Probability
    correlation: float = Field(ge=-1, le=1)


class JointWeights(Part):
    """How exudates near the fovea are weighed with what a grading model says of macular oedema.

    ``grader`` and ``grader_version`` name that model; with another one nothing is weighed. The
    rest is that of :class:`fundusviewer.grading.joint_oedema.JointHead`, fitted to answers on
    ``photographs`` of patients from whom neither had learned.
    """

    grader: Text
    grader_version: Text
    offset: float = Field(ge=-_STEEPEST, le=_STEEPEST)
    risk_2: float = Field(ge=0, le=_STEEPEST)
    exudates: float = Field(ge=0, le=_STEEPEST)
    lowest: float = Field(ge=1e-9, lt=0.5)
    threshold: float = Field(gt=0, lt=1)
    photographs: Count

    @property
    def head(self) -> JointHead:
        """What weighs."""
        return JointHead(
            offset=self.offset,
            risk_2=self.risk_2,
            exudates=self.exudates,
            lowest=self.lowest,
            threshold=self.threshold,
        )


class MarkingCard(Card):
    """Description of one model file with a ``role``. See ``docs/model-card.md``.

    ``thresholds`` has for each of ``kinds`` the probability from which on a mark counts;
    ``height`` and ``width`` are those of the maps.
    """

    role: Role
    kinds: tuple[Text, ...]
    thresholds: tuple[Probability, ...]
    backbone: Text
    input: InputSpec
    preprocessing: Text
    height: int = Field(ge=1, le=4096)
    width: int = Field(ge=1, le=4096)
    precision: Literal["float32", "float16", "int8"] = "float32"
    agreement: MarkingAgreement | None = None
    training_data: tuple[DataSource, ...] = ()
    metrics: tuple[Metric, ...] = ()
    limits: tuple[Text, ...] = ()
    macular_oedema: JointWeights | None = None
    licence: Text
    created: dt.date

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        wanted = ROLE_KINDS[self.role]
        if self.kinds != wanted:
            raise ValueError(f"kinds of the role {self.role} must be {', '.join(wanted)}")
        if len(self.thresholds) != len(self.kinds):
            raise ValueError("thresholds must have one value for each of kinds")
        if self.macular_oedema is not None and self.role != "lesions":
            raise ValueError("macular_oedema stands on the card of the role lesions alone")
        return self
