"""DICOM objects to photographs. Nothing of pydicom leaves this package.

pydicom takes half a second to import: the modules that use it are imported with the first file.
"""

from fundusviewer.imaging.dicom.entry import (
    SUFFIXES,
    decode,
    decode_small,
    identify,
    is_dicom,
    is_dicom_file,
    photographs_in,
    read_tags,
)

__all__ = [
    "SUFFIXES",
    "decode",
    "decode_small",
    "identify",
    "is_dicom",
    "is_dicom_file",
    "photographs_in",
    "read_tags",
]
