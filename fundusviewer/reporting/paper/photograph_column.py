"""Half a page: one photograph with its heat map and all that is known of it."""

from __future__ import annotations

from fundusviewer.overlay import HEAT_COLOURS
from fundusviewer.reporting.paper.fact_block import draw_facts
from fundusviewer.reporting.paper.facts import Wanted, facts_of, technical_line
from fundusviewer.reporting.paper.ink import Align, Ink
from fundusviewer.reporting.paper.pictures import Pictures
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.spreads import Slot
from fundusviewer.screening.patients import Photograph
from fundusviewer.screening.rows import Row

#: Width of a column in mm, and the place of a picture in it.
COLUMN = 88.0
WHOLE = 182.0
PICTURE_HEIGHT = 58.0

_HEAD, _CAPTION = 6.5, 4.5
#: Height of the box that says why there is no picture.
_NO_PICTURE, _NARROW_BOX = 13.0, 18.0

#: Where the facts must end in mm.
FACTS_BOTTOM = 257.0

#: Height of the technical lines at the foot of a photograph's facts.
_FOOT = 9.0

#: What stands at the ends of the colour bar.
_ABSOLUTE = phrase("low"), phrase("high")
_RELATIVE = phrase("least"), phrase("most")


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
    y += draw_picture(ink, left, y, pictures, heat=False) + 0.5
    ink.text(left, y, COLUMN, caption(pictures, ink.speech), points=7.5)
    y += _CAPTION
    y += draw_picture(ink, left, y, pictures, heat=True) + 0.5
    draw_legend(ink, left, y, pictures)
    y += 2 * _CAPTION
    _draw_words(ink, left, y, COLUMN, slot.photograph, wanted)


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
        draw_picture(ink, left, y, pictures, heat=False),
        draw_picture(ink, right, y, pictures, heat=True),
    )
    y += max(heights) + 0.5
    ink.text(left, y, COLUMN, caption(pictures, ink.speech), points=7.5)
    draw_legend(ink, right, y, pictures)
    y += 2 * _CAPTION + 2
    if empty.title != slot.title:
        ink.box(left, y, WHOLE, _HEAD, weight=0.2)
        words = f"{empty.title}: {empty.remark}"
        ink.text(left + 2, y + 1.2, WHOLE - 4, words, points=9, lines=1)
        y += _HEAD + 3
    _draw_words(ink, left, y, WHOLE, slot.photograph, wanted)


def _draw_words(
    ink: Ink, left: float, top: float, width: float, photograph: Photograph, wanted: Wanted
) -> None:
    foot = FACTS_BOTTOM - _FOOT
    draw_facts(ink, left, top, width, foot, list(facts_of(photograph, wanted, ink.speech)))
    draw_foot(ink, left, foot + 0.5, width, photograph.row)


def draw_foot(ink: Ink, left: float, top: float, width: float, row: Row) -> None:
    """Draw what nobody reads and somebody may need one day, small."""
    ink.line((left, top), (left + width, top), 0.1)
    ink.text(left, top + 0.5, width, technical_line(row, ink.speech), points=5.5, lines=3)


def draw_picture(
    ink: Ink,
    left: float,
    top: float,
    pictures: Pictures,
    *,
    heat: bool,
    size: tuple[float, float] = (COLUMN, PICTURE_HEIGHT),
) -> float:
    """Draw a picture, or in a low box why there is none; return the height in mm."""
    pixels = pictures.overlay if heat else pictures.photograph
    width, whole = size
    if pixels is not None:
        ink.picture(left, top, width, whole, pixels)
        return whole
    remark = pictures.overlay_remark if heat else pictures.photograph_remark
    narrow = width < COLUMN
    height = _NARROW_BOX if narrow else _NO_PICTURE
    points, lines = (7.5, 4) if narrow else (9.0, 2)
    # Beside a picture: in the middle of its height.
    top += max(0.0, (whole - height) / 2) if narrow else 0.0
    ink.box(left, top, width, height)
    ink.text(left + 3, top + 2.5, width - 6, remark, points=points, align=Align.CENTRE, lines=lines)
    return height


def caption(pictures: Pictures, speech: Speech) -> str:
    """Return what stands below a photograph."""
    if pictures.is_marked:
        return speech.say("Photograph, with readers' marks by their numbers")
    return speech.say("Photograph")


def heat_title(pictures: Pictures, speech: Speech) -> str:
    """Return what stands below a heat map."""
    if pictures.covering:
        return speech.say("Heat map (occlusion) of “{grade}”", grade=pictures.explains)
    return speech.say("Heat map of “{grade}”", grade=pictures.explains)


def draw_scale(ink: Ink, right: float, top: float, pictures: Pictures, points: float = 7) -> None:
    """Draw the colours of a heat map with their ends, 37 mm wide, up to a place in mm."""
    low, high = _ABSOLUTE if pictures.absolute_scale else _RELATIVE
    ink.text(right - 37, top, 11, ink.speech.say(low), points=points, align=Align.RIGHT)
    ink.text(right - 7, top, 7, ink.speech.say(high), points=points, align=Align.RIGHT)
    ink.picture(right - 25, top + 0.6, 17, 2.6, HEAT_COLOURS[None].repeat(39, axis=0))


def draw_legend(ink: Ink, left: float, top: float, pictures: Pictures) -> None:
    """Draw what a heat map explains, its colours, and what it is not; nothing without one."""
    if pictures.overlay is None:
        return
    ink.text(left, top, COLUMN - 36, heat_title(pictures, ink.speech), points=7, lines=1)
    draw_scale(ink, left + COLUMN, top, pictures)
    # What a heat map is not is said where it stands.
    ink.text(left, top + 3.6, COLUMN, pictures.overlay_remark, points=7, lines=1)
