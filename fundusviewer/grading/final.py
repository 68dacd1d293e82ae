"""The final decision on a photograph: the doctor's where there is one, otherwise the program's.

The one place that says so. The database's queries say the same in SQL
(:mod:`.queries`); a test compares both over everything that can be said.
"""

from __future__ import annotations

from dataclasses import dataclass

from fundusviewer.grading.assessment import Decision
from fundusviewer.grading.icdr import FIRST_REFERABLE_GRADE


@dataclass(frozen=True)
class Answer:
    """What the program says of a photograph.

    Attributes
    ----------
    decision
        ``None`` for a model that does not grade, and where it has not examined the photograph.
    grade
        ICDR grade 0–4; ``None`` where it gives none.
    referable_probability
        Of grade 2 or more, 0–1; ``None`` where it gives none.
    oedema_probability
        Of macular oedema of risk 2, 0–1; ``None`` where it gives none.
    """

    decision: Decision | None = None
    grade: int | None = None
    referable_probability: float | None = None
    oedema_probability: float | None = None


@dataclass(frozen=True)
class Final:
    """What counts.

    Attributes
    ----------
    decision
        ``None`` where neither has decided.
    grade
        ICDR grade 0–4; ``None`` for none.
    risk
        Sorts photographs of one decision, 0–1. The network's probability of a referable grade or
        of macular oedema of risk 2, whichever is higher; where the doctor decided otherwise, 1 for
        a referral and 0 for none.
    by_doctor
        Whether it is the doctor's.
    differs
        Whether the doctor says something else than the program, in grade or in decision.
    """

    decision: Decision | None
    grade: int | None
    risk: float
    by_doctor: bool
    differs: bool


def refers_by_risk(decision: Decision | None, grade: int | None) -> bool:
    """Return whether the program refers for the probability alone, beside a grade that does not.

    Whoever reads "refer" and "grade 1" side by side must be told why.

    Examples
    --------
    >>> refers_by_risk(Decision.REFER, 1)
    True
    >>> refers_by_risk(Decision.REFER, 2)
    False
    """
    return decision is Decision.REFER and grade is not None and grade < FIRST_REFERABLE_GRADE


def doctors_decision(
    grade: int | None, ungradable: bool, form: Decision | None = None
) -> Decision | None:
    """Return the decision that a doctor's verdict means; ``None`` where there is no verdict.

    Of what grade, "ungradable" and form mean, the most urgent counts.

    Parameters
    ----------
    grade
        ICDR grade 0–4; ``None`` for none.
    ungradable
        Whether the doctor says that it cannot be graded.
    form
        What the doctor's form comes to (:mod:`fundusviewer.grading.schemes`): refer, ungradable,
        no referral, or ``None`` for none.
    """
    if form is Decision.REFER or (grade is not None and grade >= FIRST_REFERABLE_GRADE):
        return Decision.REFER
    if ungradable or form is Decision.UNGRADABLE:
        return Decision.UNGRADABLE
    return None if grade is None and form is None else Decision.NO_REFERRAL


def final_decision(
    answer: Answer, grade: int | None, ungradable: bool, form: Decision | None = None
) -> Final:
    """Return what counts for a photograph.

    Parameters
    ----------
    answer
        The program's.
    grade, ungradable, form
        The doctor's verdict, see :func:`doctors_decision`.
    """
    decided = doctors_decision(grade, ungradable, form)
    probability = max(answer.referable_probability or 0.0, answer.oedema_probability or 0.0)
    if decided is None:
        return Final(answer.decision, answer.grade, probability, by_doctor=False, differs=False)
    overruled = probability if decided is answer.decision else float(decided is Decision.REFER)
    return Final(
        decided, None if ungradable else grade, overruled, True, _differs(answer, decided, grade)
    )


def _differs(answer: Answer, decided: Decision, grade: int | None) -> bool:
    if answer.decision in (None, Decision.ERROR):
        # There is nothing to differ from.
        return False
    if decided is Decision.UNGRADABLE:
        return answer.decision in (Decision.REFER, Decision.NO_REFERRAL)
    if decided is not answer.decision:
        return True
    # A form of another scheme gives no grade of this scale that could differ.
    return grade is not None and grade != answer.grade
