"""Who grades blind, and whose answer is revealed; without a window."""

from __future__ import annotations

from pathlib import Path

from fundusviewer.gui.state.grade_blindness import GradeBlindness
from fundusviewer.screening import Row


def test_only_a_verdict_reveals_an_answer() -> None:
    blindness = GradeBlindness(lambda: True)
    row = Row.of_file(Path("7_OD.jpg"))
    noted = row._replace(note="drusen")
    graded, refused = row._replace(review_grade=0), row._replace(review_ungradable=1)
    assert not blindness.hides(row)
    blindness.want(True)
    assert blindness.hides(row)
    assert blindness.hides(noted)
    assert not blindness.hides(graded)
    assert not blindness.hides(refused)
    blindness.want(False)
    assert not blindness.hides(row)


def test_a_model_without_grades_has_nothing_to_hide() -> None:
    answers = [False]
    blindness = GradeBlindness(lambda: answers[0])
    blindness.want(True)
    assert blindness.is_wanted
    assert not blindness.is_on
    assert not blindness.hides(Row.of_file(Path("7_OD.jpg")))
    answers[0] = True
    assert blindness.is_on


def test_a_change_is_told_once() -> None:
    blindness, told = GradeBlindness(lambda: True), list[bool]()
    blindness.changed.connect(told.append)
    for wanted in (False, True, True, False):
        blindness.want(wanted)
    assert told == [True, False]
