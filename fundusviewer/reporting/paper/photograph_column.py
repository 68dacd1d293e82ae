"""Half a page: one photograph with its heat map and all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fundusviewer.grading import REFERRAL_UNCERTAIN, grade_set_words, spans_referral
from fundusviewer.overlay import HEAT_COLOURS
from fundusviewer.reporting.paper.ink import Align, Ink
from fundusviewer.reporting.pictures import Pictures
from fundusviewer.reporting.redaction import without_names
from fundusviewer.reporting.spreads import Slot
from fundusviewer.reporting.table import MACULAR_OEDEMA
from fundusviewer.reporting.words import grade_words, left_to_right, percent, words_of
from fundusviewer.screening.patients import Photograph
from fundusviewer.screening.rows import Row

#: Width of a column in mm, and the place of a picture in it.
COLUMN = 88.0
PICTURE_HEIGHT = 58.0

_HEAD, _CAPTION, _LABEL = 6.5, 4.5, 23.0
#: What stands for the end of a text that is too long for the page.
_REST = "… [the rest is in the database]"

_NAME_LINES, _REASON_LINES, _NOTE_LINES = 3, 4, 5

#: Where the facts must end in mm, the gap between two, and the sizes of letters in points with the
#: most lines of one fact, to be tried in this order.
FACTS_BOTTOM, _GAP = 257.0, 0.15
_SIZES = ((8.0, 9), (7.0, 9), (6.5, 4), (6.0, 3))

_DECISION = "Decision"

#: Label, text and the most lines of it.
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
        ink.box(left, top, COLUMN, _HEAD + PICTURE_HEIGHT, weight=0.2)
        ink.text(left, top + 32, COLUMN, slot.remark, points=10, align=Align.CENTRE)
        return
    ink.text(left + 2, top + 1.5, COLUMN - 4, slot.remark, points=8, align=Align.RIGHT)
    y = top + _HEAD + 1
    _picture(ink, left, y, pictures, heat=False)
    y += PICTURE_HEIGHT + 0.5
    ink.text(left, y, COLUMN, "Photograph", points=7.5)
    y += _CAPTION
    _picture(ink, left, y, pictures, heat=True)
    y += PICTURE_HEIGHT + 0.5
    _legend(ink, left, y, pictures)
    y += 2 * _CAPTION
    _draw_facts(ink, left, y, list(_facts(slot.photograph, wanted)))


def _draw_facts(ink: Ink, left: float, top: float, facts: list[_Fact]) -> None:
    """Draw what is known, in smaller letters where there is much of it."""
    place, width, y = left + _LABEL, COLUMN - _LABEL, top
    for points, most in _SIZES:
        heights = (
            ink.height(width, text, points=points, bold=label == _DECISION, lines=min(lines, most))
            for label, text, lines in facts
        )
        if sum(heights) + len(facts) * _GAP <= FACTS_BOTTOM - top:
            break
    for label, text, lines in facts:
        bold = label == _DECISION
        ink.text(left, y, _LABEL - 1, label, points=points - 0.5)
        y += _GAP + ink.text(
            place, y, width, text, points=points, bold=bold, lines=min(lines, most), rest=_REST
        )


def _picture(ink: Ink, left: float, top: float, pictures: Pictures, *, heat: bool) -> None:
    pixels = pictures.overlay if heat else pictures.photograph
    if pixels is not None:
        ink.picture(left, top, COLUMN, PICTURE_HEIGHT, pixels)
        return
    remark = pictures.overlay_remark if heat else pictures.photograph_remark
    ink.box(left, top, COLUMN, PICTURE_HEIGHT)
    ink.text(left + 8, top + 24, COLUMN - 16, remark, points=9, align=Align.CENTRE)


def _legend(ink: Ink, left: float, top: float, pictures: Pictures) -> None:
    if pictures.overlay is None:
        return
    title = f"Heat map (Grad-CAM) of “{pictures.explains}”"
    ink.text(left, top, COLUMN - 32, title, points=7, lines=1)
    low, high = ("low", "high") if pictures.absolute_scale else ("least", "most")
    ink.text(left + COLUMN - 33, top, 7, low, points=7, align=Align.RIGHT)
    ink.text(left + COLUMN - 7, top, 7, high, points=7, align=Align.RIGHT)
    ink.picture(left + COLUMN - 25, top + 0.6, 17, 2.6, HEAT_COLOURS[None].repeat(39, axis=0))
    # What a heat map is not is said where it stands.
    ink.text(left, top + 3.6, COLUMN, pictures.overlay_remark, points=7, lines=1)


def _facts(photograph: Photograph, wanted: Wanted) -> Iterator[_Fact]:
    row = photograph.row
    words = words_of(row)
    yield _DECISION, f"{words.headline} – {words.meaning.lower()}", 2
    yield from _network(row)
    yield from _prediction_set(row, wanted.coverage)
    yield "Quality", words.quality[0].upper() + words.quality[1:], 1
    if row.reasons:
        reasons = " ".join(row.reasons)
        said = reasons if wanted.personal else without_names(reasons, row.path)
        yield "Reason", said, _REASON_LINES
    yield "Macular oedema", MACULAR_OEDEMA[0].upper() + MACULAR_OEDEMA[1:], 1
    yield from _doctor(row, wanted.personal)
    yield from _origin(photograph, wanted.personal)


def _network(row: Row) -> Iterator[_Fact]:
    if row.problem is not None or row.label is None or row.probability is None:
        yield "Grade", "None", 1
        return
    share = percent(row.probability)
    if row.grade is None:
        yield "Label", f"{row.label} ({share})", 2
    else:
        yield "Grade", f"{grade_words(row.grade)} ({share})", 2
    if row.referable_probability is not None:
        yield "Grade 2 or more", percent(row.referable_probability), 1


def _prediction_set(row: Row, coverage: float | None) -> Iterator[_Fact]:
    if not row.grade_set:
        return
    share = (
        ""
        if coverage is None
        else f" (in {coverage * 100:.0f} of 100 photographs the set holds the true grade)"
    )
    yield "Prediction set", f"{grade_set_words(row.grade_set)}{share}", 3
    if spans_referral(row.grade_set):
        yield "", REFERRAL_UNCERTAIN, 2


def _doctor(row: Row, personal: bool) -> Iterator[_Fact]:
    if row.review_ungradable:
        verdict = "Ungradable"
    elif row.review_grade is not None:
        verdict = grade_words(row.review_grade)
    else:
        yield "Doctor's grade", "None yet", 1
        return
    who = f", {row.reviewed_by}" if personal and row.reviewed_by else ""
    when = f", {(row.reviewed_at or '')[:10]}" if row.reviewed_at else ""
    yield "Doctor's grade", f"{verdict}{who}{when}", 2


def _origin(photograph: Photograph, personal: bool) -> Iterator[_Fact]:
    row = photograph.row
    if personal:
        if row.note:
            yield "Doctor's note", row.note, _NOTE_LINES
        yield "File", left_to_right(row.name), _NAME_LINES
    if row.width is not None and row.height is not None:
        yield "Pixels", f"{row.width} × {row.height}", 1
    yield "SHA-256", row.sha256 or "The file could not be read", 2
    if row.examined_at is not None and row.problem is None:
        when = row.examined_at.replace("T", " ").replace("+00:00", " UTC")
        yield "Provider", f"{row.provider}, version {row.application_version}, {when}", 2
