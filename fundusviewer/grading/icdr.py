"""The International Clinical Diabetic Retinopathy scale (Wilkinson et al., Ophthalmology 2003)."""

from collections.abc import Sequence

#: The five grades in order; the index is the grade.
GRADE_NAMES = (
    "no apparent retinopathy",
    "mild NPDR",
    "moderate NPDR",
    "severe NPDR",
    "proliferative DR",
)

#: Moderate NPDR and more is referable. Macular oedema is not assessed.
FIRST_REFERABLE_GRADE = 2


def referable_probability(probabilities: Sequence[float]) -> float:
    """Return the probability of referable DR, 0–1, from the five grade probabilities.

    Raises
    ------
    ValueError
        If there are not exactly five probabilities.
    """
    if len(probabilities) != len(GRADE_NAMES):
        raise ValueError(
            f"{len(probabilities)} probabilities; an ICDR model gives {len(GRADE_NAMES)}"
        )
    return min(1.0, max(0.0, sum(probabilities[FIRST_REFERABLE_GRADE:])))
