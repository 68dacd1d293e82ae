"""The ICDR scale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.grading import FIRST_REFERABLE_GRADE, GRADE_NAMES, referable_probability


def test_names_and_order() -> None:
    assert GRADE_NAMES == (
        "no apparent retinopathy",
        "mild NPDR",
        "moderate NPDR",
        "severe NPDR",
        "proliferative DR",
    )
    assert GRADE_NAMES[FIRST_REFERABLE_GRADE] == "moderate NPDR"


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        ([1, 0, 0, 0, 0], 0.0),
        ([0, 1, 0, 0, 0], 0.0),
        ([0, 0, 1, 0, 0], 1.0),
        ([0, 0, 0, 1, 0], 1.0),
        ([0, 0, 0, 0, 1], 1.0),
        ([0.1, 0.2, 0.3, 0.25, 0.15], 0.7),
        ([0, 0, 0.5, 0.5, 0.004], 1.0),
    ],
)
def test_referable_is_grade_two_and_more(probabilities: list[float], expected: float) -> None:
    assert referable_probability(probabilities) == pytest.approx(expected)


@pytest.mark.parametrize("count", [0, 1, 4, 6, 1000])
def test_only_five_grades(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} probabilities; an ICDR model gives 5"):
        referable_probability([0.1] * count)


@given(st.lists(st.floats(-1, 2), min_size=5, max_size=5))
def test_always_a_probability(probabilities: list[float]) -> None:
    assert 0 <= referable_probability(probabilities) <= 1
