"""Which objects are photographs, and how their pixels may be stored."""

from __future__ import annotations

from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.uid import UID

from fundusviewer.imaging.dicom.refusal import RefusalError

#: The objects that are read.
PHOTOGRAPHS = frozenset(
    {
        uid.OphthalmicPhotography8BitImageStorage,
        uid.OphthalmicPhotography16BitImageStorage,
        uid.WideFieldOphthalmicPhotographyStereographicProjectionImageStorage,
        uid.WideFieldOphthalmicPhotography3DCoordinatesImageStorage,
        uid.SecondaryCaptureImageStorage,
        uid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
        uid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
        uid.MultiFrameTrueColorSecondaryCaptureImageStorage,
        uid.VLPhotographicImageStorage,
    }
)

NATIVE = frozenset(
    {uid.ImplicitVRLittleEndian, uid.ExplicitVRLittleEndian, uid.ExplicitVRBigEndian}
)
JPEG = frozenset(
    {uid.JPEGBaseline8Bit, uid.JPEGExtended12Bit, uid.JPEGLossless, uid.JPEGLosslessSV1}
)
JPEG_2000 = frozenset({uid.JPEG2000Lossless, uid.JPEG2000})
JPEG_LS = frozenset({uid.JPEGLSLossless, uid.JPEGLSNearLossless})
RLE = frozenset({uid.RLELossless})

#: Written into every picture that the program makes of a finding, in Manufacturer's Model Name.
OUR_MODEL_NAME = "FundusViewer"


def check_kind(header: Dataset) -> None:
    """Refuse what is no photograph.

    Raises
    ------
    RefusalError
        If it is an object of another kind, or a picture that this program made: a heat map must
        never be graded.
    """
    sop_class = UID(str(header.get("SOPClassUID", "")))
    if sop_class not in PHOTOGRAPHS:
        name = sop_class.name if sop_class.is_valid and sop_class else "of an unknown kind"
        raise RefusalError(
            f"is no photograph but a DICOM object “{name}”; allowed are ophthalmic photographs, "
            "Secondary Capture and VL Photographic images"
        )
    if is_ours(header):
        raise RefusalError("is a picture that FundusViewer made of a finding, not a photograph")


def is_ours(header: Dataset) -> bool:
    """Return whether this program made the object."""
    return str(header.get("ManufacturerModelName", "")).strip() == OUR_MODEL_NAME


def is_photograph(header: Dataset) -> bool:
    """Return whether a folder's list shall hold the object.

    One that is damaged is in it, so that its row says so; reports, documents and the pictures
    that this program made are not.
    """
    sop_class = str(header.get("SOPClassUID", ""))
    if is_ours(header):
        return False
    return sop_class in PHOTOGRAPHS or "Rows" in header or not sop_class
