"""The rows of the worklist: one for each file, with all that is known of its photograph."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_type_hints

from fundusviewer.file_memory import remembers_files
from fundusviewer.grading import Answer, Decision, Final, Readings, Verdict, final_of, verdict_of
from fundusviewer.grading.schemes import Form, stored_decision, stored_grade
from fundusviewer.screening.examination.finding import GIVEN, NONE_GIVEN


@dataclass(frozen=True)
class Column:
    """The SQL of a field, over the tables of :mod:`fundusviewer.screening.database.queries`."""

    sql: str


class StoredResult(NamedTuple):
    """What the program found in one photograph, as one method's row in the database keeps it.

    All that may tell the program's answer is in here, so that a row without its result tells none
    of it. A new field is one line: its name, its type and its SQL.

    Attributes
    ----------
    decision
        ``None`` for a model that does not grade.
    grade, referable_probability, label, probability
        The network's answer; ``None`` where there is none. Where several labels can be right at
        once, ``label`` has all that are given, and ``probability`` is that of the first.
    probabilities_json, reasons_json, grade_set_json
        JSON; see the properties of :class:`Row`.
    provider, application_version, examined_at
        How and when (ISO 8601, UTC) it was made.
    landmarks_json, picture_eye, lesions_json, lesions_model
        Places and lesions, and the eye; :mod:`fundusviewer.screening.stored_anatomy` reads them.
    macular_oedema_risk, macular_oedema_probability, macular_oedema_assessable
        The same; ``None`` where the model does not answer on it.
    quality_json, unfamiliarity
        What the network says of the photograph itself.
    """

    decision: Annotated[str | None, Column("r.decision")] = None
    grade: Annotated[int | None, Column("r.grade")] = None
    referable_probability: Annotated[float | None, Column("r.referable_probability")] = None
    label: Annotated[str | None, Column("r.label")] = None
    probability: Annotated[float | None, Column("r.probability")] = None
    probabilities_json: Annotated[str | None, Column("r.probabilities")] = None
    reasons_json: Annotated[str | None, Column("r.reasons")] = None
    grade_set_json: Annotated[str | None, Column("r.grade_set")] = None
    provider: Annotated[str | None, Column("r.provider")] = None
    application_version: Annotated[str | None, Column("r.application_version")] = None
    examined_at: Annotated[str | None, Column("r.examined_at")] = None
    landmarks_json: Annotated[str | None, Column("r.landmarks")] = None
    picture_eye: Annotated[str | None, Column("r.picture_eye")] = None
    macular_oedema_risk: Annotated[int | None, Column("r.macular_oedema_risk")] = None
    macular_oedema_probability: Annotated[float | None, Column("r.macular_oedema_probability")] = (
        None
    )
    macular_oedema_assessable: Annotated[int | None, Column("r.macular_oedema_assessable")] = None
    quality_json: Annotated[str | None, Column("r.quality")] = None
    unfamiliarity: Annotated[float | None, Column("r.unfamiliarity")] = None
    lesions_json: Annotated[str | None, Column("l.found")] = None
    lesions_model: Annotated[str | None, Column("l.model_name || ' ' || l.model_version")] = None


_NOTHING_FOUND = StoredResult()


class StoredReadings(NamedTuple):
    """What all readers say of one photograph, each with who and when.

    Only rows for those who may see every reader's answer have it (:class:`.Seat`): for the others
    it is not fetched. A new field is one line.

    Attributes
    ----------
    first_grade, first_ungradable, first_note, first_form, first_by, first_at
        The first reader's; ``None`` where there is no verdict. The others' likewise.
    second_due
        1 where the photograph goes to a second reader.
    """

    first_grade: Annotated[int | None, Column("v1.grade")] = None
    first_ungradable: Annotated[int | None, Column("v1.ungradable")] = None
    first_note: Annotated[str | None, Column("v1.note")] = None
    first_form: Annotated[str | None, Column("v1.form")] = None
    first_by: Annotated[str | None, Column("v1.changed_by")] = None
    first_at: Annotated[str | None, Column("v1.changed_at")] = None
    second_grade: Annotated[int | None, Column("v2.grade")] = None
    second_ungradable: Annotated[int | None, Column("v2.ungradable")] = None
    second_note: Annotated[str | None, Column("v2.note")] = None
    second_form: Annotated[str | None, Column("v2.form")] = None
    second_by: Annotated[str | None, Column("v2.changed_by")] = None
    second_at: Annotated[str | None, Column("v2.changed_at")] = None
    arbiter_grade: Annotated[int | None, Column("v3.grade")] = None
    arbiter_ungradable: Annotated[int | None, Column("v3.ungradable")] = None
    arbiter_note: Annotated[str | None, Column("v3.note")] = None
    arbiter_form: Annotated[str | None, Column("v3.form")] = None
    arbiter_by: Annotated[str | None, Column("v3.changed_by")] = None
    arbiter_at: Annotated[str | None, Column("v3.changed_at")] = None
    second_due: Annotated[int, Column("{second_due}")] = 0

    @property
    def first(self) -> Verdict | None:
        """The first reader's verdict."""
        form = stored_decision(self.first_form)
        return verdict_of(self.first_grade, self.first_ungradable, form)

    @property
    def second(self) -> Verdict | None:
        """The second reader's."""
        form = stored_decision(self.second_form)
        return verdict_of(self.second_grade, self.second_ungradable, form)

    @property
    def arbiter(self) -> Verdict | None:
        """The arbiter's."""
        form = stored_decision(self.arbiter_form)
        return verdict_of(self.arbiter_grade, self.arbiter_ungradable, form)


