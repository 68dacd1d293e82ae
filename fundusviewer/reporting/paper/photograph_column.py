"""Half a page: one photograph with its heat map and all that is known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from fundusviewer.grading import REFERRAL_UNCERTAIN, grade_set_words, spans_referral
from fundusviewer.overlay import HEAT_COLOURS
from fundusviewer.reporting.anatomy_words import lesion_words, oedema_words
from fundusviewer.reporting.form_words import form_facts
from fundusviewer.reporting.paper.ink import Align, Ink
from fundusviewer.reporting.pictures import Pictures
from fundusviewer.reporting.redaction import without_names
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.spreads import Slot
from fundusviewer.reporting.words import (
    AWAITED,
    DIFFERS,
    capital,
    grade_words,
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

#: Width of a column in mm, and the place of a picture in it.
COLUMN = 88.0
WHOLE = 182.0
PICTURE_HEIGHT = 58.0

_HEAD, _CAPTION, _LABEL = 6.5, 4.5, 23.0
#: Height of the box that says why there is no picture.
_NO_PICTURE = 13.0
#: What stands for the end of a text that is too long for the page.
_REST = phrase("… [the rest is in the database]")

_NAME_LINES, _REASON_LINES, _NOTE_LINES = 3, 4, 5

#: Where the facts must end in mm, the gap between two, and the sizes of letters in points with the
#: most lines of one fact, to be tried in this order.
FACTS_BOTTOM, _GAP = 257.0, 0.15

#: Height of the technical lines at the foot of a photograph's facts.
_FOOT = 9.0
_SIZES = ((8.0, 9), (7.0, 9), (6.5, 4), (6.0, 3))

_DECISION = phrase("Decision")
_DIFFERENCE = phrase("Difference")
_BOLD = (_DECISION, _DIFFERENCE)

#: What stands at the ends of the colour bar.
_ABSOLUTE = phrase("low"), phrase("high")
_RELATIVE = phrase("least"), phrase("most")

#: Label in English, text and the most lines of it.
_Fact = tuple[str, str, int]


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
    """

    personal: bool
    coverage: float | None = None


def draw_column(
    ink: Ink, left: float, top: float, slot: Slot, pictures: Pictures, wanted: Wanted
) -> None:
    """Draw a half of a page from a place in mm on."""
    ink.box(left, top, COLUMN, _HEAD, grey=225)
    ink.text(left + 2, top + 0.8, COLUMN - 4, slot.title, points=10.5, bold=True)
    if slot.photograph is None:
        ink.box(left, top, COLUMN, _HEAD + _NO_PICTURE, weight=0.2)
        ink.text(left, top + _HEAD + 4, COLUMN, slot.remark, points=10, align=Align.CENTRE)
        return
    ink.text(left + 2, top + 1.5, COLUMN - 4, slot.remark, points=8, align=Align.RIGHT)
    y = top + _HEAD + 1
    y += _picture(ink, left, y, pictures, heat=False) + 0.5
    ink.text(left, y, COLUMN, ink.speech.say("Photograph"), points=7.5)
    y += _CAPTION
    y += _picture(ink, left, y, pictures, heat=True) + 0.5
    _legend(ink, left, y, pictures)
    y += 2 * _CAPTION
    _draw_facts(ink, left, y, COLUMN, list(_facts(slot.photograph, wanted, ink.speech)))
    _draw_foot(ink, left, COLUMN, slot.photograph.row)


