"""What a photograph is centred on, what is not on it, and how large the retina is in it."""

from __future__ import annotations

import math
from typing import Literal

from fundusviewer.anatomy.landmarks import Disc, Fovea, Landmarks
from fundusviewer.grading import RetinaPlaces
from fundusviewer.imaging import FieldOfView

Centre = Literal["macula", "disc"]

#: A field is centred on what lies so near its middle, as a share of its radius. Disc and fovea lie
#: about two thirds of a radius of 45 degrees apart.
_NEAR = 0.35

NO_MACULA = (
    "The macula is not on this photograph, or cannot be seen: a field that is centred on the fovea "
    "is needed to judge it."
)
NO_DISC = "The optic disc is not, or only in part, on this photograph, or cannot be seen."


def centred_on(landmarks: Landmarks | None, field: FieldOfView) -> Centre | None:
    """Return whether a photograph is centred on the macula or on the optic disc.

    ``None`` where nobody looked for them, and where neither was found near the middle.
    """
    radius = max(field.radius_x, field.radius_y)
    return centred_in(landmarks, (field.center_x, field.center_y), radius)


def centred_in(
    landmarks: Landmarks | None, middle: tuple[float, float], radius: float
) -> Centre | None:
    """Return what lies near the middle of a field, as :func:`centred_on` does.

    Parameters
    ----------
    landmarks
        In pixels of the photograph.
    middle, radius
        Of the field of view, in the same pixels.
    """
    if landmarks is None:
        return None
    places: tuple[tuple[Centre, Disc | Fovea | None], ...] = (
        ("macula", landmarks.fovea),
        ("disc", landmarks.disc),
    )
    distances = {
        name: math.hypot(place.x - middle[0], place.y - middle[1])
        for name, place in places
        if place is not None
    }
    nearest = min(distances, key=lambda name: distances[name], default=None)
    return nearest if nearest is not None and distances[nearest] <= _NEAR * radius else None


def places_in(landmarks: Landmarks | None, field: FieldOfView) -> RetinaPlaces | None:
    """Return how large the disc is in the field of view, and how far the fovea; or ``None``."""
    if landmarks is None:
        return None
    disc, fovea = landmarks.disc, landmarks.fovea
    if disc is None:
        return RetinaPlaces()
    large = disc.diameter / (2 * math.sqrt(field.radius_x * field.radius_y))
    if fovea is None:
        return RetinaPlaces(large)
    # In a picture that was squeezed into a square the field is an oval, and the way is, too.
    right = (disc.x - fovea.x) / (2 * field.radius_x)
    down = (disc.y - fovea.y) / (2 * field.radius_y)
    return RetinaPlaces(large, math.hypot(right, down))


def missing_places(landmarks: Landmarks | None) -> tuple[str, ...]:
    """Return a sentence for each of macula and disc that was looked for and not found."""
    if landmarks is None:
        return ()
    missing = ((landmarks.fovea, NO_MACULA), (landmarks.disc, NO_DISC))
    return tuple(words for place, words in missing if place is None)
