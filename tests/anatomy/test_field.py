"""What a photograph is centred on, and what is not on it."""

from __future__ import annotations

import math

import pytest

from fundusviewer.anatomy import Disc, Fovea, Landmarks, centred_on, missing_places, places_in
from fundusviewer.grading import RetinaPlaces
from fundusviewer.imaging import FieldOfView

FIELD = FieldOfView(200, 200, 200, 200, 0, 0, 400, 400, 0.8, 1.0, False)


def _landmarks(disc: float | None, fovea: float | None) -> Landmarks:
    """Return landmarks at these distances to the right of the middle."""
    return Landmarks(
        None if disc is None else Disc(200 + disc, 200, 60, 0.9),
        None if fovea is None else Fovea(200 + fovea, 200, 0.9),
    )


@pytest.mark.parametrize(
    ("disc", "fovea", "centre"),
    [
        (140, 5, "macula"),
        (10, -130, "disc"),
        (-60, 65, "disc"),
        (None, 20, "macula"),
        (0, None, "disc"),
        (150, None, None),
        (150, -100, None),
        (None, None, None),
    ],
)
def test_what_lies_in_the_middle(
    disc: float | None, fovea: float | None, centre: str | None
) -> None:
    assert centred_on(_landmarks(disc, fovea), FIELD) == centre


def test_nothing_is_said_where_nobody_looked() -> None:
    assert centred_on(None, FIELD) is None
    assert missing_places(None) == ()


def test_what_was_not_found_is_said() -> None:
    assert missing_places(_landmarks(140, 5)) == ()
    (macula,) = missing_places(_landmarks(0, None))
    assert macula.startswith("The macula is not on this photograph, or cannot be seen")
    (disc,) = missing_places(_landmarks(None, 5))
    assert disc == (
        "The optic disc is not, or only in part, on this photograph, or cannot be seen."
    )
    assert missing_places(Landmarks()) == (macula, disc)


def test_how_large_the_retina_is_in_the_field() -> None:
    assert places_in(None, FIELD) is None
    assert places_in(_landmarks(None, 20), FIELD) == RetinaPlaces()
    assert places_in(_landmarks(140, None), FIELD) == RetinaPlaces(disc_diameter=0.15)
    assert places_in(_landmarks(140, -20), FIELD) == RetinaPlaces(0.15, 0.4)
    squeezed = FieldOfView(150, 200, 150, 200, 0, 0, 300, 400, 0.8, 1.0, False)
    disc, fovea = Disc(255, 200, 48, 0.9), Fovea(135, 200, 0.9)
    places = places_in(Landmarks(disc, fovea), squeezed)
    assert places is not None
    assert places.disc_to_fovea == pytest.approx(0.4)
    assert places.disc_diameter == pytest.approx(48 / 2 / math.sqrt(150 * 200))
