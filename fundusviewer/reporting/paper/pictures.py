"""The pictures of a report's pages: the photograph, and the heat map made anew.

A database holds no pixels. The photograph is read again, and must be the one that was graded; the
heat map is asked of the same model file with the same steps. What cannot be had is said in its
place.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from fundusviewer.anatomy import Mark
from fundusviewer.errors import FundusViewerError, InferenceError
from fundusviewer.imaging import load, split_frame
from fundusviewer.imaging.field_of_view import retina_box
from fundusviewer.imaging.file import ImageFile
from fundusviewer.imaging.reduced import Reduced, read_preview, read_reduced
from fundusviewer.inference import Classifier
from fundusviewer.overlay import (
    NO_REGIONS_NOTICE,
    REGIONS_NOTICE,
    field_to_stay_in,
    flatten,
    heat_layer,
    hot_regions,
    looked_beside,
)
from fundusviewer.overlay.reader_marks import draw_marks
from fundusviewer.overlay.regions import region_layers
from fundusviewer.reporting.paper.heat_memory import HeatMap, HeatMemory
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.examination.steps import REVISION, network_input
from fundusviewer.screening.rows import Row

#: Of the hottest places, as in the window and in saved overlays.
_OPACITY = 0.5

#: Of the JPEG that Qt writes.
_QUALITY = 94

#: A picture with more bytes is made smaller by this factor, again and again.
_SHRINK = 0.85

#: Decoded pixels for each that is printed, along each side: a camera's JPEG is decoded at the
#: smallest of its sizes that leaves so many.
_SPARE = 1.25

#: Smaller pictures are not halved on the way: an odd last row would be more than 0.2 % of it.
_HALVE_FROM = 500

#: Pixels of the longer side in which the dark surround is looked for.
_BOX_SIDE = 500


_ENGLISH = Speech()


@dataclass(frozen=True, eq=False)
class Pictures:
    """What a page shows of one photograph.

    Attributes
    ----------
    photograph
        uint8 (H, W, 3) RGB; ``None`` where there is none.
    overlay
        The same with the heat map; ``None`` where there is none.
    photograph_remark
        Why there is none, one sentence; empty where there is one.
    overlay_remark
        Why there is none, or what its outlines mean.
    explains
        The class that the heat map explains; empty without one.
    absolute_scale
        Whether the heat map's colours have the model's scale, not its own maximum.
    covering
        Whether the heat map was made by covering parts of the photograph instead of Grad-CAM.
    is_marked
        Whether readers' marks are drawn on ``photograph``, with their numbers, from 1 on.
    """

    photograph: np.ndarray | None = None
    overlay: np.ndarray | None = None
    photograph_remark: str = ""
    overlay_remark: str = ""
    explains: str = ""
    absolute_scale: bool = False
    covering: bool = False
    is_marked: bool = False


@dataclass(frozen=True)
class Room:
    """What a page has for one picture.

    Attributes
    ----------
    width, height
        In pixels.
    most_bytes
        As a JPEG: all pictures of a page, with the words and the fonts, stay under 500 kB.
    """

    width: int
    height: int
    most_bytes: int = 100_000


class PictureSource:
    """Makes the pictures of photographs, one after the other; holds none of them. On any thread.

    Parameters
    ----------
    method
        How the results were made.
    classifier
        The model; ``None`` where it is not at hand: then there are no heat maps.
    speech
        The language of the remarks.
    memory
        The heat maps that were made already, and where those that are made are kept.
    marks
        What readers marked, by the photographs' hashes.
    """

    def __init__(
        self,
        method: Method,
        classifier: Classifier | None,
        speech: Speech = _ENGLISH,
        memory: HeatMemory | None = None,
        marks: Mapping[str, tuple[Mark, ...]] | None = None,
    ) -> None:
        self._marks = marks or {}
        self._method, self._memory = method, memory or HeatMemory()
        self._say, self._sentence = speech.say, speech.sentence
        self._classifier = classifier
        self._obstacle = model_obstacle(method, classifier)

    def of(self, row: Row, room: Room) -> Pictures:
        """Return the pictures of a photograph; whatever is wrong with it ends in a remark."""
        if row.sha256 is None:
            return self._nothing(phrase("This photograph could not be read."))
        # Path.exists raises for a name that is too long or lies in a locked folder.
        if not os.path.exists(split_frame(row.path)[0]):  # noqa: PTH110
            return self._nothing(
                phrase("The photograph is no longer where it was when it was graded.")
            )
        try:
            return self._made(row, room)
        except FundusViewerError:
            return self._nothing(phrase("The photograph can no longer be read."))
        # The edge: no photograph may end the report of all the others.
        except Exception as error:  # noqa: BLE001
            return self._nothing(
                phrase("The picture could not be made ({error})."), error=type(error).__name__
            )

    def _made(self, row: Row, room: Room) -> Pictures:
        obstacle = self._obstacle or nothing_to_explain(row)
        if not obstacle and self._classifier is not None:
            try:
                return self._explained(row, self._classifier, room)
            except InferenceError:
                obstacle = phrase(
                    "No heat map: the network gives no usable answer on this machine."
                )
        file = load(row.path)
        if file.sha256 != row.sha256:
            return self._nothing(_CHANGED)
        remark = self._say(obstacle) if obstacle else ""
        return self._without_heat(row, file, room, remark)

    def _explained(self, row: Row, classifier: Classifier, room: Room) -> Pictures:
        """Ask the network anew where to point; gate and grade are those that are stored."""
        card = classifier.card
        explained = card.class_names.index(row.most_probable)
        file = load(row.path)
        if file.sha256 != row.sha256:
            return self._nothing(_CHANGED)
        if card.grades and explained == 0:
            # Nothing to point at: the network is not asked.
            remark = self._why_none(card.class_names[0])
            return self._without_heat(row, file, room, remark)
        known = self._memory.get(self._method, file.sha256, explained)
        if known is None:
            known, decoded = _asked(file, classifier, explained, room)
            self._memory.put(self._method, file.sha256, explained, known)
        else:
            decoded = _decoded(file, room)
        sized = _Sized.of(decoded, room)
        photograph = sized.whole
        factor = photograph.shape[1] / known.width
        frame = (photograph.shape[1], photograph.shape[0])
        field = field_to_stay_in(known.field_of_view.scaled(factor), card)
        heat, region = known.heat, known.region.scaled(factor)
        scale = card.gradcam.scale_of(explained)
        found = hot_regions(heat, region, frame, field_of_view=field, scale=scale)
        remark = self._sentence(REGIONS_NOTICE if found else NO_REGIONS_NOTICE)
        if looked_beside(card, heat, region, frame, field, scale):
            # There is room for one line.
            remark = self._say(_BESIDE)
        layers = [
            heat_layer(heat, region, frame, field_of_view=field, scale=scale, opacity=_OPACITY),
            # On paper without colours the heat is told from the retina by its outline alone.
            *region_layers(found, frame),
        ]
        return Pictures(
            _light(self._marked(row, photograph)[sized.part], room),
            _light(flatten(photograph, layers)[sized.part], room),
            overlay_remark=remark,
            explains=self._sentence(card.class_names[explained]),
            absolute_scale=scale is not None,
            covering=card.gradcam.method == "occlusion",
            is_marked=bool(self._marks_on(row)),
        )

    def _without_heat(self, row: Row, file: ImageFile, room: Room, remark: str) -> Pictures:
        """Return a photograph as large as it is printed; a camera's JPEG is not decoded whole."""
        sized = _Sized.of(_decoded(file, room), room)
        return Pictures(
            _light(self._marked(row, sized.whole)[sized.part], room),
            overlay_remark=remark,
            is_marked=bool(self._marks_on(row)),
        )

    def _marks_on(self, row: Row) -> tuple[Mark, ...]:
        if row.sha256 is None or not (row.width and row.height):
            return ()
        return self._marks.get(row.sha256, ())

    def _marked(self, row: Row, whole: np.ndarray) -> np.ndarray:
        marks = self._marks_on(row)
        if not (marks and row.width and row.height):
            return whole
        return draw_marks(whole, marks, (row.width, row.height))

    def _nothing(self, remark: str, **values: object) -> Pictures:
        return Pictures(
            photograph_remark=self._say(remark, **values),
            overlay_remark=self._say("No heat map without the photograph."),
        )

    def _why_none(self, label: str) -> str:
        return self._say(
            "No heat map: for “{grade}” there is nothing to point at.", grade=self._sentence(label)
        )


