"""Lesions in the words of the finding."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fundusviewer.anatomy.records import found_fields
from fundusviewer.grading.joint_oedema import JOINT_RISK_2, JointOedema
from fundusviewer.grading.lesion_agreement import GRADE_0_WITH_LESIONS
from fundusviewer.gui.finding.anatomy_text import lesion_lines
from fundusviewer.gui.finding.finding_panel import ResultPanel
from fundusviewer.gui.finding.finding_text import ShownModel
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.screening import Row
from fundusviewer.screening.stored_anatomy import later_lesion_remarks
from tests.helpers.models import make_card
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


def test_what_asks_to_look_again_stands_first_and_once(qtbot: QtBot, theme: Theme) -> None:
    """The list of marks may lie below the edge of the panel."""
    panel = ResultPanel(theme)
    qtbot.addWidget(panel)
    shown = marked(JointOedema(2, 0.25, 0.05))
    card = make_card()
    panel.resize(320, 1200)
    panel.show()
    panel.show_photograph(
        Photograph(1, Progress.EXAMINED, shown), ShownModel(card, card.operating_points[0])
    )
    QApplication.processEvents()
    remarks, lesions = panel.quality.text, panel.lesions
    # Where each of several begins is seen.
    said = [f"\N{BULLET} {one}" for one in (JOINT_RISK_2, GRADE_0_WITH_LESIONS)]
    assert remarks.text().splitlines() == said
    lines = lesions.text().splitlines()
    assert lines[0].startswith("Marked by a second network: 2 microaneurysms")
    assert lines[-1].startswith("Macular oedema with these marks: risk 2 of 0–2")
    assert not {JOINT_RISK_2, GRADE_0_WITH_LESIONS} & set(lines)
    above = remarks.mapTo(panel, remarks.rect().bottomLeft()).y()
    assert above < lesions.mapTo(panel, lesions.rect().topLeft()).y()


def test_nothing_is_said_of_an_answer_that_is_not_this_one() -> None:
    for joint in (None, JointOedema(2, 0.25, 0.06)):
        stored = marked(joint)
        assert "Macular oedema with these marks" not in lesion_lines(stored)
        assert JOINT_RISK_2 not in later_lesion_remarks(stored)