def draw_alone(
    ink: Ink, left: float, top: float, slots: tuple[Slot, Slot], pictures: Pictures, wanted: Wanted
) -> None:
    """Draw the one photograph of a page over both halves; the other half is one line.

    Parameters
    ----------
    slots
        That with the photograph, and the empty one.
    """
    slot, empty = slots
    if slot.photograph is None:
        return
    right = left + WHOLE - COLUMN
    ink.box(left, top, WHOLE, _HEAD, grey=225)
    ink.text(left + 2, top + 0.8, COLUMN - 4, slot.title, points=10.5, bold=True)
    ink.text(right, top + 1.5, COLUMN - 2, slot.remark, points=8, align=Align.RIGHT)
    y = top + _HEAD + 1
    heights = (
        _picture(ink, left, y, pictures, heat=False),
        _picture(ink, right, y, pictures, heat=True),
    )
    y += max(heights) + 0.5
    ink.text(left, y, COLUMN, ink.speech.say("Photograph"), points=7.5)
    _legend(ink, right, y, pictures)
    y += 2 * _CAPTION + 2
    if empty.title != slot.title:
        ink.box(left, y, WHOLE, _HEAD, weight=0.2)
        words = f"{empty.title}: {empty.remark}"
        ink.text(left + 2, y + 1.2, WHOLE - 4, words, points=9, lines=1)
        y += _HEAD + 3
    _draw_facts(ink, left, y, WHOLE, list(_facts(slot.photograph, wanted, ink.speech)))
    _draw_foot(ink, left, WHOLE, slot.photograph.row)


def _draw_foot(ink: Ink, left: float, width: float, row: Row) -> None:
    """Draw what nobody reads and somebody may need one day, small."""
    top = FACTS_BOTTOM - _FOOT + 0.5
    ink.line((left, top), (left + width, top), 0.1)
    ink.text(left, top + 0.5, width, _technical(row, ink.speech), points=5.5, lines=3)


def _technical(row: Row, speech: Speech) -> str:
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


def _draw_facts(ink: Ink, left: float, top: float, whole: float, facts: list[_Fact]) -> None:
    """Draw what is known, in smaller letters where there is much of it."""
    place, width, y = left + _LABEL, whole - _LABEL, top
    rest = ink.speech.say(_REST)
    for points, most in _SIZES:
        heights = (
            ink.height(width, text, points=points, bold=label in _BOLD, lines=min(lines, most))
            for label, text, lines in facts
        )
        if sum(heights) + len(facts) * _GAP <= FACTS_BOTTOM - _FOOT - top:
            break
    for label, text, lines in facts:
        bold = label in _BOLD
        ink.text(left, y, _LABEL - 1, _label(ink, label), points=points - 0.5)
        y += _GAP + ink.text(
            place, y, width, text, points=points, bold=bold, lines=min(lines, most), rest=rest
        )


def _label(ink: Ink, label: str) -> str:
    return ink.speech.say(label) if label else ""


def _picture(ink: Ink, left: float, top: float, pictures: Pictures, *, heat: bool) -> float:
    """Draw a picture, or in a low box why there is none; return the height in mm."""
    pixels = pictures.overlay if heat else pictures.photograph
    if pixels is not None:
        ink.picture(left, top, COLUMN, PICTURE_HEIGHT, pixels)
        return PICTURE_HEIGHT
    remark = pictures.overlay_remark if heat else pictures.photograph_remark
    ink.box(left, top, COLUMN, _NO_PICTURE)
    ink.text(left + 3, top + 2.5, COLUMN - 6, remark, points=9, align=Align.CENTRE, lines=2)
    return _NO_PICTURE


def _legend(ink: Ink, left: float, top: float, pictures: Pictures) -> None:
    if pictures.overlay is None:
        return
    if pictures.covering:
        title = ink.speech.say("Heat map (occlusion) of “{grade}”", grade=pictures.explains)
    else:
        title = ink.speech.say("Heat map (Grad-CAM) of “{grade}”", grade=pictures.explains)
    ink.text(left, top, COLUMN - 36, title, points=7, lines=1)
    low, high = _ABSOLUTE if pictures.absolute_scale else _RELATIVE
    ink.text(left + COLUMN - 37, top, 11, ink.speech.say(low), points=7, align=Align.RIGHT)
    ink.text(left + COLUMN - 7, top, 7, ink.speech.say(high), points=7, align=Align.RIGHT)
    ink.picture(left + COLUMN - 25, top + 0.6, 17, 2.6, HEAT_COLOURS[None].repeat(39, axis=0))
    # What a heat map is not is said where it stands.
    ink.text(left, top + 3.6, COLUMN, pictures.overlay_remark, points=7, lines=1)


