"""Whether the grade and the lesions that a second network marked contradict each other."""

from __future__ import annotations

from collections.abc import Mapping

#: Kinds that no eye without retinopathy has (a single microaneurysm may be a speck), nor one with
#: mild retinopathy: that is microaneurysms alone.
_NEVER_BELOW_GRADE_2 = ("HE", "EX", "SE")

#: From this grade on an eye without any lesion cannot be.
_FULL_OF_LESIONS = 3

GRADE_0_WITH_LESIONS = (
    "The grade is 0, but a second network marked haemorrhages, hard exudates or cotton-wool spots: "
    "look again."
)
GRADE_1_WITH_LESIONS = (
    "The grade is 1, microaneurysms alone, but a second network marked haemorrhages, hard exudates "
    "or cotton-wool spots: look again."
)
SEVERE_WITHOUT_LESIONS = "The grade is 3 or 4, but a second network marked no lesions: look again."


def lesion_remark(grade: int | None, counts: Mapping[str, int]) -> str | None:
    """Return a sentence where grade and lesions contradict each other.

    Parameters
    ----------
    grade
        ICDR 0–4 by the network; ``None`` for none.
    counts
        How many lesions of each kind were marked.
    """
    if grade in (0, 1) and any(counts.get(kind, 0) for kind in _NEVER_BELOW_GRADE_2):
        return GRADE_1_WITH_LESIONS if grade else GRADE_0_WITH_LESIONS
    if grade is not None and grade >= _FULL_OF_LESIONS and not any(counts.values()):
        return SEVERE_WITHOUT_LESIONS
    return None
