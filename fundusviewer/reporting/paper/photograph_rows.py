"""Several photographs of each eye on one page: a row for two of them, pictures side by side."""

from __future__ import annotations

from collections.abc import Sequence

from fundusviewer.reporting.paper.fact_block import (
    CUT_SIZES,
    WHOLE_SIZES,
    Size,
    draw_facts,
    height_of,
)
from fundusviewer.reporting.paper.facts import Fact, Wanted, facts_of, technical_line
from fundusviewer.reporting.paper.ink import Align, Ink
from fundusviewer.reporting.paper.photograph_column import (
    COLUMN,
    FACTS_BOTTOM,
    PICTURE_HEIGHT,
    WHOLE,
    caption,
    draw_foot,
    draw_legend,
    draw_picture,
    draw_scale,
    heat_title,
)
from fundusviewer.reporting.paper.pictures import Pictures
from fundusviewer.reporting.spreads import Slot, Spread, sheets_of
from fundusviewer.screening.patients import Photograph

#: A page is never cut into more rows: the pictures would be stamps.
MOST_ROWS = 3

#: Width of each of the two pictures of a photograph in mm, and their least and largest height.
PICTURE_WIDTH, LEAST_PICTURE, MOST_PICTURE = 43.5, 29.0, 43.5

#: The least height of the pictures where no page of the visit has two eyes.
_LEAST_LARGE = 48.0

#: Heights in mm: the head at least, the words below the pictures, the gap between two rows.
_HEAD, _LEGEND, _GAP = 5.5, 10.4, 2.5

#: The letters of the facts: those of one photograph a page would leave no room for others.
_SIZES = WHOLE_SIZES[1:]


def rows_of_a_page(ink: Ink, spreads: Sequence[Spread], top: float, wanted: Wanted) -> int:
    """Return how many rows each page of a visit has: as many as are read without a magnifier.

    Parameters
    ----------
    ink
        Measures.
    spreads
        All rows of the visit.
    top
        Where the first row begins in mm.
    wanted
        What is printed of a photograph.
    """
    for most in range(min(MOST_ROWS, len(spreads)), 1, -1):
        sheets = (one for one in sheets_of(spreads, most) if len(one) > 1)
        if all(_fits(ink, sheet, top, wanted, _SIZES[-1]) for sheet in sheets):
            return most
    return 1


def draw_rows(
    ink: Ink,
    lefts: tuple[float, float],
    top: float,
    spreads: Sequence[Spread],
    pictures: Sequence[tuple[Pictures, Pictures]],
    wanted: Wanted,
) -> None:
    """Draw the rows of a page.

    Parameters
    ----------
    lefts
        Left edges of both columns in mm.
    top
        Where the first row begins in mm.
    spreads, pictures
        The photographs and their pictures, of each row those of the left and the right column.
    wanted
        What is printed of a photograph.
    """
    size = next(
        (one for one in (*_SIZES, *CUT_SIZES) if _fits(ink, spreads, top, wanted, one)),
        CUT_SIZES[-1],
    )
    room = FACTS_BOTTOM - top - _GAP * (len(spreads) - 1)
    large = [_large_height(ink, spread, wanted, size) for spread in spreads]
    if all(len(_photographs(one)) == 1 for one in spreads) and sum(large) <= room:
        more = min(PICTURE_HEIGHT - _LEAST_LARGE, (room - sum(large)) / len(spreads))
        for spread, shown, height in zip(spreads, pictures, large, strict=True):
            _draw_large(ink, lefts, (top, top + height + more), spread, shown, wanted, size)
            top += height + more + _GAP
        return
    needed = [_height(ink, spread, wanted, size) for spread in spreads]
    more = min(MOST_PICTURE - LEAST_PICTURE, max(0.0, (room - sum(needed)) / len(spreads)))
    for spread, shown, height in zip(spreads, pictures, needed, strict=True):
        _draw_row(ink, lefts, (top, top + height + more), spread, shown, wanted, size)
        top += height + more + _GAP


def _fits(ink: Ink, spreads: Sequence[Spread], top: float, wanted: Wanted, size: Size) -> bool:
    rows = sum(_height(ink, spread, wanted, size) for spread in spreads)
    return rows + _GAP * (len(spreads) - 1) <= FACTS_BOTTOM - top


def _slots(spread: Spread) -> tuple[Slot, Slot]:
    return spread.left, spread.right


def _photographs(spread: Spread) -> list[Photograph]:
    return [slot.photograph for slot in _slots(spread) if slot.photograph is not None]


def _facts(ink: Ink, photograph: Photograph, wanted: Wanted) -> list[Fact]:
    return list(facts_of(photograph, wanted, ink.speech))


def _height(ink: Ink, spread: Spread, wanted: Wanted, size: Size) -> float:
    """Return the height in mm of a row with the least pictures."""
    shown = _photographs(spread)
    words = max(height_of(ink, COLUMN, _facts(ink, one, wanted), size) for one in shown)
    pictures = LEAST_PICTURE + _LEGEND
    # Where one eye has no photograph more, the words stand beside the pictures.
    inside = max(pictures, words) if len(shown) == 1 else pictures + words
    return _head_height(ink, spread) + inside + _foot_height(ink, spread)


def _large_height(ink: Ink, spread: Spread, wanted: Wanted, size: Size) -> float:
    """Return the height in mm of a row with one photograph over both columns."""
    words = sum(
        height_of(ink, WHOLE, _facts(ink, one, wanted), size) for one in _photographs(spread)
    )
    around = _head_height(ink, spread) + _foot_height(ink, spread)
    return around + _LEAST_LARGE + _LEGEND + words


