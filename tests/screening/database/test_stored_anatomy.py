"""Disc, fovea, eye, lesions, macular oedema and the network's side answers, in the database."""

from __future__ import annotations

import json
import sqlite3
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from fundusviewer.anatomy import EyeStatement, Landmarks
from fundusviewer.errors import StoreError
from fundusviewer.grading import Decision
from fundusviewer.grading.joint_oedema import JOINT_RISK_2, JointOedema
from fundusviewer.grading.lesion_agreement import GRADE_0_WITH_LESIONS
from fundusviewer.grading.macular_oedema import EXUDATES_NEAR_FOVEA, MacularOedema
from fundusviewer.imaging import Laterality
from fundusviewer.screening import Finding, Identity, Row, Store, name_pattern
from fundusviewer.screening.examination.finding import SideAnswers
from fundusviewer.screening.identity import identity_of
from fundusviewer.screening.rows import StoredResult
from fundusviewer.screening.stored_anatomy import (
    later_lesion_remarks,
    stated_eye,
    stored_joint_oedema,
    stored_landmarks,
    stored_lesion_remarks,
    stored_lesions,
    stored_macular_oedema,
    stored_quality,
)
from tests.screening.database.methods import METHOD, OTHER, raw
from tests.screening.marks import LANDMARKS, make_lesions, marked_lesions

PATTERN = name_pattern()


def stored(store: Store, finding: Finding) -> Row:
    store.add_finding(finding, METHOD)
    (row,) = store.rows(METHOD)
    return row


def test_all_comes_back(store: Store, finding: Finding) -> None:
    side = SideAnswers({"good": 0.75, "reject": 0.25}, 3.5, (0.5, -1.25, 2.0))
    oedema = MacularOedema(1, 0.25, assessable=True)
    row = stored(
        store,
        replace(
            finding,
            landmarks=LANDMARKS,
            macular_oedema=oedema,
            side_answers=side,
            lesions=marked_lesions(),
        ),
    )
    assert stored_landmarks(row) == LANDMARKS
    assert stored_macular_oedema(row) == oedema
    assert stored_quality(row) == side.quality
    assert row.found.unfamiliarity == 3.5
    assert row.found.lesions_model == "tiny-lesions 0.0.1"
    lesions, made = stored_lesions(row), make_lesions()
    assert lesions is not None
    assert lesions == {kind: replace(one, outlines=()) for kind, one in made.kinds.items()}
    packed = raw(store).execute("SELECT embedding FROM result").fetchone()[0]
    assert struct.unpack("<3f", packed) == side.embedding
    sha256 = finding.image.source.sha256
    assert store.lesions_of([sha256, "0" * 64])[sha256].lesions == made
    assert "0" * 64 not in store.lesions_of([sha256, "0" * 64])


def test_what_nobody_looked_for_stays_unknown(store: Store, finding: Finding) -> None:
    row = stored(store, finding)
    assert stored_landmarks(row) is None
    assert stored_lesions(row) is None
    assert stored_macular_oedema(row) is None
    assert stored_quality(row) == {}
    assert row.found.unfamiliarity is None
    assert store.lesions_of([finding.image.source.sha256]) == {}


def test_what_was_looked_for_and_not_found_is_no_unknown(store: Store, finding: Finding) -> None:
    row = stored(store, replace(finding, landmarks=Landmarks()))
    assert stored_landmarks(row) == Landmarks()


def test_macular_oedema_that_cannot_be_assessed(store: Store, finding: Finding) -> None:
    nothing = MacularOedema(None, None, assessable=False)
    assert stored_macular_oedema(stored(store, replace(finding, macular_oedema=nothing))) == nothing


def test_no_eye_at_risk_is_stored_as_no_referral(store: Store, finding: Finding) -> None:
    assert finding.assessment is not None
    healthy = replace(finding.assessment, decision=Decision.NO_REFERRAL, grade=0)
    risk = MacularOedema(2, 0.9, assessable=True)
    with pytest.raises(StoreError, match="refuses this entry"):
        store.add_finding(replace(finding, assessment=healthy, macular_oedema=risk), METHOD)
    store.add_finding(replace(finding, macular_oedema=risk), METHOD)


def test_a_file_that_fails_now_tells_nothing(store: Store, finding: Finding) -> None:
    stored(store, replace(finding, landmarks=LANDMARKS, lesions=marked_lesions()))
    store.add_failure(finding.path, "the drive is gone")
    (row,) = store.rows(METHOD)
    assert stored_landmarks(row) is None
    assert stored_lesions(row) is None


def test_lesions_are_added_to_a_result_that_is_there(store: Store, finding: Finding) -> None:
    stored(store, finding)
    sha256 = finding.image.source.sha256
    store.add_lesions(sha256, marked_lesions())
    assert stored_lesions(store.rows(METHOD)[0]) is not None
    # Of one model and photograph they are never changed; another model's count from then on.
    store.add_lesions(sha256, replace(marked_lesions(), model_name="another"))
    assert store.rows(METHOD)[0].found.lesions_model == "tiny-lesions 0.0.1"
    store.add_lesions(sha256, replace(marked_lesions("2" * 64), model_name="another"))
    assert store.rows(METHOD)[0].found.lesions_model == "another 0.0.1"


