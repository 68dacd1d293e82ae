"""What the database keeps of one examined file, apart from any database.

It is small (1.4 kB where the pixels of a finding are two megabytes), can be pickled and
written as JSON, and holds no open file: it can be made on one computer and stored on another.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.errors import StoreError
from fundusviewer.screening.database.result import lesion_columns, result_columns
from fundusviewer.screening.examination.examine import Failure
from fundusviewer.screening.examination.finding import Finding
from fundusviewer.screening.origin import origin_columns
from fundusviewer.screening.places.address import as_text, whole

#: The only column that JSON has no kind of value for.
_BYTES = "embedding"


@dataclass(frozen=True)
class FindingRecord:
    """One file and what was found.

    Attributes
    ----------
    path
        The file, absolute, or its address.
    problem
        Why it was not examined; then there is nothing else.
    sha256, width, height
        Of the photograph.
    result, origin, lesions
        Columns of the tables of these names; ``None``: no row in them.
    unreached
        Whether a drive or a network was the problem, not the photograph.
    """

    path: str
    problem: str | None = None
    sha256: str = ""
    width: int = 0
    height: int = 0
    result: Mapping[str, object] | None = None
    origin: Mapping[str, object] | None = None
    lesions: Mapping[str, object] | None = None
    unreached: bool = False

    def fields(self) -> dict[str, object]:
        """Return all of it as values that JSON has."""
        if self.result is None:
            unreached = {"unreached": True} if self.unreached else {}
            return {"path": self.path, "problem": self.problem, **unreached}
        result = dict(self.result)
        packed = result.get(_BYTES)
        if isinstance(packed, bytes):
            result[_BYTES] = base64.b64encode(packed).decode()
        return {
            "path": self.path,
            "sha256": self.sha256,
            "width": self.width,
            "height": self.height,
            "result": result,
            "origin": self.origin,
            "lesions": self.lesions,
        }

    @classmethod
    def of_fields(cls, fields: Mapping[str, object]) -> FindingRecord:
        """Return what :meth:`fields` was made of.

        Raises
        ------
        StoreError
            If these are not its fields.
        """
        try:
            record = cls(**fields)  # type: ignore[arg-type]
            result = record.result
            if result is None:
                if not isinstance(record.problem, str):
                    raise TypeError("neither a result nor a problem")
                return record
            result = dict(result)
            if result.get(_BYTES) is not None:
                result[_BYTES] = base64.b64decode(str(result[_BYTES]))
            os.fsencode(record.path)
        except (TypeError, ValueError) as error:
            raise StoreError(f"is no record of a finding: {error}") from error
        return cls(**{**fields, "result": result})  # type: ignore[arg-type]


def record_of(outcome: Finding | Failure, *, keep_identity: bool) -> FindingRecord:
    """Return what is kept of an outcome.

    Parameters
    ----------
    outcome
        Of one file.
    keep_identity
        Whether patient and day of DICOM objects are kept as they are; pseudonyms otherwise.
    """
    path = as_text(whole(Path(outcome.path)))
    if isinstance(outcome, Failure):
        return FindingRecord(path, outcome.reason, unreached=outcome.unreached)
    image, lesions = outcome.image, outcome.lesions
    source = image.source.dicom
    return FindingRecord(
        path,
        None,
        image.source.sha256,
        image.width,
        image.height,
        result_columns(outcome),
        None if source is None else origin_columns(source, keep_identity=keep_identity),
        None if lesions is None else lesion_columns(lesions),
    )
