"""Macular oedema: from two probabilities to a risk, or why there is none.

The risk is that of IDRiD and Messidor: 0 without hard exudates, 1 with hard exudates farther than
one disc diameter from the fovea, 2 with nearer ones. Risk 2 is referred, whatever the grade.
"""

from __future__ import annotations

from dataclasses import dataclass

#: This risk and more is referable.
REFERABLE_RISK = 2

#: So near to the fovea hard exudates mean risk 2, in disc diameters.
NEAR_FOVEA = 1.0

#: Stated wherever the risk is 2.
RISK_2 = "Macular oedema is likely (risk 2: hard exudates near the fovea): refer."
#: Stated wherever the risk is 1: what misses few of those with risk 2.
RISK_1 = "Hard exudates may be present (risk 1): macular oedema is not ruled out."
#: Stated where the photograph does not show what must be seen.
NO_MACULA = "Macular oedema is not assessable: the macula is not on this photograph."
#: The same, where there is reason to worry.
NO_MACULA_SIGNS = (
    "Macular oedema is not assessable: the macula is not on this photograph, and there are signs "
    "of hard exudates. Repeat the photograph, or refer."
)
#: Stated where another network contradicts.
EXUDATES_NEAR_FOVEA = (
    "A second network marked hard exudates within one disc diameter of the fovea: macular oedema "
    "is not ruled out."
)


@dataclass(frozen=True)
class MacularOedema:
    """What is said of macular oedema on one photograph.

    Attributes
    ----------
    risk
        0, 1 or 2 as in IDRiD and Messidor; ``None`` where it cannot be assessed.
    probability
        Of risk 2, 0–1; ``None`` where it cannot be assessed.
    assessable
        Whether the photograph can be judged: it can be graded, and the macula is on it.
    """

    risk: int | None
    probability: float | None
    assessable: bool

    @property
    def refers(self) -> bool:
        """Whether it means referral."""
        return self.risk is not None and self.risk >= REFERABLE_RISK


#: What is said of a photograph that cannot be judged.
NOT_ASSESSABLE = MacularOedema(None, None, assessable=False)


@dataclass(frozen=True)
class OedemaLimits:
    """From which probability on it is risk 2, and from which of risk 1 or more on risk 1.

    From the model's card; 0–1, both excluded.
    """

    risk_2: float
    any_risk: float


@dataclass(frozen=True)
class OedemaAnswer:
    """What the network says of macular oedema, and how that is to be read.

    Attributes
    ----------
    any_risk, risk_2
        Probabilities, 0–1, of risk 1 or more and of risk 2.
    limits
        From the model's card.
    macula_seen
        Whether the macula is on the photograph; ``None`` where nobody looked.
    """

    any_risk: float
    risk_2: float
    limits: OedemaLimits
    macula_seen: bool | None


def judge_oedema(answer: OedemaAnswer) -> tuple[MacularOedema, tuple[str, ...]]:
    """Return the risk with its remarks.

    Parameters
    ----------
    answer
        Of a photograph that can be graded.

    Returns
    -------
    MacularOedema, tuple of str
        Without the macula there is no risk: what lies around a fovea that is not seen is not known.

    Raises
    ------
    ValueError
        If the probabilities are none.
    """
    if not 0 <= answer.risk_2 <= 1 or not 0 <= answer.any_risk <= 1:
        raise ValueError("a probability of macular oedema is not between 0 and 1")
    risk = _risk(answer)
    if answer.macula_seen is False:
        return NOT_ASSESSABLE, (NO_MACULA_SIGNS if risk else NO_MACULA,)
    remarks = {0: (), 1: (RISK_1,), 2: (RISK_2,)}
    return MacularOedema(risk, answer.risk_2, assessable=True), remarks[risk]


def exudate_remark(oedema: MacularOedema | None, from_fovea: float | None) -> str | None:
    """Return a sentence where marked exudates contradict the risk.

    Parameters
    ----------
    oedema
        What the grading network says; ``None`` where it says nothing.
    from_fovea
        How far the nearest marked hard exudate is from the fovea, in disc diameters; ``None``
        where none was marked or that is not known.
    """
    if from_fovea is None or from_fovea > NEAR_FOVEA or (oedema is not None and oedema.refers):
        return None
    return EXUDATES_NEAR_FOVEA


def _risk(answer: OedemaAnswer) -> int:
    if answer.risk_2 >= answer.limits.risk_2:
        return 2
    return 1 if answer.any_risk >= answer.limits.any_risk else 0
