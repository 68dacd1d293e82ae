"""Numbers to a clinical statement: ICDR scale, gate, referral decision. Pure Python, no pixels."""

from fundusviewer.grading.assessment import SUM_TOLERANCE, Assessment, Decision, assess, decide
from fundusviewer.grading.gate import GateLevel, GateReason, GateVerdict, check
from fundusviewer.grading.icdr import (
    FIRST_REFERABLE_GRADE,
    GRADE_NAMES,
    most_probable_grade,
    referable_probability,
    refers,
)
from fundusviewer.grading.measures import ImageMeasures

__all__ = [
    "FIRST_REFERABLE_GRADE",
    "GRADE_NAMES",
    "SUM_TOLERANCE",
    "Assessment",
    "Decision",
    "GateLevel",
    "GateReason",
    "GateVerdict",
    "ImageMeasures",
    "assess",
    "check",
    "decide",
    "most_probable_grade",
    "referable_probability",
    "refers",
]
