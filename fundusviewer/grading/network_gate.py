"""The network's part of the gate: what it says about a photograph's quality and kind.

The image measures come first (:mod:`.gate`): they say in plain words what is wrong. What they let
through is refused here where the network finds it too poor to grade, or unlike everything that it
learned from. From where on is fitted on photographs and stands in the model's card.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fundusviewer.grading.gate import GateLevel, GateReason, GateVerdict
from fundusviewer.grading.icdr import referable_probability, refers

_POOR = "Too poor to grade: small lesions could not be seen in it."
_REPEAT = "Repeat the photograph, or refer."
_UNFAMILIAR = (
    "Unlike the fundus photographs that the model knows: it may show something else, or the retina "
    "too badly."
)
_NO_DISC = (
    "No optic disc is seen, and the picture looks poor: check that it is a fundus "
    "photograph. Repeat the photograph, or refer."
)
#: From this probability of being ungradable on a photograph without an optic disc is refused: a
#: ruler before the lens, or skin, is not so poor that the card's own limit is reached.
_POOR_WITHOUT_DISC = 0.5

_IN_DOUBT = (
    "Not sharp enough to rule out disease: the network sees signs of it. Focus again, or clean the "
    "lens; if it stays so, refer."
)


@dataclass(frozen=True)
class NetworkAnswer:
    """What the network says about a photograph, and from where on that refuses it.

    Attributes
    ----------
    reject
        Probability, 0–1, that it cannot be graded.
    reject_limit
        Refused above it.
    unfamiliarity
        Distance from what the network learned from, at least 0.
    unfamiliarity_limit
        Refused above it.
    disc_seen
        Whether the optic disc was found; ``None`` where nobody looked.
    """

    reject: float
    reject_limit: float
    unfamiliarity: float
    unfamiliarity_limit: float
    disc_seen: bool | None = None


def check_answer(verdict: GateVerdict, answer: NetworkAnswer) -> GateVerdict:
    """Return the verdict with the network's reasons, where the image measures gave none.

    Raises
    ------
    ValueError
        If an answer is not a number.
    """
    if not (math.isfinite(answer.reject) and math.isfinite(answer.unfamiliarity)):
        raise ValueError("the network's answer on the photograph's quality is not a number")
    if verdict.reasons:
        return verdict
    if answer.disc_seen is False and answer.reject > _POOR_WITHOUT_DISC:
        reason = GateReason("no_disc", _NO_DISC, GateLevel.UNGRADABLE)
        return replace(verdict, reasons=(reason,))
    unfamiliar = answer.unfamiliarity > answer.unfamiliarity_limit
    if not unfamiliar and answer.reject <= answer.reject_limit:
        return verdict
    code, why = ("unfamiliar", _UNFAMILIAR) if unfamiliar else ("poor", _POOR)
    # Photographs that are refused here often are of diseased eyes: nobody is sent away with them.
    text = " ".join(filter(None, (why, verdict.advice, _REPEAT)))
    return replace(verdict, reasons=(GateReason(code, text, GateLevel.UNGRADABLE),))


def check_doubt(
    verdict: GateVerdict, probabilities: Sequence[float], refer_from: float
) -> GateVerdict:
    """Return the verdict with a reason where blur alone may have made a photograph healthy.

    Parameters
    ----------
    verdict
        Of the image measures; it says from where on an answer is in doubt.
    probabilities
        Of the grades.
    refer_from
        The lowest probability of referable disease that refers, of all operating points: a
        refusal must not depend on the one that is chosen.
    """
    if verdict.reasons or refers(probabilities, refer_from):
        return verdict
    if referable_probability(probabilities) < verdict.doubt_from * refer_from:
        return verdict
    return replace(verdict, reasons=(GateReason("in_doubt", _IN_DOUBT, GateLevel.UNGRADABLE),))
