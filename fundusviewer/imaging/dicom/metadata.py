"""An object's elements to plain facts. What is missing or wrong is left out, never guessed."""

from __future__ import annotations

import datetime as dt
import math
import re

from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.uid import UID

from fundusviewer.imaging.dicom.layout import frames_of
from fundusviewer.imaging.dicom_source import DicomSource
from fundusviewer.imaging.laterality import laterality_from_word

#: The object does not tell the eye (PS3.3, C.7.3.1.1.1: U, unpaired or unknown).
_NO_EYE = frozenset({"", "U", "UNKNOWN", "UNPAIRED", "NONE", "NA", "N/A"})
_LONGEST = 200

#: Where the day of a photograph is looked for, after the acquisition's date and time.
_DAYS = ("AcquisitionDate", "ContentDate", "DateOfSecondaryCapture", "SeriesDate")


def source_from(header: Dataset, transfer_syntax: str, frame: int) -> DicomSource:
    """Return what an object tells about its photograph.

    Parameters
    ----------
    header
        Its elements.
    transfer_syntax
        How it is stored.
    frame
        Which of its photographs is meant, from 1 on.
    """
    sop_class = UID(text(header, "SOPClassUID"))
    statements = [text(header, "ImageLaterality"), text(header, "Laterality")]
    image_eye, series_eye = (laterality_from_word(statement) for statement in statements)
    return DicomSource(
        sop_class_uid=str(sop_class),
        sop_class=sop_class.name,
        sop_instance_uid=text(header, "SOPInstanceUID"),
        study_uid=text(header, "StudyInstanceUID"),
        series_uid=text(header, "SeriesInstanceUID"),
        transfer_syntax_uid=transfer_syntax,
        frame=frame,
        frames=frames_of(header),
        patient_id=text(header, "PatientID"),
        issuer=text(header, "IssuerOfPatientID"),
        patient_name=text(header, "PatientName"),
        patient_birth_date=text(header, "PatientBirthDate"),
        patient_sex=text(header, "PatientSex"),
        identity_removed=_identity_removed(header),
        study_date=_day(text(header, "StudyDate")),
        acquired=_acquired(header),
        laterality=image_eye or series_eye,
        laterality_contradicts=None not in (image_eye, series_eye) and image_eye != series_eye,
        laterality_unknown=next((one for one in statements if _is_riddle(one)), ""),
        camera=_camera(header),
        field_of_view=_positive(header.get("HorizontalFieldOfView")),
        pupil_dilated={"YES": True, "NO": False}.get(text(header, "PupilDilated").upper()),
        pixel_spacing=_spacing(header),
        burned_in={"YES": True, "NO": False}.get(text(header, "BurnedInAnnotation").upper()),
    )


def text(header: Dataset, keyword: str) -> str:
    """Return an element as one line of text, empty where it is missing."""
    value = header.get(keyword)
    if value is None:
        return ""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", str(value)).strip()[:_LONGEST]


def _identity_removed(header: Dataset) -> bool:
    said = text(header, "PatientIdentityRemoved").upper()
    methods = ("DeidentificationMethod", "DeidentificationMethodCodeSequence")
    return said == "YES" or (not said and any(header.get(keyword) for keyword in methods))


def _is_riddle(statement: str) -> bool:
    """Return whether a statement of the eye is neither understood nor a way to say nothing."""
    return laterality_from_word(statement) is None and statement.upper() not in _NO_EYE


def _acquired(header: Dataset) -> dt.date | dt.datetime | None:
    moment = _moment(text(header, "AcquisitionDateTime"))
    if moment is not None:
        return moment
    days = (_day(text(header, keyword)) for keyword in _DAYS)
    return next((day for day in days if day is not None), None)


def _moment(value: str) -> dt.datetime | dt.date | None:
    """Return the time without its fraction and zone: the camera's own clock."""
    digits = re.match(r"\d*", value)
    number = digits[0] if digits else ""
    try:
        if len(number) >= 14:
            return dt.datetime.strptime(number[:14], "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return _day(number)


def _day(value: str) -> dt.date | None:
    # The form with dots is that of the first edition of the standard.
    digits = value.replace(".", "")[:8]
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date() if len(digits) == 8 else None
    except ValueError:
        return None


def _camera(header: Dataset) -> str:
    maker, model = text(header, "Manufacturer"), text(header, "ManufacturerModelName")
    return model if model.lower().startswith(maker.lower()) else f"{maker} {model}".strip()


def _spacing(header: Dataset) -> tuple[float, float] | None:
    value = header.get("PixelSpacing")
    if not isinstance(value, MultiValue) or len(value) != 2:
        return None
    height, width = _positive(value[0]), _positive(value[1])
    return None if height is None or width is None else (height, width)


def _positive(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None
