"""What a second network's maps say of a photograph, and what a person marks on it.

Optic disc, fovea, which eye, lesions; points, arrows, outlines and lengths (:mod:`.marks`).

Plain geometry on arrays: it knows no network, no file and no window. What is not found with
enough certainty is not there; nothing is guessed.
"""

from fundusviewer.anatomy.alignment import lay_over
from fundusviewer.anatomy.eye import (
    EyeStatement,
    Orientation,
    eye_of,
    eye_statement,
    orientation_of,
    turned_remark,
)
from fundusviewer.anatomy.field import centred_on, missing_places, places_in
from fundusviewer.anatomy.landmarks import Disc, Fovea, Landmarks, find_landmarks, shows_macula
from fundusviewer.anatomy.lesions import LESION_KINDS, LesionKind, Lesions, find_lesions, lesion_map
from fundusviewer.anatomy.marks import (
    LONGEST_TEXT,
    MARK_KINDS,
    MOST_MARKS,
    MOST_POINTS,
    OTHER,
    Mark,
    MarkLength,
    Shape,
    check_mark,
    corners_of,
)
from fundusviewer.anatomy.outlines import Outline

__all__ = [
    "LESION_KINDS",
    "LONGEST_TEXT",
    "MARK_KINDS",
    "MOST_MARKS",
    "MOST_POINTS",
    "OTHER",
    "Disc",
    "EyeStatement",
    "Fovea",
    "Landmarks",
    "LesionKind",
    "Lesions",
    "Mark",
    "MarkLength",
    "Orientation",
    "Outline",
    "Shape",
    "centred_on",
    "check_mark",
    "corners_of",
    "eye_of",
    "eye_statement",
    "find_landmarks",
    "find_lesions",
    "lay_over",
    "lesion_map",
    "missing_places",
    "orientation_of",
    "places_in",
    "shows_macula",
    "turned_remark",
]
