"""Marks that a person draws on a photograph: points, arrows, outlines, ellipses and lengths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fundusviewer.anatomy.lesions import LESION_KINDS
from fundusviewer.anatomy.outlines import Outline
from fundusviewer.errors import StoreError
from fundusviewer.grading import Role

#: What is none of the lesions that have a name here; its text says what it is.
OTHER = "other"

#: What a mark can be said to be.
MARK_KINDS = (*LESION_KINDS, OTHER)

#: Most marks of one reader on one photograph, points of one mark, and letters of its text.
MOST_MARKS, MOST_POINTS, LONGEST_TEXT = 300, 2000, 200

#: Corners of the polygon that stands for an ellipse where only polygons are known.
_ELLIPSE_CORNERS = 64


class Shape(StrEnum):
    """What a mark looks like, and what its points are.

    A point; the tail and the head of an arrow; the corners of an outline, the last joined to the
    first; two opposite corners of the rectangle around an ellipse; the ends of a length.
    """

    POINT = "point"
    ARROW = "arrow"
    OUTLINE = "outline"
    ELLIPSE = "ellipse"
    LENGTH = "length"


#: Fewest and most points of each shape.
_COUNTS = {
    Shape.POINT: (1, 1),
    Shape.ARROW: (2, 2),
    Shape.OUTLINE: (3, MOST_POINTS),
    Shape.ELLIPSE: (2, 2),
    Shape.LENGTH: (2, 2),
}


@dataclass(frozen=True)
class MarkLength:
    """How long a length is, as its reader saw it.

    Attributes
    ----------
    disc_diameters
        ``None`` where the optic disc's diameter was not known.
    disc
        Whose the disc was: ``"marked"`` by a person, ``"found"`` by a network, or ``"estimated"``
        from the field of view.
    micrometres
        ``None`` where the file does not tell the size of a pixel.
    """

    disc_diameters: float | None = None
    disc: str = "estimated"
    micrometres: float | None = None


@dataclass(frozen=True)
class Mark:
    """One mark; it changes no result and is no verdict.

    Attributes
    ----------
    uid
        Tells it from every other mark in the world: 32 hexadecimal digits.
    shape
        See :class:`Shape`.
    points
        x and y in pixels of the upright photograph at its full size, from the upper left corner of
        its first pixel on.
    kind
        One of :data:`MARK_KINDS`; ``None`` where nobody said.
    text
        In the reader's own words; may be empty.
    length
        Of a length; ``None`` for all other shapes.
    is_deleted
        Whether it was taken away; it stays in the history.
    by, role
        Whose it is, and in which role the reader made it.
    made_at, changed_at
        ISO 8601, UTC; empty before it is stored.
    """

    uid: str
    shape: Shape
    points: Outline
    kind: str | None = None
    text: str = ""
    length: MarkLength | None = None
    is_deleted: bool = False
    by: str = ""
    role: Role = Role.FIRST
    made_at: str = ""
    changed_at: str = ""


def check_mark(mark: Mark, width: int, height: int) -> None:
    """Refuse a mark that cannot be one of a photograph of this size.

    Raises
    ------
    StoreError
        If it has too few or too many points, one beside the photograph, a kind that is none, or
        too long a text.
    """
    fewest, most = _COUNTS[mark.shape]
    count = len(mark.points)
    if not fewest <= count <= most:
        allowed = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        raise StoreError(f"a mark ({mark.shape.value}) of {count} points: {allowed} are allowed")
    for x, y in mark.points:
        if not (0 <= x <= width and 0 <= y <= height):
            raise StoreError(
                f"a mark at {x:g}, {y:g}: lies beside the photograph of {width} × {height} pixels"
            )
    if mark.kind is not None and mark.kind not in MARK_KINDS:
        raise StoreError(f"a mark of kind {mark.kind}: {', '.join(MARK_KINDS)} are allowed")
    if len(mark.text) > LONGEST_TEXT:
        raise StoreError(
            f"a mark's text of {len(mark.text)} letters: at most {LONGEST_TEXT} are allowed"
        )


def corners_of(mark: Mark) -> Outline:
    """Return the polygon of an outline or an ellipse; nothing for what encloses nothing."""
    if mark.shape is Shape.OUTLINE:
        return mark.points
    if mark.shape is not Shape.ELLIPSE:
        return ()
    (left, top), (right, bottom) = mark.points
    middle, half = (
        ((left + right) / 2, (top + bottom) / 2),
        ((right - left) / 2, (bottom - top) / 2),
    )
    angles = (2 * math.pi * number / _ELLIPSE_CORNERS for number in range(_ELLIPSE_CORNERS))
    return tuple(
        (
            round(middle[0] + half[0] * math.cos(angle), 1),
            round(middle[1] + half[1] * math.sin(angle), 1),
        )
        for angle in angles
    )


def anchor_of(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the rightmost place of a mark, beside which its words stand."""
    return max(points)
