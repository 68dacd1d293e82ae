"""Lesions in the words of the finding."""

from __future__ import annotations

import json

from fundusviewer.anatomy.records import found_fields
from fundusviewer.grading.joint_oedema import JOINT_RISK_2, JointOedema
from fundusviewer.grading.lesion_agreement import GRADE_0_WITH_LESIONS
from fundusviewer.gui.finding.anatomy_text import lesion_lines
from fundusviewer.screening import Row
from tests.reporting.rows import row
from tests.screening.marks import make_lesions


def marked(joint: JointOedema | None, **changes: object) -> Row:
    return row(
        "a.jpg",
        macular_oedema_risk=0,
        macular_oedema_probability=0.05,
        macular_oedema_assessable=1,
        lesions_model="tiny-lesions 0.0.1",
        lesions_json=json.dumps(found_fields(make_lesions(), joint)),
        **changes,
    )


def test_what_asks_to_look_again_stands_first() -> None:
    lines = lesion_lines(marked(JointOedema(2, 0.25, 0.05))).splitlines()
    assert lines[:2] == [JOINT_RISK_2, GRADE_0_WITH_LESIONS]
    assert lines[2].startswith("Marked by a second network: 2 microaneurysms")
    assert lines[-1].startswith("Macular oedema with these marks: risk 2 of 0–2")


def test_nothing_is_said_of_an_answer_that_is_not_this_one() -> None:
    for joint in (None, JointOedema(2, 0.25, 0.06)):
        words = lesion_lines(marked(joint))
        assert "Macular oedema with these marks" not in words
        assert JOINT_RISK_2 not in words
