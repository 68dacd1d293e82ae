"""Prediction sets: what they hold, and what they are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.grading import (
    GateLevel,
    GateReason,
    GateVerdict,
    assess,
    coverage_words,
    grade_set,
    grade_set_words,
    masses_before,
    spans_referral,
)

SURE = [0.96, 0.02, 0.01, 0.005, 0.005]
UNSURE = [0.1, 0.3, 0.4, 0.15, 0.05]

distributions = (
    st.lists(st.floats(0, 1), min_size=5, max_size=5)
    .filter(lambda values: sum(values) > 1e-6)
    .map(lambda values: [value / sum(values) for value in values])
)


@pytest.mark.parametrize(
    ("probabilities", "threshold", "expected"),
    [
        (SURE, 0.9, (0,)),
        (SURE, 0.97, (0, 1)),
        (UNSURE, 0.0, (2,)),
        (UNSURE, 0.4, (1, 2)),
        (UNSURE, 0.7, (1, 2, 3)),
        (UNSURE, 0.85, (0, 1, 2, 3)),
        (UNSURE, 1.0, (0, 1, 2, 3, 4)),
        ([0.0, 0.0, 0.0, 0.1, 0.9], 0.9, (3, 4)),
        # Two neighbours alike: the more severe one comes first.
        ([0.0, 0.2, 0.6, 0.2, 0.0], 0.6, (2, 3)),
        # A probable grade far away is reached through those between.
        ([0.45, 0.1, 0.02, 0.03, 0.4], 0.56, (0, 1, 2)),
    ],
)
def test_the_set(probabilities: list[float], threshold: float, expected: tuple[int, ...]) -> None:
    assert grade_set(probabilities, threshold) == expected


@given(distributions, st.floats(0, 1), st.floats(0, 1))
def test_neighbours_with_the_most_probable_grade_and_growing(
    probabilities: list[float], one: float, other: float
) -> None:
    small, large = (grade_set(probabilities, at) for at in sorted((one, other)))
    assert small == tuple(range(small[0], small[-1] + 1))
    assert max(probabilities) in [probabilities[grade] for grade in small]
    assert set(small) <= set(large)
    assert sum(probabilities[grade] for grade in small) >= min(one, other) - 1e-9


@given(distributions)
def test_a_grade_is_in_the_set_from_its_mass_on(probabilities: list[float]) -> None:
    for grade, mass in enumerate(masses_before(probabilities)):
        assert grade in grade_set(probabilities, mass)
        if mass > 1e-9:
            assert grade not in grade_set(probabilities, mass * (1 - 1e-9) - 1e-12)


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ((0,), "no apparent retinopathy"),
        ((1,), "mild NPDR"),
        ((4,), "proliferative DR"),
        ((0, 1), "no apparent retinopathy or mild NPDR"),
        ((1, 2), "mild or moderate NPDR"),
        ((3, 4), "severe NPDR or proliferative DR"),
        ((1, 2, 3), "mild, moderate or severe NPDR"),
        ((2, 3, 4), "moderate, severe NPDR or proliferative DR"),
        (
            (0, 1, 2, 3, 4),
            "no apparent retinopathy, mild, moderate, severe NPDR or proliferative DR",
        ),
    ],
)
def test_words(grades: tuple[int, ...], words: str) -> None:
    assert grade_set_words(grades) == words


def test_a_refused_photograph_has_no_words() -> None:
    with pytest.raises(ValueError, match="empty"):
        grade_set_words(())


@pytest.mark.parametrize(
    ("grades", "uncertain"),
    [((0,), False), ((0, 1), False), ((2, 3, 4), False), ((1, 2), True), ((0, 1, 2), True)],
)
def test_uncertain_referral(grades: tuple[int, ...], uncertain: bool) -> None:
    assert spans_referral(grades) is uncertain


def test_the_promise() -> None:
    assert coverage_words(0.9).startswith("In 90 of 100 photographs like those")


def test_in_the_assessment() -> None:
    assert assess(UNSURE, 0.5, GateVerdict(), 0.4).grade_set == (1, 2)
    assert assess(UNSURE, 0.5, GateVerdict()).grade_set == ()


@pytest.mark.parametrize("level", GateLevel)
def test_none_where_the_gate_refused(level: GateLevel) -> None:
    verdict = GateVerdict((GateReason("code", "Why.", level),))
    assert assess(UNSURE, 0.5, verdict, 0.4).grade_set == ()
