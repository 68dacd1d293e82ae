"""Landmarks, eye and lesions come back from JSON as they went in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fundusviewer.anatomy import Disc, EyeStatement, Fovea, Landmarks, LesionKind, Lesions
from fundusviewer.anatomy.records import (
    eye_fields,
    eye_of_fields,
    found_fields,
    joint_of,
    landmark_fields,
    landmarks_of,
    lesion_fields,
    lesions_of,
    outline_fields,
)
from fundusviewer.grading.joint_oedema import JointOedema
from fundusviewer.imaging import Laterality

_SQUARE = ((1.0, 2.0), (3.5, 2.0), (3.5, 4.0))


def through_json(fields: Any) -> Any:
    return json.loads(json.dumps(fields))


@pytest.mark.parametrize(
    "landmarks",
    [
        Landmarks(),
        Landmarks(Disc(1.5, 2.0, 30.0, 0.9)),
        Landmarks(None, Fovea(4.0, 5.5, 0.25)),
        Landmarks(Disc(1.5, 2.0, 30.0, 0.9), Fovea(4.0, 5.5, 0.25)),
    ],
)
def test_landmarks(landmarks: Landmarks) -> None:
    assert landmarks_of(through_json(landmark_fields(landmarks))) == landmarks


@pytest.mark.parametrize(
    "eye",
    [
        EyeStatement(None, None, None),
        EyeStatement(Laterality.OD, "file name", Laterality.OS),
        EyeStatement(Laterality.OS, "picture", Laterality.OS),
    ],
)
def test_eyes(eye: EyeStatement) -> None:
    assert eye_of_fields(through_json(eye_fields(eye))) == eye


def test_lesions() -> None:
    quadrants = {"superior_temporal": 1}
    lesions = Lesions(
        {
            "MA": LesionKind(1, 0.25, quadrants, 0.5, (_SQUARE,), 0.8125),
            "EX": LesionKind(0, 0.0, None),
        },
        61.5,
        estimated=True,
    )
    fields, outlines = through_json((lesion_fields(lesions), outline_fields(lesions)))
    assert lesions_of(fields, 61.5, estimated=True, outlines=outlines) == lesions
    without = lesions_of(fields, 61.5, estimated=True, outlines={})
    assert without.kinds["MA"].outlines == ()
    assert without.kinds["MA"].count == 1


def test_what_is_kept_of_macular_oedema() -> None:
    lesions = Lesions({"EX": LesionKind(0, 0.0, None)}, 61.5, estimated=True)
    joint = JointOedema(2, 0.8, 0.1)
    kept = through_json(found_fields(lesions, joint))
    assert joint_of(kept) == joint
    assert lesions_of(kept, 61.5, estimated=True, outlines={}) == lesions
    assert joint_of(through_json(found_fields(lesions, None))) is None


def test_what_nobody_looked_for_stays_unknown() -> None:
    assert landmark_fields(None) is None
    assert lesion_fields(None) is None
