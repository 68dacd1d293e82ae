"""Bars with their numbers, readable without colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt

from fundusviewer.reporting.paper.ink import Align, Ink

_ROW, _BAR, _LABELS, _NUMBERS = 7.0, 4.6, 52.0, 26.0


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes
    ----------
    label
        What is counted.
    count
        How many.
    hatched
        Whether the bar is hatched, where it stands beside full ones that mean something else.
    """

    label: str
    count: int
    hatched: bool = False


def draw_chart(
    ink: Ink, left: float, top: float, width: float, title: str, bars: Sequence[Bar]
) -> float:
    """Draw a chart and return its height, all in mm; the longest bar is the largest count."""
    y = top + ink.text(left, top, width, title, points=11, bold=True) + 1.5
    room = width - _LABELS - _NUMBERS
    largest = max((bar.count for bar in bars), default=0) or 1
    total = sum(bar.count for bar in bars)
    for bar in bars:
        ink.text(left, y + 0.6, _LABELS - 2, bar.label, points=9, align=Align.RIGHT, lines=1)
        length = room * bar.count / largest
        if length:
            _bar(ink, left + _LABELS, y, length, hatched=bar.hatched)
        share = f" ({ink.speech.share(bar.count / total)})" if total else ""
        ink.text(left + _LABELS + length + 1.5, y + 0.6, _NUMBERS, f"{bar.count}{share}", points=9)
        y += _ROW
    ink.line((left + _LABELS, y - len(bars) * _ROW), (left + _LABELS, y - _ROW + _BAR), 0.3)
    return y - top


def _bar(ink: Ink, left: float, top: float, length: float, *, hatched: bool) -> None:
    if hatched:
        ink.box(left, top, length, _BAR, pattern=Qt.BrushStyle.BDiagPattern)
    else:
        ink.box(left, top, length, _BAR, grey=110)
