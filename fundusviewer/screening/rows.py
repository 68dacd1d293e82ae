"""The rows of the worklist: one for each file, with all that is known of its photograph."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from fundusviewer.grading import Answer, Decision, Final, final_decision


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
        The stored result's; see :attr:`final` for what counts.
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
        What the photograph's DICOM object tells, or pseudonyms of it; ``None`` otherwise. A visit
        without a patient stands for both: an object that names nobody.
    encoded_twins
        Paths at which the same bytes lie as well, each in hexadecimal, with commas between;
        ``None`` for none.
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
    encoded_twins: str | None

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
    def twins(self) -> tuple[Path, ...]:
        """Other files with the same bytes."""
        encoded = self.encoded_twins.split(",") if self.encoded_twins else ()
        return tuple(Path(os.fsdecode(bytes.fromhex(one))) for one in encoded)

    @property
    def answer(self) -> Answer:
        """What the program says; an error is one, whatever was found earlier."""
        if self.problem is not None:
            return Answer(Decision.ERROR)
        found = None if self.network_decision is None else Decision(self.network_decision)
        return Answer(found, self.grade, self.referable_probability)

    @property
    def final(self) -> Final:
        """What counts: the doctor's verdict where there is one, otherwise the program's answer."""
        return final_decision(self.answer, self.review_grade, bool(self.review_ungradable))

    @property
    def decision(self) -> Decision | None:
        """What is to be done, of :attr:`final`.

        ``None`` where no doctor has said anything, for a model that does not grade and for a
        photograph that this method has not examined yet.
        """
        return self.final.decision

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

    def failed(self, problem: str) -> Row:
        """Return the row of the file as it stands after an attempt that failed.

        As the database holds it: whose photograph it is stays known, what was found in it or said
        of it counts no more, for nobody knows whether the file holds it still.
        """
        names = ("patient", "eye", "date", "corrected", *_TOLD)
        known = {name: getattr(self, name) for name in names}
        return Row.of_file(self.path, problem)._replace(**known)

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


#: The fields that a DICOM object fills.
_TOLD = ("told_patient", "told_eye", "told_date", "told_visit")


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
        Final ones; ``None`` for all; a ``None`` in the set stands for photographs without one.
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


def urgency(row: Row) -> tuple[int, float]:
    """Return the key that sorts by risk, the most urgent first."""
    final = row.final
    return URGENCY.index(final.decision), -final.risk


def severity(row: Row) -> tuple[int, int, float]:
    """Return the key that sorts the photographs of an eye or a patient, the deciding one first.

    As :func:`urgency`, but of one decision the worst grade comes first, whoever gave it.
    """
    final = row.final
    return URGENCY.index(final.decision), -(final.grade or 0), -final.risk