_BESIDE = phrase("Weak localisation; the network looked beside the retina, too")

_CHANGED = phrase(
    "The file has been changed since: it is another photograph than the graded one, and is not "
    "shown."
)


def model_obstacle(method: Method, classifier: Classifier | None) -> str:
    """Return why this model can make no heat maps for these results; empty where it can."""
    if classifier is None:
        return phrase("No heat map: the model is not at hand.")
    with classifier.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != method.model_sha256:
        return phrase("No heat map: the model that graded is not at hand.")
    if json.loads(method.settings).get("steps") != REVISION:
        return phrase("No heat map: graded by another version of the program.")
    return ""


def nothing_to_explain(row: Row) -> str:
    """Return why a photograph's result has no heat map; empty where it can have one."""
    if row.problem is not None:
        return phrase("No heat map: the last attempt to examine this file failed.")
    return (
        "" if row.found.label is not None else phrase("No heat map: there is no grade to explain.")
    )


@dataclass(frozen=True, eq=False)
class _Sized:
    """A photograph as large as it is printed: all of it, and the part that is printed of it.

    Attributes
    ----------
    whole
        uint8 (H, W, 3) RGB.
    part
        Rows and columns without the dark surround, which would take half of the paper.
    """

    whole: np.ndarray
    part: tuple[slice, slice]

    @classmethod
    def of(cls, pixels: np.ndarray, room: Room) -> _Sized:
        """Return a decoded photograph at the size of its room."""
        step = max(1, max(pixels.shape[:2]) // _BOX_SIDE)
        box = retina_box(np.ascontiguousarray(pixels[::step, ::step])).scaled(step)
        while True:
            factor = min(1.0, room.width / box.width, room.height / box.height)
            if factor > 0.5 or min(pixels.shape[:2]) < _HALVE_FROM:
                break
            # Exact averaging, and several times as fast as the general way.
            half = (pixels.shape[1] // 2, pixels.shape[0] // 2)
            even = pixels[: 2 * half[1], : 2 * half[0]]
            pixels, box = cv2.resize(even, half, interpolation=cv2.INTER_AREA), box.scaled(0.5)
        whole = _shrunk(pixels, factor)
        to_x, to_y = whole.shape[1] / pixels.shape[1], whole.shape[0] / pixels.shape[0]
        left, top = max(0, int(box.left * to_x)), max(0, int(box.top * to_y))
        right = min(whole.shape[1], math.ceil((box.left + box.width) * to_x))
        bottom = min(whole.shape[0], math.ceil((box.top + box.height) * to_y))
        part = slice(top, max(top + 1, bottom)), slice(left, max(left + 1, right))
        return cls(whole, part)


def _decoded(file: ImageFile, room: Room) -> np.ndarray:
    return read_preview(file, round(_SPARE * max(room.width, room.height)))[1]


def _asked(
    file: ImageFile, classifier: Classifier, explained: int, room: Room
) -> tuple[HeatMap, np.ndarray]:
    """Ask the network where to point; return that, and the photograph, decoded once for both."""
    spec = classifier.card.input
    reduced = read_reduced(file, spec)
    seen = network_input(reduced, spec)
    heat = classifier.predict(seen.pixels, explained).heatmap
    known = HeatMap(heat, seen.region, reduced.full_field_of_view(), reduced.image.width)
    return known, _decoded_once(file, reduced, room)


def _decoded_once(file: ImageFile, reduced: Reduced, room: Room) -> np.ndarray:
    """Return the photograph from the pixels of the network where there are enough of them."""
    height, width = reduced.pixels.shape[:2]
    enough = width >= _SPARE * room.width or height >= _SPARE * room.height
    return reduced.pixels if enough or reduced.factor == 1 else _decoded(file, room)


def _light(pixels: np.ndarray, room: Room) -> np.ndarray:
    """Return the picture smaller and smaller, until it has the bytes that a page has for it."""
    factor, light = 1.0, pixels
    while _jpeg_bytes(light) > room.most_bytes:
        factor *= _SHRINK
        light = _shrunk(pixels, factor)
    return light


def _shrunk(pixels: np.ndarray, factor: float) -> np.ndarray:
    size = max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _jpeg_bytes(pixels: np.ndarray) -> int:
    return len(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
