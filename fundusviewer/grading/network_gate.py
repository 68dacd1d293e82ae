"""The network's part of the gate: what it says about a photograph's quality and kind.

The image measures come first (:mod:`.gate`): they say in plain words what is wrong. What they let
through is refused here where the network finds it too poor to grade, or unlike everything that it
learned from. From where on is fitted on photographs and stands in the model's card.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fundusviewer.grading.gate import WIDE_FIELD, GateLevel, GateReason, GateVerdict
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

#: As shares of the field's diameter, in a photograph of 45 to 60 degrees: the disc's diameter,
#: and the way from it to the fovea. Below the second pair the field is wider.
_DISC, _TO_FOVEA = (0.1, 0.25), (0.25, 0.5)
_DISC_OF_WIDE_FIELD, _TO_FOVEA_OF_WIDE_FIELD = 0.09, 0.25

#: A clear photograph in which disc and fovea lie where a retina has them shows a retina, and shows
#: it well; so much farther it may be from all that the network knows.
_FARTHER_WITH_PLACES = 1.2

_IN_DOUBT = (
    "Not sharp enough to rule out disease: the network sees signs of it. Focus again, or clean the "
    "lens; if it stays so, refer."
)


@dataclass(frozen=True)
class RetinaPlaces:
    """What was found of optic disc and fovea, as shares of the diameter of the field of view.

    Attributes
    ----------
    disc_diameter
        ``None`` where the disc was not found.
    disc_to_fovea
        From one centre to the other; ``None`` where not both were found.
    """

    disc_diameter: float | None = None
    disc_to_fovea: float | None = None

    @property
    def are_a_retinas(self) -> bool:
        """Whether both were found, as large and as far apart as on a retina."""
        if self.disc_diameter is None or self.disc_to_fovea is None:
            return False
        large, apart = self.disc_diameter, self.disc_to_fovea
        return _DISC[0] <= large <= _DISC[1] and _TO_FOVEA[0] <= apart <= _TO_FOVEA[1]

    @property
    def are_of_a_wide_field(self) -> bool:
        """Whether they are smaller than in a photograph of 45 to 60 degrees."""
        if self.disc_to_fovea is not None:
            # Safer than the disc alone, whose rim is not always seen.
            return self.disc_to_fovea < _TO_FOVEA_OF_WIDE_FIELD
        return self.disc_diameter is not None and self.disc_diameter < _DISC_OF_WIDE_FIELD


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
    places
        Where optic disc and fovea were found; ``None`` where nobody looked.
    """

    reject: float
    reject_limit: float
    unfamiliarity: float
    unfamiliarity_limit: float
    places: RetinaPlaces | None = None


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
    places = answer.places or RetinaPlaces(disc_diameter=1.0)
    if places.disc_diameter is None and answer.reject > _POOR_WITHOUT_DISC:
        reason = GateReason("no_disc", _NO_DISC, GateLevel.UNGRADABLE)
        return replace(verdict, reasons=(reason,))
    if places.are_of_a_wide_field:
        return replace(verdict, reasons=(WIDE_FIELD,))
    shown_well = places.are_a_retinas and verdict.is_clear and answer.reject <= _POOR_WITHOUT_DISC
    limit = answer.unfamiliarity_limit * (_FARTHER_WITH_PLACES if shown_well else 1)
    unfamiliar = answer.unfamiliarity > limit
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
