"""Optic disc and fovea, from the maps of a network that marks them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from fundusviewer.imaging import FieldOfView, PreparedInput, Region
from fundusviewer.imaging.quantiles import percentile

#: A place is the weighted mean of the cells so far from its peak, along each side.
_REACH = 4.5
#: A pixel is black where no channel reaches this.
_BLACK = 16
#: So much of what is around a place may be black; more is covered, cut off or outside.
_MOST_BLACK = 0.2
#: Radius around a place in which that is looked at, as a share of the input's width.
_AROUND = 0.06
#: Half the side of the square around a fovea, as a share of the input's width, in which the middle
#: four fifths of the values of one colour differ by so much at least: by 4 of 255 in the flattest
#: of 246 photographs of seven sets. What covers it in one colour is flatter.
_MIDDLE, _FLAT = 0.031, 3.0
#: A second place as likely as this share of the first, so many cells away: there may be two.
_RIVAL, _APART = 0.6, 12.0
#: A disc of whose outline the network is not sure must be borne out by the picture. It is sure
#: where the mean probability inside the outline reaches this, as it does on 96 of 100 photographs.
_SURE = 0.91
#: Vessels meet on a disc: there is at least as much fine detail on it (within this share of its
#: radius) as around it (between these), also on blurred photographs. There is less where a disc was
#: painted over, and on what is merely bright. Detail is green less a copy of it that is blurred by
#: this share of the input's width.
_ON_DISC, _AROUND_DISC, _BLUR = 0.9, (1.3, 3.0), 1 / 192
#: From the disc's centre to the fovea, in disc diameters: 2.6, with a standard deviation of 0.2 in
#: IDRiD. Three times as much is allowed for, so that the map alone decides within a usual eye.
_FOVEA_AWAY, _FOVEA_SPREAD = 2.6, 0.6


@dataclass(frozen=True)
class Disc:
    """The optic disc.

    Attributes
    ----------
    x, y
        Its centre in pixels of the photograph.
    diameter
        Of the circle of the same area, in pixels of the photograph.
    confidence
        The network's probability, 0–1.
    """

    x: float
    y: float
    diameter: float
    confidence: float


@dataclass(frozen=True)
class Fovea:
    """The middle of the macula; see :class:`Disc`."""

    x: float
    y: float
    confidence: float


@dataclass(frozen=True)
class Landmarks:
    """What was found of both; ``None`` where it was not found with enough certainty."""

    disc: Disc | None = None
    fovea: Fovea | None = None


@dataclass(frozen=True)
class _Place:
    """Where a map is brightest, in its cells, and how bright."""

    column: float
    row: float
    peak: float


def find_landmarks(
    maps: np.ndarray, prepared: PreparedInput, thresholds: Sequence[float]
) -> Landmarks:
    """Read the maps of one photograph.

    Parameters
    ----------
    maps
        float32 (h, w, 3), 0–1: where the disc's centre is, where the fovea is, what is disc.
    prepared
        What the network saw.
    thresholds
        For each map, the probability from which on it counts.

    Returns
    -------
    Landmarks
        In pixels of the photograph. A place is left out where its probability is below the
        threshold, where there are two of them, and where the photograph shows nothing there: the
        network knows where a disc or a fovea should be, also behind a black strip, a white label or
        what was painted over it. Where the disc was found, a fovea counts the less the farther it
        is from where a fovea can be.
    """
    centre, macula, outline = (maps[..., index] for index in range(3))
    disc = _disc(centre, outline, prepared, thresholds[0], thresholds[2])
    return Landmarks(disc, _fovea(macula, prepared, thresholds[1], disc))


def shows_macula(landmarks: Landmarks | None, field_of_view: FieldOfView) -> bool | None:
    """Return whether the fovea was found inside the field of view; ``None`` where nobody looked."""
    if landmarks is None:
        return None
    fovea = landmarks.fovea
    return fovea is not None and bool(field_of_view.contains(fovea.x, fovea.y))


def _disc(
    centre: np.ndarray, disc: np.ndarray, prepared: PreparedInput, threshold: float, inside: float
) -> Disc | None:
    place = _place(centre)
    if place.peak < threshold or _has_rival(centre, place) or not _is_seen(prepared, place, centre):
        return None
    _, labels, stats, _ = cv2.connectedComponentsWithStats((disc >= inside).astype(np.uint8))
    label = int(labels[round(place.row), round(place.column)])
    if label == 0:
        # The two answers contradict each other.
        return None
    cells = int(stats[label, cv2.CC_STAT_AREA])
    if disc[labels == label].mean() < _SURE and not _has_detail(prepared, place, cells, centre):
        return None
    wide, high = _cell(prepared.region, centre)
    diameter = 2 * math.sqrt(cells * wide * high / math.pi)
    return Disc(*_on_photograph(place, prepared.region, centre), diameter, place.peak)


def _fovea(
    macula: np.ndarray, prepared: PreparedInput, threshold: float, disc: Disc | None
) -> Fovea | None:
    likely = macula * _likely_places(macula, prepared.region, disc)
    place = _place(macula, likely)
    if place.peak < threshold or _has_rival(likely, place) or not _is_seen(prepared, place, macula):
        return None
    if _is_flat(prepared, place, macula):
        return None
    return Fovea(*_on_photograph(place, prepared.region, macula), place.peak)


def _likely_places(macula: np.ndarray, region: Region, disc: Disc | None) -> np.ndarray | float:
    """Return for each cell how likely a fovea is so far from the disc, 0–1."""
    if disc is None:
        return 1.0
    rows, columns = np.indices(macula.shape)
    wide, high = _cell(region, macula)
    right = region.left + (columns + 0.5) * wide - disc.x
    down = region.top + (rows + 0.5) * high - disc.y
    away = np.hypot(right, down) / disc.diameter
    likely: np.ndarray = np.exp(-(((away - _FOVEA_AWAY) / _FOVEA_SPREAD) ** 2) / 2)
    return likely


def _place(heat: np.ndarray, likely: np.ndarray | None = None) -> _Place:
    """Return where a map is brightest; ``likely`` (h, w) says which of its places that is."""
    likely = heat if likely is None else likely
    row, column = np.unravel_index(int(likely.argmax()), heat.shape)
    rows, columns = np.indices(heat.shape)
    near = (abs(rows - row) < _REACH) & (abs(columns - column) < _REACH)
    weights = np.where(near, heat, 0)
    total = max(float(weights.sum()), 1e-9)
    return _Place(
        float((weights * columns).sum()) / total,
        float((weights * rows).sum()) / total,
        float(likely.max()),
    )


def _has_rival(heat: np.ndarray, place: _Place) -> bool:
    rows, columns = np.indices(heat.shape)
    apart = np.hypot(rows - place.row, columns - place.column) > _APART
    return bool((heat[apart] > _RIVAL * place.peak).any())


def _is_seen(prepared: PreparedInput, place: _Place, heat: np.ndarray) -> bool:
    """Return whether the photograph shows something at a place."""
    around = _around(prepared, place, heat, _AROUND)
    return float((around.max(axis=2) < _BLACK).mean()) <= _MOST_BLACK


def _has_detail(prepared: PreparedInput, place: _Place, cells: int, heat: np.ndarray) -> bool:
    """Return whether there is as much fine detail on a disc of so many cells as around it."""
    height, width = prepared.pixels.shape[:2]
    across, down = width / heat.shape[1], height / heat.shape[0]
    rows, columns = np.ogrid[:height, :width]
    right = (columns - (place.column + 0.5) * across) / across
    below = (rows - (place.row + 0.5) * down) / down
    away = np.hypot(right, below) / math.sqrt(cells / math.pi)
    green = prepared.pixels[..., 1].astype(np.float32)
    detail = np.abs(green - cv2.GaussianBlur(green, (0, 0), _BLUR * width))
    seen = prepared.pixels.max(axis=2) >= _BLACK
    inside = detail[seen & (away < _ON_DISC)]
    around = detail[seen & (away > _AROUND_DISC[0]) & (away < _AROUND_DISC[1])]
    if not inside.size or not around.size:
        return False
    return float(inside.mean()) >= float(around.mean())


def _is_flat(prepared: PreparedInput, place: _Place, heat: np.ndarray) -> bool:
    """Return whether a place is of one colour, as what is laid over a photograph is."""
    around = _around(prepared, place, heat, _MIDDLE).reshape(-1, 3)
    return max(percentile(one, 90) - percentile(one, 10) for one in around.T) < _FLAT


def _around(prepared: PreparedInput, place: _Place, heat: np.ndarray, share: float) -> np.ndarray:
    """Return the pixels around a place; ``share`` of the input's width on each side."""
    height, width = prepared.pixels.shape[:2]
    column = (place.column + 0.5) / heat.shape[1] * width
    row = (place.row + 0.5) / heat.shape[0] * height
    reach = share * width
    top, left = max(0, round(row - reach)), max(0, round(column - reach))
    return prepared.pixels[top : round(row + reach) + 1, left : round(column + reach) + 1]


def _on_photograph(place: _Place, region: Region, heat: np.ndarray) -> tuple[float, float]:
    wide, high = _cell(region, heat)
    return region.left + (place.column + 0.5) * wide, region.top + (place.row + 0.5) * high


def _cell(region: Region, heat: np.ndarray) -> tuple[float, float]:
    """Return width and height of one cell in pixels of the photograph."""
    return region.width / heat.shape[1], region.height / heat.shape[0]
