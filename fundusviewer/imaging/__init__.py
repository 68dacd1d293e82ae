"""Files to pixels: reading, field of view, model input, image measures. No Qt, no network."""

from fundusviewer.imaging.dicom import SUFFIXES as DICOM_SUFFIXES
from fundusviewer.imaging.dicom import is_dicom_file, read_tags
from fundusviewer.imaging.dicom_source import DicomSource, DicomTag
from fundusviewer.imaging.field_of_view import find_field_of_view, retina_box
from fundusviewer.imaging.file import MAX_PIXELS, ImageFile, load, split_frame
from fundusviewer.imaging.laterality import Laterality, laterality_from_name
from fundusviewer.imaging.measures import measure
from fundusviewer.imaging.prepare import InputSpec, to_model_input
from fundusviewer.imaging.raster import load_formats
from fundusviewer.imaging.reader import SUFFIXES, as_far_as_readable, decode, read_image
from fundusviewer.imaging.reduced import Reduced, read_preview, read_reduced
from fundusviewer.imaging.signatures import photographs_in
from fundusviewer.imaging.types import FieldOfView, FundusImage, ImageSource, PreparedInput, Region

__all__ = [
    "DICOM_SUFFIXES",
    "MAX_PIXELS",
    "SUFFIXES",
    "DicomSource",
    "DicomTag",
    "FieldOfView",
    "FundusImage",
    "ImageFile",
    "ImageSource",
    "InputSpec",
    "Laterality",
    "PreparedInput",
    "Reduced",
    "Region",
    "as_far_as_readable",
    "decode",
    "find_field_of_view",
    "is_dicom_file",
    "laterality_from_name",
    "load",
    "load_formats",
    "measure",
    "photographs_in",
    "read_image",
    "read_preview",
    "read_reduced",
    "read_tags",
    "retina_box",
    "split_frame",
    "to_model_input",
]
