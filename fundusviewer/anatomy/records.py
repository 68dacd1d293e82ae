"""Landmarks, eye and lesions as JSON objects, the same for commands and database, and back."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from fundusviewer.anatomy.eye import EyeStatement
from fundusviewer.anatomy.landmarks import Disc, Fovea, Landmarks
from fundusviewer.anatomy.lesions import LESION_KINDS, LesionKind, Lesions
from fundusviewer.anatomy.outlines import Outline
from fundusviewer.grading.joint_oedema import JointOedema
from fundusviewer.imaging import Laterality

#: Beside the kinds of lesions.
_JOINT = "macular_oedema"


def landmark_fields(landmarks: Landmarks | None) -> dict[str, Any] | None:
    """Return the JSON object of disc and fovea; ``None`` where nobody looked."""
    if landmarks is None:
        return None
    disc, fovea = landmarks.disc, landmarks.fovea
    return {
        "disc": disc
        and {
            "x": round(disc.x, 1),
            "y": round(disc.y, 1),
            "diameter": round(disc.diameter, 1),
            "confidence": round(disc.confidence, 4),
        },
        "fovea": fovea
        and {
            "x": round(fovea.x, 1),
            "y": round(fovea.y, 1),
            "confidence": round(fovea.confidence, 4),
        },
    }


def landmarks_of(fields: dict[str, Any]) -> Landmarks:
    """Return what :func:`landmark_fields` was made of."""
    disc, fovea = fields["disc"], fields["fovea"]
    return Landmarks(disc and Disc(**disc), fovea and Fovea(**fovea))


def eye_fields(eye: EyeStatement) -> dict[str, Any]:
    """Return the JSON object that says which eye it is."""
    return {
        "value": None if eye.value is None else eye.value.value,
        "source": eye.source,
        "picture": None if eye.picture is None else eye.picture.value,
    }


def eye_of_fields(fields: dict[str, Any]) -> EyeStatement:
    """Return what :func:`eye_fields` was made of."""
    value, picture = (None if eye is None else Laterality(eye) for eye in _eyes(fields))
    return EyeStatement(value, fields["source"], picture)


def lesion_fields(lesions: Lesions | None) -> dict[str, Any] | None:
    """Return the JSON object of the lesions; ``None`` where they cannot be told."""
    if lesions is None:
        return None
    return {
        kind: {
            "count": marks.count,
            "area": round(marks.area, 5),
            "by_quadrant": marks.by_quadrant,
            "from_fovea": None if marks.from_fovea is None else round(marks.from_fovea, 3),
            "near_fovea": None if marks.near_fovea is None else round(marks.near_fovea, 4),
        }
        for kind, marks in lesions.kinds.items()
    }


def found_fields(lesions: Lesions, joint: JointOedema | None) -> dict[str, Any]:
    """Return the JSON object that the database keeps: the lesions, and what they say of oedema."""
    fields = lesion_fields(lesions) or {}
    return fields if joint is None else fields | {_JOINT: asdict(joint)}


def joint_of(fields: dict[str, Any]) -> JointOedema | None:
    """Return what :func:`found_fields` holds of macular oedema; ``None`` where that is nothing."""
    joint = fields.get(_JOINT)
    return None if joint is None else JointOedema(**joint)


def outline_fields(lesions: Lesions) -> dict[str, list[Outline]]:
    """Return the JSON object of the outlines of each kind."""
    return {kind: list(marks.outlines) for kind, marks in lesions.kinds.items()}


def lesions_of(
    fields: dict[str, Any], disc_diameter: float, *, estimated: bool, outlines: dict[str, Any]
) -> Lesions:
    """Return what :func:`lesion_fields` and :func:`outline_fields` were made of.

    Parameters
    ----------
    fields
        Of the lesions.
    disc_diameter, estimated
        See :class:`fundusviewer.anatomy.Lesions`.
    outlines
        Of each kind; empty where they are not wanted.
    """
    kinds = {
        kind: replace(marks, outlines=_outlines(outlines.get(kind, ())))
        for kind, marks in kinds_of(fields).items()
    }
    return Lesions(kinds, disc_diameter, estimated)


def kinds_of(fields: dict[str, Any]) -> dict[str, LesionKind]:
    """Return the kinds in what :func:`lesion_fields` or :func:`found_fields` made; no outlines."""
    return {kind: LesionKind(**fields[kind]) for kind in LESION_KINDS if kind in fields}


def _eyes(fields: dict[str, Any]) -> tuple[str | None, str | None]:
    return fields["value"], fields["picture"]


def _outlines(listed: Any) -> tuple[Outline, ...]:
    return tuple(tuple((x, y) for x, y in outline) for outline in listed)
