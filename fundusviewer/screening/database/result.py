"""A finding as the row of the table ``result``."""

from __future__ import annotations

import json

from fundusviewer import __version__
from fundusviewer.screening.database.records import now
from fundusviewer.screening.examination.finding import Finding


def result_columns(finding: Finding) -> dict[str, object]:
    """Return names and values of the columns that keep a finding."""
    assessment, prediction = finding.assessment, finding.prediction
    probabilities = None
    if prediction is not None:
        values = (round(float(value), 6) for value in prediction.probabilities)
        probabilities = json.dumps(dict(zip(finding.card.class_names, values, strict=True)))
    return {
        "decision": None if assessment is None else assessment.decision.value,
        "grade": None if assessment is None else assessment.grade,
        "referable_probability": (None if assessment is None else assessment.referable_probability),
        "label": finding.label,
        "probability": finding.probability,
        "probabilities": probabilities,
        "reasons": json.dumps(finding.reasons),
        "grade_set": json.dumps(finding.grade_set) if finding.grade_set else None,
        "provider": finding.provider.name,
        "application_version": __version__,
        "milliseconds": round(finding.timings.total, 1),
        "examined_at": now(),
    }
