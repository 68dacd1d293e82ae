"""The columns of a report, for every kind of file. They are described in ``docs/screening.md``."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

from fundusviewer.grading import (
    READING_ROLES,
    Awaited,
    Decision,
    Final,
    Role,
    spans_referral,
)
from fundusviewer.imaging import Laterality
from fundusviewer.reporting.cells.anatomy_cells import (
    ANATOMY_COLUMNS,
    LESION_NAMES,
    anatomy_cells,
    oedema_cell,
    worst_oedema,
)
from fundusviewer.reporting.cells.form_cells import FORM_COLUMNS, form_cells
from fundusviewer.reporting.entries import Entry, entries_of
from fundusviewer.reporting.part import WHOLE, Part, part_words
from fundusviewer.reporting.redaction import without_names
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import Patient, Photograph
from fundusviewer.screening.places.address import as_text
from fundusviewer.screening.rows import Row, StoredReadings, printable

#: What a cell holds.
Value = str | int | float | None


@dataclass(frozen=True)
class _PhotographLine:
    photograph: Photograph
    entry: Entry
    number: int
    method: Method
    settings: Mapping[str, Value]
    part: str
    personal_data: bool

    # Each is asked for dozens of times.
    @cached_property
    def row(self) -> Row:
        return self.photograph.row

    @cached_property
    def final(self) -> Final:
        return self.row.final

    @cached_property
    def readings(self) -> StoredReadings | None:
        return self.row.readings

    @cached_property
    def anatomy(self) -> dict[str, Value]:
        return anatomy_cells(self.row, self.photograph.identity.eye)

    @cached_property
    def form(self) -> dict[str, str | int | None]:
        return form_cells(self.row)


@dataclass(frozen=True)
class _PatientLine:
    entry: Entry
    numbers: Mapping[int, int]
    part: str
    personal_data: bool

    @property
    def patient(self) -> Patient:
        return self.entry.patient


LineT = TypeVar("LineT")


@dataclass(frozen=True)
class _Column(Generic[LineT]):
    name: str
    value: Callable[[LineT], Value]
    personal: bool = False
    #: Which models say anything there: those that grade diabetic retinopathy, or the others.
    of: Literal["all", "graders", "others"] = "all"

    def is_wanted(self, *, personal_data: bool, grades: bool) -> bool:
        return (personal_data or not self.personal) and (
            self.of == "all" or grades == (self.of == "graders")
        )


@dataclass(frozen=True, eq=False)
class Report:
    """Two tables, one row for each photograph and one for each visit of a patient.

    Attributes
    ----------
    photograph_columns, patient_columns
        The names, in order.
    visits
        Makes the rows of column name and value anew, the most urgent patient first: for each visit
        those of its photographs and its own. Nothing is held that was written.
    """

    photograph_columns: tuple[str, ...]
    patient_columns: tuple[str, ...]
    visits: Callable[[], Iterator[tuple[list[dict[str, Value]], dict[str, Value]]]]

    @cached_property
    def photographs(self) -> tuple[dict[str, Value], ...]:
        """All rows of photographs at once."""
        return tuple(row for rows, _ in self.visits() for row in rows)

    @cached_property
    def patients(self) -> tuple[dict[str, Value], ...]:
        """All rows of patients at once."""
        return tuple(row for _, row in self.visits())


def make_report(
    rows: Sequence[Row],
    method: Method,
    pattern: NamePattern,
    *,
    personal_data: bool,
    everything: Iterable[Row] = (),
    part: Part = WHOLE,
) -> Report:
    """Return the tables of a run.

    Parameters
    ----------
    rows
        What is reported.
    method
        How its results were made. Where its model does not grade diabetic retinopathy, the columns
        that only such a model fills are left out; those of the readers stay.
    pattern
        Reads patient, eye and date from the files' names.
    personal_data
        Whether the columns with patient, date, file, note and reviewer are wanted. Otherwise
        reasons do not name files either.
    everything
        All rows of the database by the method: the patients' results are those of all their
        photographs. Empty where the rows are all that there is.
    part
        Of what the rows are a part, and why.
    """
    entries = entries_of(rows, pattern, everything)
    return report_of(entries, method, personal_data=personal_data, part=part)


def report_of(
    entries: Iterable[Entry],
    method: Method,
    *,
    personal_data: bool,
    part: Part = WHOLE,
) -> Report:
    """Return the tables of visits that are in order already.

    Parameters
    ----------
    entries
        The visits; they are gone through anew for each file.
    method, personal_data, part
        See :func:`make_report`.
    """
    wanted = {"personal_data": personal_data, "grades": method.grades}
    of_photographs = [c for c in _PHOTOGRAPH_COLUMNS if c.is_wanted(**wanted)]
    of_patients = [c for c in _PATIENT_COLUMNS if c.is_wanted(**wanted)]

    settings: dict[str, Value] = json.loads(method.settings)
    words = part_words(part, personal=personal_data)

    def visits() -> Iterator[tuple[list[dict[str, Value]], dict[str, Value]]]:
        count = itertools.count(1)
        for entry in entries:
            lines = [
                _PhotographLine(one, entry, next(count), method, settings, words, personal_data)
                for one in entry.patient.listed
            ]
            numbers = {id(line.photograph): line.number for line in lines}
            of_visit = _PatientLine(entry, numbers, words, personal_data)
            yield (
                [{column.name: column.value(line) for column in of_photographs} for line in lines],
                {column.name: column.value(of_visit) for column in of_patients},
            )

    return Report(
        tuple(column.name for column in of_photographs),
        tuple(column.name for column in of_patients),
        visits,
    )


def _reasons(row: Row, personal_data: bool) -> str:
    reasons = " ".join(row.reasons)
    return reasons if personal_data else without_names(reasons, row.path)


def _decision(decision: Decision | None) -> str:
    return "not_graded" if decision is None else decision.value


def _final(final: Final) -> str:
    """Return the final decision; "open" where a reader has answered and others are to."""
    return "open" if final.by_doctor and final.decision is None else _decision(final.decision)


def _decided_by(final: Final) -> Value:
    if final.decision is None:
        return None
    return "doctor" if final.by_doctor else "program"


def _program_decision(row: Row, final: Final) -> Value:
    """Return the program's decision where the final one is a doctor's."""
    return _decision(row.answer.decision) if final.by_doctor else None


def _differs(row: Row, final: Final) -> Value:
    """Return whether doctor and program differ; nothing where not both have answered."""
    both = row.is_reviewed and row.answer.decision not in (None, Decision.ERROR)
    return ("yes" if final.differs else "no") if both else None


def _answer(row: Row, value: Value) -> Value:
    """Return the network's value; nothing where the row is an error."""
    return value if row.problem is None else None