def test_lesions_and_answer_together_are_told_with_that_answer_alone(
    store: Store, finding: Finding
) -> None:
    low = replace(finding, macular_oedema=MacularOedema(0, 0.05, assessable=True))
    assert low.assessment is not None
    healthy = replace(low.assessment, decision=Decision.NO_REFERRAL, grade=0)
    joint = JointOedema(2, 0.8, 0.05)
    marked = replace(marked_lesions(), joint=joint)
    row = stored(store, replace(low, assessment=healthy, lesions=marked))
    assert stored_joint_oedema(row) == joint
    assert JOINT_RISK_2 in stored_lesion_remarks(row)
    assert store.lesions_of([finding.image.source.sha256]).popitem()[1].joint == joint
    other = replace(low, macular_oedema=MacularOedema(0, 0.04, assessable=True))
    store.add_finding(other, OTHER)
    (another,) = store.rows(OTHER)
    assert stored_lesions(another) is not None
    assert stored_joint_oedema(another) is None


def test_lesions_without_a_result_are_not_told(store: Store, finding: Finding) -> None:
    stored(store, replace(finding, lesions=marked_lesions()))
    (row,) = store.rows(OTHER)
    assert row.result is None
    assert stored_lesions(row) is None


def test_another_operating_point_takes_all_over(store: Store, finding: Finding) -> None:
    oedema = MacularOedema(2, 0.9, assessable=True)
    side = SideAnswers({"good": 1.0}, 2.0, (1.0,))
    stored(store, replace(finding, landmarks=LANDMARKS, macular_oedema=oedema, side_answers=side))
    settings = json.loads(METHOD.settings) | {"operating_point": "other", "threshold": 0.99}
    other = replace(METHOD, settings=json.dumps(settings))
    store.take_over(other)
    (row,) = store.rows(other)
    assert stored_landmarks(row) == LANDMARKS
    assert stored_macular_oedema(row) == oedema
    assert stored_quality(row) == side.quality
    assert row.found.unfamiliarity == 2.0
    # The probability of retinopathy alone would not refer at this point.
    assert row.decision is Decision.REFER


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE result SET macular_oedema_risk = 3",
        "INSERT INTO lesions SELECT 9, photograph_id, model_name, model_version, 'x', steps, "
        "found, outlines, 0, estimated, application_version, marked_at FROM lesions",
    ],
)
def test_what_cannot_be(store: Store, finding: Finding, sql: str) -> None:
    stored(store, replace(finding, lesions=marked_lesions()))
    with pytest.raises(sqlite3.IntegrityError):
        raw(store).execute(sql)


def _row(path: str = "/a/x.jpg", picture_eye: str | None = None) -> Row:
    found = StoredResult(decision="refer", picture_eye=picture_eye)
    return Row.of_file(Path(path))._replace(result=found)


def test_the_picture_tells_the_eye_where_nothing_else_does() -> None:
    assert stated_eye(_row(picture_eye="OS"), PATTERN) == EyeStatement(
        Laterality.OS, "picture", Laterality.OS
    )
    assert stated_eye(_row(), PATTERN) == EyeStatement(None, None, None)


def test_name_object_and_person_come_before_the_picture() -> None:
    named = _row("/a/17_right.jpg", picture_eye="OS")
    assert stated_eye(named, PATTERN) == EyeStatement(Laterality.OD, "file name", Laterality.OS)
    told = named._replace(dicom_eye="OD")
    assert stated_eye(told, PATTERN).source == "dicom"
    corrected = told._replace(eye="OS", corrected=1)
    assert stated_eye(corrected, PATTERN) == EyeStatement(Laterality.OS, "person", Laterality.OS)
    unknown = told._replace(eye=None, corrected=1)
    assert stated_eye(unknown, PATTERN) == EyeStatement(None, None, Laterality.OS)


def test_a_person_who_contradicts_the_picture_is_remarked_on() -> None:
    row = _row("/a/x.jpg", picture_eye="OS")._replace(eye="OD", corrected=1)
    (remark,) = identity_of(row, PATTERN).remarks
    assert remark.startswith("The picture shows the left eye, a person has said the right eye")
    assert identity_of(row._replace(eye="OS"), PATTERN).remarks == ()
    hidden = identity_of(row.without_answer(), PATTERN)
    assert hidden == Identity(eye=Laterality.OD)
    assert hidden.remarks == ()


def test_what_later_lesions_contradict_is_said_once(store: Store, finding: Finding) -> None:
    """Exudates near the fovea where no oedema was seen, and a healthy grade."""
    assert finding.assessment is not None
    healthy = replace(finding.assessment, decision=Decision.NO_REFERRAL, grade=0)
    nothing = MacularOedema(0, 0.01, assessable=True)
    before = replace(finding, assessment=healthy, macular_oedema=nothing)
    row = stored(store, before)
    assert stored_lesion_remarks(row) == later_lesion_remarks(row) == ()
    store.add_lesions(finding.image.source.sha256, marked_lesions())
    (row,) = store.rows(METHOD)
    assert later_lesion_remarks(row) == (EXUDATES_NEAR_FOVEA, GRADE_0_WITH_LESIONS)
    # Marked with the examination they stand among its reasons.
    store.add_finding(replace(before, lesions=marked_lesions()), OTHER)
    (row,) = store.rows(OTHER)
    assert stored_lesion_remarks(row) == (EXUDATES_NEAR_FOVEA, GRADE_0_WITH_LESIONS)
    assert later_lesion_remarks(row) == ()
