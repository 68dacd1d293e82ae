"""The photographs of one eye as a set: the worst gradable one decides; what it lacks is said."""

from __future__ import annotations

import json
import os
from dataclasses import replace

from fundusviewer.anatomy.landmarks import Disc, Fovea, Landmarks
from fundusviewer.anatomy.records import landmark_fields
from fundusviewer.grading import Decision
from fundusviewer.imaging import Laterality
from fundusviewer.screening import Patient, Row, group_by_patient, identify, name_pattern
from fundusviewer.screening.eye_sets import GIVES_WAY, MISSING
from fundusviewer.screening.rows import StoredResult

MACULA = Landmarks(Disc(850, 480, 130, 0.9), Fovea(510, 500, 0.9))
DISC = Landmarks(Disc(500, 500, 130, 0.9), Fovea(150, 520, 0.9))
NO_FOVEA = replace(DISC, fovea=None)
OD = Laterality.OD


def row(name: str, decision: str, landmarks: Landmarks | None = MACULA, grade: int = 0) -> Row:
    graded = decision in ("refer", "no_referral")
    found = StoredResult(
        decision=decision,
        grade=grade if graded else None,
        referable_probability=0.1 if graded else None,
        landmarks_json=json.dumps(landmark_fields(landmarks)) if landmarks and graded else None,
    )
    problem = "cannot be read" if decision == "error" else None
    path = os.fsencode(f"/day/7_OD_{name}.jpg")
    return Row(path, name, width=1000, height=1000, problem=problem, result=found)


def patient(*rows: Row, fields: int = 1) -> Patient:
    pattern = name_pattern("(?P<patient>7)_(?P<eye>OD)_.*", fields)
    (found,) = group_by_patient((identify(one, pattern) for one in rows), fields=fields)
    return found


def test_the_worst_gradable_photograph_decides() -> None:
    found = patient(row("a", "no_referral"), row("b", "refer", DISC, 2), row("c", "ungradable"))
    assert found.eye(OD) is found.photographs[1]
    assert found.decision is Decision.REFER


def test_a_photograph_that_was_repeated_gives_way_and_it_is_said() -> None:
    found = patient(row("a", "ungradable"), row("b", "no_referral"))
    assert found.decision is Decision.NO_REFERRAL
    assert GIVES_WAY[OD] in found.remarks


def test_what_is_ungradable_counts_while_the_set_is_incomplete_without_it() -> None:
    one_field = patient(row("a", "ungradable"), row("b", "no_referral", NO_FOVEA))
    assert one_field.decision is Decision.UNGRADABLE
    assert MISSING[OD, "macula"] in one_field.remarks
    two = (row("a", "ungradable"), row("b", "no_referral"))
    assert patient(*two, fields=2).decision is Decision.UNGRADABLE
    assert MISSING[OD, "disc"] in patient(*two, fields=2).remarks
    whole = patient(*two, row("c", "no_referral", DISC), fields=2)
    assert whole.decision is Decision.NO_REFERRAL
    assert whole.missing_fields(OD) == ()


def test_where_nobody_looked_for_landmarks_nothing_gives_way() -> None:
    found = patient(row("a", "ungradable"), row("b", "no_referral", None))
    assert found.decision is Decision.UNGRADABLE
    assert found.missing_fields(OD) == ()


def test_what_could_not_be_read_never_gives_way() -> None:
    for decision in ("error", "not_fundus"):
        found = patient(row("a", decision), row("b", "no_referral"), row("c", "no_referral", DISC))
        assert found.decision is Decision(decision)
