"""What is written of a photograph: the stored answer, how it was made, and the doctor's word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.imaging import Laterality
from fundusviewer.screening.method import Method
from fundusviewer.screening.rows import Row


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
        ``None`` where it is not known.
    """

    row: Row
    method: Method
    eye: Laterality | None

    @property
    def moment(self) -> dt.datetime:
        """When the last word was said on it, UTC."""
        last = self.row.reviewed_at or self.row.examined_at or ""
        return dt.datetime.fromisoformat(last).replace(tzinfo=None)

    @property
    def state(self) -> tuple[object, ...]:
        """What tells this result from every other one, also from an earlier state of itself."""
        row = self.row
        return (row.sha256, self.method, row.examined_at, row.reviewed_at)

    @property
    def verdict(self) -> str | None:
        """The doctor's, in words; ``None`` before there is one."""
        row = self.row
        if not row.is_reviewed:
            return None
        said = (
            "ungradable"
            if row.review_grade is None
            else f"grade {row.review_grade}, {GRADE_NAMES[row.review_grade]}"
        )
        return f"{said}. {row.note}" if row.note else said
