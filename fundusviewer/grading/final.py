"""The final decision on a photograph: the readers' where there is one, otherwise the program's.

The one place that says so. The database's queries say the same in SQL
(``screening/database/view.py``); a test compares both over everything that can be said.
"""

from __future__ import annotations

from dataclasses import dataclass

from fundusviewer.grading.assessment import Decision
from fundusviewer.grading.icdr import FIRST_REFERABLE_GRADE
from fundusviewer.grading.reading import Awaited, Readings, verdict_of


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
        ``None`` where neither has decided, and where a reader has, for no referral, and another
        reader's answer is still to come.
    grade
        ICDR grade 0–4; ``None`` for none, and without a decision.
    risk
        Sorts photographs of one decision, 0–1. The network's probability of a referable grade or
        of macular oedema of risk 2, whichever is higher; where the doctor decided otherwise, 1 for
        a referral and 0 for none.
    by_doctor
        Whether it is the doctor's.
    differs
        Whether the doctor says something else than the program, in grade or in decision.
    awaited
        Whose answer is still to come: until then nothing is final, and the decision is the more
        serious one of those that are there. ``None`` for nobody's.
    """

    decision: Decision | None
    grade: int | None
    risk: float
    by_doctor: bool
    differs: bool
    awaited: Awaited | None = None


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
    verdict = verdict_of(grade, ungradable, form)
    return None if verdict is None else verdict.decision


def final_decision(
    answer: Answer, grade: int | None, ungradable: bool, form: Decision | None = None
) -> Final:
    """Return what counts for a photograph that one doctor reads.

    Parameters
    ----------
    answer
        The program's.
    grade, ungradable, form
        The doctor's verdict, see :func:`doctors_decision`.
    """
    return final_of(answer, Readings(verdict_of(grade, ungradable, form)))


def final_of(answer: Answer, readings: Readings) -> Final:
    """Return what counts for a photograph.

    The arbiter's verdict; otherwise that on which first and second reader agree; otherwise, where
    no second reading is due, the first reader's; otherwise it is open. An open photograph that
    somebody has read is never "no referral": the more serious verdict stands, or none.

    Parameters
    ----------
    answer
        The program's. It stands where nobody has read the photograph.
    readings
        The readers'.
    """
    probability = max(answer.referable_probability or 0.0, answer.oedema_probability or 0.0)
    counts, awaited = readings.counts, readings.awaited
    if counts is None:
        return Final(answer.decision, answer.grade, probability, False, False, awaited)
    said = counts.decision
    decided = None if said is Decision.NO_REFERRAL and awaited is not None else said
    return Final(
        decided,
        counts.counted_grade if decided is not None else None,
        probability if said is answer.decision else float(said is Decision.REFER),
        by_doctor=True,
        differs=_differs(answer, said, counts.counted_grade),
        awaited=awaited,
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
