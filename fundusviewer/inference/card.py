"""The model card: everything that is needed to use a model file rightly.

The card is one JSON document in the ONNX file's ``metadata_props`` under :data:`CARD_KEY`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from fundusviewer.errors import ModelContractError
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.imaging import InputSpec

CARD_KEY = "fundusviewer.card"

#: The quality that the gate refuses.
REJECT = "reject"

Probability = Annotated[float, Field(ge=0, le=1)]
#: How many photographs something was made of or measured on.
Count = Annotated[int, Field(ge=1, le=1_000_000_000)]
#: A heat map's scale, a distance: above zero, and no number that only a damaged file holds.
Size = Annotated[float, Field(gt=0, le=1e9)]
Text = Annotated[str, Field(min_length=1, max_length=10_000)]
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

    ``method`` is ``occlusion`` where the heat map is how much the class loses when a part of the
    photograph is covered (Zeiler and Fergus, 2014); ``None`` for Grad-CAM. With ``focus_layer`` the
    Grad-CAM was multiplied with the Layer-CAM of that earlier layer (Jiang et al., 2021), and has
    the grid of its maps.
    """

    layer: Text
    height: int = Field(ge=1, le=4096)
    width: int = Field(ge=1, le=4096)
    scale: Size | None = None
    class_scales: tuple[Size, ...] = ()
    method: Literal["occlusion"] | None = None
    focus_layer: Text | None = None

    @property
    def title(self) -> str:
        """What the heat map is called."""
        if self.method is not None:
            return "Occlusion"
        return "Grad-CAM" if self.focus_layer is None else "Grad-CAM × Layer-CAM"

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


def _share(interval: Interval) -> Interval:
    if interval.low < 0 or interval.high > 1:
        raise ValueError(f"{interval.low} to {interval.high} is no share; allowed is 0 to 1")
    return interval


#: A share of photographs with its confidence interval.
Share = Annotated[Interval, AfterValidator(_share)]


class OperatingPoint(Part):
    """A threshold on the probability of referable DR (grade 2 or more)."""

    name: Text
    threshold: float = Field(gt=0, lt=1)
    sensitivity: Share
    specificity: Share
    measured_on: Text


class Coverage(Part):
    """How often the true grade was in its prediction set, and how many grades a set held."""

    measured_on: Text
    photographs: Count
    coverage: Share
    mean_size: float = Field(ge=1, le=len(GRADE_NAMES))


class PredictionSets(Part):
    """The grades among which the true one is (:func:`fundusviewer.grading.grade_set`).

    ``coverage`` is what ``threshold`` was fitted to on ``calibration_photographs`` photographs
    that were not learned from; ``measured`` is what it came to on others.
    """

    coverage: float = Field(gt=0, lt=1)
    method: Literal["ordinal_aps"] = "ordinal_aps"
    threshold: Probability
    calibration_photographs: Count
    measured: tuple[Coverage, ...] = ()


class Refusals(Part):
    """How many gradable photographs the network's part of the gate refused."""

    measured_on: Text
    photographs: Count
    refused: Share


class NetworkGate(Part):
    """From which of the network's own answers on a photograph is refused.

    ``reject`` is a probability of the quality ``reject``, ``unfamiliarity`` a distance from what
    was learned from. Both were fitted on ``photographs`` gradable photographs that were not
    learned from, so that few of them are refused; ``measured`` is what that came to on others.
    """

    reject: Probability
    unfamiliarity: Size
    photographs: Count
    measured: tuple[Refusals, ...] = ()


class OedemaFigures(Part):
    """How macular oedema of risk 2 was found on one set of photographs.

    ``referred`` is the share of those with risk 2 that the program refers, for oedema or for the
    grade, ``remarked`` that of those that it refers or says risk 1 of. ``None`` where no photograph
    can tell.
    """

    measured_on: Text
    photographs: Count
    risk_2: int = Field(ge=0, le=1_000_000_000)
    auc: Share | None = None
    sensitivity: Share | None = None
    specificity: Share | None = None
    referred: Share | None = None
    remarked: Share | None = None


class DataSource(Part):
    """One set of photographs that the model was trained on."""

    name: Text
    photographs: Count
    terms: Text


