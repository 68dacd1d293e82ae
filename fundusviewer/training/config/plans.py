"""What the stages of a training run are told: how to deal, how to learn, what to reach.

Plain values with their defaults. They stand below the stages, because the settings hold them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Number format of the multiplications; weights are always kept in float32.
Arithmetic = Literal["float32", "bfloat16"]

#: What a wrong answer costs. ``ordinal`` is cross-entropy with soft targets around the true class.
Loss = Literal["ordinal", "cross-entropy", "mean-squared-error", "focal"]
LOSSES: tuple[Loss, ...] = ("ordinal", "cross-entropy", "mean-squared-error", "focal")

#: What is to be answered: the ICDR grade; referable or not; one class of several; several labels
#: that do not exclude each other; the quality of the photograph.
TaskKind = Literal["diabetic_retinopathy", "referable", "classes", "labels", "quality"]
GRADING: TaskKind = "diabetic_retinopathy"
TASKS: tuple[TaskKind, ...] = (GRADING, "referable", "classes", "labels", "quality")
#: Tasks whose classes stand in an order.
ORDERED: tuple[TaskKind, ...] = (GRADING, "quality")


@dataclass(frozen=True)
class TaskPlan:
    """What is to be learned, as it was asked for.

    Attributes
    ----------
    kind
        The task.
    classes
        Names of the classes in the order of the outputs; of ``labels`` those of the columns. Empty:
        as they are found.
    """

    kind: TaskKind = GRADING
    classes: tuple[str, ...] = ()

    @property
    def grades(self) -> bool:
        """Whether the answer is the ICDR grade."""
        return self.kind == GRADING

    @property
    def several(self) -> bool:
        """Whether several answers can be right at once."""
        return self.kind == "labels"


@dataclass(frozen=True)
class SplitPlan:
    """How to deal: share of the patients for validation and test, and the seed.

    ``test_sets`` are whole sets that go to the test side and are not learned from at all.
    """

    seed: int = 1
    validation: float = 0.15
    test: float = 0.20
    test_sets: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeadPlan:
    """How the head is trained.

    Attributes
    ----------
    epochs
        At most so many iterations of the solver; 0 leaves the head as it is.
    penalties
        Of half the squared weights on standardised features, the strongest first; one is chosen.
    folds
        Parts that the patients are dealt into to choose it.
    loss
        What is made small; compared are penalties by their cross-entropy, whatever it is.
    """

    loss: Loss = "ordinal"
    epochs: int = 200
    penalties: tuple[float, ...] = (10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003)
    folds: int = 5


@dataclass(frozen=True)
class FineTunePlan:
    """How the backbone is fine-tuned.

    Attributes
    ----------
    epochs
        Passes over the training photographs; 0 leaves the backbone frozen.
    share
        Share of the layers, from the top, that learn, 0–1.
    batch
        Photographs in one step.
    learning_rate
        Of AdamW after the warm-up; falls to 0 along a cosine.
    weight_decay
        Of AdamW.
    dropout
        Share of the pooled features that is dropped, 0–1.
    averaging
        Momentum of the moving average of the weights, 0–1; the average is what is kept.
    patience
        Epochs without a lower validation loss before it stops.
    arithmetic
        Number format of the multiplications.
    loss
        What is made small; compared are epochs by their cross-entropy, whatever it is.
    batch_statistics
        Whether batch normalisation learns too: for a network that begins with random weights.
    """

    epochs: int = 0
    share: float = 0.5
    batch: int = 16
    learning_rate: float = 2e-4
    weight_decay: float = 0.01
    dropout: float = 0.3
    averaging: float = 0.99
    patience: int = 3
    arithmetic: Arithmetic = "float32"
    loss: Loss = "ordinal"
    batch_statistics: bool = False


@dataclass(frozen=True)
class Balance:
    """How much more rare photographs count.

    Attributes
    ----------
    share
        0 takes photographs as they come; 1 takes each class of each set equally often, however few
        photographs it has; in between, the root and so on.
    weights
        One for each class in the place of that; empty for none. Of several labels for those with
        the label.
    """

    share: float = 0.5
    weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class Targets:
    """What the operating points are to reach on the validation patients, each set alike.

    The first two are those of referable grades. Macular oedema of risk 2 has one operating point:
    ``oedema_sensitivity``, unless ``oedema_specificity`` would be lost for it. Below it risk 1
    must not miss more than a share of 1 − ``oedema_remarked`` of those with risk 2.
    """

    sensitivity: float = 0.90
    specificity: float = 0.95
    oedema_sensitivity: float = 0.95
    oedema_specificity: float = 0.85
    oedema_remarked: float = 0.98
