"""The picture for people: the photograph with what was found drawn on it."""

from __future__ import annotations

import numpy as np
from highdicom import UID
from highdicom.sc import SCImage
from pydicom.dataset import Dataset
from pydicom.uid import JPEGBaseline8Bit

from fundusviewer.dicom.identifiers import uid_of
from fundusviewer.dicom.result import Result
from fundusviewer.dicom.study import MANUFACTURER, add_equipment, add_shared
from fundusviewer.imaging import Laterality

_SERIES_NUMBERS = {None: 9102, Laterality.OD: 9103, Laterality.OS: 9104}
_SIDES = {Laterality.OD: "R", Laterality.OS: "L"}


def secondary_capture(
    result: Result, header: Dataset, frame: int | None, pixels: np.ndarray
) -> Dataset:
    """Return the picture as a Secondary Capture image of the photograph's study.

    Parameters
    ----------
    result
        What was found.
    header
        The photograph's object, without pixels.
    frame
        Which of its photographs; ``None`` for an object with one.
    pixels
        uint8 (H, W, 3) RGB, the photograph with label and heat map.
    """
    image: Dataset = SCImage(
        pixel_array=pixels,
        # JPEG as every viewer reads it; the overlay's letters are large enough for it.
        transfer_syntax_uid=JPEGBaseline8Bit,
        photometric_interpretation="YBR_FULL_422",
        bits_allocated=8,
        coordinate_system="PATIENT",
        patient_orientation=("L", "F"),
        study_instance_uid=header.StudyInstanceUID,
        series_instance_uid=UID(uid_of("SC", header.StudyInstanceUID, result.eye)),
        series_number=_SERIES_NUMBERS[result.eye],
        sop_instance_uid=UID(uid_of("SC", header.SOPInstanceUID, *result.state)),
        instance_number=1,
        manufacturer=MANUFACTURER,
        laterality=None if result.eye is None else _SIDES[result.eye],
    )
    add_shared(image, header)
    add_equipment(image, result.moment)
    _mark_as_derived(image, result, header, frame, pixels)
    return image


def _mark_as_derived(
    image: Dataset, result: Result, header: Dataset, frame: int | None, pixels: np.ndarray
) -> None:
    method = result.method
    if result.eye is None:
        image.Laterality = ""
    # That of the photograph; empty where it does not say.
    image.PatientOrientation = header.get("PatientOrientation") or ""
    image.ImageType = ["DERIVED", "SECONDARY", "OTHER"]
    image.ConversionType = "SYN"
    image.BurnedInAnnotation = "YES"
    image.DerivationDescription = (
        f"Overlay by FundusViewer {result.row.found.application_version}, {method.model_name} "
        f"{method.model_version}. For research use only."
    )
    image.SeriesDescription = "FundusViewer overlay (research use only)"
    image.LossyImageCompression = "01"
    image.LossyImageCompressionRatio = round(pixels.size / len(image.PixelData), 2)
    image.LossyImageCompressionMethod = "ISO_10918_1"
    source = Dataset()
    source.ReferencedSOPClassUID = header.SOPClassUID
    source.ReferencedSOPInstanceUID = header.SOPInstanceUID
    if frame is not None:
        source.ReferencedFrameNumber = frame
    image.SourceImageSequence = [source]
