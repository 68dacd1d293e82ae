"""The model card: everything that is needed to use a model file rightly.

The card is one JSON document in the ONNX file's ``metadata_props`` under :data:`CARD_KEY`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from fundusviewer.errors import ModelContractError
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.imaging import InputSpec

CARD_KEY = "fundusviewer.card"

#: The quality that the gate refuses.
REJECT = "reject"

Probability = Annotated[float, Field(ge=0, le=1)]
Task = Literal["diabetic_retinopathy", "imagenet", "other"]


class Part(BaseModel):
    """A frozen part of the card; unknown fields are refused, so that a typing error is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class GradCamSpec(Part):
    """The layer whose maps the heat map explains, and the heat map's absolute scale.

    ``scale`` is the heat-map value at the upper end of the colour bar, fitted on held-out
    photographs; ``None`` where it was not fitted: then each heat map is scaled by its own maximum
    and the colour bar says so. ``class_scales`` holds one such value for each class, because the
    evidence for one class can be several times as strong as that for another: on one scale for
    all, a healthy retina would glow and a diseased one stay dark.
    """

    layer: str = Field(min_length=1)
    height: int = Field(ge=1)
    width: int = Field(ge=1)
    scale: float | None = Field(default=None, gt=0)
    class_scales: tuple[Annotated[float, Field(gt=0)], ...] = ()

    def scale_of(self, class_index: int) -> float | None:
        """Return the absolute scale for the heat map of one class; ``None`` without one."""
        return self.class_scales[class_index] if self.class_scales else self.scale


class Interval(Part):
    """A measured value with its 95 % confidence interval."""

    value: float
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.low} ≤ {self.value} ≤ {self.high} does not hold")
        return self


class OperatingPoint(Part):
    """A threshold on the probability of referable DR (grade 2 or more)."""

    name: str = Field(min_length=1)
    threshold: float = Field(gt=0, lt=1)
    sensitivity: Interval
    specificity: Interval
    measured_on: str = Field(min_length=1)


class Coverage(Part):
    """How often the true grade was in its prediction set, and how many grades a set held."""

    measured_on: str = Field(min_length=1)
    photographs: int = Field(ge=1)
    coverage: Interval
    mean_size: float = Field(ge=1)


class PredictionSets(Part):
    """The grades among which the true one is (:func:`fundusviewer.grading.grade_set`).

    ``coverage`` is what ``threshold`` was fitted to on ``calibration_photographs`` photographs
    that were not learned from; ``measured`` is what it came to on others.
    """

    coverage: float = Field(gt=0, lt=1)
    method: Literal["ordinal_aps"] = "ordinal_aps"
    threshold: Probability
    calibration_photographs: int = Field(ge=1)
    measured: tuple[Coverage, ...] = ()


class Refusals(Part):
    """How many gradable photographs the network's part of the gate refused."""

    measured_on: str = Field(min_length=1)
    photographs: int = Field(ge=1)
    refused: Interval


class NetworkGate(Part):
    """From which of the network's own answers on a photograph is refused.

    ``reject`` is a probability of the quality ``reject``, ``unfamiliarity`` a distance from what
    was learned from. Both were fitted on ``photographs`` gradable photographs that were not
    learned from, so that few of them are refused; ``measured`` is what that came to on others.
    """

    reject: Probability
    unfamiliarity: float = Field(gt=0)
    photographs: int = Field(ge=1)
    measured: tuple[Refusals, ...] = ()


class DataSource(Part):
    """One set of photographs that the model was trained on."""

    name: str = Field(min_length=1)
    photographs: int = Field(ge=1)
    terms: str = Field(min_length=1)


class Metric(Part):
    """One figure, measured on one set of photographs that the model was not trained on."""

    name: str = Field(min_length=1)
    measured_on: str = Field(min_length=1)
    photographs: int = Field(ge=1)
    result: Interval


class Agreement(Part):
    """How a quantised file compares with its float32 original on the same photographs."""

    precision: Literal["float16", "int8"]
    photographs: int = Field(ge=1)
    top1: Probability
    largest_probability_difference: Probability
    heatmap_correlation: float = Field(ge=-1, le=1)
    speed_ratio: float = Field(gt=0)


class ModelCard(Part):
    """Description of one model file. See the module's documentation and ``docs/model-card.md``."""

    schema_version: Literal[1] = 1
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)
    title: str = Field(min_length=1, max_length=120)
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    task: Task
    backbone: str = Field(min_length=1)
    class_names: tuple[str, ...] = Field(min_length=2)
    input: InputSpec
    preprocessing: str | None = None
    gradcam: GradCamSpec
    temperature: float = Field(default=1.0, gt=0)
    operating_points: tuple[OperatingPoint, ...] = ()
    prediction_sets: PredictionSets | None = None
    quality_names: tuple[str, ...] = ()
    embedding_size: int | None = Field(default=None, ge=1)
    gate: NetworkGate | None = None
    precision: Literal["float32", "float16", "int8"] = "float32"
    agreement: Agreement | None = None
    training_data: tuple[DataSource, ...] = ()
    metrics: tuple[Metric, ...] = ()
    limits: tuple[str, ...] = ()
    licence: str = Field(min_length=1)
    created: dt.date

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if len(set(self.class_names)) != len(self.class_names):
            raise ValueError("class_names contains a name twice")
        if self.task == "diabetic_retinopathy":
            if self.class_names != GRADE_NAMES:
                raise ValueError(
                    "class_names of a diabetic_retinopathy model must be the five ICDR grades in "
                    f"order: {', '.join(GRADE_NAMES)}"
                )
            if not self.operating_points:
                raise ValueError("a diabetic_retinopathy model needs at least one operating point")
        elif self.prediction_sets is not None:
            raise ValueError("prediction_sets are sets of ICDR grades; this model gives none")
        if self.gate is not None and REJECT not in self.quality_names:
            raise ValueError(f"gate needs {REJECT!r} among quality_names")
        if len(self.gradcam.class_scales) not in (0, len(self.class_names)):
            raise ValueError("gradcam.class_scales must have one value for each class, or none")
        names = [point.name for point in self.operating_points]
        if len(set(names)) != len(names):
            raise ValueError("operating_points contains a name twice")
        return self

    @property
    def grades(self) -> bool:
        """Whether this model grades diabetic retinopathy."""
        return self.task == "diabetic_retinopathy"

    def to_json(self) -> str:
        """Return the JSON document that is stored in the model file."""
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def from_json(cls, text: str) -> ModelCard:
        """Read a card.

        Raises
        ------
        ModelContractError
            If the text is no valid card; the message names the first wrong field.
        """
        return validated(cls, text, "card")


PartT = TypeVar("PartT", bound=Part)


def validated(part: type[PartT], text: str, what: str) -> PartT:
    """Read a part from JSON; ``what`` is its name in the :class:`ModelContractError`."""
    try:
        return part.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "document"
        raise ModelContractError(f"{what}: {where}: {first['msg']}") from error
