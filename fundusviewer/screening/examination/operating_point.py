"""Choosing an operating point, also for a finding that is there already."""

from __future__ import annotations

from dataclasses import replace

from fundusviewer.errors import ModelNotFoundError
from fundusviewer.grading import decide
from fundusviewer.inference import ModelCard, OperatingPoint
from fundusviewer.screening.examination.finding import Finding


def find_operating_point(card: ModelCard, name: str | None) -> OperatingPoint | None:
    """Return the card's operating point of that name; ``None`` for ``None``, the card's first.

    Raises
    ------
    ModelNotFoundError
        If the card has none of that name; the message names those it has.
    """
    if name is None:
        return None
    for point in card.operating_points:
        if point.name == name:
            return point
    names = ", ".join(point.name for point in card.operating_points) or "none"
    raise ModelNotFoundError(f"{card.name} has no operating point {name!r}; there are: {names}")


def at_operating_point(finding: Finding, point: OperatingPoint) -> Finding:
    """Return the finding with the decision of another operating point.

    The network is not asked again. Where the gate refused the photograph, it stays refused.

    Parameters
    ----------
    finding
        Of a model that grades; the finding of another model is returned as it is.
    point
        One of the card's.
    """
    assessment, prediction = finding.assessment, finding.prediction
    if assessment is None:
        return finding
    if prediction is not None:
        decision = decide(
            prediction.probabilities.tolist(), point.threshold, assessment.macular_oedema
        )
        assessment = replace(assessment, decision=decision)
    return replace(finding, assessment=assessment, operating_point=point)
