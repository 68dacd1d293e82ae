"""Landmarks, eye, lesions and macular oedema of a photograph, as its row holds them."""

from __future__ import annotations

import json

from fundusviewer.anatomy import EyeStatement, Landmarks, LesionKind
from fundusviewer.anatomy.records import joint_of, kinds_of, landmarks_of
from fundusviewer.grading import Decision
from fundusviewer.grading.joint_oedema import JointOedema, oedema_remark
from fundusviewer.grading.lesion_agreement import lesion_remark
from fundusviewer.grading.macular_oedema import MacularOedema
from fundusviewer.imaging import Laterality
from fundusviewer.screening.identity import identity_of
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.rows import Row, StoredResult


def stored_landmarks(row: Row) -> Landmarks | None:
    """Return optic disc and fovea; ``None`` where nobody looked, or that must not be told."""
    text = _result(row).landmarks_json
    return None if text is None else landmarks_of(json.loads(text))


def was_looked_at(row: Row) -> bool:
    """Return whether optic disc and fovea were looked for; cheaper than reading where they are."""
    return _result(row).landmarks_json is not None


def stored_lesions(row: Row) -> dict[str, LesionKind] | None:
    """Return the marks of each kind, without outlines.

    ``None`` where nobody looked, where the photograph cannot be graded, and where that must not be
    told.
    """
    found = _result(row)
    text, graded = found.lesions_json, found.decision in (Decision.REFER, Decision.NO_REFERRAL)
    if text is None or not graded:
        return None
    return kinds_of(json.loads(text))


def stored_joint_oedema(row: Row) -> JointOedema | None:
    """Return what the row's answer and the lesions together say of macular oedema.

    ``None`` where nobody looked for lesions, where they were weighed with another answer than the
    row's, and where that must not be told.
    """
    text = _result(row).lesions_json
    joint = None if text is None else joint_of(json.loads(text))
    if joint is None or not joint.belongs_to(stored_macular_oedema(row)):
        return None
    return joint


def stored_lesion_remarks(row: Row) -> tuple[str, ...]:
    """Return sentences where the lesions contradict the grade or the risk of macular oedema."""
    lesions = stored_lesions(row)
    if lesions is None:
        return ()
    counts = {kind: marks.count for kind, marks in lesions.items()}
    oedema = oedema_remark(
        stored_macular_oedema(row),
        stored_joint_oedema(row),
        {kind: marks.from_fovea for kind, marks in lesions.items()},
        referred=_result(row).decision != Decision.NO_REFERRAL,
    )
    remarks = (
        oedema,
        lesion_remark(_result(row).grade, counts),
    )
    return tuple(remark for remark in remarks if remark is not None)


def later_lesion_remarks(row: Row) -> tuple[str, ...]:
    """Return those that are not among the row's reasons: lesions were marked afterwards."""
    return tuple(remark for remark in stored_lesion_remarks(row) if remark not in row.reasons)


def stored_macular_oedema(row: Row) -> MacularOedema | None:
    """Return what is said of macular oedema; ``None`` where the model does not answer on it."""
    found = _result(row)
    if found.macular_oedema_assessable is None:
        return None
    return MacularOedema(
        found.macular_oedema_risk,
        found.macular_oedema_probability,
        bool(found.macular_oedema_assessable),
    )


def stored_quality(row: Row) -> dict[str, float]:
    """Return the network's probabilities of how good the photograph is; empty where unknown."""
    return dict(json.loads(_result(row).quality_json or "{}"))


def stated_eye(row: Row, pattern: NamePattern) -> EyeStatement:
    """Return which eye it is and who says so: a person, the object, the name, the picture."""
    return eye_statement(row, identity_of(row, pattern).eye)


def eye_statement(row: Row, told: Laterality | None) -> EyeStatement:
    """Return the same where it is known which eye it is by all but the picture."""
    shown = _result(row).picture_eye
    picture = None if shown is None else Laterality(shown)
    if told is None:
        # Who says of a photograph that its eye is not known says so of the picture as well.
        if picture is None or row.corrected:
            return EyeStatement(None, None, picture)
        return EyeStatement(picture, "picture", picture)
    if row.corrected:
        return EyeStatement(told, "person", picture)
    return EyeStatement(told, "file name" if row.dicom_eye is None else "dicom", picture)


def _result(row: Row) -> StoredResult:
    """Return what was found; nothing of a file that cannot be read now."""
    return StoredResult() if row.problem is not None else row.found
