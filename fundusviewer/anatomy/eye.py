"""Right or left eye: what the picture shows, beside what file and person say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from fundusviewer.anatomy.landmarks import Disc, Fovea, Landmarks
from fundusviewer.imaging import FundusImage, Laterality

#: Disc and fovea lie about two and a half disc diameters apart; what is far from that is not them.
_NEAREST, _FARTHEST = 1.5, 4.5
#: How much higher one may lie than the other, as a share of their distance: the line between them
#: is tilted by at most 16 degrees in 99 of 100 upright eyes. Beyond 20 degrees the photograph is
#: turned, and turned farther it would look upside down.
_MOST_TILTED = 0.35
#: The fovea lies a little below the middle of the disc: by 7 degrees on average, above it by 2 in
#: one of a hundred eyes. What lies above it by more than 4 degrees is upside down; between the two
#: nothing is said.
_UPRIGHT_FROM, _UPSIDE_DOWN_BELOW = -0.035, -0.070

UPSIDE_DOWN = (
    "By optic disc and fovea the photograph is upside down: check which eye it is before you mark "
    "or measure."
)
TURNED = (
    "Optic disc and fovea lie one above the other, as on a photograph that is turned by a quarter: "
    "which eye it is cannot be told from it."
)

Source = Literal["picture", "file name", "dicom", "person"]

_WORDS = {Laterality.OD: "the right eye", Laterality.OS: "the left eye"}


@dataclass(frozen=True)
class EyeStatement:
    """Which eye a photograph shows, and who says so.

    Attributes
    ----------
    value
        The eye; ``None`` where nothing tells it.
    source
        What ``value`` is taken from: the file's own statement before the picture's.
    picture
        What the picture shows, whatever the file says; ``None`` where it tells no eye.
    """

    value: Laterality | None
    source: Source | None
    picture: Laterality | None

    @property
    def remark(self) -> str | None:
        """A sentence where file and picture contradict each other."""
        if self.value is None or self.picture in (None, self.value):
            return None
        shown, told = _WORDS[self.picture], _WORDS[self.value]
        if self.source == "dicom":
            return (
                f"The picture shows {shown}, the DICOM object says {told}: check which eye it is, "
                "and whether the picture is mirrored or upside down."
            )
        if self.source == "person":
            return (
                f"The picture shows {shown}, a person has said {told}: check which eye it is, and "
                "whether the picture is mirrored or upside down."
            )
        return (
            f"The picture shows {shown}, the file's name says {told}: check which eye it is, and "
            "whether the picture is mirrored or upside down."
        )


@dataclass(frozen=True)
class Orientation:
    """Which eye a picture shows, and whether it is upside down: turned by half a turn."""

    eye: Laterality
    upside_down: bool


def orientation_of(landmarks: Landmarks) -> Orientation | None:
    """Return which eye a picture shows, and how: the disc lies on the side of the nose.

    ``None`` where disc or fovea were not found, lie too near or too far from each other, or one
    above the other, and where it is not clear which side is up.
    """
    disc, fovea = landmarks.disc, landmarks.fovea
    if disc is None or fovea is None:
        return None
    right, down, distance = _way(disc, fovea)
    if not _NEAREST <= distance / disc.diameter <= _FARTHEST or abs(down) > _MOST_TILTED * distance:
        return None
    below = -down / distance
    if _UPSIDE_DOWN_BELOW <= below < _UPRIGHT_FROM:
        return None
    upside_down = below < _UPSIDE_DOWN_BELOW
    return Orientation(Laterality.OD if (right > 0) != upside_down else Laterality.OS, upside_down)


def turned_remark(landmarks: Landmarks | None) -> str | None:
    """Return a sentence where a photograph is not upright; ``None`` where that is not known."""
    if landmarks is None or landmarks.disc is None or landmarks.fovea is None:
        return None
    orientation = orientation_of(landmarks)
    if orientation is not None:
        return UPSIDE_DOWN if orientation.upside_down else None
    right, down, distance = _way(landmarks.disc, landmarks.fovea)
    is_apart = _NEAREST <= distance / landmarks.disc.diameter <= _FARTHEST
    return TURNED if is_apart and abs(down) > abs(right) else None


def eye_of(landmarks: Landmarks) -> Laterality | None:
    """Return the eye that a picture shows, also upside down; see :func:`orientation_of`."""
    orientation = orientation_of(landmarks)
    return None if orientation is None else orientation.eye


def _way(disc: Disc, fovea: Fovea) -> tuple[float, float, float]:
    """Return how far the disc lies to the right of the fovea, below it, and away from it."""
    right, down = disc.x - fovea.x, disc.y - fovea.y
    return right, down, math.hypot(right, down)


def eye_statement(image: FundusImage, landmarks: Landmarks | None) -> EyeStatement:
    """Return which eye a photograph shows.

    Parameters
    ----------
    image
        The photograph, with what its file says.
    landmarks
        What was found on it; ``None`` where nobody looked.
    """
    picture = None if landmarks is None else eye_of(landmarks)
    if image.laterality is None:
        return EyeStatement(picture, None if picture is None else "picture", picture)
    dicom = image.source.dicom
    told = dicom is not None and dicom.laterality is not None
    return EyeStatement(image.laterality, "dicom" if told else "file name", picture)
