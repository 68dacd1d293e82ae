"""The picture of a golden vector: a prepared input, stored without loss inside a model file."""

from __future__ import annotations

import base64
import struct

import cv2
import numpy as np

from fundusviewer.errors import ModelContractError
from fundusviewer.inference.card import Part

#: A PNG file up to the end of its size: signature, length and name of the first chunk.
_PNG_BEGIN = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
_SIZE_END = len(_PNG_BEGIN) + 8

#: No input of a network is larger (:class:`fundusviewer.imaging.InputSpec`).
_MAX_SIDE = 4096


class GoldenPicture(Part):
    """A stored input: ``image_png`` is uint8 (H, W, 3) RGB as a PNG picture in base64."""

    image_png: str

    def size(self) -> tuple[int, int]:
        """Return width and height of the stored input, without decoding it.

        Raises
        ------
        ModelContractError
            If ``image_png`` is not a PNG picture in base64.
        """
        begin = self._png()[:_SIZE_END]
        if len(begin) < _SIZE_END or not begin.startswith(_PNG_BEGIN):
            raise ModelContractError("golden vector: image_png is not a PNG picture")
        width, height = struct.unpack(">II", begin[-8:])
        return width, height

    def check_size(self, width: int, height: int) -> None:
        """Check, without decoding it, that the stored input has the card's size.

        A picture of a few kilobytes may have gigabytes of pixels.

        Raises
        ------
        ModelContractError
            If it has another one, or ``image_png`` is not a PNG picture in base64.
        """
        found = self.size()
        if found != (width, height):
            raise ModelContractError(
                f"golden vector: image_png is {found[0]} × {found[1]}, "
                f"the card says {width} × {height}"
            )

    def image(self) -> np.ndarray:
        """Return the stored input, uint8 (H, W, 3) RGB.

        Raises
        ------
        ModelContractError
            If ``image_png`` is not a PNG picture in base64, or larger than any input.
        """
        width, height = self.size()
        if max(width, height) > _MAX_SIDE:
            raise ModelContractError(
                f"golden vector: image_png is {width:,} × {height:,} pixels; "
                f"allowed are {_MAX_SIDE:,} × {_MAX_SIDE:,}"
            )
        try:
            pixels = cv2.imdecode(np.frombuffer(self._png(), np.uint8), cv2.IMREAD_COLOR_RGB)
        except cv2.error as error:
            raise ModelContractError("golden vector: image_png is not a PNG picture") from error
        if pixels is None:
            raise ModelContractError("golden vector: image_png is not a PNG picture")
        return pixels

    def _png(self) -> bytes:
        try:
            return base64.b64decode(self.image_png, validate=True)
        except ValueError as error:
            raise ModelContractError("golden vector: image_png is not a PNG picture") from error


def apart(what: str, stored: tuple[float, ...], here: np.ndarray | None) -> np.ndarray:
    """Return the differences, float (N,), of an answer from the stored one.

    Raises
    ------
    ModelContractError
        If the model gives another number of values.
    """
    count = 0 if here is None else here.size
    if here is None or len(stored) != count:
        raise ModelContractError(
            f"golden vector: {what} has {len(stored)} values, the model gives {count}"
        )
    return np.asarray(here.ravel() - np.asarray(stored, np.float32))


def png_of(image: np.ndarray) -> str:
    """Return uint8 (H, W, 3) RGB as a PNG picture in base64."""
    encoded = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1]
    return base64.b64encode(encoded.tobytes()).decode("ascii")
