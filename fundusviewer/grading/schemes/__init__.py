"""Grading schemes of screening programmes: from what a grader ticks to a grade and what follows.

Pure Python, no pixels. A :class:`Scheme` holds what can be ticked and the published rules;
:func:`scheme_named` finds one; :class:`Form` is a form as it was filled in.
"""

from fundusviewer.grading.schemes.form import (
    FORM_VERSION,
    MAX_MONTHS,
    Form,
    FormResult,
    renewed,
    reopened,
    result_of,
    stored_decision,
    stored_grade,
)
from fundusviewer.grading.schemes.other_findings import OTHER_FINDINGS, OtherFinding
from fundusviewer.grading.schemes.registry import SCHEMES, scheme_named
from fundusviewer.grading.schemes.scheme import (
    Item,
    Outcome,
    Plan,
    Quality,
    Scheme,
    SchemeGrade,
    Section,
)

__all__ = [
    "FORM_VERSION",
    "MAX_MONTHS",
    "OTHER_FINDINGS",
    "SCHEMES",
    "Form",
    "FormResult",
    "Item",
    "OtherFinding",
    "Outcome",
    "Plan",
    "Quality",
    "Scheme",
    "SchemeGrade",
    "Section",
    "renewed",
    "reopened",
    "result_of",
    "scheme_named",
    "stored_decision",
    "stored_grade",
]