_TWINS = """(SELECT group_concat(hex(t.path)) FROM file t
     WHERE t.photograph_id = f.photograph_id AND t.id != f.id)"""


class Row(NamedTuple):
    """One file of a database, as one method sees it.

    A tuple, because a hundred thousand of them are made at once; what needs work is a property.
    A new field is one line: its name, its type and its SQL. What the program found belongs into
    :class:`StoredResult`.

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
    review_grade, review_ungradable, note, reviewed_by, reviewed_at
        The doctor's own; ``None`` before the first. Where rows are read for nobody in particular,
        that of the arbiter, otherwise of the first reader, otherwise of the second.
    review_blind
        1 where the doctor's verdict was given before the network's answer was shown.
    review_form
        What the doctor filled in, as it is stored; see :attr:`form`.
    patient, eye, date
        What a person corrected; ``None`` where nothing was. ``corrected`` tells.
    corrected
        1 where a person set patient, eye and date.
    dicom_patient, dicom_eye, dicom_date, dicom_visit
        What the photograph's DICOM object tells, or pseudonyms of it; ``None`` otherwise. A visit
        without a patient stands for both: an object that names nobody.
    encoded_twins
        Paths at which the same bytes lie as well, each in hexadecimal, with commas between;
        ``None`` for none.
    programme
        1 where the database is read by first, second and arbiter.
    others_hidden
        1 where other readers' answers were not fetched.
    marks
        How many marks readers have drawn; of those that must not be told, none is counted.
    result
        The stored result, see :attr:`final` for what counts; ``None`` where there is none, or
        where it must not be told.
    readings
        What all readers say; ``None`` where other readers' answers must not be told.
    """

    encoded_path: Annotated[bytes, Column("f.path")]
    name: Annotated[str, Column("f.name")]
    sha256: Annotated[str | None, Column("p.sha256")] = None
    width: Annotated[int | None, Column("p.width")] = None
    height: Annotated[int | None, Column("p.height")] = None
    problem: Annotated[str | None, Column("f.problem")] = None
    review_grade: Annotated[int | None, Column("v.grade")] = None
    review_ungradable: Annotated[int | None, Column("v.ungradable")] = None
    note: Annotated[str | None, Column("v.note")] = None
    reviewed_by: Annotated[str | None, Column("v.changed_by")] = None
    reviewed_at: Annotated[str | None, Column("v.changed_at")] = None
    review_blind: Annotated[int | None, Column("v.blind")] = None
    review_form: Annotated[str | None, Column("v.form")] = None
    patient: Annotated[str | None, Column("i.patient")] = None
    eye: Annotated[str | None, Column("i.eye")] = None
    date: Annotated[str | None, Column("i.date")] = None
    corrected: Annotated[int, Column("i.photograph_id IS NOT NULL")] = 0
    dicom_patient: Annotated[str | None, Column("o.patient")] = None
    dicom_eye: Annotated[str | None, Column("o.eye")] = None
    dicom_date: Annotated[str | None, Column("o.date")] = None
    dicom_visit: Annotated[str | None, Column("o.visit")] = None
    encoded_twins: Annotated[str | None, Column(_TWINS)] = None
    programme: Annotated[int, Column("h.programme")] = 0
    others_hidden: Annotated[int, Column("h.others_hidden")] = 0
    marks: Annotated[int, Column("{marks}")] = 0
    result: StoredResult | None = None
    readings: StoredReadings | None = None

    @classmethod
    def of_values(cls, values: Sequence[object]) -> Row:
        """Return the row of a line that was selected by :data:`COLUMNS`.

        Or by :data:`ALL_COLUMNS`, which have all readers' answers behind them.
        """
        # By place, because it is done a hundred thousand times; all come from the same fields.
        found = StoredResult._make(values[_OWN_COUNT + 1 : _COUNT]) if values[_OWN_COUNT] else None
        read = StoredReadings._make(values[_COUNT:]) if len(values) > _COUNT else None
        return cls._make((*values[:_OWN_COUNT], found, read))

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
        return cls(
            encoded_path=os.fsencode(path),
            name=printable(path.name),
            problem=problem and printable(problem),
        )

    @property
    def path(self) -> Path:
        """The file."""
        return _path_of(self.encoded_path)

    @property
    def twins(self) -> tuple[Path, ...]:
        """Other files with the same bytes."""
        encoded = self.encoded_twins.split(",") if self.encoded_twins else ()
        return tuple(Path(os.fsdecode(bytes.fromhex(one))) for one in encoded)

    @property
    def found(self) -> StoredResult:
        """What the program found; all ``None`` where there is no result."""
        return _NOTHING_FOUND if self.result is None else self.result

    @property
    def answer(self) -> Answer:
        """What the program says; an error is one, whatever was found earlier."""
        if self.problem is not None:
            return _FAILED
        found = self.found
        return _answer_of(
            found.decision,
            found.grade,
            found.referable_probability,
            found.macular_oedema_probability,
        )

    @property
    def is_of_other_classes(self) -> bool:
        """Whether a model has answered that does not grade diabetic retinopathy."""
        found = self.found
        return self.problem is None and found.label is not None and found.decision is None

    @property
    def final(self) -> Final:
        """What counts: the readers' verdict where there is one, otherwise the program's answer."""
        own = (self.review_grade, self.review_ungradable, self.review_form, self.others_hidden)
        return _final_of(self.answer, self.readings or own, self.programme)

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
        return _items_of(self.found.reasons_json or "[]")

    @property
    def probabilities(self) -> dict[str, float]:
        """Class names with their probabilities; empty where there is no answer."""
        return dict(json.loads(self.found.probabilities_json or "{}"))

    @property
    def most_probable(self) -> str:
        """Name of the most probable class; empty where there is no answer."""
        found, label = self.probabilities, self.found.label
        if label is not None and label in found:
            return label
        return max(found, key=lambda name: found[name], default=label or "")

    @property
    def labels(self) -> dict[str, float]:
        """What the network says with its probability: one class, or all labels that are given."""
        found, label = self.probabilities, self.found.label
        if label is None or label == NONE_GIVEN:
            return {}
        if label in found or not found:
            return {label: found.get(label, self.found.probability or 0)}
        ranked = sorted(found, key=lambda name: -found[name])
        return {name: found[name] for name in ranked if found[name] >= GIVEN}

    @property
    def grade_set(self) -> tuple[int, ...]:
        """The grades among which the true one probably is; empty where that is not known."""
        if self.problem is not None:
            return ()
        return _items_of(self.found.grade_set_json or "[]")

    @property
    def is_reviewed(self) -> bool:
        """Whether a doctor has given a verdict: a grade, a form, or that it cannot be graded."""
        given = self.review_grade is not None or bool(self.review_ungradable)
        return given or stored_decision(self.review_form) is not None

    @property
    def form(self) -> Form | None:
        """What the doctor filled in; ``None`` where nothing was, or a later version wrote it."""
        return Form.from_json(self.review_form)

    @property
    def form_grade(self) -> str:
        """Grade of the form by its scheme, "R1 M0 P0"; empty where no form counts."""
        counts = stored_decision(self.review_form) is not None
        return (stored_grade(self.review_form) or "form") if counts else ""

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
            self.review_form,
        )

    def failed(self, problem: str) -> Row:
        """Return the row of the file as it stands after an attempt that failed.

        As the database holds it: whose photograph it is stays known, what was found in it or said
        of it counts no more, for nobody knows whether the file holds it still.
        """
        known = {name: getattr(self, name) for name in TOLD}
        return Row.of_file(self.path, problem)._replace(**known)

    def without_answer(self) -> Row:
        """Return the row without anything that the program found in the photograph."""
        return self._replace(result=None)