def _probability(row: Row, value: float | None) -> Value:
    return None if value is None or row.problem is not None else round(value, 4)


def _grade_set(row: Row) -> Value:
    """Return the set's grades with blanks between; a spreadsheet would take "2-3" for a date."""
    return " ".join(str(grade) for grade in row.grade_set) or None


def _referral_uncertain(row: Row) -> Value:
    if not row.grade_set:
        return None
    return "yes" if spans_referral(row.grade_set) else "no"


def _doctor_grade(row: Row) -> Value:
    return "ungradable" if row.review_ungradable else row.review_grade


def _awaited(final: Final) -> Value:
    """Return whose answer is still to come; nothing where the decision is final."""
    return None if final.awaited is None else final.awaited.value


def _awaited_of(patient: Patient) -> Value:
    """Return whose answers are still to come for a patient, each once."""
    found = {one.row.final.awaited for one in patient.photographs}
    return " ".join(one.value for one in Awaited if one in found) or None


def _reader_columns(role: Role) -> tuple[_Column[_PhotographLine], ...]:
    """Return the columns of one reader's answer; they are empty where it must not be told."""

    def part(name: str) -> Callable[[_PhotographLine], Value]:
        field = f"{role.value}_{name}"

        def cell(line: _PhotographLine) -> Value:
            value: Value = getattr(line.readings, field, None)
            return value

        return cell

    is_ungradable, given = part("ungradable"), part("grade")

    def grade(line: _PhotographLine) -> Value:
        return "ungradable" if is_ungradable(line) else given(line)

    return (
        _Column(f"{role.value}_grade", grade),
        _Column(f"{role.value}_reader", part("by"), personal=True),
        _Column(f"{role.value}_at", part("at")),
        _Column(f"{role.value}_note", part("note"), personal=True),
    )


