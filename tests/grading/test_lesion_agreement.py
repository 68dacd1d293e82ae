"""Grade and lesions that contradict each other."""

from __future__ import annotations

import pytest

from fundusviewer.grading.lesion_agreement import (
    GRADE_0_WITH_LESIONS,
    GRADE_1_WITH_LESIONS,
    SEVERE_WITHOUT_LESIONS,
    lesion_remark,
)

NOTHING = {"MA": 0, "HE": 0, "EX": 0, "SE": 0}


@pytest.mark.parametrize("kind", ["HE", "EX", "SE"])
def test_what_no_eye_below_grade_2_has(kind: str) -> None:
    assert lesion_remark(0, NOTHING | {kind: 1}) == GRADE_0_WITH_LESIONS
    assert lesion_remark(1, NOTHING | {kind: 1}) == GRADE_1_WITH_LESIONS
    assert lesion_remark(2, NOTHING | {kind: 1}) is None


@pytest.mark.parametrize("grade", [3, 4])
def test_a_severe_grade_without_any_lesion(grade: int) -> None:
    assert lesion_remark(grade, NOTHING) == SEVERE_WITHOUT_LESIONS
    assert lesion_remark(grade, NOTHING | {"MA": 1}) is None


@pytest.mark.parametrize("grade", [None, 0, 1, 2])
def test_nothing_is_to_be_said(grade: int | None) -> None:
    assert lesion_remark(grade, NOTHING) is None
    assert lesion_remark(grade, NOTHING | {"MA": 1}) is None
