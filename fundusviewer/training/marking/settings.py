"""Everything that a run of a marking network depends on; stored beside its results."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from fundusviewer.errors import TrainingError
from fundusviewer.export.sources.marking_network import SHAPES, MarkingShape
from fundusviewer.imaging import InputSpec
from fundusviewer.inference.marking_card import Role
from fundusviewer.resources import bundled_models_dir
from fundusviewer.training.config.plans import Arithmetic, SplitPlan
from fundusviewer.training.config.settings import Identity
from fundusviewer.training.marking.labels.marked import LabelsPlan

#: Weights: those of the program's own file of the same role, or what Keras downloads.
BUNDLED, IMAGENET = "bundled", "imagenet"
#: Crops of more pixels than this need a graphics card.
_CROP = 512
_STEP = 32


@dataclass(frozen=True)
class MarkingPlan:
    """How the network learns.

    Attributes
    ----------
    steps
        Batches; the learning rate falls to 0 along a cosine over all of them.
    epochs
        Passes over the training photographs; where it is not 0, it decides the steps.
    batch
        Photographs in one step.
    crop
        Height and width of what one step sees of a picture for lesions.
    learning_rate
        Of AdamW after the warm-up; ``None`` takes what suits the weights that it begins with.
    weight_decay
        Of AdamW.
    averaging
        Momentum of the moving average of the weights, 0–1; the average is what is kept.
    rounds
        How many times the validation photographs are looked at, at most; the best average stays.
    arithmetic
        Number format of the multiplications.
    """

    steps: int = 1500
    epochs: int = 0
    batch: int = 16
    crop: int = _CROP
    learning_rate: float | None = None
    weight_decay: float = 0.01
    averaging: float = 0.998
    rounds: int = 10
    arithmetic: Arithmetic = "float32"


@dataclass(frozen=True)
class MarkingSettings:
    """One run.

    Attributes
    ----------
    role
        What is marked.
    labels
        The labels files.
    output
        The run's folder.
    identity
        Name, version and terms for the card.
    understood
        How the labels files are to be understood.
    kept_out
        Labels files of photographs that must not be learned from.
    weights
        ``bundled``, ``imagenet``, a weights file or a model file of this role.
    image_size
        Height and width of the network's input in pixels.
    split
        Shares of the patients, seed, whole test sets.
    plan
        How the network learns.
    shares
        How often a set is drawn, in parts of all, where somebody says so.
    hard_negatives
        A model file that marks lesions: on photographs that have none, what it marks is learned
        from more often; ``None`` for no such choice.
    precision
        Number format of the file.
    split_file
        Sides of an earlier run that stay.
    """

    role: Role
    labels: tuple[Path, ...]
    output: Path
    identity: Identity
    understood: LabelsPlan = field(default_factory=LabelsPlan)
    kept_out: tuple[Path, ...] = ()
    weights: str = BUNDLED
    image_size: int = 0
    split: SplitPlan = field(default_factory=SplitPlan)
    plan: MarkingPlan = field(default_factory=MarkingPlan)
    shares: tuple[tuple[str, float], ...] = ()
    hard_negatives: Path | None = None
    precision: Literal["float32", "float16", "int8"] = "float16"
    split_file: Path | None = None

    @property
    def shape(self) -> MarkingShape:
        """The finished network."""
        usual = SHAPES[self.role]
        return MarkingShape(
            self.image_size or usual.size, usual.kinds, usual.levels, usual.refinement
        )

    @property
    def learning_shape(self) -> MarkingShape:
        """The network while it learns: of a crop for lesions, of the whole picture for places."""
        shape = self.shape
        size = min(shape.size, self.plan.crop) if self.role == "lesions" else shape.size
        return MarkingShape(size, shape.kinds, shape.levels, shape.refinement)

    @property
    def input_spec(self) -> InputSpec:
        """How photographs are prepared: the field of view, filling the input."""
        size = self.shape.size
        return InputSpec(height=size, width=size, crop="field_of_view", resize="stretch")

    @property
    def start_file(self) -> Path | None:
        """The model file whose weights it begins with; ``None`` for other weights."""
        if self.weights == BUNDLED:
            return bundled_models_dir() / f"fundusviewer-{self.role}.onnx"
        file = Path(self.weights)
        return file if file.suffix.lower() == ".onnx" else None

    def check(self) -> None:
        """Refuse sizes that the network cannot have.

        Raises
        ------
        TrainingError
            If there is such a one.
        """
        sizes = {"--image-size": self.shape.size, "--crop-size": self.plan.crop}
        for name, size in sizes.items():
            if size % _STEP or size < 2 * _STEP:
                raise TrainingError(f"{name} {size}: a multiple of {_STEP}, at least 64, is needed")

    def basis(self) -> str:
        """Return, as JSON, what the caches and checkpoints in the run's folder depend on."""
        values = asdict(self)
        for name in ("output", "identity", "precision", "split_file"):
            del values[name]
        if self.hard_negatives is None:
            # Runs of earlier versions go on.
            del values["hard_negatives"]
        values["understood"]["unknown_where_empty"] = sorted(self.understood.unknown_where_empty)
        return json.dumps(values, default=str, indent=2, sort_keys=True)
