"""What a DICOM object tells about a photograph, in plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fundusviewer.imaging.laterality import Laterality


@dataclass(frozen=True)
class DicomSource:
    """The facts of a DICOM object that the program uses.

    Texts are empty where the object does not tell; they hold no line breaks.

    Attributes
    ----------
    sop_class_uid, sop_class
        Kind of object: identifier and name, for instance
        ``"Ophthalmic Photography 8 Bit Image Storage"``.
    sop_instance_uid, study_uid, series_uid
        Identifiers of object, study and series.
    transfer_syntax_uid
        How it was stored.
    frame, frames
        Which photograph of how many in the object, from 1 on.
    patient_id, issuer
        The patient's number and who gave it.
    patient_name
        As stored, with ``^`` between its parts.
    patient_birth_date, patient_sex
        As stored: ``YYYYMMDD``; ``M``, ``F`` or ``O``.
    identity_removed
        Whether the object says that the patient's identity was removed from it.
    study_date
        Day of the study; ``None`` where it is not told.
    acquired
        When the photograph was taken, the day at least; ``None`` where it is not told.
    laterality
        The eye; the image's own statement stands above that of its series.
    laterality_contradicts
        Whether image and series name different eyes.
    laterality_unknown
        What the object says of the eye in words that are not understood; empty otherwise.
    camera
        Manufacturer and model.
    field_of_view
        Horizontal, in degrees.
    pupil_dilated
        ``None`` where it is not told.
    pixel_spacing
        Height and width of a pixel on the retina in millimetres.
    burned_in
        Whether the object says that text is part of the picture; ``None`` where it says nothing.
    """

    sop_class_uid: str
    sop_class: str
    sop_instance_uid: str
    study_uid: str
    series_uid: str
    transfer_syntax_uid: str
    frame: int
    frames: int
    patient_id: str
    issuer: str
    patient_name: str
    patient_birth_date: str
    patient_sex: str
    identity_removed: bool
    study_date: dt.date | None
    acquired: dt.date | dt.datetime | None
    laterality: Laterality | None
    laterality_contradicts: bool
    laterality_unknown: str
    camera: str
    field_of_view: float | None
    pupil_dilated: bool | None
    pixel_spacing: tuple[float, float] | None
    burned_in: bool | None

    @property
    def day(self) -> dt.date | None:
        """The day on which the photograph was taken, or else that of its study."""
        if isinstance(self.acquired, dt.datetime):
            return self.acquired.date()
        return self.acquired or self.study_date


@dataclass(frozen=True)
class DicomTag:
    """One element of a DICOM object, as it can be shown.

    Attributes
    ----------
    place
        Group and element, ``"(0010,0010)"``.
    name
        For instance ``"Patient's Name"``; empty where the element is private and unknown.
    value
        One line.
    depth
        0, or how many sequences it lies in.
    """

    place: str
    name: str
    value: str
    depth: int
