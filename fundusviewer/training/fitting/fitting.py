"""What is fitted to a finished file's own answers on validation patients.

Nothing here is learned by the network: temperature, operating points, prediction sets and the heat
map's absolute scale. They are fitted to the file as it is, smaller numbers included.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.training.config.plans import Targets
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.sample_weights import equal_sets
from fundusviewer.training.fitting.conformal import fit_set_threshold
from fundusviewer.training.fitting.operating_points import Thresholds, choose_thresholds
from fundusviewer.training.fitting.predictions import RawAnswers
from fundusviewer.training.fitting.temperature_scaling import fit_temperature, with_temperature

log = logging.getLogger(__name__)

#: The heat map's scale: this share of its values on held-out photographs lies below.
SCALE_PERCENTILE = 99.0

#: So many gradable validation photographs of a set may be refused, by each of the answers.
REFUSED = 0.01

#: Fewer heat maps than this are too few to fit the scale of a class.
_SCALE_PHOTOGRAPHS = 10


@dataclass(frozen=True, eq=False)
class Calibration:
    """Answers to graded photographs that nothing behind them has learned from.

    Attributes
    ----------
    probabilities
        float (N, 5), with temperature 1.
    photographs
        All graded.
    """

    probabilities: np.ndarray
    photographs: tuple[LabelledPhotograph, ...]

    def __add__(self, other: Calibration) -> Calibration:
        return Calibration(
            np.concatenate([self.probabilities, other.probabilities]),
            self.photographs + other.photographs,
        )


@dataclass(frozen=True)
class Fitted:
    """What was fitted.

    Attributes
    ----------
    temperature
        By which the logits are divided.
    thresholds
        The operating points.
    set_threshold
        Of the prediction sets.
    photographs
        On how many photographs all this was fitted.
    gate_limits
        Of the network's part of the gate: reject and unfamiliarity.
    scale, class_scales
        Of the heat map; ``None`` and empty where heat maps hold nothing but zeros.
    """

    temperature: float
    thresholds: Thresholds
    set_threshold: float
    photographs: int
    gate_limits: tuple[float, float] | None
    scale: float | None
    class_scales: tuple[float, ...]


def fit(
    raw: RawAnswers,
    photographs: Sequence[LabelledPhotograph],
    targets: Targets,
    more: Calibration | None = None,
) -> Fitted:
    """Fit to answers that were made with temperature 1.

    Parameters
    ----------
    raw
        Answers to validation photographs.
    photographs
        All graded; each set counts alike.
    targets
        What the operating points are to reach.
    more
        Further answers for what hangs on the probabilities alone.

    Raises
    ------
    TrainingError
        If the photographs do not suffice to fit on.
    """
    asked = Calibration(raw.probabilities, tuple(photographs))
    used = asked if more is None else asked + more
    grades = np.array([photograph.grade for photograph in used.photographs], int)
    weights = equal_sets(used.photographs)
    temperature = fit_temperature(used.probabilities, grades, weights)
    calibrated = with_temperature(used.probabilities, temperature)
    sets = [photograph.dataset for photograph in photographs]
    fitted = Fitted(
        temperature=temperature,
        thresholds=choose_thresholds(grades, calibrated, weights, targets),
        set_threshold=fit_set_threshold(calibrated, grades, weights),
        photographs=len(grades),
        gate_limits=None if raw.gate is None else gate_limits(raw.gate, sets),
        # Zero where an untrained network has empty heat maps: then the card gives no scale.
        scale=float(np.percentile(raw.heatmaps, SCALE_PERCENTILE)) or None,
        class_scales=class_scales(raw),
    )
    log.info("fitted on validation patients: %s", fitted)
    return fitted


def gate_limits(gate: np.ndarray, sets: Sequence[str]) -> tuple[float, float]:
    """Return from where on the network's answers refuse a photograph.

    Parameters
    ----------
    gate
        float (N, 2), of gradable photographs; see :class:`RawAnswers`.
    sets
        The set of each.

    Returns
    -------
    tuple of float
        Each is exceeded by about :data:`REFUSED` of the photographs of that set which has the
        highest values, and by fewer of the others.
    """
    of_set = np.asarray(sets)
    reject, unfamiliarity = (
        max(float(np.quantile(values[of_set == name], 1 - REFUSED)) for name in set(sets))
        for values in gate.T
    )
    return reject, unfamiliarity


def class_scales(raw: RawAnswers) -> tuple[float, ...]:
    """Return the heat map's absolute scale for each class, from answers on held-out photographs.

    The scale of a class is the :data:`SCALE_PERCENTILE` of the values of those heat maps that
    explain it, which are those of the photographs for which it is the most probable one. A class
    with too few of them takes the mean of the other classes of disease. Empty where heat maps
    hold nothing but zeros.
    """
    labels = raw.probabilities.argmax(axis=1)
    measured: dict[int, float] = {}
    for index in range(raw.probabilities.shape[1]):
        maps = raw.heatmaps[labels == index]
        if len(maps) >= _SCALE_PHOTOGRAPHS:
            measured[index] = float(np.percentile(maps, SCALE_PERCENTILE))
    disease = [value for index, value in measured.items() if index > 0 and value > 0]
    if not disease or measured.get(0) == 0:
        return ()
    rest = float(np.mean(disease))
    return tuple(measured.get(index) or rest for index in range(raw.probabilities.shape[1]))
