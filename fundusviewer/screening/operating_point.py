"""Another operating point for a finding that is there already."""

from __future__ import annotations

from dataclasses import replace

from fundusviewer.grading import decide
from fundusviewer.inference import OperatingPoint
from fundusviewer.screening.finding import Finding


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
        decision = decide(prediction.probabilities.tolist(), point.threshold)
        assessment = replace(assessment, decision=decision)
    return replace(finding, assessment=assessment, operating_point=point)
