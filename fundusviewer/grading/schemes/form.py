"""A grading form as it was filled in, what it comes to, and how it is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from fundusviewer.grading.assessment import Decision
from fundusviewer.grading.schemes.registry import SCHEMES, scheme_named
from fundusviewer.grading.schemes.scheme import Outcome, Plan, Quality

#: Of what is stored. A form of a later version is shown as one and never written over.
FORM_VERSION = 1

#: What a form can come to.
FORM_DECISIONS = {
    one.value: one for one in (Decision.REFER, Decision.UNGRADABLE, Decision.NO_REFERRAL)
}

#: The longest interval that can be given, in months.
MAX_MONTHS = 60


@dataclass(frozen=True)
class Form:
    """What a grader has ticked on one photograph.

    Attributes
    ----------
    scheme
        Name of the scheme.
    ticked
        Codes of the scheme's items, sorted.
    findings
        Codes of other findings, sorted.
    quality
        ``None`` where nothing was said.
    plan
        What the grader wants to happen; ``None`` for what the scheme proposes.
    months
        Until the next photographs, 1 to :data:`MAX_MONTHS`; ``None`` for what the scheme proposes.
    finished
        Whether it counts. Until then it is kept, and decides nothing.
    """

    scheme: str = SCHEMES[0].name
    ticked: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    quality: Quality | None = None
    plan: Plan | None = None
    months: int | None = None
    finished: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.ticked or self.findings or self.quality or self.plan or self.months)

    def as_json(self, grade: int | None) -> str:
        """Return what is stored, with what it comes to beside an ICDR grade."""
        result = result_of(self, grade)
        return json.dumps(
            {
                "version": FORM_VERSION,
                "scheme": self.scheme,
                "ticked": list(self.ticked),
                "findings": list(self.findings),
                "quality": self.quality,
                "plan": self.plan,
                "months": self.months,
                "finished": self.finished,
                "grade": result.grade,
                "decision": result.decision if self.finished else None,
            },
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str | None) -> Form | None:
        """Return a stored form; ``None`` where there is none, or one that a later version wrote."""
        stored = _object(text)
        if stored.get("version") != FORM_VERSION:
            return None
        try:
            return cls(
                str(stored["scheme"]),
                tuple(sorted(map(str, stored["ticked"]))),
                tuple(sorted(map(str, stored["findings"]))),
                None if stored["quality"] is None else Quality(stored["quality"]),
                None if stored["plan"] is None else Plan(stored["plan"]),
                None if stored["months"] is None else int(stored["months"]),
                bool(stored["finished"]),
            )
        except (KeyError, TypeError, ValueError):
            return None


@dataclass(frozen=True)
class FormResult:
    """What a form comes to.

    Attributes
    ----------
    grade
        By the scheme, for instance ``"R1 M0 P0"``; empty where nothing decides.
    decision
        ``None`` where nothing decides.
    proposed
        What the scheme asks for; ``None`` where it has no grade.
    plan, months
        What the grader wants, otherwise what the scheme proposes.
    """

    grade: str
    decision: Decision | None
    proposed: Outcome | None
    plan: Plan | None
    months: int | None

    @property
    def falls_short(self) -> bool:
        """Whether the grader's plan is less than a referral that the scheme asks for."""
        refers = (Plan.REFER, Plan.REFER_URGENTLY)
        asked = self.proposed is not None and self.proposed.plan in refers
        return asked and self.plan not in refers


def result_of(form: Form, grade: int | None) -> FormResult:
    """Return what a form comes to.

    A plan can make a referral and never ends one: what the scheme refers stays referred.

    Parameters
    ----------
    form
        The form.
    grade
        The ICDR grade, 0–4, that was given beside it; ``None`` for none.
    """
    found = scheme_named(form.scheme).rule(form.ticked, form.quality, grade)
    proposed = None if found is None else found.outcome
    plan = form.plan or (None if proposed is None else proposed.plan)
    months = form.months or (None if proposed is None or form.plan else proposed.months)
    decision = None if proposed is None else proposed.decision
    if plan in (Plan.REFER, Plan.REFER_URGENTLY):
        decision = Decision.REFER
    elif form.plan is Plan.REPEAT and decision is not Decision.REFER:
        decision = Decision.UNGRADABLE
    return FormResult("" if found is None else found.words, decision, proposed, plan, months)


def stored_decision(text: str | None) -> Decision | None:
    """Return the decision of a stored form, of any version; ``None`` where it decides nothing."""
    # Asked several times for each row of a list; nearly none has a form.
    if not text:
        return None
    decision = _object(text).get("decision")
    return FORM_DECISIONS.get(decision) if isinstance(decision, str) else None


def renewed(text: str | None, grade: int | None) -> str | None:
    """Return a stored form with what it comes to beside another ICDR grade.

    One that a later version wrote stays as it is.
    """
    form = Form.from_json(text)
    return text if form is None else form.as_json(grade)


def reopened(text: str | None) -> str | None:
    """Return a stored form as one that is not finished, so that it decides nothing.

    ``None`` for one that a later version wrote: the history has it.
    """
    form = Form.from_json(text)
    return None if form is None else replace(form, finished=False).as_json(None)


def stored_grade(text: str | None) -> str:
    """Return the grade of a stored form in its scheme's words; empty for none."""
    return str(_object(text).get("grade") or "")


def _object(text: str | None) -> dict[str, Any]:
    if not text:
        return {}
    found = json.loads(text)
    return found if isinstance(found, dict) else {}
