"""Some held-out photographs with what was drawn and what the network marks, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from fundusviewer.anatomy import find_landmarks
from fundusviewer.anatomy.lesions import marked_places
from fundusviewer.atomic import write_atomically
from fundusviewer.imaging import PreparedInput
from fundusviewer.training.marking.labels.kinds import DISC, MASK_KINDS
from fundusviewer.training.marking.labels.masks import DRAWN

if TYPE_CHECKING:
    from fundusviewer.inference import Marker
    from fundusviewer.training.marking.dataset import MarkingData

FOLDER = "examples"
_MOST = 8
_QUALITY = 90
_WHITE = (255, 255, 255)
#: RGB of each kind's marks; what somebody drew is white.
_COLOURS = {
    "MA": (255, 60, 60),
    "HE": (255, 0, 255),
    "EX": (255, 230, 0),
    "SE": (0, 230, 255),
    "OD": (80, 160, 255),
}


def write_examples(
    marker: Marker, data: MarkingData, rows: Sequence[int], folder: Path
) -> tuple[Path, ...]:
    """Write pictures of some of these rows; return their files.

    Raises
    ------
    OutputError
        If one cannot be written.
    """
    folder = folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    shown = sorted(rows, key=lambda row: (-_marked_on(data, row), row))[:_MOST]
    files = []
    for number, row in enumerate(shown, 1):
        photo = data.marked[row].photo
        draw = _lesions if marker.card.role == "lesions" else _places
        pixels = draw(marker, data, row)
        data_of = cv2.imencode(
            ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]
        )[1]
        file = folder / f"{number:02d}-{photo.dataset}-{photo.path.stem}.jpg"
        write_atomically(file, data_of.tobytes())
        files.append(file)
    return tuple(files)


def _marked_on(data: MarkingData, row: int) -> int:
    """Return how much somebody marked on a photograph: kinds and places."""
    one = data.marked[row]
    return len(one.drawn) + (one.disc is not None) + (one.fovea is not None)


def _lesions(marker: Marker, data: MarkingData, row: int) -> np.ndarray:
    image = data.prepared.image(row)
    maps, masks, known = marker.mark(image), data.masks(row), data.known(row)
    pixels = image.copy()
    for index, kind in enumerate(MASK_KINDS):
        if known[index]:
            _outline(pixels, np.asarray(masks[index] > DRAWN, np.uint8), _WHITE)
        if kind == DISC:
            marked = np.asarray(maps[..., index] >= marker.card.thresholds[index], np.uint8)
        else:
            marked = marked_places(maps, index, marker.card.thresholds)
        _outline(pixels, marked, _COLOURS[kind])
    return pixels


def _outline(pixels: np.ndarray, marked: np.ndarray, colour: tuple[int, int, int]) -> None:
    outlines, _ = cv2.findContours(marked, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    cv2.drawContours(pixels, outlines, -1, colour, 1)


def _places(marker: Marker, data: MarkingData, row: int) -> np.ndarray:
    image, one, region = data.prepared.image(row), data.marked[row], data.region(row)
    size = image.shape[0]
    found = find_landmarks(marker.mark(image), PreparedInput(image, region), marker.card.thresholds)
    pixels = image.copy()
    for point in (one.disc, one.fovea):
        if point is not None:
            x, y = data.on_picture(row, point)
            cv2.drawMarker(pixels, (round(x), round(y)), _WHITE, cv2.MARKER_CROSS, size // 30)
    across = size / region.width

    def shown(x: float, y: float) -> tuple[int, int]:
        return round((x - region.left) * across), round((y - region.top) * size / region.height)

    if found.disc is not None:
        radius = max(1, round(found.disc.diameter / 2 * across))
        cv2.circle(pixels, shown(found.disc.x, found.disc.y), radius, _COLOURS["OD"], 1)
    if found.fovea is not None:
        middle = shown(found.fovea.x, found.fovea.y)
        cv2.drawMarker(pixels, middle, _COLOURS["EX"], cv2.MARKER_TILTED_CROSS, size // 30)
    return pixels