def _facts(photograph: Photograph, wanted: Wanted, speech: Speech) -> Iterator[_Fact]:
    row = photograph.row
    words = words_of(row)
    yield _DECISION, f"{capital(speech.say(words.headline))} – {speech.say(words.meaning)}", 2
    yield from _difference(row, speech)
    yield from _network(row, speech)
    yield from _possible_grades(row, wanted.coverage, speech)
    yield phrase("Quality"), capital(speech.say(words.quality)), 1
    if row.reasons:
        yield phrase("Reason"), _reasons(row, wanted.personal, speech), _REASON_LINES
    if photograph.identity.remarks:
        remarks = " ".join(speech.sentence(one) for one in photograph.identity.remarks)
        yield phrase("Remark"), remarks, _REASON_LINES
    oedema = stored_macular_oedema(row)
    # A model of other classes says nothing of it either way; the photograph is not graded at all.
    if row.found.label is None or row.found.grade is not None:
        yield phrase("Macular oedema"), capital(oedema_words(oedema, speech)), 2
    yield from _lesions(row, speech)
    yield from _doctor(row, wanted.personal, speech)
    yield from _origin(row, wanted.personal)


def _reasons(row: Row, personal: bool, speech: Speech) -> str:
    reasons = row.reasons if personal else [without_names(one, row.path) for one in row.reasons]
    return " ".join(speech.sentence(one) for one in reasons)


def _lesions(row: Row, speech: Speech) -> Iterator[_Fact]:
    """Say what a second network marked; nothing where nobody looked."""
    lesions = stored_lesions(row)
    if lesions is not None:
        words = speech.say(
            "{lesions}; marked by a second network", lesions=lesion_words(lesions, speech)
        )
        for remark in later_lesion_remarks(row):
            words = f"{words}. {speech.sentence(remark)}"
        yield phrase("Lesions"), capital(words), 4


def _difference(row: Row, speech: Speech) -> Iterator[_Fact]:
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
    yield _DIFFERENCE, words, 2


def _network(row: Row, speech: Speech) -> Iterator[_Fact]:
    if row.problem is not None or row.found.label is None or row.found.probability is None:
        yield phrase("Network's grade"), speech.say("None"), 1
        return
    share = speech.probability(row.found.probability)
    if row.found.grade is None:
        yield phrase("Label"), f"{speech.sentence(row.found.label)} ({share})", 2
    else:
        yield phrase("Network's grade"), f"{grade_words(row.found.grade, speech)} ({share})", 2
    if row.found.referable_probability is not None:
        yield phrase("Grade 2 or more"), speech.probability(row.found.referable_probability), 1


def _possible_grades(row: Row, coverage: float | None, speech: Speech) -> Iterator[_Fact]:
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


def _doctor(row: Row, personal: bool, speech: Speech) -> Iterator[_Fact]:
    if row.programme and row.readings is not None:
        yield from _readers(row.readings, personal, speech)
    else:
        yield from _one_doctor(row, personal, speech)
    if row.final.awaited is not None:
        yield "", capital(speech.say(AWAITED[row.final.awaited])), 1


def _readers(readings: StoredReadings, personal: bool, speech: Speech) -> Iterator[_Fact]:
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


def _one_doctor(row: Row, personal: bool, speech: Speech) -> Iterator[_Fact]:
    if row.review_ungradable:
        verdict = capital(speech.say("ungradable"))
    elif row.review_grade is not None:
        verdict = grade_words(row.review_grade, speech)
    elif row.form_grade:
        verdict = row.form_grade
    else:
        yield phrase("Doctor's grade"), speech.say("None yet"), 1
        yield from form_facts(row, speech)
        return
    who = f", {row.reviewed_by}" if personal and row.reviewed_by else ""
    when = f", {speech.day(_moment(row.reviewed_at))}" if row.reviewed_at else ""
    yield phrase("Doctor's grade"), f"{verdict}{who}{when}", 2
    yield from form_facts(row, speech)


def _origin(row: Row, personal: bool) -> Iterator[_Fact]:
    if personal:
        if row.note:
            yield phrase("Doctor's note"), row.note, _NOTE_LINES
        yield phrase("File"), left_to_right(row.name), _NAME_LINES


def _moment(stored: str) -> dt.datetime:
    """Return a stored time, ISO 8601, as the clock of this place."""
    return dt.datetime.fromisoformat(stored).astimezone()
