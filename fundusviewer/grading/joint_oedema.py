"""Macular oedema by two networks: what the grading one says, and exudates that another marked.

The grading network sees the whole photograph at once, and small exudates hardly; the other one sees
them, and nothing else of what speaks for oedema. A logistic head of three numbers weighs both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from fundusviewer.grading.macular_oedema import REFERABLE_RISK, MacularOedema, exudate_remark

#: Stated where both together contradict the grading network.
JOINT_RISK_2 = (
    "With the exudates that a second network marked near the fovea, macular oedema of risk 2 is to "
    "be suspected: look again."
)


#: The radius of the ETDRS grid, in disc diameters.
MACULA = 2.0
#: Stated where nothing else is: exudates are what the risk is made of, and not all oedema has them.
RED_IN_MACULA = (
    "A second network marked microaneurysms or haemorrhages in the macula: macular oedema without "
    "exudates, which a photograph does not show, is not ruled out."
)


@dataclass(frozen=True)
class JointHead:
    """How two answers are weighed.

    Attributes
    ----------
    offset, risk_2, exudates
        The logit is offset + risk_2 × logit of the grading network's probability + exudates ×
        logit of the surest exudate within one disc diameter of the fovea.
    lowest
        Probabilities below it, and above 1 − it, count as it; 0–0.5, both excluded.
    threshold
        From this probability on it is risk 2; 0–1, both excluded.
    """

    offset: float
    risk_2: float
    exudates: float
    lowest: float
    threshold: float


@dataclass(frozen=True)
class JointOedema:
    """What both networks together say of macular oedema on one photograph.

    Attributes
    ----------
    risk
        2, or what the grading network says, but not 2.
    probability
        Of risk 2, 0–1.
    graded
        The grading network's probability that it was made of: it belongs to no other answer.
    """

    risk: int
    probability: float
    graded: float

    def belongs_to(self, oedema: MacularOedema | None) -> bool:
        """Return whether it was made of this answer of the grading network."""
        return oedema is not None and oedema.probability == self.graded


def judge_jointly(
    oedema: MacularOedema | None, near_fovea: float | None, head: JointHead
) -> JointOedema | None:
    """Return what both networks say.

    Parameters
    ----------
    oedema
        What the grading network says; ``None`` where it says nothing.
    near_fovea
        Probability of the surest hard exudate within one disc diameter of the fovea, 0–1;
        ``None`` where the fovea was not found.
    head
        Of the card of the network that marks.

    Returns
    -------
    JointOedema or None
        ``None`` where one of them says nothing.
    """
    if oedema is None or oedema.risk is None or oedema.probability is None or near_fovea is None:
        return None
    logit = (
        head.offset
        + head.risk_2 * _logit(oedema.probability, head.lowest)
        + head.exudates * _logit(near_fovea, head.lowest)
    )
    # Beyond this there is no number; the answer is certain long before.
    probability = 1 / (1 + math.exp(min(-logit, 700.0)))
    is_risk_2 = probability >= head.threshold
    risk = REFERABLE_RISK if is_risk_2 else min(oedema.risk, REFERABLE_RISK - 1)
    return JointOedema(risk, probability, oedema.probability)


def oedema_remark(
    oedema: MacularOedema | None,
    joint: JointOedema | None,
    from_fovea: Mapping[str, float | None],
    *,
    referred: bool,
) -> str | None:
    """Return a sentence where what was marked speaks for more than the grading network's risk.

    Parameters
    ----------
    oedema
        What the grading network says; ``None`` where it says nothing.
    joint
        What both say together; ``None`` where that is not known.
    from_fovea
        How far the nearest mark of each kind is from the fovea, in disc diameters; ``None`` where
        none was marked or that is not known.
    referred
        Whether the photograph is referred, for whatever reason.
    """
    raises = joint is not None and joint.risk >= REFERABLE_RISK and joint.belongs_to(oedema)
    if raises and oedema is not None and not oedema.refers:
        return JOINT_RISK_2
    said = exudate_remark(oedema, from_fovea.get("EX"))
    if said is not None or referred or oedema is None or oedema.risk is None:
        return said
    red = [from_fovea.get(kind) for kind in ("MA", "HE")]
    return RED_IN_MACULA if any(one is not None and one <= MACULA for one in red) else None


def _logit(probability: float, lowest: float) -> float:
    kept = min(max(probability, lowest), 1 - lowest)
    return math.log(kept / (1 - kept))