#: Rows whose values are kept: a table asks for what counts of one thirty times, one row after the
#: other.
_KEPT = 1024

_FAILED = Answer(Decision.ERROR)

#: The first reader's grade, "ungradable" and form, and whether others' answers are kept back.
_Own = tuple[int | None, int | None, str | None, int]


@remembers_files(_KEPT)
def _path_of(encoded_path: bytes) -> Path:
    return Path(os.fsdecode(encoded_path))


@lru_cache(_KEPT)
def _items_of(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))


@lru_cache(_KEPT)
def _answer_of(
    decision: str | None, grade: int | None, probability: float | None, oedema: float | None
) -> Answer:
    return Answer(None if decision is None else Decision(decision), grade, probability, oedema)


@lru_cache(_KEPT)
def _final_of(answer: Answer, read: StoredReadings | _Own, programme: int) -> Final:
    if isinstance(read, StoredReadings):
        due = bool(read.second_due)
        readings = Readings(read.first, read.second, read.arbiter, due, bool(programme))
    else:
        grade, ungradable, form, hidden = read
        own = verdict_of(grade, ungradable, stored_decision(form))
        readings = Readings(own, programme=bool(programme), hidden=bool(hidden))
    return final_of(answer, readings)


def _columns(table: type[Row | StoredResult | StoredReadings]) -> dict[str, str]:
    """Return the names of the fields that are selected, with their SQL, in the fields' order."""
    hints = get_type_hints(table, include_extras=True)
    annotated = ((name, getattr(hints[name], "__metadata__", ())) for name in table._fields)
    return {name: column.sql for name, columns in annotated for column in columns}


