"""What can be written of a finding."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Structured report, picture with overlay, readers' marks, PDF document."""

    REPORT = "report"
    PICTURE = "picture"
    MARKS = "marks"
    DOCUMENT = "document"
