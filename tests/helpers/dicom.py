"""DICOM objects made of photographs, with every attribute that the standard requires of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from pydicom import uid
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence as Items

OPHTHALMIC_8 = uid.OphthalmicPhotography8BitImageStorage
OPHTHALMIC_16 = uid.OphthalmicPhotography16BitImageStorage
WIDE_FIELD = uid.WideFieldOphthalmicPhotographyStereographicProjectionImageStorage

#: Taken on 14 March 2026 at 10:20.
PATIENT_ID, PATIENT_NAME, BIRTH_DATE = "4711-x", "Müller^Änne", "19570213"


def jpeg_of(pixels: np.ndarray, quality: int = 95, **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality, **options)
    return buffer.getvalue()


def ophthalmic(pixels: np.ndarray, **changes: Any) -> Dataset:
    """Return an ophthalmic photograph (PS3.3, A.41), uncompressed.

    Parameters
    ----------
    pixels
        uint8 or uint16, (H, W), (H, W, 3) or with frames before them.
    changes
        Replace elements; ``None`` removes one.
    """
    eight = pixels.dtype == np.uint8
    dataset = _common(OPHTHALMIC_8 if eight else OPHTHALMIC_16)
    dataset.Modality = "OP"
    _ophthalmic_modules(dataset)
    _set_pixels(dataset, pixels)
    dataset.NumberOfFrames = pixels.shape[0] if pixels.ndim == 4 else 1
    dataset.FrameIncrementPointer = 0x00181063
    dataset.FrameTime = "0"
    if dataset.SamplesPerPixel == 1:
        dataset.PresentationLUTShape = "IDENTITY"
    return _changed(dataset, changes)


def wide_field(pixels: np.ndarray, **changes: Any) -> Dataset:
    """Return a wide-field photograph, stereographic projection (PS3.3, A.76), uncompressed."""
    dataset = ophthalmic(pixels, SOPClassUID=WIDE_FIELD)
    dataset.file_meta.MediaStorageSOPClassUID = WIDE_FIELD
    dataset.FrameOfReferenceUID, dataset.PositionReferenceIndicator = uid.generate_uid(), ""
    dataset.OphthalmicAxialLength, dataset.OphthalmicAxialLengthMethod = 24.0, "ESTIMATED"
    algorithm = Dataset()
    algorithm.AlgorithmFamilyCodeSequence = Items([code("123109", "DCM", "Manual Processing")])
    algorithm.AlgorithmName, algorithm.AlgorithmVersion = "projection", "1"
    dataset.TransformationAlgorithmSequence = Items([algorithm])
    dataset.XCoordinatesCenterPixelViewAngle = 0.0
    dataset.YCoordinatesCenterPixelViewAngle = 0.0
    return _changed(dataset, changes)


def secondary_capture(pixels: np.ndarray, **changes: Any) -> Dataset:
    """Return a Secondary Capture image (PS3.3, A.8.1), uncompressed."""
    dataset = _common(uid.SecondaryCaptureImageStorage)
    dataset.Modality = "OT"
    dataset.ConversionType = "WSD"
    dataset.Laterality = "L"
    _set_pixels(dataset, pixels)
    return _changed(dataset, changes)


def compressed(dataset: Dataset, codes: Sequence[bytes], syntax: str, **changes: Any) -> Dataset:
    """Replace an object's pixels by compressed frames."""
    dataset.PixelData = encapsulate(list(codes))
    dataset["PixelData"].VR = "OB"
    dataset.file_meta.TransferSyntaxUID = uid.UID(syntax)
    if "PlanarConfiguration" in dataset:
        dataset.PlanarConfiguration = 0
    return _changed(dataset, changes)


def as_jpeg(pixels: np.ndarray, make: Any = ophthalmic, **changes: Any) -> Dataset:
    """Return an object with a JPEG in it, as cameras write it."""
    code = jpeg_of(pixels, subsampling=0)
    lossy: dict[str, Any] = {
        "PhotometricInterpretation": "YBR_FULL_422",
        "LossyImageCompression": "01",
        "LossyImageCompressionRatio": round(pixels.size / len(code), 2),
        "LossyImageCompressionMethod": "ISO_10918_1",
    }
    return compressed(make(pixels), [code], uid.JPEGBaseline8Bit, **{**lossy, **changes})


