"""Photographs without their patients (PS3.15, basic profile), for handing on.

Identifiers and the patient's number become keyed hashes: the photographs of one patient and one
study stay together, and only who has this computer's key can say whose they are.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydicom import dcmread
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileDataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.tag import BaseTag, Tag
from pydicom.uid import UID

from fundusviewer import __version__
from fundusviewer.atomic import write_new
from fundusviewer.dicom.deidentification.burned_in import seems_to_have_text
from fundusviewer.dicom.deidentification.jpeg_comments import without_comments
from fundusviewer.dicom.deidentification.profile import Action, action_for
from fundusviewer.dicom.identifiers import file_of
from fundusviewer.errors import FundusViewerError, OutputError
from fundusviewer.held_files import is_held
from fundusviewer.imaging import read_image
from fundusviewer.imaging.dicom.kinds import JPEG, PHOTOGRAPHS
from fundusviewer.imaging.dicom.parse import peek
from fundusviewer.screening.origin import pseudonym, pseudonymous_number

_DUMMIES: dict[str, object] = {
    "DA": "20000101",
    "DT": "20000101000000",
    "TM": "000000",
    "AS": "000Y",
    "DS": "0",
    "IS": "0",
    "UR": "http://removed.invalid",
    "PN": "REMOVED",
}
_TELLING: list[BaseTag | int] = [Tag("SOPClassUID")]

_NUMBERS = frozenset({"FD", "FL", "SL", "SS", "UL", "US", "SV", "UV"})
_BYTES = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})


@dataclass(frozen=True)
class Deidentified:
    """A photograph that was written without its patient.

    Attributes
    ----------
    file
        Where.
    warnings
        What a person must look at before handing it on.
    """

    file: Path
    warnings: tuple[str, ...]


def deidentify(path: Path, folder: Path) -> Deidentified:
    """Write a photograph without its patient.

    Parameters
    ----------
    path
        A DICOM photograph.
    folder
        Where the new file is written, under its new identifier; must exist.

    Raises
    ------
    OutputError
        If it is no DICOM photograph, is damaged, or cannot be written.
    """
    if is_held(path):
        raise OutputError(f"{path.name}: is the screening database that is open, no photograph")
    try:
        if str(peek(path, _TELLING).get("SOPClassUID")) not in PHOTOGRAPHS:
            raise OutputError(f"{path.name}: is no DICOM photograph; nothing was written")
        # The bounds of reading come first: what follows has none.
        pixels = read_image(path).pixels
        dataset = dcmread(path)
        uid = dataset.get("SOPInstanceUID")
        if not isinstance(uid, str) or not uid:
            raise OutputError(
                f"{path.name}: has no identifier of its own (SOPInstanceUID); nothing was written"
            )
        warnings = _warnings(path, dataset, pixels)
        _clean(dataset)
        _clean_jpeg(dataset)
        _declare(dataset)
        buffer = io.BytesIO()
        dataset.save_as(buffer, enforce_file_format=True)
        file = file_of(folder, str(dataset.SOPInstanceUID))
    except FundusViewerError:
        raise
    # pydicom answers damaged objects with whatever its arithmetic trips over.
    except Exception as error:
        raise OutputError(f"{path.name}: is damaged, nothing was written ({error})") from error
    _write(path, file, buffer.getvalue())
    return Deidentified(file, warnings)


def _write(path: Path, file: Path, data: bytes) -> None:
    """Write a photograph; one that has the name is never replaced, unless it is the same."""
    if not write_new(file, data) and file.read_bytes() != data:
        raise OutputError(
            f"{path.name}: {file} is another photograph, or was written by another version; "
            "choose an empty folder"
        )


def _warnings(path: Path, dataset: Dataset, pixels: np.ndarray) -> tuple[str, ...]:
    """Say where the pixels themselves may tell the patient."""
    if str(dataset.get("BurnedInAnnotation", "")).strip().upper() == "YES":
        return (f"{path.name}: says that text is part of the picture: look at it.",)
    if seems_to_have_text(pixels):
        return (f"{path.name}: there seems to be text beside the retina: look at it.",)
    return ()


def _clean(dataset: Dataset) -> None:
    """Apply the profile to an object or an item of a sequence, and to all inside it."""
    for tag in list(dataset.keys()):
        action = action_for(tag)
        if action is Action.REMOVE:
            del dataset[tag]
            continue
        element = dataset[tag]
        if element.keyword == "PatientID":
            element.value = _patient(dataset)
        elif action is not Action.KEEP:
            _apply(dataset, element, action)
        elif element.VR == "SQ":
            for item in element.value:
                _clean(item)


def _apply(dataset: Dataset, element: DataElement, action: Action) -> None:
    if action is Action.NEW_UID:
        _renew(element)
    elif element.VR == "SQ":
        # A sequence without items is empty, and as good a dummy as any.
        element.value = []
    else:
        element.value = _dummy(element.VR) if action is Action.DUMMY else _empty(element.VR)
    if element.VR in _BYTES and not element.value:
        del dataset[element.tag]


def _dummy(kind: str) -> object:
    if kind in _NUMBERS:
        return 0
    if kind in _BYTES:
        return b""
    return _DUMMIES.get(kind, "REMOVED")


def _empty(kind: str) -> object:
    return None if kind in _NUMBERS else b"" if kind in _BYTES else ""


def _patient(dataset: Dataset) -> str:
    number, issuer = str(dataset.get("PatientID") or ""), str(dataset.get("IssuerOfPatientID", ""))
    return pseudonym(f"{number} ({issuer})" if issuer else number) if number else "REMOVED"


def _renew(element: DataElement) -> None:
    """Replace identifiers; frames of reference that the standard itself defines name no patient."""
    values = element.value if element.VM > 1 else [element.value]
    kept = element.keyword.endswith("FrameOfReferenceUID")
    renewed = [
        str(value) if not value or (kept and _is_registered(str(value))) else _new_uid(str(value))
        for value in values
    ]
    element.value = renewed if len(renewed) > 1 else renewed[0]


def _is_registered(uid: str) -> bool:
    """Return whether the standard defines an identifier: then it has a name and a type."""
    return bool(UID(uid).type)


def _new_uid(uid: str) -> str:
    """Return the same new identifier for the same old one (PS3.5, B.2)."""
    return f"2.25.{pseudonymous_number(uid)}"


def _clean_jpeg(dataset: FileDataset) -> None:
    if dataset.file_meta.TransferSyntaxUID not in JPEG:
        return
    frames = int(dataset.get("NumberOfFrames") or 1)
    codes = generate_frames(dataset.PixelData, number_of_frames=frames)
    dataset.PixelData = encapsulate([without_comments(code) for code in codes])
    dataset["PixelData"].VR = "OB"
    for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
        dataset.pop(keyword, None)


def _declare(dataset: FileDataset) -> None:
    """Say what was done (PS3.15, E.1)."""
    dataset.preamble = bytes(128)
    meta = dataset.file_meta
    meta.MediaStorageSOPInstanceUID = UID(str(dataset.SOPInstanceUID))
    for element in list(meta):
        told = element.keyword.startswith(("SourceApplication", "SendingApplication", "Receiving"))
        if told or element.tag.element in (0x0100, 0x0102) or element.keyword.endswith("Address"):
            del meta[element.tag]
    dataset.PatientIdentityRemoved = "YES"
    dataset.DeidentificationMethod = f"FundusViewer {__version__}, PS3.15 2026c basic profile"
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator = "113100", "DCM"
    item.CodeMeaning = "Basic Application Confidentiality Profile"
    dataset.DeidentificationMethodCodeSequence = [item]
