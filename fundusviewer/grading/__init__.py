"""Numbers to a clinical statement: ICDR scale, gate, referral decision. Pure Python, no pixels."""

from fundusviewer.grading.assessment import SUM_TOLERANCE, Assessment, Decision, assess, decide
from fundusviewer.grading.final import (
    Answer,
    Final,
    doctors_decision,
    final_decision,
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

__all__ = [
    "FIRST_REFERABLE_GRADE",
    "GRADE_DEFINITIONS",
    "GRADE_NAMES",
    "REFERABLE_RISK",
    "REFERRAL_UNCERTAIN",
    "SUM_TOLERANCE",
    "Answer",
    "Assessment",
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
    "RetinaPlaces",
    "assess",
    "check",
    "check_answer",
    "check_doubt",
    "coverage_words",
    "decide",
    "doctors_decision",
    "exudate_remark",
    "final_decision",
    "grade_set",
    "grade_set_words",
    "masses_before",
    "most_probable_grade",
    "referable_probability",
    "refers",
    "refers_at",
    "refers_by_risk",
    "spans_referral",
]
