"""Numbers to a clinical statement: ICDR scale, gate, referral decision. Pure Python, no pixels."""

from fundusviewer.grading.assessment import Assessment, Decision, assess
from fundusviewer.grading.gate import GateLevel, GateReason, GateVerdict, check
from fundusviewer.grading.icdr import FIRST_REFERABLE_GRADE, GRADE_NAMES, referable_probability
from fundusviewer.grading.measures import ImageMeasures

__all__ = [
    "FIRST_REFERABLE_GRADE",
    "GRADE_NAMES",
    "Assessment",
    "Decision",
    "GateLevel",
    "GateReason",
    "GateVerdict",
    "ImageMeasures",
    "assess",
    "check",
    "referable_probability",
]
