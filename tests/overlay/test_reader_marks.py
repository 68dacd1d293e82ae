"""Marks of readers on a report's picture."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.anatomy import Shape
from fundusviewer.grading import Role
from fundusviewer.overlay.reader_marks import READER_COLOURS, authors_of, draw_marks
from tests.helpers.drawn import drawn

_GREY = np.full((300, 400, 3), 90, np.uint8)


@pytest.mark.parametrize(
    ("shape", "points", "at"),
    [
        (Shape.POINT, ((100.0, 100.0),), (98, 100)),
        (Shape.ARROW, ((20.0, 20.0), (180.0, 100.0)), (100, 60)),
        (Shape.OUTLINE, ((50.0, 50.0), (150.0, 50.0), (150.0, 100.0), (50.0, 100.0)), (100, 50)),
        (Shape.ELLIPSE, ((40.0, 40.0), (160.0, 120.0)), (100, 40)),
        (Shape.LENGTH, ((20.0, 80.0), (180.0, 80.0)), (100, 80)),
    ],
)
def test_every_shape_lies_where_it_was_drawn(
    shape: Shape, points: tuple[tuple[float, float], ...], at: tuple[int, int]
) -> None:
    """At twice its size: pixels of the photograph, whatever the picture's."""
    picture = draw_marks(_GREY, [drawn(shape, points=points)], (200, 150))
    x, y = 2 * at[0], 2 * at[1]
    around = picture[y - 4 : y + 4, x - 4 : x + 4].reshape(-1, 3)
    assert (around != 90).any()
    wanted = [int(READER_COLOURS[0][place : place + 2], 16) for place in (1, 3, 5)]
    assert (np.abs(around.astype(int) - wanted).sum(axis=1) < 60).any()
    far = picture[260:, 330:]
    assert (far == 90).all()
    assert (_GREY == 90).all()


def test_each_reader_has_a_colour() -> None:
    marks = [
        drawn(by="Dr A"),
        drawn(by="Dr B", role=Role.SECOND),
        drawn(by="Dr A"),
        drawn(by="Dr A", role=Role.ARBITER),
    ]
    assert authors_of(marks) == [
        ("Dr A", Role.FIRST),
        ("Dr B", Role.SECOND),
        ("Dr A", Role.ARBITER),
    ]


def test_numbers_stay_in_the_picture() -> None:
    corner = drawn(points=((400.0, 300.0),))
    assert draw_marks(_GREY, [corner] * 12, (400, 300)).shape == _GREY.shape
