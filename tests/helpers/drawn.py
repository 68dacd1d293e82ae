"""Marks as a reader draws them."""

from __future__ import annotations

import uuid
from typing import Any

from fundusviewer.anatomy import Mark, Shape

_PLACES = {
    Shape.POINT: ((3.0, 4.0),),
    Shape.ARROW: ((1.0, 1.0), (5.0, 6.0)),
    Shape.OUTLINE: ((1.0, 1.0), (7.0, 1.0), (7.0, 5.0), (1.0, 5.0)),
    Shape.ELLIPSE: ((2.0, 2.0), (6.0, 4.0)),
    Shape.LENGTH: ((0.0, 0.0), (6.0, 8.0)),
}


def drawn(shape: Shape = Shape.POINT, **values: Any) -> Mark:
    """Return a mark that fits a photograph of nine by nine pixels."""
    points = values.pop("points", _PLACES[shape])
    return Mark(values.pop("uid", uuid.uuid4().hex), shape, points, **values)
