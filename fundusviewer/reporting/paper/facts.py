"""What is printed of one photograph in words: its facts, in their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fundusviewer.anatomy import Mark
from fundusviewer.grading import REFERRAL_UNCERTAIN, grade_set_words, spans_referral
from fundusviewer.reporting.anatomy_words import lesion_words, oedema_words
from fundusviewer.reporting.form_words import form_facts
from fundusviewer.reporting.mark_words import listed_marks
from fundusviewer.reporting.redaction import without_names
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.words import (
    AWAITED,
    DIFFERS,
    capital,
    grade_words,
    label_words,
    left_to_right,
    program_words,
    words_of,
)
from fundusviewer.screening.patients import Photograph
from fundusviewer.screening.rows import Row, StoredReadings
from fundusviewer.screening.stored_anatomy import (
    later_lesion_remarks,
    stored_lesions,
    stored_macular_oedema,
)

_NAME_LINES, _REASON_LINES, _NOTE_LINES, _MARK_LINES = 3, 4, 5, 5

DECISION = phrase("Decision")
DIFFERENCE = phrase("Difference")

#: Label in English, text and the most lines of it.
Fact = tuple[str, str, int]


@dataclass(frozen=True)
class Wanted:
    """What is printed of a photograph.

    Attributes
    ----------
    personal
        Whether names, notes and reviewers are.
    coverage
        Share of photographs, 0–1, whose true grade is in the prediction set; ``None`` where it is
        not known.
    grades
        Whether the model grades diabetic retinopathy.
    marks
        What readers marked, by the photographs' hashes.
    """

    personal: bool
    coverage: float | None = None
    grades: bool = True
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)

    def marks_on(self, row: Row) -> tuple[Mark, ...]:
        """Return what readers marked on a photograph."""
        return () if row.sha256 is None else self.marks.get(row.sha256, ())


def facts_of(photograph: Photograph, wanted: Wanted, speech: Speech) -> Iterator[Fact]:
    """Return label in English, text and the most lines of it, of all that is known."""
    row = photograph.row
    words = words_of(row)
    if row.final.decision is not None or not row.is_of_other_classes:
        yield DECISION, f"{capital(speech.say(words.headline))} – {speech.say(words.meaning)}", 2
    yield from _difference(row, speech)
    yield from _network(row, wanted.grades, speech)
    yield from _possible_grades(row, wanted.coverage, speech)
    yield phrase("Quality"), capital(speech.say(words.quality)), 1
    if row.reasons:
        yield phrase("Reason"), _reasons(row, wanted.personal, speech), _REASON_LINES
    if photograph.identity.remarks:
        remarks = " ".join(speech.sentence(one) for one in photograph.identity.remarks)
        yield phrase("Remark"), remarks, _REASON_LINES
    oedema = stored_macular_oedema(row)
    # A model of other classes says nothing of it either way; the photograph is not graded at all.
    if wanted.grades:
        yield phrase("Macular oedema"), capital(oedema_words(oedema, speech)), 2
    yield from _lesions(row, speech)
    yield from _doctor(row, wanted, speech)
    yield from _marks(row, wanted, speech)
    yield from _origin(row, wanted.personal)


def _reasons(row: Row, personal: bool, speech: Speech) -> str:
    reasons = row.reasons if personal else [without_names(one, row.path) for one in row.reasons]
    return " ".join(speech.sentence(one) for one in reasons)


def _lesions(row: Row, speech: Speech) -> Iterator[Fact]:
    """Say what a second network marked and contradicts; nothing where nobody looked."""
    lesions = stored_lesions(row)
    if lesions is not None:
        words = speech.say(
            "{lesions}; marked by a second network", lesions=lesion_words(lesions, speech)
        )
        yield phrase("Lesions"), capital(words), 4
        # Beside the counts, with room of their own: where a page is full, long texts are cut.
        remarks = later_lesion_remarks(row)
        if remarks:
            yield phrase("Remark"), " ".join(map(speech.sentence, remarks)), _REASON_LINES


def _marks(row: Row, wanted: Wanted, speech: Speech) -> Iterator[Fact]:
    """Say what readers marked, by the numbers in the picture; nothing where nobody did."""
    marks = wanted.marks_on(row)
    if marks:
        words = listed_marks(
            marks, speech, in_programme=bool(row.programme), personal=wanted.personal
        )
        yield phrase("Marks"), words, _MARK_LINES
    elif row.marks:
        yield phrase("Marks"), speech.say("{count} in the database", count=row.marks), 1


def _difference(row: Row, speech: Speech) -> Iterator[Fact]:
    """Say whose decision it is where a doctor has graded, and what the program says otherwise."""
    if not row.final.by_doctor:
        return
    if not row.final.differs:
        yield "", speech.say("By the doctor's grade"), 1
        return
    words = speech.say(
        "{sign} By the doctor's grade; the program says: {answer}",
        sign=DIFFERS,
        answer=program_words(row, speech),
    )
    yield DIFFERENCE, words, 2


def _network(row: Row, grades: bool, speech: Speech) -> Iterator[Fact]:
    if row.problem is not None or row.found.label is None or row.found.probability is None:
        name = phrase("Network's grade") if grades else phrase("Label")
        yield name, speech.say("None"), 1
        return
    if row.found.grade is None:
        yield phrase("Label"), label_words(row, speech), 4
    else:
        share = speech.probability(row.found.probability)
        yield phrase("Network's grade"), f"{grade_words(row.found.grade, speech)} ({share})", 2
    if row.found.referable_probability is not None:
        yield phrase("Grade 2 or more"), speech.probability(row.found.referable_probability), 1


def _possible_grades(row: Row, coverage: float | None, speech: Speech) -> Iterator[Fact]:
    if not row.grade_set:
        return
    grades = speech.sentence(grade_set_words(row.grade_set))
    if coverage is not None:
        grades = speech.say(
            "{grades} (in {number} of 100 photographs the true grade is among those named)",
            grades=grades,
            number=f"{coverage * 100:.0f}",
        )
    yield phrase("Possible grades"), grades, 3
    if spans_referral(row.grade_set):
        yield "", speech.sentence(REFERRAL_UNCERTAIN), 2


def _doctor(row: Row, wanted: Wanted, speech: Speech) -> Iterator[Fact]:
    if row.programme and row.readings is not None:
        yield from _readers(row.readings, wanted.personal, speech)
    else:
        yield from _one_doctor(row, wanted, speech)
    if row.final.awaited is not None:
        yield "", capital(speech.say(AWAITED[row.final.awaited])), 1


def _readers(readings: StoredReadings, personal: bool, speech: Speech) -> Iterator[Fact]:
    """Say what each reader of a programme says."""
    said = (
        (phrase("First reader"), readings.first, readings.first_by, readings.first_at),
        (phrase("Second reader"), readings.second, readings.second_by, readings.second_at),
        (phrase("Arbiter"), readings.arbiter, readings.arbiter_by, readings.arbiter_at),
    )
    for name, verdict, by, at in said:
        if verdict is not None:
            grade = verdict.grade
            words = (
                capital(speech.say("ungradable")) if grade is None else grade_words(grade, speech)
            )
            who = f", {by}" if personal and by else ""
            when = f", {speech.day(_moment(at))}" if at else ""
            yield name, f"{words}{who}{when}", 1


def _one_doctor(row: Row, wanted: Wanted, speech: Speech) -> Iterator[Fact]:
    if row.review_ungradable:
        verdict = capital(speech.say("ungradable"))
    elif row.review_grade is not None:
        verdict = grade_words(row.review_grade, speech)
    elif row.form_grade:
        verdict = row.form_grade
    else:
        if wanted.grades:
            yield phrase("Doctor's grade"), speech.say("None yet"), 1
        yield from form_facts(row, speech)
        return
    who = f", {row.reviewed_by}" if wanted.personal and row.reviewed_by else ""
    when = f", {speech.day(_moment(row.reviewed_at))}" if row.reviewed_at else ""
    yield phrase("Doctor's grade"), f"{verdict}{who}{when}", 2
    yield from form_facts(row, speech)


def _origin(row: Row, personal: bool) -> Iterator[Fact]:
    if personal:
        if row.note:
            yield phrase("Doctor's note"), row.note, _NOTE_LINES
        yield phrase("File"), left_to_right(row.name), _NAME_LINES


def _moment(stored: str) -> dt.datetime:
    """Return a stored time, ISO 8601, as the clock of this place."""
    return dt.datetime.fromisoformat(stored).astimezone()


def technical_line(row: Row, speech: Speech) -> str:
    """Return what nobody reads and somebody may need one day: size, hash, computed when by what."""
    parts = []
    if row.width is not None and row.height is not None:
        parts.append(speech.say("{width} × {height} pixels", width=row.width, height=row.height))
    parts.append(
        speech.say("SHA-256 {hash}", hash=row.sha256)
        if row.sha256
        else speech.say("The file could not be read")
    )
    if row.found.examined_at is not None and row.problem is None:
        when = speech.moment(_moment(row.found.examined_at))
        program = f"FundusViewer {row.found.application_version}"
        parts.append(
            speech.say(
                "computed on {provider} by {program}, {when}",
                provider=row.found.provider,
                program=program,
                when=when,
            )
        )
    return " · ".join(parts)
