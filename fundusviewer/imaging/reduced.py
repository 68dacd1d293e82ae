"""A photograph at the scale that the network's input needs.

A camera's JPEG holds fifty times the pixels that a network sees. Its decoder can leave out the
high frequencies of each block (scaled inverse DCT), which averages 2 × 2, 4 × 4 or 8 × 8 pixels
and takes a quarter of the time. What is measured on the small picture is given in pixels of the
whole photograph.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fundusviewer.imaging.field_of_view import find_field_of_view
from fundusviewer.imaging.file import Header, ImageFile
from fundusviewer.imaging.formats.jpeg import FACTORS
from fundusviewer.imaging.prepare import InputSpec
from fundusviewer.imaging.reader import decode, decode_small, identify
from fundusviewer.imaging.types import FieldOfView, FundusImage

#: Smaller photographs decode quickly enough as they are.
_REDUCE_FROM_PIXELS = 4_000_000

#: The reduced photograph keeps at least this many pixels for each of the network's input.
_OVERSAMPLING = 2.0


@dataclass(frozen=True, eq=False)
class Reduced:
    """A photograph to be examined.

    Attributes
    ----------
    image
        The photograph; its pixels are black and take no memory where ``factor`` is above 1.
    pixels
        uint8 (h, w, 3) RGB, what is examined.
    field_of_view
        The field in ``pixels``.
    factor
        Pixels of the photograph for one of ``pixels``, along each side: 1, 2, 4 or 8.
    """

    image: FundusImage
    pixels: np.ndarray
    field_of_view: FieldOfView
    factor: int

    def full_field_of_view(self) -> FieldOfView:
        """Return the field in pixels of the photograph."""
        found = self.field_of_view.scaled(self.factor)
        # The reduced copy's last row and column may reach beyond the photograph.
        return replace(
            found,
            right=min(self.image.width, found.right),
            bottom=min(self.image.height, found.bottom),
        )


def read_reduced(file: ImageFile, spec: InputSpec, whole: FundusImage | None = None) -> Reduced:
    """Decode a loaded photograph for a network.

    The result does not depend on ``whole``: the window, which wants all pixels anyway, examines
    the same reduced photograph as a folder run.

    Parameters
    ----------
    file
        The file.
    spec
        The card's ``input``.
    whole
        The decoded photograph, where it is there already.

    Raises
    ------
    ImageReadError
        See :func:`fundusviewer.imaging.read_image`.
    """
    header = identify(file)
    for factor in _factors(header, spec):
        pixels, small = decode_small(file, header, factor)
        found = find_field_of_view(pixels)
        # A small field in a large frame needs all of its pixels.
        if 2 * min(found.radius_x, found.radius_y) >= _OVERSAMPLING * max(spec.height, spec.width):
            return Reduced(whole or small, pixels, found, factor)
    image = whole or decode(file)
    return Reduced(image, image.pixels, find_field_of_view(image.pixels), 1)


def read_preview(file: ImageFile, side: int) -> tuple[FundusImage, np.ndarray]:
    """Decode a loaded photograph for a first look.

    Parameters
    ----------
    file
        The file.
    side
        Pixels that the longer side is to keep at least.

    Returns
    -------
    FundusImage, numpy.ndarray
        The photograph, with black pixels that take no memory where it was decoded smaller, and
        uint8 (h, w, 3) RGB, what was decoded.

    Raises
    ------
    ImageReadError
        See :func:`fundusviewer.imaging.read_image`.
    """
    header = identify(file)
    spare = max(header.width, header.height) / side
    factor = next((factor for factor in FACTORS if factor <= spare), 1)
    large = header.width * header.height >= _REDUCE_FROM_PIXELS
    if factor == 1 or not large or not header.is_scalable:
        image = decode(file)
        return image, image.pixels
    pixels, image = decode_small(file, header, factor)
    return image, pixels


def _factors(header: Header, spec: InputSpec) -> list[int]:
    """Return the reductions that leave enough pixels, the largest first.

    Interpolations other than averaging promise to look at single pixels of the photograph.
    """
    if not header.is_scalable or spec.interpolation != "area":
        return []
    if header.width * header.height < _REDUCE_FROM_PIXELS:
        return []
    spare = min(header.width, header.height) / (_OVERSAMPLING * max(spec.height, spec.width))
    return [factor for factor in FACTORS if factor <= spare]
