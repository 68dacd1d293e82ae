"""Marks of readers on the picture of a photograph, as a report prints it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from fundusviewer.anatomy import Mark, Shape, corners_of
from fundusviewer.anatomy.marks import anchor_of
from fundusviewer.grading import Role

#: One for each reader, to be told apart by colour-blind people too, on a red retina (Okabe and
#: Ito).
READER_COLOURS = ("#e69f00", "#56b4e9", "#f0e442", "#cc79a7", "#009e73", "#ffffff")

#: Of a picture of this width in pixels a line is one wide.
_WIDTH = 500

_FONT = cv2.FONT_HERSHEY_SIMPLEX


def authors_of(marks: Sequence[Mark]) -> list[tuple[str, Role]]:
    """Return whose marks these are, each once, in the order of their first marks."""
    return list(dict.fromkeys((mark.by, mark.role) for mark in marks))


def draw_marks(picture: np.ndarray, marks: Sequence[Mark], size: tuple[int, int]) -> np.ndarray:
    """Return a picture with marks on it, each with its number, from 1 on.

    Parameters
    ----------
    picture
        uint8 (h, w, 3) RGB, all of the photograph at any size; it is left as it is.
    marks
        On the photograph.
    size
        Width and height of the photograph in pixels.
    """
    drawn = np.ascontiguousarray(picture).copy()
    scale = picture.shape[1] / size[0], picture.shape[0] / size[1]
    unit = max(1.0, picture.shape[1] / _WIDTH)
    authors = authors_of(marks)
    for number, mark in enumerate(marks, start=1):
        colour = _rgb(READER_COLOURS[authors.index((mark.by, mark.role)) % len(READER_COLOURS)])
        lines = [_scaled(line, scale) for line in _lines(mark, unit / scale[0])]
        for width, ink in ((4.0, (0, 0, 0)), (2.0, colour)):
            thickness = max(1, round(width * unit))
            cv2.polylines(drawn, lines, False, ink, thickness, cv2.LINE_AA, _SHIFT)
        _number(drawn, str(number), anchor_of(mark.points), scale, unit, colour)
    return drawn


#: Places are given in sixteenths of a pixel.
_SHIFT = 4


def _lines(mark: Mark, unit: float) -> list[list[tuple[float, float]]]:
    """Return the strokes of a mark, in pixels of the photograph."""
    corners = corners_of(mark)
    if corners:
        return [[*corners, corners[0]]]
    (first_x, first_y), (last_x, last_y) = mark.points[0], mark.points[-1]
    if mark.shape is Shape.POINT:
        inner, outer = 3 * unit, 7 * unit
        steps = ((1, 0), (-1, 0), (0, 1), (0, -1))
        return [
            [(first_x + x * inner, first_y + y * inner), (first_x + x * outer, first_y + y * outer)]
            for x, y in steps
        ]
    lines = [list(mark.points)]
    back = math.atan2(first_y - last_y, first_x - last_x)
    if mark.shape is Shape.ARROW:
        for angle in (back - 0.45, back + 0.45):
            end = last_x + 11 * unit * math.cos(angle), last_y + 11 * unit * math.sin(angle)
            lines.append([(last_x, last_y), end])
        return lines
    across = -math.sin(back) * 5 * unit, math.cos(back) * 5 * unit
    for x, y in mark.points:
        lines.append([(x - across[0], y - across[1]), (x + across[0], y + across[1])])
    return lines


def _scaled(line: Sequence[tuple[float, float]], scale: tuple[float, float]) -> np.ndarray:
    # OpenCV's places are the middles of pixels, ours begin at their corners.
    places = np.asarray(line, np.float64) * scale - 0.5
    return np.asarray(np.rint(places * 2**_SHIFT), np.int32).reshape(-1, 1, 2)


def _number(
    drawn: np.ndarray,
    text: str,
    at: tuple[float, float],
    scale: tuple[float, float],
    unit: float,
    colour: tuple[int, int, int],
) -> None:
    """Write a number on a dark plate beside a place, inside of the picture."""
    size = 0.6 * unit
    (width, height), _ = cv2.getTextSize(text, _FONT, size, 1)
    left = min(round(at[0] * scale[0] + 9 * unit), drawn.shape[1] - width - 2)
    bottom = min(max(round(at[1] * scale[1] - 3 * unit), height + 2), drawn.shape[0] - 2)
    room = round(2 * unit)
    corner, other = (left - room, bottom - height - room), (left + width + room, bottom + room)
    cv2.rectangle(drawn, corner, other, (0, 0, 0), cv2.FILLED)
    cv2.putText(drawn, text, (left, bottom), _FONT, size, colour, 1, cv2.LINE_AA)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