def _eye(photograph: Photograph) -> Value:
    eye = photograph.identity.eye
    return None if eye is None else eye.value


def _date(photograph: Photograph) -> Value:
    date = photograph.identity.date
    return None if date is None else date.isoformat()


#: How columns begin of what is looked for where a model that grades has seen a retina.
_OF_GRADERS = ("macular_oedema", "lesions_", *LESION_NAMES.values())


def _anatomy_column(name: str) -> _Column[_PhotographLine]:
    def cell(line: _PhotographLine) -> Value:
        return line.anatomy[name]

    return _Column(name, cell, of="graders" if name.startswith(_OF_GRADERS) else "all")


def _form_column(name: str) -> _Column[_PhotographLine]:
    return _Column(name, lambda line: line.form[name])


def _oedema_of_eye(patient: Patient, eye: Laterality | None) -> Value:
    """Return the risk of an eye; nothing where there is no photograph of it."""
    rows = [one.row for one in patient.photographs if one.identity.eye is eye]
    return oedema_cell(rows) if rows else None


def _labels_of_eye(patient: Patient, eye: Laterality | None) -> Value:
    return "; ".join(patient.labels(eye)) or None


def _oedema(patient: Patient) -> Value:
    eyes = {one.identity.eye for one in patient.photographs}
    return worst_oedema(_oedema_of_eye(patient, eye) for eye in eyes)


_PHOTOGRAPH_COLUMNS: tuple[_Column[_PhotographLine], ...] = (
    _Column("patient_number", lambda line: line.entry.number),
    _Column("visit", lambda line: line.entry.visit),
    _Column("photograph_number", lambda line: line.number),
    _Column("patient", lambda line: line.photograph.identity.patient, personal=True),
    _Column("date", lambda line: _date(line.photograph), personal=True),
    _Column("eye", lambda line: _eye(line.photograph)),
    _Column("file", lambda line: printable(as_text(line.row.path)), personal=True),
    _Column("sha256", lambda line: line.row.sha256),
    _Column("decision", lambda line: _final(line.final)),
    _Column("final_grade", lambda line: line.final.grade),
    _Column("decided_by", lambda line: _decided_by(line.final)),
    _Column("differs", lambda line: _differs(line.row, line.final), of="graders"),
    _Column("program_decision", lambda line: _program_decision(line.row, line.final)),
    _Column("grade", lambda line: line.row.answer.grade, of="graders"),
    _Column("grade_set", lambda line: _grade_set(line.row), of="graders"),
    _Column("referral_uncertain", lambda line: _referral_uncertain(line.row), of="graders"),
    _Column(
        "referable_probability",
        lambda line: _probability(line.row, line.row.found.referable_probability),
        of="graders",
    ),
    _Column("label", lambda line: _answer(line.row, line.row.found.label)),
    _Column("probability", lambda line: _probability(line.row, line.row.found.probability)),
    _Column("reasons", lambda line: _reasons(line.row, line.personal_data)),
    _Column("remarks", lambda line: " ".join(line.photograph.identity.remarks)),
    *(_anatomy_column(name) for name in ANATOMY_COLUMNS),
    _Column("doctor_grade", lambda line: _doctor_grade(line.row)),
    *(_form_column(name) for name in FORM_COLUMNS),
    _Column("doctor_note", lambda line: line.row.note, personal=True),
    _Column("reviewed_by", lambda line: line.row.reviewed_by, personal=True),
    _Column("reviewed_at", lambda line: line.row.reviewed_at),
    _Column("awaited", lambda line: _awaited(line.final)),
    *(column for role in READING_ROLES for column in _reader_columns(role)),
    _Column("marks", lambda line: line.row.marks),
    _Column("width", lambda line: line.row.width),
    _Column("height", lambda line: line.row.height),
    _Column("model", lambda line: line.method.model_name),
    _Column("model_version", lambda line: line.method.model_version),
    _Column("model_sha256", lambda line: line.method.model_sha256),
    _Column("operating_point", lambda line: line.settings["operating_point"], of="graders"),
    _Column("threshold", lambda line: line.settings["threshold"], of="graders"),
    _Column("provider", lambda line: line.row.found.provider),
    _Column("application_version", lambda line: line.row.found.application_version),
    _Column("examined_at", lambda line: line.row.found.examined_at),
    _Column("part", lambda line: line.part),
)


