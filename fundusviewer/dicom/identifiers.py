"""Identifiers of what is written: the same finding always gets the same ones.

An archive that is sent a report twice keeps one. They are UUIDs of names (RFC 9562, version 5),
written as PS3.5, B.2 says.
"""

from __future__ import annotations

import uuid

_OURS = uuid.uuid5(uuid.NAMESPACE_DNS, "fundusviewer.dicom")

#: This program as the device that observed.
DEVICE_UID = f"2.25.{_OURS.int}"


def uid_of(*parts: object) -> str:
    """Return the identifier of what some parts name together."""
    return f"2.25.{uuid.uuid5(_OURS, chr(31).join(map(str, parts))).int}"