def _head_height(ink: Ink, spread: Spread) -> float:
    return max(
        _HEAD, *(1.4 + ink.height(COLUMN - 4, one, points=8, lines=2) for one in _empty(spread))
    )


def _empty(spread: Spread) -> tuple[str, str]:
    """Return what stands in the head of each half that has no photograph, otherwise nothing."""
    left, right = (
        "" if slot.photograph is not None else f"{slot.title}: {slot.remark}"
        for slot in _slots(spread)
    )
    # Of photographs whose eye is not known there is no other one that could be missing.
    return (left, right) if spread.left.title != spread.right.title else ("", "")


def _foot_height(ink: Ink, spread: Spread) -> float:
    shown = _photographs(spread)
    width = WHOLE if len(shown) == 1 else COLUMN
    lines = (technical_line(one.row, ink.speech) for one in shown)
    return 1.0 + max(ink.height(width, line, points=5.5, lines=3) for line in lines)


def _draw_large(
    ink: Ink,
    lefts: tuple[float, float],
    between: tuple[float, float],
    spread: Spread,
    pictures: tuple[Pictures, Pictures],
    wanted: Wanted,
    size: Size,
) -> None:
    """Draw the one photograph of a row and its heat map, each over a column."""
    (top, bottom), head = between, _draw_heads(ink, lefts, between[0], spread)
    y, foot = top + head, bottom - _foot_height(ink, spread)
    for slot, shown in zip(_slots(spread), pictures, strict=True):
        if slot.photograph is None:
            continue
        facts = _facts(ink, slot.photograph, wanted)
        words = foot - height_of(ink, WHOLE, facts, size)
        high = words - _LEGEND - y
        for left, heat in zip(lefts, (False, True), strict=True):
            draw_picture(ink, left, y + 0.7, shown, heat=heat, size=(COLUMN, high))
        ink.text(lefts[0], y + high + 1, COLUMN, caption(shown, ink.speech), points=7)
        draw_legend(ink, lefts[1], y + high + 1, shown)
        draw_facts(ink, lefts[0], words, WHOLE, foot, facts, (size,))
        draw_foot(ink, lefts[0], foot, WHOLE, slot.photograph.row)


def _draw_row(
    ink: Ink,
    lefts: tuple[float, float],
    between: tuple[float, float],
    spread: Spread,
    pictures: tuple[Pictures, Pictures],
    wanted: Wanted,
    size: Size,
) -> None:
    (top, bottom), head = between, _draw_heads(ink, lefts, between[0], spread)
    y, foot = top + head, bottom - _foot_height(ink, spread)
    alone = len(_photographs(spread)) == 1
    for number, slot in enumerate(_slots(spread)):
        if slot.photograph is None:
            continue
        facts = _facts(ink, slot.photograph, wanted)
        below = 0.0 if alone else height_of(ink, COLUMN, facts, size)
        high = foot - y - _LEGEND - below
        high = min(MOST_PICTURE, max(LEAST_PICTURE, high))
        _draw_pictures(ink, lefts[number], y + 0.7, high, pictures[number])
        if alone:
            draw_facts(ink, lefts[1 - number], y + 0.7, COLUMN, foot, facts, (size,))
            draw_foot(ink, lefts[0], foot, WHOLE, slot.photograph.row)
        else:
            draw_facts(ink, lefts[number], y + high + _LEGEND, COLUMN, foot, facts, (size,))
            draw_foot(ink, lefts[number], foot, COLUMN, slot.photograph.row)


def _draw_heads(ink: Ink, lefts: tuple[float, float], top: float, spread: Spread) -> float:
    """Say whose photographs a row has; return the height in mm."""
    head = _head_height(ink, spread)
    ink.box(lefts[0], top, WHOLE, head, grey=225)
    for left, slot, empty in zip(lefts, _slots(spread), _empty(spread), strict=True):
        if slot.photograph is None:
            ink.text(left + 2, top + 0.7, COLUMN - 4, empty, points=8, lines=2)
        else:
            ink.text(left + 2, top + 0.5, COLUMN - 4, slot.title, points=9.5, bold=True)
            ink.text(left + 2, top + 0.9, COLUMN - 4, slot.remark, points=8, align=Align.RIGHT)
    return head


def _caption(ink: Ink, pictures: Pictures) -> str:
    if pictures.is_marked:
        return ink.speech.say("Photograph, with marks by number")
    return ink.speech.say("Photograph")


def _draw_pictures(ink: Ink, left: float, top: float, height: float, pictures: Pictures) -> None:
    """Draw photograph and heat map beside each other, with the words below them."""
    right, size = left + COLUMN - PICTURE_WIDTH, (PICTURE_WIDTH, height)
    draw_picture(ink, left, top, pictures, heat=False, size=size)
    draw_picture(ink, right, top, pictures, heat=True, size=size)
    y = top + height + 0.2
    width = PICTURE_WIDTH if pictures.overlay is None else 19.5
    ink.text(left, y, width, _caption(ink, pictures), points=6.5, lines=2)
    if pictures.overlay is not None:
        title = heat_title(pictures, ink.speech)
        ink.text(left + 20, y, COLUMN - 20, title, points=6.5, align=Align.RIGHT, lines=1)
        draw_scale(ink, left + COLUMN, y + 2.9, pictures, 6.5)
        # What a heat map is not is said where it stands.
        ink.text(left, y + 5.8, COLUMN, pictures.overlay_remark, points=6.5, lines=1)