def _eye_columns(eye: Laterality | None, prefix: str) -> tuple[_Column[_PatientLine], ...]:
    def of_eye(
        value: Callable[[Row, bool], Value], absent: str | None = None
    ) -> Callable[[_PatientLine], Value]:
        def cell(line: _PatientLine) -> Value:
            photograph = line.patient.eye(eye)
            if photograph is not None:
                return value(photograph.row, line.personal_data)
            return absent if eye in line.patient.missing_eyes else None

        return cell

    return (
        _Column(f"{prefix}_decision", of_eye(lambda row, _: _final(row.final), "no photograph")),
        _Column(f"{prefix}_final_grade", of_eye(lambda row, _: row.final.grade)),
        _Column(f"{prefix}_decided_by", of_eye(lambda row, _: _decided_by(row.final))),
        _Column(f"{prefix}_awaited", of_eye(lambda row, _: _awaited(row.final))),
        _Column(f"{prefix}_differs", of_eye(lambda row, _: _differs(row, row.final)), of="graders"),
        _Column(
            f"{prefix}_program_decision", of_eye(lambda row, _: _program_decision(row, row.final))
        ),
        _Column(f"{prefix}_grade", of_eye(lambda row, _: row.answer.grade), of="graders"),
        _Column(
            f"{prefix}_referable_probability",
            of_eye(lambda row, _: _probability(row, row.found.referable_probability)),
            of="graders",
        ),
        _Column(f"{prefix}_labels", lambda line: _labels_of_eye(line.patient, eye), of="others"),
        _Column(f"{prefix}_reasons", of_eye(_reasons)),
        _Column(
            f"{prefix}_macular_oedema",
            lambda line: _oedema_of_eye(line.patient, eye),
            of="graders",
        ),
        _Column(f"{prefix}_doctor_grade", of_eye(lambda row, _: _doctor_grade(row))),
        _Column(f"{prefix}_form_grade", of_eye(lambda row, _: row.form_grade or None)),
    )


_PATIENT_COLUMNS: tuple[_Column[_PatientLine], ...] = (
    _Column("patient_number", lambda line: line.entry.number),
    _Column("visit", lambda line: line.entry.visit),
    _Column("patient", lambda line: line.patient.patient, personal=True),
    _Column("date", lambda line: _date(line.patient.deciding), personal=True),
    _Column("photographs", lambda line: len(line.patient.photographs)),
    _Column("photographs_reported", lambda line: len(line.patient.listed)),
    _Column("decision", lambda line: _final(line.patient.deciding.row.final)),
    _Column("decided_by", lambda line: _decided_by(line.patient.deciding.row.final)),
    _Column("awaited", lambda line: _awaited_of(line.patient)),
    _Column("deciding_eye", lambda line: _eye(line.patient.deciding)),
    _Column("deciding_photograph", lambda line: line.numbers.get(id(line.patient.deciding))),
    _Column(
        "deciding_file",
        lambda line: printable(as_text(line.patient.deciding.row.path)),
        personal=True,
    ),
    *_eye_columns(Laterality.OD, "od"),
    *_eye_columns(Laterality.OS, "os"),
    *_eye_columns(None, "unknown_eye"),
    _Column("remarks", lambda line: " ".join(line.patient.remarks)),
    _Column("macular_oedema", lambda line: _oedema(line.patient), of="graders"),
    _Column("part", lambda line: line.part),
)
