"""Prediction sets: the grades among which the true one is, in so many of a hundred photographs.

Ordinal adaptive prediction sets (Lu, Angelopoulos & Pomerantz, MICCAI 2022): a set starts with the
most probable grade and takes the more probable one of its two neighbours until it holds enough
probability. How much is enough is fitted on photographs that were not learned from (split
conformal prediction) and stands in the model's card.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from fundusviewer.grading.icdr import FIRST_REFERABLE_GRADE, GRADE_NAMES, most_probable_grade

_NPDR = " NPDR"


def grade_set(probabilities: Sequence[float], threshold: float) -> tuple[int, ...]:
    """Return the grades that may be the true one: neighbours on the scale, in order.

    Parameters
    ----------
    probabilities
        Calibrated probabilities of the ICDR grades 0–4.
    threshold
        From the card, 0–1. The most probable grade is in the set whatever the threshold.

    Examples
    --------
    >>> grade_set([0.02, 0.08, 0.55, 0.3, 0.05], 0.7)
    (2, 3)
    """
    masses = masses_before(probabilities)
    return tuple(grade for grade, mass in enumerate(masses) if mass <= threshold)


def masses_before(probabilities: Sequence[float]) -> tuple[float, ...]:
    """Return for each grade the probability, 0–1, that a growing set holds when it takes it.

    It is 0 for the most probable grade. What the true grades of a clinic's photographs have here
    decides about the threshold.

    Examples
    --------
    >>> [round(mass, 2) for mass in masses_before([0.02, 0.08, 0.55, 0.3, 0.05])]
    [0.95, 0.85, 0.0, 0.55, 0.93]
    """
    top = most_probable_grade(probabilities)
    below, above = top - 1, top + 1
    held = probabilities[top]
    masses = [0.0] * len(probabilities)
    while below >= 0 or above < len(probabilities):
        upwards = below < 0 or (
            # Of two that are equal the more severe one: it must not be missed.
            above < len(probabilities) and probabilities[above] >= probabilities[below]
        )
        taken = above if upwards else below
        masses[taken] = held
        held += probabilities[taken]
        below, above = (below, above + 1) if upwards else (below - 1, above)
    return tuple(masses)


def grade_set_words(grades: Sequence[int]) -> str:
    """Return a set in words.

    Parameters
    ----------
    grades
        Grades 0–4 in order, at least one.

    Raises
    ------
    ValueError
        If there is no grade: a refused photograph has no set.

    Examples
    --------
    >>> grade_set_words((2, 3))
    'moderate or severe NPDR'
    >>> grade_set_words((0, 1, 2))
    'no apparent retinopathy, mild or moderate NPDR'
    """
    if not grades:
        raise ValueError("an empty set has no words")
    names = [GRADE_NAMES[grade] for grade in grades]
    short = [
        # "NPDR" is said once, by the last of the grades that carry it.
        name.removesuffix(_NPDR) if following.endswith(_NPDR) else name
        for name, following in zip(names, [*names[1:], ""], strict=True)
    ]
    return " or ".join(part for part in (", ".join(short[:-1]), short[-1]) if part)


def spans_referral(grades: Collection[int]) -> bool:
    """Return whether a set holds grades with and without referral: referral is then uncertain."""
    referable = {grade >= FIRST_REFERABLE_GRADE for grade in grades}
    return len(referable) > 1


#: Stated wherever :func:`spans_referral` holds.
REFERRAL_UNCERTAIN = "Referral is uncertain: grades with and without referral are both possible."


def coverage_words(coverage: float) -> str:
    """Return what a set promises, one sentence.

    Parameters
    ----------
    coverage
        From the card, 0–1.
    """
    return (
        f"In {coverage * 100:.0f} of 100 photographs like those it was fitted on, the true grade "
        "is among the grades named."
    )
