"""Numbers and words to a clinical statement. Pure Python, no pixels.

ICDR scale, gate, the program's decision (``assessment``), readers' verdicts (``reading``), what
counts of all that (``final``), and the grading schemes of screening programmes (``schemes``).
"""

from fundusviewer.grading.assessment import SUM_TOLERANCE, Assessment, Decision, assess, decide
from fundusviewer.grading.final import (
    Answer,
    Final,
    doctors_decision,
    final_decision,
    final_of,
    refers_by_risk,
)
from fundusviewer.grading.gate import GateLevel, GateReason, GateVerdict, check
from fundusviewer.grading.grade_sets import (
    REFERRAL_UNCERTAIN,
    coverage_words,
    grade_set,
    grade_set_words,
    masses_before,
    spans_referral,
)
from fundusviewer.grading.icdr import (
    FIRST_REFERABLE_GRADE,
    GRADE_DEFINITIONS,
    GRADE_NAMES,
    most_probable_grade,
    referable_probability,
    refers,
    refers_at,
)
from fundusviewer.grading.macular_oedema import (
    REFERABLE_RISK,
    MacularOedema,
    OedemaAnswer,
    OedemaLimits,
    exudate_remark,
)
from fundusviewer.grading.measures import ImageMeasures
from fundusviewer.grading.network_gate import (
    NetworkAnswer,
    RetinaPlaces,
    check_answer,
    check_doubt,
)
from fundusviewer.grading.reading import (
    DEFAULT_SHARE,
    READING_ROLES,
    Awaited,
    Readings,
    Role,
    Verdict,
    agree,
    drawn,
    second_due,
    verdict_of,
)

__all__ = [
    "DEFAULT_SHARE",
    "FIRST_REFERABLE_GRADE",
    "GRADE_DEFINITIONS",
    "GRADE_NAMES",
    "READING_ROLES",
    "REFERABLE_RISK",
    "REFERRAL_UNCERTAIN",
    "SUM_TOLERANCE",
    "Answer",
    "Assessment",
    "Awaited",
    "Decision",
    "Final",
    "GateLevel",
    "GateReason",
    "GateVerdict",
    "ImageMeasures",
    "MacularOedema",
    "NetworkAnswer",
    "OedemaAnswer",
    "OedemaLimits",
    "Readings",
    "RetinaPlaces",
    "Role",
    "Verdict",
    "agree",
    "assess",
    "check",
    "check_answer",
    "check_doubt",
    "coverage_words",
    "decide",
    "doctors_decision",
    "drawn",
    "exudate_remark",
    "final_decision",
    "final_of",
    "grade_set",
    "grade_set_words",
    "masses_before",
    "most_probable_grade",
    "referable_probability",
    "refers",
    "refers_at",
    "refers_by_risk",
    "second_due",
    "spans_referral",
    "verdict_of",
]
