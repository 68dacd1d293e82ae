"""Lesions, from the maps of a network that marks them: how many, how large, in which quadrant."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from fundusviewer.anatomy.eye import orientation_of
from fundusviewer.anatomy.landmarks import Fovea, Landmarks
from fundusviewer.anatomy.outlines import Outline, outlines_of
from fundusviewer.grading.macular_oedema import NEAR_FOVEA
from fundusviewer.imaging import FieldOfView, Region
from fundusviewer.imaging.retina_scale import estimate_disc

#: Microaneurysms, haemorrhages, hard exudates, cotton-wool spots: the first maps, in their order.
LESION_KINDS = ("MA", "HE", "EX", "SE")
#: Index of the map of the optic disc.
_DISC = 4

#: Around the fovea.
QUADRANTS = ("superior_temporal", "superior_nasal", "inferior_nasal", "inferior_temporal")


@dataclass(frozen=True)
class LesionKind:
    """All marks of one kind on a photograph.

    Attributes
    ----------
    count
        How many separate marks.
    area
        Of all of them, in square disc diameters.
    by_quadrant
        Marks in each of the four quadrants around the fovea; ``None`` where disc or fovea were not
        found, or it is not clear which side is up.
    from_fovea
        Of the nearest of them, in disc diameters; ``None`` where there is none, or no fovea was
        found.
    outlines
        Of each of them, in no order; empty where nobody asked for them.
    near_fovea
        Probability of the surest place of the kind within one disc diameter of the fovea, 0–1,
        also where it is too low to count; ``None`` where no fovea was found.
    """

    count: int
    area: float
    by_quadrant: dict[str, int] | None
    from_fovea: float | None = None
    outlines: tuple[Outline, ...] = ()
    near_fovea: float | None = None


@dataclass(frozen=True)
class Lesions:
    """What a network marked on a photograph, by kind, and in which disc diameter it is measured.

    Attributes
    ----------
    kinds
        For each of :data:`LESION_KINDS`.
    disc_diameter
        In pixels of the photograph.
    estimated
        Whether that is a usual share of the field of view, because no disc was found.
    """

    kinds: dict[str, LesionKind]
    disc_diameter: float
    estimated: bool


def find_lesions(
    maps: np.ndarray,
    region: Region,
    thresholds: Sequence[float],
    field_of_view: FieldOfView,
    landmarks: Landmarks,
) -> Lesions:
    """Read the maps of one photograph. What lies beyond the field of view is no retina.

    Parameters
    ----------
    maps
        float32 (h, w, 5), 0–1: the four kinds of lesions, and the optic disc.
    region
        The part of the photograph that the maps show.
    thresholds
        For each map, the probability from which on it counts.
    field_of_view, landmarks
        Of the photograph.
    """
    # Each map in one piece: all that follows reads them one by one.
    planes = cv2.split(np.ascontiguousarray(maps))
    disc = landmarks.disc
    diameter = estimate_disc(field_of_view).pixels if disc is None else disc.diameter
    scale = (region.width / maps.shape[1], region.height / maps.shape[0])
    kinds, seen = {}, _in_field(maps.shape[:2], region, field_of_view)
    allowed = (planes[_DISC] < thresholds[_DISC]) & seen
    near = _near_fovea(allowed, region, landmarks.fovea, diameter)
    for index, kind in enumerate(LESION_KINDS):
        marked = _marked(planes[index], thresholds[index], allowed)
        centres = _middles(marked)
        places = [
            (region.left + (x + 0.5) * scale[0], region.top + (y + 0.5) * scale[1])
            for x, y in centres
        ]
        kinds[kind] = LesionKind(
            len(centres),
            float(marked.sum()) * scale[0] * scale[1] / diameter**2,
            _quadrants(places, landmarks),
            _from_fovea(marked, region, landmarks.fovea, diameter),
            outlines_of(marked, region),
            None if near is None else _surest(planes[index], *near),
        )
    return Lesions(kinds, diameter, disc is None)


def lesion_map(probabilities: np.ndarray, region: Region, width: int, height: int) -> np.ndarray:
    """Return one map at the size of the photograph: uint8 (height, width), probability × 255.

    Parameters
    ----------
    probabilities
        float32 (h, w), 0–1.
    region
        The part of the photograph that it shows; 0 elsewhere.
    width, height
        Of the photograph.
    """
    to_map = np.asarray(
        [
            [probabilities.shape[1] / region.width, 0, 0],
            [0, probabilities.shape[0] / region.height, 0],
        ],
        np.float64,
    )
    # The middle of a pixel lies half a pixel behind its corner, on both sides.
    to_map[:, 2] = to_map[:, :2] @ (0.5 - np.asarray([region.left, region.top])) - 0.5
    full = cv2.warpAffine(
        probabilities,
        to_map,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    return np.asarray(np.rint(np.clip(full, 0, 1) * 255), np.uint8)


def marked_places(maps: np.ndarray, index: int, thresholds: Sequence[float]) -> np.ndarray:
    """Return uint8 (h, w), 1 where a kind counts; the disc is bright, too, and is none."""
    beside_disc = maps[..., _DISC] < thresholds[_DISC]
    return _marked(maps[..., index], thresholds[index], np.asarray(beside_disc))


def _marked(probabilities: np.ndarray, threshold: float, allowed: np.ndarray) -> np.ndarray:
    marked = (probabilities >= threshold) & allowed
    return np.asarray(marked.view(np.uint8))


def _in_field(shape: tuple[int, ...], region: Region, field: FieldOfView) -> np.ndarray:
    """Return bool (h, w): cells of a map whose middles lie in the field of view."""
    rows, columns = (np.arange(count) + 0.5 for count in shape)
    x = region.left + columns * region.width / shape[1]
    y = (region.top + rows * region.height / shape[0])[:, None]
    return field.contains(x, y)


def _middles(marked: np.ndarray) -> np.ndarray:
    """Return float (N, 2), column and row of the middle of each mark, in cells."""
    left, top, width, height = cv2.boundingRect(marked)
    if not width:
        return np.zeros((0, 2))
    around = marked[top : top + height, left : left + width]
    centres = cv2.connectedComponentsWithStats(around, connectivity=8)[3]
    return np.asarray(centres[1:] + np.asarray([left, top]))


def _from_fovea(
    marked: np.ndarray, region: Region, fovea: Fovea | None, diameter: float
) -> float | None:
    """Return how far the nearest marked cell is from the fovea, in disc diameters."""
    left, top, width, height = cv2.boundingRect(marked)
    if fovea is None or not width:
        return None
    rows, columns = np.nonzero(marked[top : top + height, left : left + width])
    rows, columns = rows + top, columns + left
    squares = _from_point(rows, columns, marked.shape, region, fovea)
    return math.sqrt(float(squares.min())) / diameter


def _near_fovea(
    allowed: np.ndarray, region: Region, fovea: Fovea | None, diameter: float
) -> tuple[tuple[slice, slice], np.ndarray] | None:
    """Return a part of the map, and bool (h, w) in it: cells within one disc diameter of the fovea.

    Those among them in which a lesion can be (``allowed``).
    """
    if fovea is None:
        return None
    reach = NEAR_FOVEA * diameter
    part = (
        _cells_within(fovea.y - region.top, reach, region.height, allowed.shape[0]),
        _cells_within(fovea.x - region.left, reach, region.width, allowed.shape[1]),
    )
    rows, columns = np.ogrid[part]
    squares = _from_point(rows, columns, allowed.shape, region, fovea)
    return part, np.asarray((squares <= reach**2) & allowed[part])


def _cells_within(middle: float, reach: float, length: float, count: int) -> slice:
    """Return the cells along one side that can lie within reach, perhaps one more on each side."""
    first = math.floor((middle - reach) / length * count) - 1
    last = math.ceil((middle + reach) / length * count) + 1
    return slice(min(max(0, first), count), min(max(0, last), count))


def _from_point(
    rows: np.ndarray, columns: np.ndarray, shape: tuple[int, ...], region: Region, fovea: Fovea
) -> np.ndarray:
    """Return the squared distances of cells from the fovea, in pixels of the photograph."""
    right = region.left + (columns + 0.5) * region.width / shape[1] - fovea.x
    down = region.top + (rows + 0.5) * region.height / shape[0] - fovea.y
    return np.asarray(right**2 + down**2)


def _surest(probabilities: np.ndarray, part: tuple[slice, slice], near: np.ndarray) -> float:
    """Return the highest probability near the fovea."""
    return float(probabilities[part].max(where=near, initial=0.0))


def _quadrants(
    places: Sequence[tuple[float, float]], landmarks: Landmarks
) -> dict[str, int] | None:
    orientation = orientation_of(landmarks)
    disc, fovea = landmarks.disc, landmarks.fovea
    if orientation is None or disc is None or fovea is None:
        return None
    counts = dict.fromkeys(QUADRANTS, 0)
    for x, y in places:
        height = "superior" if (y < fovea.y) != orientation.upside_down else "inferior"
        side = "nasal" if (x > fovea.x) == (disc.x > fovea.x) else "temporal"
        counts[f"{height}_{side}"] += 1
    return counts
