"""Lesions in the words of the finding."""

from __future__ import annotations

import json

from fundusviewer.anatomy.records import found_fields
from fundusviewer.grading.joint_oedema import JOINT_RISK_2, JointOedema
from fundusviewer.grading.lesion_agreement import GRADE_0_WITH_LESIONS
from fundusviewer.gui.finding.anatomy_text import lesion_lines
from fundusviewer.screening import Row
from fundusviewer.screening.stored_anatomy import later_lesion_remarks
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


def test_what_both_say_of_the_macula_stands_below_the_marks() -> None:
    lines = lesion_lines(marked(JointOedema(2, 0.25, 0.05))).splitlines()
    assert lines[0].startswith("Marked by a second network: 2 microaneurysms")
    assert lines[-1].startswith("Macular oedema with these marks: risk 2 of 0–2")


def test_what_asks_to_look_again_is_told_apart_from_the_marks() -> None:
    """The panel says it above the fold, with the reasons; a second time it would be noise."""
    stored = marked(JointOedema(2, 0.25, 0.05))
    assert later_lesion_remarks(stored) == (JOINT_RISK_2, GRADE_0_WITH_LESIONS)
    assert JOINT_RISK_2 not in lesion_lines(stored)


def test_nothing_is_said_of_an_answer_that_is_not_this_one() -> None:
    for joint in (None, JointOedema(2, 0.25, 0.06)):
        stored = marked(joint)
        assert "Macular oedema with these marks" not in lesion_lines(stored)
        assert JOINT_RISK_2 not in later_lesion_remarks(stored)