#: Fields of a row, and of its result, with their SQL.
ROW_COLUMNS = _columns(Row)
RESULT_COLUMNS = _columns(StoredResult)
READING_COLUMNS = _columns(StoredReadings)
_OWN_COUNT = len(ROW_COLUMNS)
_COUNT = _OWN_COUNT + 1 + len(RESULT_COLUMNS)

#: What is selected for :meth:`Row.of_values`, without and with what other readers say.
COLUMNS = ", ".join((*ROW_COLUMNS.values(), "r.id IS NOT NULL", *RESULT_COLUMNS.values()))
ALL_COLUMNS = ", ".join((COLUMNS, *READING_COLUMNS.values()))


#: The fields that a DICOM object fills.
_TOLD = ("dicom_patient", "dicom_eye", "dicom_date", "dicom_visit")

#: The fields that tell, beside its name, whose photograph a file is.
TOLD = ("patient", "eye", "date", "corrected", *_TOLD)


class Order(StrEnum):
    """How the worklist is sorted."""

    RISK = "risk"
    NAME = "name"
    NEWEST = "newest"


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
    form
        What was filled in, as :meth:`fundusviewer.grading.schemes.Form.as_json` stores it; where
        a review is given, ``None`` leaves the form as it is.
    """

    grade: int | None = None
    ungradable: bool = False
    note: str = ""
    blind: bool = False
    form: str | None = None


class Change(NamedTuple):
    """One line of the history.

    Attributes
    ----------
    at
        ISO 8601, UTC.
    who
        The person.
    what
        ``"review"``, ``"identity"`` or ``"mark"``.
    sha256
        The photograph.
    old_json, new_json
        JSON objects; ``old_json`` is ``None`` for the first.
    role
        In which a reader said so; ``None`` for identities and before there were roles.
    """

    at: str
    who: str
    what: str
    sha256: str
    old_json: str | None
    new_json: str
    role: str | None = None


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