class OedemaPoint(Part):
    """From which probabilities on a photograph shows macular oedema (:mod:`fundusviewer.grading`).

    ``threshold`` is the operating point of risk 2, ``any_threshold`` that of risk 1 or more. Both
    were fitted on ``photographs`` photographs that were not learned from; ``sensitivity`` and
    ``specificity`` for risk 2 were measured on others, in ``measured`` by set.
    """

    threshold: float = Field(gt=0, lt=1)
    any_threshold: float = Field(gt=0, lt=1)
    sensitivity: Share
    specificity: Share
    measured_on: Text
    photographs: Count
    training_data: tuple[DataSource, ...] = ()
    measured: tuple[OedemaFigures, ...] = ()


class Metric(Part):
    """One figure, measured on one set of photographs that the model was not trained on."""

    name: Text
    measured_on: Text
    photographs: Count
    result: Interval

    @model_validator(mode="after")
    def _possible(self) -> Self:
        # Kappa, correlations and differences go down to −1; nothing that is measured goes farther.
        if self.result.low < -1 or self.result.high > 1:
            raise ValueError(
                f"result: {self.result.low} to {self.result.high} is no figure; allowed is −1 to 1"
            )
        return self


class FittedFrom(Part):
    """Of which model file this one is a copy with operating points of its own.

    They were fitted to the reviews of a clinic: ``photographs`` of ``patients``. ``sha256`` is that
    of the file; graph and weights are the same.
    """

    name: Text
    version: Text
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    photographs: Count
    patients: Count


class Agreement(Part):
    """How a quantised file compares with its float32 original on the same photographs."""

    precision: Literal["float16", "int8"]
    photographs: Count
    top1: Probability
    largest_probability_difference: Probability
    heatmap_correlation: float = Field(ge=-1, le=1)
    speed_ratio: float = Field(gt=0, le=10_000)


class Card(Part):
    """What every card says, whatever the model's role."""

    schema_version: Literal[1] = 1
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)
    title: str = Field(min_length=1, max_length=120)
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    #: Hash of the graph, the weights and this card; ``None`` in files from before it was known.
    content_sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")

    def to_json(self) -> str:
        """Return the JSON document that is stored in the model file."""
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a card.

        Raises
        ------
        ModelContractError
            If the text is no valid card; the message names the first wrong field.
        """
        return validated(cls, text, "card")


class ModelCard(Card):
    """Description of one model file. See the module's documentation and ``docs/model-card.md``."""

    task: Task
    backbone: Text
    class_names: tuple[Text, ...] = Field(min_length=2, max_length=100_000)
    #: ``sigmoid``: several classes can be right at once, each has a probability of its own.
    activation: Literal["sigmoid"] | None = None
    input: InputSpec
    preprocessing: Text | None = None
    gradcam: GradCamSpec
    temperature: float = Field(default=1.0, gt=0, le=1000)
    operating_points: tuple[OperatingPoint, ...] = ()
    prediction_sets: PredictionSets | None = None
    quality_names: tuple[Text, ...] = Field(default=(), max_length=100)
    embedding_size: int | None = Field(default=None, ge=1, le=1_000_000)
    gate: NetworkGate | None = None
    macular_oedema: OedemaPoint | None = None
    precision: Literal["float32", "float16", "int8"] = "float32"
    agreement: Agreement | None = None
    training_data: tuple[DataSource, ...] = ()
    metrics: tuple[Metric, ...] = ()
    limits: tuple[Text, ...] = ()
    fitted_from: FittedFrom | None = None
    licence: Text
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
        elif self.macular_oedema is not None:
            raise ValueError("macular_oedema stands beside ICDR grades; this model gives none")
        if self.gate is not None and REJECT not in self.quality_names:
            raise ValueError(f"gate needs {REJECT!r} among quality_names")
        if len(self.gradcam.class_scales) not in (0, len(self.class_names)):
            raise ValueError("gradcam.class_scales must have one value for each class, or none")
        names = [point.name for point in self.operating_points]
        if len(set(names)) != len(names):
            raise ValueError("operating_points contains a name twice")
        return self

    @model_validator(mode="after")
    def _grades_exclude_each_other(self) -> Self:
        if self.task == "diabetic_retinopathy" and self.activation is not None:
            raise ValueError("activation: grades exclude each other; leave it out")
        return self

    @property
    def grades(self) -> bool:
        """Whether this model grades diabetic retinopathy."""
        return self.task == "diabetic_retinopathy"

    @property
    def several(self) -> bool:
        """Whether several classes can be right at once."""
        return self.activation is not None


PartT = TypeVar("PartT", bound=Part)


def validated(part: type[PartT], text: str, what: str) -> PartT:
    """Read a part from JSON; ``what`` is its name in the :class:`ModelContractError`."""
    try:
        return part.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "document"
        raise ModelContractError(f"{what}: {where}: {first['msg']}") from error
