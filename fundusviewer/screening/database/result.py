"""A finding as the row of the table ``result``, and of ``lesions``."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence

import numpy as np

from fundusviewer import __version__
from fundusviewer.anatomy.records import (
    found_fields,
    joint_of,
    landmark_fields,
    lesions_of,
    outline_fields,
)
from fundusviewer.screening.database.records import now
from fundusviewer.screening.examination.finding import Finding, MarkedLesions
from fundusviewer.screening.examination.steps import REVISION


def result_columns(finding: Finding) -> dict[str, object]:
    """Return names and values of the columns that keep a finding."""
    assessment, prediction = finding.assessment, finding.prediction
    probabilities = None
    if prediction is not None:
        values = (round(float(value), 6) for value in prediction.probabilities)
        probabilities = json.dumps(dict(zip(finding.card.class_names, values, strict=True)))
    oedema, side = finding.macular_oedema, finding.side_answers
    landmarks = landmark_fields(finding.landmarks)
    return {
        "decision": None if assessment is None else assessment.decision.value,
        "grade": None if assessment is None else assessment.grade,
        "referable_probability": (None if assessment is None else assessment.referable_probability),
        "label": finding.label_words,
        "probability": finding.probability,
        "probabilities": probabilities,
        "reasons": json.dumps(finding.reasons),
        "grade_set": json.dumps(finding.grade_set) if finding.grade_set else None,
        "provider": finding.provider.name,
        "application_version": __version__,
        "milliseconds": round(finding.timings.total, 1),
        "examined_at": now(),
        "landmarks": None if landmarks is None else json.dumps(landmarks),
        # What the file says of the eye is asked of the file, whatever it is called by then.
        "picture_eye": finding.eye.picture and finding.eye.picture.value,
        "macular_oedema_risk": None if oedema is None else oedema.risk,
        "macular_oedema_probability": None if oedema is None else oedema.probability,
        "macular_oedema_assessable": None if oedema is None else int(oedema.assessable),
        "quality": json.dumps(side.quality) if side.quality else None,
        "unfamiliarity": side.unfamiliarity,
        "embedding": None if side.embedding is None else _packed(side.embedding),
    }


def lesion_columns(marked: MarkedLesions) -> dict[str, object]:
    """Return names and values of the columns of the table ``lesions``."""
    lesions = marked.lesions
    return {
        "model_name": marked.model_name,
        "model_version": marked.model_version,
        "model_sha256": marked.model_sha256,
        "steps": REVISION,
        "found": json.dumps(found_fields(marked.lesions, marked.joint)),
        "outlines": json.dumps(outline_fields(lesions), separators=(",", ":")),
        "disc_diameter": lesions.disc_diameter,
        "estimated": int(lesions.estimated),
        "application_version": __version__,
        "marked_at": now(),
    }


def marked_lesions(
    found: str,
    outlines: str,
    disc_diameter: float,
    estimated: int,
    *model: str,
) -> MarkedLesions:
    """Return what :func:`lesion_columns` was made of."""
    fields = json.loads(found)
    lesions = lesions_of(
        fields,
        disc_diameter,
        estimated=bool(estimated),
        outlines=json.loads(outlines),
    )
    name, version, sha256 = model
    return MarkedLesions(lesions, name, version, sha256, joint_of(fields))


def _packed(values: Sequence[float]) -> bytes:
    return struct.pack(f"<{len(values)}f", *values)


def unpacked(values: bytes) -> np.ndarray:
    """Return an embedding, float32 (D,), of the column that keeps it."""
    return np.frombuffer(values, "<f4")
