"""What the stages of a training run are told: how to deal, how to learn, what to reach.

Plain values with their defaults. They stand below the stages, because the settings hold them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Number format of the multiplications; weights are always kept in float32.
Arithmetic = Literal["float32", "bfloat16"]


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
    """

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
