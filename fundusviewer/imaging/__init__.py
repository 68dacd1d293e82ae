"""Files to pixels: reading, field of view, model input, image measures. No Qt, no network."""

from fundusviewer.imaging.field_of_view import find_field_of_view
from fundusviewer.imaging.laterality import laterality_from_name
from fundusviewer.imaging.measures import measure
from fundusviewer.imaging.prepare import InputSpec, to_model_input
from fundusviewer.imaging.reader import MAX_PIXELS, SUFFIXES, ImageFile, decode, load, read_image
from fundusviewer.imaging.reduced import Reduced, read_reduced
from fundusviewer.imaging.types import (
    FieldOfView,
    FundusImage,
    ImageSource,
    Laterality,
    PreparedInput,
    Region,
)

__all__ = [
    "MAX_PIXELS",
    "SUFFIXES",
    "FieldOfView",
    "FundusImage",
    "ImageFile",
    "ImageSource",
    "InputSpec",
    "Laterality",
    "PreparedInput",
    "Reduced",
    "Region",
    "decode",
    "find_field_of_view",
    "laterality_from_name",
    "load",
    "measure",
    "read_image",
    "read_reduced",
    "to_model_input",
]
