"""The study of a photograph, for objects that are to lie in it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pydicom
from pydicom import config
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.valuerep import validate_value

from fundusviewer import __version__
from fundusviewer.dicom.identifiers import is_uid
from fundusviewer.errors import OutputError
from fundusviewer.held_files import is_held
from fundusviewer.imaging import split_frame

#: What every object of the study says of patient and study, present though it may be empty.
SHARED = (
    "PatientID",
    "PatientName",
    "PatientBirthDate",
    "PatientSex",
    "StudyInstanceUID",
    "StudyDate",
    "StudyTime",
    "StudyID",
    "AccessionNumber",
    "ReferringPhysicianName",
)

#: Also taken over where they are there.
_ALSO_SHARED = ("IssuerOfPatientID", "StudyDescription", "PatientAge")

#: What is left empty where the photograph's object breaks the standard. Not so the patient's name
#: and number and the study: what is written must be found beside the photograph.
_CHECKED = frozenset(SHARED) - {"PatientID", "PatientName", "StudyInstanceUID"}

#: What another object names to refer to a photograph.
_IDENTIFIERS = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")

#: Most letters of a wrong one that are quoted.
_QUOTED = 64

MANUFACTURER = MODEL_NAME = "FundusViewer"


def read_study(path: Path) -> Dataset:
    """Return the elements of a photograph's object, without its pixels.

    Raises
    ------
    OutputError
        If the file is no DICOM object or belongs to no study.
    """
    file, _ = split_frame(path)
    if is_held(file):
        raise OutputError(f"{file.name}: is the screening database that is open, no photograph")
    try:
        header = pydicom.dcmread(file, stop_before_pixels=True, force=True)
        # Whoever reads the same texts elsewhere needs no table of old character sets.
        header.decode()
    # pydicom answers damaged objects with whatever its arithmetic trips over.
    except Exception as error:
        raise OutputError(f"{path.name}: cannot be read as DICOM ({error})") from error
    if not header.get("StudyInstanceUID") or not header.get("SOPInstanceUID"):
        raise OutputError(f"{path.name}: is no DICOM object of a study")
    for keyword in SHARED:
        element = header.get_item(keyword)
        missing = element is None or header.get(keyword) is None
        if missing or (keyword in _CHECKED and not _is_valid(header[keyword])):
            setattr(header, keyword, "")
    header.SpecificCharacterSet = "ISO_IR 192"
    return header


def check_identifiers(path: Path, header: Dataset) -> None:
    """Refuse a photograph's object to which no other one can refer.

    Raises
    ------
    OutputError
        If an identifier is missing or is none (PS3.5, 9.1).
    """
    for keyword in _IDENTIFIERS:
        told = str(header.get(keyword) or "")
        if not is_uid(told):
            what = f"“{told[:_QUOTED]}”" if told else "nothing"
            raise OutputError(
                f"{path.name}: findings cannot refer to this DICOM object: its {keyword} must be "
                f"an identifier, and it says {what}"
            )


def _is_valid(element: DataElement) -> bool:
    """Return whether an element has one value, and one that the standard allows."""
    text = str(element.value)
    if element.VM > 1 or (element.keyword == "PatientSex" and text not in ("", "M", "F", "O")):
        return False
    # pydicom takes ranges of a search for dates and times.
    if element.VR in ("DA", "TM") and not re.fullmatch(r"[0-9.]*", text):
        return False
    try:
        validate_value(element.VR, text, config.RAISE)
    except ValueError:
        return False
    return element.VR != "DA" or "." not in text


def add_shared(dataset: Dataset, header: Dataset) -> None:
    """Write patient and study of a photograph into another object."""
    for keyword in (*SHARED, *_ALSO_SHARED):
        if keyword in header:
            dataset[keyword] = header[keyword]
    dataset.SpecificCharacterSet = "ISO_IR 192"


def add_equipment(dataset: Dataset, moment: dt.datetime) -> None:
    """Write which program made an object, and when."""
    dataset.Manufacturer, dataset.ManufacturerModelName = MANUFACTURER, MODEL_NAME
    dataset.SoftwareVersions = __version__
    dataset.DeviceSerialNumber = __version__
    dataset.InstanceCreationDate = dataset.ContentDate = dataset.SeriesDate = moment.date()
    dataset.InstanceCreationTime = dataset.ContentTime = dataset.SeriesTime = moment.time()