def written(path: Path, dataset: Dataset) -> Path:
    dataset.save_as(path, enforce_file_format=True)
    return path


def code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def _changed(dataset: Dataset, changes: dict[str, Any]) -> Dataset:
    for keyword, value in changes.items():
        if value is None:
            dataset.pop(keyword, None)
        else:
            setattr(dataset, keyword, value)
    return dataset


def _common(sop_class: uid.UID) -> Dataset:
    """Patient, study, series, equipment, image and SOP common modules."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID = sop_class
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID = uid.generate_uid()
    dataset.file_meta.TransferSyntaxUID = uid.ExplicitVRLittleEndian
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.PatientID, dataset.PatientName = PATIENT_ID, PATIENT_NAME
    dataset.PatientBirthDate, dataset.PatientSex = BIRTH_DATE, "F"
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = uid.generate_uid(), uid.generate_uid()
    dataset.StudyDate, dataset.StudyTime = "20260314", "101500"
    dataset.StudyID, dataset.AccessionNumber, dataset.ReferringPhysicianName = "S1", "A1", ""
    dataset.SeriesNumber, dataset.InstanceNumber = 1, 1
    dataset.ImageType = ["ORIGINAL", "PRIMARY"]
    dataset.ContentDate, dataset.ContentTime = "20260314", "102000"
    dataset.AcquisitionDateTime = "20260314102000"
    dataset.Manufacturer, dataset.ManufacturerModelName = "Test Optics", "FC-1"
    dataset.DeviceSerialNumber, dataset.SoftwareVersions = "0815", "1.0"
    dataset.PatientOrientation = ["L", "F"]
    dataset.BurnedInAnnotation = "NO"
    dataset.LossyImageCompression = "00"
    return dataset


def _ophthalmic_modules(dataset: Dataset) -> None:
    """Image, region, acquisition and photographic parameters (PS3.3, C.8.17)."""
    dataset.SynchronizationFrameOfReferenceUID = "1.2.840.10008.15.1.1"
    dataset.SynchronizationTrigger = "NO TRIGGER"
    dataset.AcquisitionTimeSynchronized = "N"
    dataset.ImageLaterality = "L"
    dataset.AnatomicRegionSequence = Items([code("5665001", "SCT", "Retina")])
    dataset.PixelSpacing = [0.006, 0.007]
    dataset.PatientEyeMovementCommanded = "NO"
    dataset.HorizontalFieldOfView = 45.0
    dataset.RefractiveStateSequence = Items()
    dataset.EmmetropicMagnification = None
    dataset.IntraOcularPressure = None
    dataset.PupilDilated = "YES"
    dataset.MydriaticAgentSequence = Items()
    dataset.DegreeOfDilation = None
    dataset.AcquisitionDeviceTypeCodeSequence = Items([code("409898007", "SCT", "Fundus Camera")])
    dataset.IlluminationTypeCodeSequence = Items()
    dataset.LightPathFilterTypeStackCodeSequence = Items()
    dataset.ImagePathFilterTypeStackCodeSequence = Items()
    dataset.LensesCodeSequence = Items()
    dataset.DetectorType = "CCD"


def _set_pixels(dataset: Dataset, pixels: np.ndarray) -> None:
    colour = pixels.ndim >= 3 and pixels.shape[-1] == 3
    dataset.SamplesPerPixel = 3 if colour else 1
    dataset.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
    if colour:
        dataset.PlanarConfiguration = 0
    dataset.Rows, dataset.Columns = pixels.shape[-3:-1] if colour else pixels.shape[-2:]
    dataset.BitsAllocated = dataset.BitsStored = pixels.dtype.itemsize * 8
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = 0
    data = pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
    dataset.PixelData = data + b"\0" * (len(data) % 2)
    dataset["PixelData"].VR = "OB" if pixels.dtype == np.uint8 else "OW"
