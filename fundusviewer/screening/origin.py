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
from fundusviewer.screening.person import is_placeholder, one_spelling

_KEY_BYTES = 32
_PSEUDONYM, _KEY_FILE = "DICOM-", "pseudonyms.key"

#: The placeholders that are met most.
_USUAL = (
    "anon anonym anonymous anonymized anonymised anonymous^patient deidentified de-identified "
    "dummy n/a na no_id noid noname none null patient removed test test^patient unbekannt unknown "
    "unknown^unknown"
).split()
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
    if patient is None:
        return columns | {"date": day if keep_identity else None, "visit": _study(source)}
    # One number may have been given to several people when theirs were removed.
    apart = f"\n{source.study_uid}" if source.identity_removed else ""
    visit = day and _letters(f"{patient}\n{day}{apart}", _VISIT_LETTERS)
    if keep_identity:
        # Names and days of birth are never stored.
        by_name = is_placeholder(source.patient_id)
        stored = pseudonym(patient) if by_name else patient
        return columns | {"patient": stored, "visit": visit if apart else None}
    return columns | {"patient": pseudonym(patient), "date": None, "visit": visit}


def pseudonym(patient: str) -> str:
    """Return what stands for a patient on this computer: always the same.

    Raises
    ------
    StoreError
        If the key cannot be read or made.
    """
    return f"{_PSEUDONYM}{_letters(patient, _PATIENT_LETTERS)}"


def is_nobody(told: str) -> bool:
    """Return whether a stored patient is a placeholder, or the pseudonym of one.

    Older versions stored them; what a database holds is never changed.
    """
    if not told.startswith(_PSEUDONYM):
        return is_placeholder(told)
    key = user_data_dir() / _KEY_FILE
    return key.exists() and told in _pseudonyms_of_nobody(key)


@lru_cache(maxsize=8)
def _pseudonyms_of_nobody(_key_file: Path) -> frozenset[str]:
    signs = [sign * count for sign in "0X-?" for count in range(1, 13)]
    spelled = [form(word) for word in _USUAL for form in (str, str.upper, str.lower, str.title)]
    return frozenset(map(pseudonym, (*signs, *spelled)))


def pseudonymous_number(text: str) -> int:
    """Return a number of 128 bits that stands for a text on this computer.

    Raises
    ------
    StoreError
        If the key cannot be read or made.
    """
    return int.from_bytes(_digest(text)[:16])


def _patient(source: DicomSource) -> str | None:
    """Return what tells patients apart: the number with its issuer, or the name and day of birth.

    ``None`` where they are words that stand for nobody, and for a name alone: strangers share it.
    """
    if not is_placeholder(source.patient_id):
        issuer = f" ({source.issuer})" if source.issuer else ""
        return one_spelling(f"{source.patient_id}{issuer}")
    if is_placeholder(source.patient_name) or is_placeholder(source.patient_birth_date):
        return None
    return one_spelling(f"{source.patient_name} {source.patient_birth_date}")


def _study(source: DicomSource) -> str | None:
    """Return what holds photographs of a patient together whom the object does not name."""
    if not source.study_uid:
        return None
    # Where one study was made of many, what is left of the patients keeps them apart.
    rest = (source.patient_name, source.patient_birth_date, source.patient_sex)
    return f"STUDY-{_letters(chr(10).join((source.study_uid, *rest)), _PATIENT_LETTERS)}"


def _letters(text: str, count: int) -> str:
    return base64.b32encode(_digest(text)).decode()[:count]


def _digest(text: str) -> bytes:
    return hmac.digest(_key(user_data_dir() / _KEY_FILE), text.encode(), hashlib.sha256)


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
