"""The columns of a cohort's audit, for every kind of file."""

from __future__ import annotations

from fundusviewer.reporting.speech import phrase
from fundusviewer.reporting.table import Value
from fundusviewer.screening.failsafe.audit import Audit, Case, Gap

AUDIT_COLUMNS = (
    *("line", "patient", "due", "state", "photographs", "eyes", "decision", "reported_at"),
    *("missing", "remarks"),
)

_WORDS = {
    Gap.NO_PHOTOGRAPH: phrase("no photograph"),
    Gap.INCOMPLETE: phrase("not both eyes"),
    Gap.NO_FINAL_GRADE: phrase("no final grade"),
    Gap.NO_REPORT: phrase("no report"),
}


def gap_words(gap: Gap) -> str:
    """Return what is missing, in English."""
    return _WORDS[gap]


def audit_rows(audit: Audit) -> list[dict[str, Value]]:
    """Return a row of column name and value for each person, in the order of the list."""
    return [_row(case) for case in audit.cases]


def _row(case: Case) -> dict[str, Value]:
    person = case.person
    state = "open" if case.is_open else "not_yet_due" if case.not_yet else "done"
    return {
        "line": person.lines[0],
        "patient": person.patient,
        "due": None if person.due is None else person.due.isoformat(),
        "state": state,
        "photographs": case.photographs,
        "eyes": " ".join(eye.value for eye in case.eyes) or None,
        "decision": None if case.decision is None else case.decision.value,
        "reported_at": case.reported_at,
        "missing": "; ".join(gap_words(gap) for gap in case.gaps) or None,
        "remarks": " ".join(case.remarks) or None,
    }
