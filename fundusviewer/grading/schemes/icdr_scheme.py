"""The international scales of diabetic retinopathy and macular oedema, as a form.

The grade of retinopathy is given by the digits 0–4. Macular oedema is that of the International
Clinical Diabetic Macular Edema Disease Severity Scale (Wilkinson et al., Ophthalmology 2003):

- absent: "No apparent retinal thickening or hard exudates in posterior pole"
- mild: "Some retinal thickening or hard exudates in posterior pole but distant from the center of
  the macula"
- moderate: "Retinal thickening or hard exudates approaching the center of the macula but not
  involving the center"
- severe: "Retinal thickening or hard exudates involving the center of the macula"

Intervals and referral are those of the ICO Guidelines for Diabetic Eye Care (2017) where
specialists are at hand: no or mild retinopathy without oedema is not referred, all else is. Of a
range the shorter interval is proposed.
"""

from __future__ import annotations

from collections.abc import Collection

from fundusviewer.grading.assessment import Decision
from fundusviewer.grading.icdr import FIRST_REFERABLE_GRADE
from fundusviewer.grading.schemes.scheme import (
    Item,
    Outcome,
    Plan,
    Quality,
    Scheme,
    SchemeGrade,
    Section,
)

_OEDEMA = Section(
    "maculopathy",
    "Macular oedema",
    (
        Item(
            "me_absent",
            "No macular oedema",
            "No apparent retinal thickening or hard exudates in the posterior pole",
            "a",
        ),
        Item(
            "me_mild",
            "Mild macular oedema",
            "Some retinal thickening or hard exudates in the posterior pole but distant from the "
            "centre of the macula",
            "m",
        ),
        Item(
            "me_moderate",
            "Moderate macular oedema",
            "Retinal thickening or hard exudates approaching the centre of the macula but not "
            "involving the centre",
            "o",
        ),
        Item(
            "me_severe",
            "Severe macular oedema",
            "Retinal thickening or hard exudates involving the centre of the macula",
            "s",
        ),
    ),
    exclusive=True,
)

#: Months to the next examination by grade: "1-2 years", "6-12 months", "3-6 months",
#: "<3 months", "<1 month".
_MONTHS = (12, 6, 3, 3, 1)
#: The same of oedema: "3 months" without, "1 month" with the centre.
_OEDEMA_MONTHS = {"me_mild": 3, "me_moderate": 3, "me_severe": 1}
_PROLIFERATIVE = 4


def _rule(
    ticked: Collection[str], quality: Quality | None, grade: int | None
) -> SchemeGrade | None:
    oedema = next((code for code in _OEDEMA_MONTHS if code in ticked), None)
    parts = [f"DR {grade}"] if grade is not None else []
    if oedema is not None or "me_absent" in ticked:
        parts.append(f"DME {(oedema or 'me_absent').removeprefix('me_')}")
    months = [_MONTHS[grade]] if grade is not None else []
    if oedema is not None:
        months.append(_OEDEMA_MONTHS[oedema])
    if oedema is not None or (grade is not None and grade >= FIRST_REFERABLE_GRADE):
        urgent = grade == _PROLIFERATIVE
        plan = Plan.REFER_URGENTLY if urgent else Plan.REFER
        return SchemeGrade(tuple(parts), Outcome(Decision.REFER, plan, min(months)))
    if quality is Quality.INADEQUATE:
        return SchemeGrade(("U",), Outcome(Decision.UNGRADABLE, Plan.REPEAT))
    if grade is None:
        # Without a grade of retinopathy "no oedema" decides nothing.
        return None
    return SchemeGrade(tuple(parts), Outcome(Decision.NO_REFERRAL, Plan.RECALL, min(months)))


ICDR = Scheme(
    "icdr",
    "ICDR: international clinical scale",
    "Wilkinson et al., Ophthalmology 2003; intervals: ICO Guidelines for Diabetic Eye Care, 2017",
    (_OEDEMA,),
    _rule,
)
