"""What is written of a photograph: the stored answer, how it was made, and the doctor's word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from fundusviewer.anatomy import EyeStatement, Mark
from fundusviewer.grading import GRADE_NAMES, Decision, Verdict
from fundusviewer.grading.schemes import scheme_named, stored_grade
from fundusviewer.imaging import Laterality
from fundusviewer.reporting.words import AWAITED
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.rows import Row, StoredReadings

_WORDS = {
    Decision.REFER: "refer",
    Decision.NO_REFERRAL: "no referral",
    Decision.UNGRADABLE: "ungradable",
    Decision.NOT_FUNDUS: "not a fundus photograph",
    Decision.ERROR: "error",
}


@dataclass(frozen=True)
class Result:
    """A photograph that has been examined.

    Attributes
    ----------
    row
        Its row; no problem, and a stored result.
    method
        How the result was made.
    eye
        Which it is, and who says so.
    marks
        What readers drew on the photograph.
    """

    row: Row
    method: Method
    stated: EyeStatement
    marks: tuple[Mark, ...] = ()

    @property
    def eye(self) -> Laterality | None:
        """``None`` where it is not known."""
        return self.stated.value

    @property
    def moment(self) -> dt.datetime:
        """When the last word was said on it, UTC."""
        readings = self.row.readings
        times = [self.row.reviewed_at]
        if readings is not None:
            times += [readings.first_at, readings.second_at, readings.arbiter_at]
        times += [mark.changed_at for mark in self.marks]
        last = max(filter(None, times), default=self.row.found.examined_at or "")
        return dt.datetime.fromisoformat(last).replace(tzinfo=None)

    @property
    def state(self) -> tuple[object, ...]:
        """What tells this result from every other one, also from an earlier state of itself."""
        row = self.row
        lesions = (row.found.lesions_model, row.found.lesions_json)
        # Objects of before there were several readers, or marks, keep their numbers.
        read = (row.readings, row.final.awaited) if row.programme else ()
        drawn = (self.marks,) if self.marks else ()
        examined = (row.sha256, self.method, row.found.examined_at, row.reviewed_at)
        return (*examined, *lesions, *read, *drawn)

    @property
    def final_words(self) -> str:
        """What counts, in words: decision and grade."""
        final = self.row.final
        words = "not graded" if final.decision is None else _WORDS[final.decision]
        if final.decision is None and final.by_doctor:
            words = "open"
        words = words if final.grade is None else f"{words}, grade {final.grade}"
        return words if final.awaited is None else f"{words} ({AWAITED[final.awaited]})"

    @property
    def difference(self) -> str | None:
        """What a person and the network say differently; ``None`` where they do not."""
        row = self.row
        if not row.final.differs or row.answer.decision is None:
            return None
        network = _WORDS[row.answer.decision]
        grade = "" if row.answer.grade is None else f", grade {row.answer.grade}"
        return f"Final, by a person: {self.final_words}. Network: {network}{grade}"

    @property
    def verdict(self) -> str | None:
        """The doctors', in words; ``None`` before there is one."""
        row = self.row
        if row.programme and row.readings is not None:
            said = "; ".join(_reader_words(row.readings))
            if row.final.awaited is not None:
                said = "; ".join(filter(None, (said, AWAITED[row.final.awaited])))
            return said or None
        if not row.is_reviewed:
            return None
        said = "; ".join(self._said())
        return f"{said}. {row.note}" if row.note else said

    def _said(self) -> Iterator[str]:
        row = self.row
        if row.review_ungradable:
            yield "ungradable"
        elif row.review_grade is not None:
            yield f"grade {row.review_grade}, {GRADE_NAMES[row.review_grade]}"
        if row.form_grade:
            scheme = "" if row.form is None else f" ({scheme_named(row.form.scheme).source})"
            yield f"form: {row.form_grade}{scheme}"


def _reader_words(readings: StoredReadings) -> Iterator[str]:
    """Return what each reader of a programme says, without names."""
    said = (
        ("first reader", readings.first, readings.first_form, readings.first_note),
        ("second reader", readings.second, readings.second_form, readings.second_note),
        ("arbiter", readings.arbiter, readings.arbiter_form, readings.arbiter_note),
    )
    for name, verdict, form, note in said:
        if verdict is not None:
            words = ", ".join(_verdict_words(verdict, form))
            yield f"{name}: {words}" + (f" ({note})" if note else "")


def _verdict_words(verdict: Verdict, form: str | None) -> Iterator[str]:
    if verdict.ungradable:
        yield "ungradable"
    elif verdict.grade is not None:
        yield f"grade {verdict.grade}"
    if verdict.form is not None:
        yield f"form {stored_grade(form) or verdict.form.value}"
