"""The pictures of photographs: as JPEG without anything else of their files, and heat maps."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import cv2
import numpy as np

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import as_far_as_readable, load, read_preview
from fundusviewer.imaging.file import ImageFile
from fundusviewer.imaging.reduced import read_reduced
from fundusviewer.inference import Classifier
from fundusviewer.overlay import field_to_stay_in, heat_layer, looked_beside
from fundusviewer.reporting.paper.pictures import model_obstacle, nothing_to_explain
from fundusviewer.reporting.speech import phrase
from fundusviewer.screening import Method, Row
from fundusviewer.screening.examination.steps import network_input

#: Longer sides in pixels in which photographs are sent; 0: as they are.
SIDES = (1024, 2048, 0)

_QUALITY = 92
#: What is kept of pictures that were made, in bytes.
_KEPT = 128 << 20
#: Of the hottest places, as the window draws them; the page changes it.
_OPACITY = 1.0

_NOTHING_TO_POINT_AT = phrase("No heat map: for the lowest grade there is nothing to point at.")

T = TypeVar("T")


class ChangedFileError(ImageReadError):
    """The file holds another photograph than the one that was examined."""


@dataclass(frozen=True, eq=False)
class Heat:
    """A heat map, to be laid over a photograph.

    Attributes
    ----------
    png
        RGBA.
    box
        Left, top, width and height in pixels of the photograph.
    explains
        Name of the class that it explains.
    is_absolute
        Whether its colours have the model's scale, not its own maximum.
    covering
        Whether it was made by covering parts of the photograph instead of Grad-CAM.
    beside
        Whether a network of other classes looked beside the retina, too, where nothing is drawn.
    """

    png: bytes
    box: tuple[float, float, float, float]
    explains: str
    is_absolute: bool
    covering: bool
    beside: bool


class PictureMaker:
    """Makes pictures and keeps the last ones; may be asked by several threads.

    Parameters
    ----------
    method
        How the results were made.
    classifier
        The model; ``None`` where it is not at hand.
    """

    def __init__(self, method: Method, classifier: Classifier | None) -> None:
        self._classifier = classifier
        self._obstacle = model_obstacle(method, classifier)
        self._photographs: _Kept[bytes] = _Kept(_KEPT, len)
        self._heats: _Kept[Heat] = _Kept(_KEPT // 4, lambda heat: len(heat.png))
        # A photograph of 100 megapixels is 300 MB: two at once, and one at the network.
        self._decoding = threading.BoundedSemaphore(2)
        self._asking = threading.Lock()

    def photograph(self, row: Row, side: int) -> bytes:
        """Return a photograph as JPEG.

        Parameters
        ----------
        row
            With a hash.
        side
            One of :data:`SIDES`.

        Raises
        ------
        ImageReadError
            If it cannot be read; :class:`ChangedFileError` where the file was changed.
        """
        return self._photographs.get((row.sha256, side), lambda: self._photograph(row, side))

    def why_no_heat(self, row: Row) -> str:
        """Return why there is no heat map, a text of the report; empty where there can be one."""
        why = self._obstacle or nothing_to_explain(row)
        if why or self._classifier is None or not self._classifier.card.grades:
            return why
        healthy = row.found.label == self._classifier.card.class_names[0]
        return _NOTHING_TO_POINT_AT if healthy else ""

    def heat(self, row: Row) -> Heat:
        """Return the heat map of a photograph.

        Raises
        ------
        ImageReadError
            As :meth:`photograph`.
        InferenceError
            If the network gives no usable answer.
        ValueError
            If there is none; the message is a text of the report.
        """
        why = self.why_no_heat(row)
        if why or self._classifier is None:
            raise ValueError(why)
        return self._heats.get(row.sha256, partial(self._heat, row, self._classifier))

    def check(self, row: Row) -> None:
        """Raise :class:`ImageReadError` where the file is gone or holds another photograph."""
        _file(row)

    def _photograph(self, row: Row, side: int) -> bytes:
        file = _file(row)
        with self._decoding:
            _, pixels = as_far_as_readable(file, partial(read_preview, side=side or 1 << 20))
            if side:
                pixels = _fitted(pixels, side)
            return _encoded(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])

    def _heat(self, row: Row, classifier: Classifier) -> Heat:
        card = classifier.card
        explained = card.class_names.index(row.most_probable)
        file = _file(row)
        with self._decoding:
            reduced = read_reduced(file, card.input)
            seen = network_input(reduced, card.input)
        with self._asking:
            heat = classifier.predict(seen.pixels, explained).heatmap
        scale = card.gradcam.scale_of(explained)
        field = field_to_stay_in(reduced.full_field_of_view(), card)
        frame = (reduced.image.width, reduced.image.height)
        layer = heat_layer(
            heat, seen.region, frame, field_of_view=field, scale=scale, opacity=_OPACITY
        )
        beside = looked_beside(card, heat, seen.region, frame, field, scale)
        box = layer.region
        return Heat(
            _encoded(".png", cv2.cvtColor(layer.pixels, cv2.COLOR_RGBA2BGRA), []),
            (box.left, box.top, box.width, box.height),
            card.class_names[explained],
            scale is not None,
            card.gradcam.method == "occlusion",
            beside,
        )


def _file(row: Row) -> ImageFile:
    file = load(row.path)
    if file.sha256 != row.sha256:
        raise ChangedFileError(f"{row.name}: the file has been changed since it was examined")
    return file


def _fitted(pixels: np.ndarray, side: int) -> np.ndarray:
    height, width = pixels.shape[:2]
    shrink = min(1.0, side / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _encoded(suffix: str, pixels: np.ndarray, options: list[int]) -> bytes:
    return cv2.imencode(suffix, pixels, options)[1].tobytes()


class _Kept(Generic[T]):
    """The last things that were made, up to a number of bytes."""

    def __init__(self, most: int, size: Callable[[T], int]) -> None:
        self._most, self._size, self._bytes = most, size, 0
        self._lock = threading.Lock()
        self._things: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            if key not in self._things:
                self._things[key] = made
                self._bytes += self._size(made)
            while self._bytes > self._most:
                self._bytes -= self._size(self._things.popitem(last=False)[1])
        return made
