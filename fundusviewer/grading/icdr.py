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

#: What each grade asks for, as short as it can be said.
GRADE_DEFINITIONS = (
    "No abnormalities are seen",
    "Microaneurysms only",
    "More than microaneurysms alone, less than severe NPDR",
    "More than 20 haemorrhages in each of 4 quadrants, or definite venous beading in 2 or more, "
    "or prominent IRMA in 1 or more; not proliferative",
    "Neovascularisation, or vitreous or preretinal haemorrhage",
)

#: Moderate NPDR and more is referable. So is macular oedema, see :mod:`.macular_oedema`.
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


def most_probable_grade(probabilities: Sequence[float]) -> int:
    """Return the grade 0–4 with the highest probability; the lower one of two that are equal."""
    return max(range(len(probabilities)), key=lambda grade: probabilities[grade])


def refers(probabilities: Sequence[float], threshold: float) -> bool:
    """Return whether five grade probabilities mean referral at an operating point.

    Referral is due from ``threshold`` on of the probability of referable DR, and wherever the most
    probable grade is itself referable: "moderate NPDR, no referral" would contradict itself.
    """
    return refers_at(
        most_probable_grade(probabilities), referable_probability(probabilities), threshold
    )


def refers_at(grade: int, referable: float, threshold: float) -> bool:
    """Return what :func:`refers` says, from what is kept of the probabilities.

    Parameters
    ----------
    grade
        The most probable one, 0–4.
    referable
        Probability of referable DR, 0–1.
    threshold
        The operating point, 0–1.
    """
    return referable >= threshold or grade >= FIRST_REFERABLE_GRADE
