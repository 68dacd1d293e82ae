"""Drawing what is known of a photograph below its pictures, as large as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from fundusviewer.reporting.paper.facts import DECISION, DIFFERENCE, Fact
from fundusviewer.reporting.paper.ink import Ink
from fundusviewer.reporting.speech import phrase

#: Width of the labels in mm, and the gap between two facts.
_LABEL, _GAP = 23.0, 0.15

#: What stands for the end of a text that is too long for the page.
_REST = phrase("… [the rest is in the database]")

_BOLD = (DECISION, DIFFERENCE)

#: Size of the letters in points, with the most lines of one fact; 0: as many as it has.
Size = tuple[float, int]

#: All that is known, in smaller and smaller letters.
WHOLE_SIZES: tuple[Size, ...] = ((8.0, 0), (7.5, 0), (7.0, 0), (6.5, 0))

#: Where even those do not fit, the longest texts are cut, and say so.
CUT_SIZES: tuple[Size, ...] = ((8.0, 9), (7.0, 9), (6.5, 4), (6.0, 3))


def height_of(ink: Ink, width: float, facts: Sequence[Fact], size: Size) -> float:
    """Return the height in mm of facts in a width with letters of a size."""
    points, most = size
    heights = (
        ink.height(width - _LABEL, text, points=points, bold=label in _BOLD, lines=min(lines, most))
        for label, text, lines in facts
    )
    return sum(heights) + len(facts) * _GAP


def draw_facts(
    ink: Ink,
    left: float,
    top: float,
    width: float,
    bottom: float,
    facts: Sequence[Fact],
    sizes: Sequence[Size] = (*WHOLE_SIZES, *CUT_SIZES),
) -> None:
    """Draw what is known, in smaller letters where there is much of it.

    Parameters
    ----------
    left, top, width, bottom
        Place in mm.
    sizes
        To be tried in this order; the last one is taken whatever it needs.
    """
    size = next((s for s in sizes if height_of(ink, width, facts, s) <= bottom - top), sizes[-1])
    points, most = size
    rest, y = ink.speech.say(_REST), top
    for label, text, lines in facts:
        bold = label in _BOLD
        ink.text(left, y, _LABEL - 1, _label(ink, label), points=points - 0.5)
        y += _GAP + ink.text(
            left + _LABEL,
            y,
            width - _LABEL,
            text,
            points=points,
            bold=bold,
            lines=_limit(lines, most),
            rest=rest,
        )


def _limit(lines: int, most: int) -> int:
    return min(lines, most) if most else 0


def _label(ink: Ink, label: str) -> str:
    return ink.speech.say(label) if label else ""
