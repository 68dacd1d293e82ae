"""The rows of the worklist: one for each file, with all that is known of its photograph."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from fundusviewer.grading import Decision


class Row(NamedTuple):
    """One file of a database, as one method sees it.

    A tuple, because a hundred thousand of them are made at once; what needs work is a property.

    Attributes
    ----------
    encoded_path
        The path in the file system's own bytes.
    name
        The file's name, as it can be shown.
    sha256
        Hash of the photograph; ``None`` where the file was never read.
    width, height
        Of the photograph in pixels.
    problem
        Why the last attempt failed, one sentence; ``None`` where it did not.
    network_decision
        The stored result's; see :attr:`decision` for what counts.
    grade, referable_probability, label, probability
        The network's answer; ``None`` where there is none.
    probabilities_json, reasons_json
        JSON; see the properties.
    provider, application_version, examined_at
        How and when (ISO 8601, UTC) the answer was made.
    has_result
        1 where there is a stored result.
    review_grade, review_ungradable, note, reviewed_by, reviewed_at
        The doctor's own; ``None`` before the first.
    patient, eye, date
        What a person corrected; ``None`` where nothing was. ``corrected`` tells.
    corrected
        1 where a person set patient, eye and date.
    grade_set_json
        JSON; see :attr:`grade_set`.
    review_blind
        1 where the doctor's verdict was given before the network's answer was shown.
    told_patient, told_eye, told_date, told_visit
        What the photograph's DICOM object tells, or pseudonyms of it; ``None`` otherwise.
    """

    encoded_path: bytes
    name: str
    sha256: str | None
    width: int | None
    height: int | None
    problem: str | None
    network_decision: str | None
    grade: int | None
    referable_probability: float | None
    label: str | None
    probability: float | None
    probabilities_json: str | None
    reasons_json: str | None
    provider: str | None
    application_version: str | None
    examined_at: str | None
    has_result: int
    review_grade: int | None
    review_ungradable: int | None
    note: str | None
    reviewed_by: str | None
    reviewed_at: str | None
    patient: str | None
    eye: str | None
    date: str | None
    corrected: int
    grade_set_json: str | None
    review_blind: int | None
    told_patient: str | None
    told_eye: str | None
    told_date: str | None
    told_visit: str | None

    @classmethod
    def of_file(cls, path: Path, problem: str | None = None) -> Row:
        """Return the row of a file that the database does not hold.

        Parameters
        ----------
        path
            The file.
        problem
            Why there is nothing of it; ``None`` where it has not been examined yet.
        """
        nothing: dict[str, object] = dict.fromkeys(cls._fields)
        known = {
            "encoded_path": os.fsencode(path),
            "name": printable(path.name),
            "problem": problem and printable(problem),
            "has_result": 0,
            "corrected": 0,
        }
        return cls(**{**nothing, **known})  # type: ignore[arg-type]

    @property
    def path(self) -> Path:
        """The file."""
        return Path(os.fsdecode(self.encoded_path))

    @property
    def decision(self) -> Decision | None:
        """What is to be done; an error is one, whatever was found earlier.

        ``None`` for a model that does not grade and for a photograph that this method has not
        examined yet.
        """
        if self.problem is not None:
            return Decision.ERROR
        return None if self.network_decision is None else Decision(self.network_decision)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The gate's sentences, or the problem."""
        if self.problem is not None:
            return (self.problem,)
        return tuple(json.loads(self.reasons_json or "[]"))

    @property
    def probabilities(self) -> dict[str, float]:
        """Class names with their probabilities; empty where there is no answer."""
        return dict(json.loads(self.probabilities_json or "{}"))

    @property
    def grade_set(self) -> tuple[int, ...]:
        """The grades among which the true one probably is; empty where that is not known."""
        if self.problem is not None:
            return ()
        return tuple(json.loads(self.grade_set_json or "[]"))

    @property
    def is_reviewed(self) -> bool:
        """Whether a doctor has given a verdict: a grade, or that it cannot be graded."""
        return self.review_grade is not None or bool(self.review_ungradable)

    @property
    def verdict(self) -> Review | None:
        """The doctor's verdict with its note; ``None`` where there is none."""
        if not self.is_reviewed:
            return None
        return Review(
            self.review_grade,
            bool(self.review_ungradable),
            self.note or "",
            bool(self.review_blind),
        )

    def without_answer(self) -> Row:
        """Return the row without anything that the program found in the photograph."""
        return self._replace(
            network_decision=None,
            grade=None,
            referable_probability=None,
            label=None,
            probability=None,
            probabilities_json=None,
            reasons_json=None,
            provider=None,
            application_version=None,
            examined_at=None,
            has_result=0,
            grade_set_json=None,
        )


class Order(StrEnum):
    """How the worklist is sorted."""

    RISK = "risk"
    NAME = "name"
    NEWEST = "newest"


@dataclass(frozen=True)
class Filter:
    """Which rows are wanted; all of the conditions hold.

    Attributes
    ----------
    decisions
        ``None`` for all; a ``None`` in the set stands for photographs without a decision.
    grades
        The doctor's where there is a verdict, otherwise the network's; ``None`` for all.
    gradable
        Whether the photograph can be graded, as the doctor says where there is a verdict,
        otherwise as the program says; ``None`` for both.
    reviewed
        ``None`` for both.
    text
        A part of the file's name, of the note or of a corrected patient, small and capital
        letters alike.
    files
        Keys of the rows among which is looked; ``None`` for all.
    folder
        Files in it and in its subfolders; ``None`` for all.
    only
        Keys of the rows that are wanted, among the others; ``None`` for all.
    blind
        Whether the program's answer counts only where the doctor has given a verdict, so that
        a filter cannot tell it.
    """

    decisions: frozenset[Decision | None] | None = None
    grades: frozenset[int] | None = None
    gradable: bool | None = None
    reviewed: bool | None = None
    text: str = ""
    files: frozenset[int] | None = None
    folder: Path | None = None
    blind: bool = False
    only: frozenset[int] | None = None


@dataclass(frozen=True)
class Review:
    """The doctor's own verdict on a photograph.

    Attributes
    ----------
    grade
        ICDR grade 0–4; ``None`` for none.
    ungradable
        Whether the doctor cannot grade it; excludes a grade.
    note
        Free text.
    blind
        Whether the network's answer was hidden when the verdict was given.
    """

    grade: int | None = None
    ungradable: bool = False
    note: str = ""
    blind: bool = False

    @property
    def is_verdict(self) -> bool:
        """Whether it says more than a note."""
        return self.grade is not None or self.ungradable


class Change(NamedTuple):
    """One line of the history.

    Attributes
    ----------
    at
        ISO 8601, UTC.
    who
        The person.
    what
        ``"review"`` or ``"identity"``.
    sha256
        The photograph.
    old_json, new_json
        JSON objects; ``old_json`` is ``None`` for the first.
    """

    at: str
    who: str
    what: str
    sha256: str
    old_json: str | None
    new_json: str


def printable(text: str) -> str:
    r"""Return text that every file and console can carry: bytes that are no text as ``\xff``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


#: From the most to the least urgent. What is not known stands before every "no referral".
URGENCY: tuple[Decision | None, ...] = (
    Decision.REFER,
    Decision.UNGRADABLE,
    Decision.ERROR,
    Decision.NOT_FUNDUS,
    None,
    Decision.NO_REFERRAL,
)


def urgency(decision: Decision | None, referable_probability: float | None) -> tuple[int, float]:
    """Return the key that sorts by risk, the most urgent first."""
    return URGENCY.index(decision), -(referable_probability or 0.0)
