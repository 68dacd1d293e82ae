"""Why a DICOM object is no photograph that can be read."""

from __future__ import annotations


class RefusalError(ValueError):
    """The end of a sentence that begins with the file's name."""
