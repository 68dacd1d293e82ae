"""The pictures of a report's pages: the photograph, and the heat map made anew.

A database holds no pixels. The photograph is read again, and must be the one that was graded; the
heat map is asked of the same model file with the same steps. What cannot be had is said in its
place.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from fundusviewer.anatomy import Mark
from fundusviewer.errors import FundusViewerError, InferenceError
from fundusviewer.imaging import load, split_frame
from fundusviewer.imaging.file import ImageFile
from fundusviewer.imaging.reduced import read_preview, read_reduced
from fundusviewer.inference import Classifier
from fundusviewer.overlay import (
    NO_REGIONS_NOTICE,
    REGIONS_NOTICE,
    flatten,
    heat_layer,
    hot_regions,
)
from fundusviewer.overlay.reader_marks import draw_marks
from fundusviewer.overlay.regions import region_layers
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.examination.steps import REVISION, network_input
from fundusviewer.screening.rows import Row

#: Of the hottest places, as in the window and in saved overlays.
_OPACITY = 0.5

#: Largest picture in bytes as a JPEG of the quality that Qt writes: four of them, with the words
#: and the fonts, stay under 500 kB a page.
_MAX_BYTES, _QUALITY = 100_000, 94

#: A picture with more bytes is made smaller by this factor, again and again.
_SHRINK = 0.85


_ENGLISH = Speech()

#: Reads what readers marked on photographs, by their hashes.
ReadMarks = Callable[[Iterable[str]], dict[str, tuple[Mark, ...]]]


def no_marks(sha256s: Iterable[str]) -> dict[str, tuple[Mark, ...]]:  # noqa: ARG001
    """Return no marks: where there is no database to read them from."""
    return {}


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
    marks
        What readers marked; drawn on ``photograph`` with their numbers, from 1 on.
    """

    photograph: np.ndarray | None = None
    overlay: np.ndarray | None = None
    photograph_remark: str = ""
    overlay_remark: str = ""
    explains: str = ""
    absolute_scale: bool = False
    covering: bool = False
    marks: tuple[Mark, ...] = ()


class PictureSource:
    """Makes the pictures of photographs, one after the other; holds none of them.

    Parameters
    ----------
    method
        How the results were made.
    classifier
        The model; ``None`` where it is not at hand: then there are no heat maps.
    size
        Width and height in pixels that a picture must fit into.
    speech
        The language of the remarks.
    marks
        Reads what readers marked on photographs, by their hashes.
    """

    def __init__(
        self,
        method: Method,
        classifier: Classifier | None,
        size: tuple[int, int],
        speech: Speech = _ENGLISH,
        marks: ReadMarks = no_marks,
    ) -> None:
        self._read_marks = marks
        self._size, self._say, self._sentence = size, speech.say, speech.sentence
        self._classifier = classifier
        self._obstacle = model_obstacle(method, classifier)

    def of(self, row: Row) -> Pictures:
        """Return the pictures of a photograph; whatever is wrong with it ends in a remark.

        Raises
        ------
        StoreError
            If its marks cannot be read: a report without them would say that there are none.
        """
        pictures = self._pictures(row)
        if not row.marks or row.sha256 is None:
            return pictures
        marks = self._read_marks([row.sha256]).get(row.sha256, ())
        photograph = pictures.photograph
        if photograph is not None and marks and row.width and row.height:
            drawn = draw_marks(photograph, marks, (row.width, row.height))
            photograph = _fitted(drawn, self._size)
        return replace(pictures, photograph=photograph, marks=marks)

    def _pictures(self, row: Row) -> Pictures:
        if row.sha256 is None:
            return self._nothing(phrase("This photograph could not be read."))
        # Path.exists raises for a name that is too long or lies in a locked folder.
        if not os.path.exists(split_frame(row.path)[0]):  # noqa: PTH110
            return self._nothing(
                phrase("The photograph is no longer where it was when it was graded.")
            )
        try:
            return self._made(row)
        except FundusViewerError:
            return self._nothing(phrase("The photograph can no longer be read."))
        # The edge: no photograph may end the report of all the others.
        except Exception as error:  # noqa: BLE001
            return self._nothing(
                phrase("The picture could not be made ({error})."), error=type(error).__name__
            )

    def _made(self, row: Row) -> Pictures:
        obstacle = self._obstacle or nothing_to_explain(row)
        if not obstacle and self._classifier is not None:
            try:
                return self._explained(row, self._classifier)
            except InferenceError:
                obstacle = phrase(
                    "No heat map: the network gives no usable answer on this machine."
                )
        file = load(row.path)
        if file.sha256 != row.sha256:
            return self._nothing(_CHANGED)
        remark = self._say(obstacle) if obstacle else ""
        return Pictures(self._photograph(file), overlay_remark=remark)

    def _photograph(self, file: ImageFile) -> np.ndarray:
        """Return the photograph as large as it is printed; a camera's JPEG is not decoded whole."""
        _, pixels = read_preview(file, 2 * max(self._size))
        return _fitted(pixels, self._size)

    def _explained(self, row: Row, classifier: Classifier) -> Pictures:
        """Ask the network anew where to point; gate and grade are those that are stored."""
        card = classifier.card
        explained = card.class_names.index(row.found.label or "")
        file = load(row.path)
        if file.sha256 != row.sha256:
            return self._nothing(_CHANGED)
        photograph = self._photograph(file)
        if card.grades and explained == 0:
            # Nothing to point at: the network is not asked.
            return Pictures(photograph, overlay_remark=self._why_none(card.class_names[0]))
        reduced = read_reduced(file, card.input)
        seen = network_input(reduced, card.input)
        heat = classifier.predict(seen.pixels, explained).heatmap
        factor = photograph.shape[1] / reduced.image.width
        frame = (photograph.shape[1], photograph.shape[0])
        # Other models look at other things than retinas: there is no field of view to stay in.
        field = reduced.full_field_of_view().scaled(factor) if card.grades else None
        region, scale = seen.region.scaled(factor), card.gradcam.scale_of(explained)
        found = hot_regions(heat, region, frame, field_of_view=field, scale=scale)
        layers = [
            heat_layer(heat, region, frame, field_of_view=field, scale=scale, opacity=_OPACITY),
            # On paper without colours the heat is told from the retina by its outline alone.
            *region_layers(found, frame),
        ]
        return Pictures(
            photograph,
            _fitted(flatten(photograph, layers), self._size),
            overlay_remark=self._sentence(REGIONS_NOTICE if found else NO_REGIONS_NOTICE),
            explains=self._sentence(card.class_names[explained]),
            absolute_scale=scale is not None,
            covering=card.gradcam.method == "occlusion",
        )

    def _nothing(self, remark: str, **values: object) -> Pictures:
        return Pictures(
            photograph_remark=self._say(remark, **values),
            overlay_remark=self._say("No heat map without the photograph."),
        )

    def _why_none(self, label: str) -> str:
        return self._say(
            "No heat map: for “{grade}” there is nothing to point at.", grade=self._sentence(label)
        )


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


def _fitted(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Return the picture at most as large as the size, and as the bytes that a page has for it."""
    factor = min(1.0, size[0] / pixels.shape[1], size[1] / pixels.shape[0])
    while True:
        width = max(1, round(pixels.shape[1] * factor))
        height = max(1, round(pixels.shape[0] * factor))
        small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
        if _jpeg_bytes(small) <= _MAX_BYTES:
            return small
        factor *= _SHRINK


def _jpeg_bytes(pixels: np.ndarray) -> int:
    return len(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
