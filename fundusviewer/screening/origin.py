"""What the database keeps of a DICOM object's patient: a pseudonym, or what the user wants.

A pseudonym is a keyed hash (HMAC-SHA-256, RFC 2104) of the patient's number. Its key lies in the
user's data folder and never in the database: who has the database alone cannot try out numbers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache
from pathlib import Path

from fundusviewer.atomic import write_atomically
from fundusviewer.errors import FundusViewerError, StoreError
from fundusviewer.imaging import DicomSource
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_data_dir
from fundusviewer.screening.rows import printable

_KEY_BYTES = 32
_PATIENT_LETTERS, _VISIT_LETTERS = 10, 6


def origin_columns(source: DicomSource, *, keep_identity: bool) -> dict[str, object]:
    """Return the columns of the table ``origin`` for a photograph.

    Parameters
    ----------
    source
        What its object tells.
    keep_identity
        Whether the user wants the patient's number and the day in the database.

    Raises
    ------
    StoreError
        If the key of the pseudonyms cannot be read or made.
    """
    patient = _patient(source)
    day = None if source.day is None else source.day.isoformat()
    columns: dict[str, object] = {
        "patient": patient,
        "eye": None if source.laterality is None else source.laterality.value,
        "date": day,
        "visit": None,
        "pseudonymous": int(not keep_identity),
    }
    if keep_identity and patient is not None and not source.patient_id:
        # Name and birth date are never stored: a pseudonym tells these patients apart.
        return columns | {"patient": pseudonym(patient)}
    if keep_identity:
        return columns
    if patient is None:
        return columns | {"date": None}
    return columns | {
        "patient": pseudonym(patient),
        "date": None,
        "visit": day and _letters(f"{patient}\n{day}", _VISIT_LETTERS),
    }


def pseudonym(patient: str) -> str:
    """Return what stands for a patient on this computer: always the same.

    Raises
    ------
    StoreError
        If the key cannot be read or made.
    """
    return f"DICOM-{_letters(patient, _PATIENT_LETTERS)}"


def pseudonymous_number(text: str) -> int:
    """Return a number of 128 bits that stands for a text on this computer.

    Raises
    ------
    StoreError
        If the key cannot be read or made.
    """
    return int.from_bytes(_digest(text)[:16])


def _patient(source: DicomSource) -> str | None:
    """Return what tells patients apart: the number with its issuer, or the name."""
    if not source.patient_id:
        told = (source.patient_name, source.patient_birth_date)
        return printable(" ".join(part for part in told if part)) or None
    issuer = f" ({source.issuer})" if source.issuer else ""
    return printable(f"{source.patient_id}{issuer}")


def _letters(text: str, count: int) -> str:
    return base64.b32encode(_digest(text)).decode()[:count]


def _digest(text: str) -> bytes:
    return hmac.digest(_key(user_data_dir() / "pseudonyms.key"), text.encode(), hashlib.sha256)


@lru_cache(maxsize=8)
def _key(path: Path) -> bytes:
    """Return the user's key; made where there is none."""
    try:
        if not path.exists():
            make_private_folder(path.parent)
            _write_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from error
    if len(key) != _KEY_BYTES:
        raise StoreError(f"{path}: is no key of {_KEY_BYTES} bytes; restore a copy of it")
    return key


def _write_key(path: Path) -> None:
    try:
        write_atomically(path, secrets.token_bytes(_KEY_BYTES), private=True)
    except FundusViewerError as error:
        raise StoreError(str(error)) from error
