"""What the network's numbers mean for the patient: a decision, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fundusviewer.grading.gate import GateVerdict
from fundusviewer.grading.grade_sets import grade_set
from fundusviewer.grading.icdr import most_probable_grade, referable_probability, refers
from fundusviewer.grading.macular_oedema import (
    NOT_ASSESSABLE,
    MacularOedema,
    OedemaAnswer,
    judge_oedema,
)

#: How far the sum of the probabilities may be from 1 (float16 networks round to about 1e-3).
SUM_TOLERANCE = 5e-3


class Decision(StrEnum):
    """What is to be done; the values are the words of ``classify --json``."""

    NO_REFERRAL = "no_referral"
    REFER = "refer"
    UNGRADABLE = "ungradable"
    NOT_FUNDUS = "not_fundus"
    ERROR = "error"


@dataclass(frozen=True)
class Assessment:
    """The clinical statement about one photograph.

    Attributes
    ----------
    decision
        What is to be done.
    grade
        ICDR grade 0–4, ``None`` where the gate refused the photograph.
    referable_probability
        Probability of grade 2 or more, 0–1, ``None`` where the gate refused the photograph.
    reasons
        The gate's sentences, then those on macular oedema; empty where there are none. They can
        stand beside a grade as a hint.
    grade_set
        The grades among which the true one probably is (:func:`fundusviewer.grading.grade_set`);
        empty where the gate refused the photograph, or the model's card has no prediction sets.
    macular_oedema
        ``None`` where the model does not answer for it.
    """

    decision: Decision
    grade: int | None
    referable_probability: float | None
    reasons: tuple[str, ...] = ()
    grade_set: tuple[int, ...] = ()
    macular_oedema: MacularOedema | None = None


def assess(
    probabilities: Sequence[float],
    threshold: float,
    verdict: GateVerdict,
    set_threshold: float | None = None,
    oedema: OedemaAnswer | None = None,
) -> Assessment:
    """Turn five grade probabilities and the gate's verdict into an assessment.

    Parameters
    ----------
    probabilities
        Calibrated probabilities of the ICDR grades 0–4; they sum to 1.
    threshold
        The operating point, 0–1, both excluded; see :func:`fundusviewer.grading.refers`.
    verdict
        The gate's verdict on the same photograph. A refusal wins over every grade.
    set_threshold
        Of the prediction sets; ``None`` for a model without them.
    oedema
        What the network says of macular oedema; ``None`` for a model that does not.

    Raises
    ------
    ValueError
        If the probabilities are no distribution or the threshold is not between 0 and 1.
    """
    if not 0 < threshold < 1:
        raise ValueError(f"threshold {threshold} is not between 0 and 1")
    if not all(math.isfinite(value) for value in probabilities):
        raise ValueError("a probability is not a number")
    if any(value < -SUM_TOLERANCE for value in probabilities):
        raise ValueError("a probability is negative")
    if abs(sum(probabilities) - 1) > SUM_TOLERANCE:
        raise ValueError(f"the probabilities sum to {sum(probabilities):.4f}, not to 1")
    referable = referable_probability(probabilities)
    reasons = tuple(reason.text for reason in verdict.reasons)
    if not verdict.is_gradable:
        refused = Decision.UNGRADABLE if verdict.is_fundus else Decision.NOT_FUNDUS
        unknown = None if oedema is None else NOT_ASSESSABLE
        return Assessment(refused, None, None, reasons, macular_oedema=unknown)
    judged, remarks = (None, ()) if oedema is None else judge_oedema(oedema)
    return Assessment(
        decision=decide(probabilities, threshold, judged),
        grade=most_probable_grade(probabilities),
        referable_probability=referable,
        reasons=(*reasons, *remarks),
        grade_set=() if set_threshold is None else grade_set(probabilities, set_threshold),
        macular_oedema=judged,
    )


def decide(
    probabilities: Sequence[float], threshold: float, oedema: MacularOedema | None = None
) -> Decision:
    """Return the decision for a photograph that has passed the gate.

    Referable is grade 2 or more, and macular oedema of risk 2.

    Parameters
    ----------
    probabilities, threshold
        See :func:`assess`.
    oedema
        What was judged of macular oedema; ``None`` for a model that does not answer for it.
    """
    if oedema is not None and oedema.refers:
        return Decision.REFER
    return Decision.REFER if refers(probabilities, threshold) else Decision.NO_REFERRAL
