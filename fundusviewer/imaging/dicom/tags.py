"""All elements of an object in words, for people who search in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileDataset
from pydicom.multival import MultiValue

from fundusviewer.imaging.dicom.metadata import source_from
from fundusviewer.imaging.dicom.parse import parse, transfer_syntax
from fundusviewer.imaging.dicom_source import DicomSource, DicomTag

#: Most elements that are shown, and most letters of each.
_MAX_TAGS, _MAX_LETTERS = 5000, 300

_BYTES = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})


def told_by(data: bytes, frame: int | None) -> tuple[DicomSource, tuple[DicomTag, ...]]:
    """Return the facts of an object, and its elements before the pixels in their order.

    Raises
    ------
    RefusalError
        If the object cannot be read.
    """
    header = parse(data).header
    syntax = str(transfer_syntax(header) or "")
    return source_from(header, syntax, frame or 1), _tags(header)


def _tags(header: FileDataset) -> tuple[DicomTag, ...]:
    found: list[DicomTag] = []
    for dataset in (header.file_meta, header):
        for tag in _walk(dataset, 0):
            if len(found) == _MAX_TAGS:
                return tuple(found)
            found.append(tag)
    return tuple(found)


def _walk(dataset: Dataset, depth: int) -> Iterator[DicomTag]:
    for element in dataset:
        items = element.value or () if element.VR == "SQ" else ()
        yield DicomTag(_place(element), _name(element), _value(element), depth)
        for item in items:
            yield from _walk(item, depth + 1)


def _place(element: DataElement) -> str:
    return f"({element.tag.group:04X},{element.tag.element:04X})"


def _name(element: DataElement) -> str:
    return "" if element.tag.is_private else str(element.name)


def _value(element: DataElement) -> str:
    if element.VR == "SQ":
        count = len(element.value or ())
        return "1 item" if count == 1 else f"{count} items"
    if element.VR in _BYTES and isinstance(element.value, bytes):
        return f"{len(element.value):,} bytes"
    # An identifier is told by its name, where the standard has one for it.
    value = getattr(element.value, "name", element.value) if element.VR == "UI" else element.value
    if isinstance(value, MultiValue):
        value = ", ".join(map(str, value))
    text = "" if value is None else str(value)
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text).strip()[:_MAX_LETTERS]
