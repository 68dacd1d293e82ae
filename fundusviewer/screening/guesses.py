"""What the parts of common names mean: numbers, days and times, folders. Nothing uncertain counts.

Cameras put day and time into names, clinics numbers of rooms and of exports. What may be either is
no patient: two strangers must never become one.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.imaging.laterality import EYE_WORDS, PHOTOGRAPH_WORDS
from fundusviewer.screening.person import is_person, is_persons_folder, one_spelling

SEPARATOR = r"[ _.\-]+"

#: A day as year, month, day; or as day (or month), month (or day), year.
DAY = (
    r"(?:(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d"
    r"|[0-3]\d[-_.][0-3]\d[-_.](?:19|20)\d\d)"
)

#: The same since there have been fundus cameras without film; days before may be days of birth.
RECENT_DAY = DAY.replace(r"(?:19|20)\d\d", r"(?:199\d|20\d\d)")

#: A time with its seconds, or with signs between; behind a day without any sign also without both.
_CLOCK = (
    r"(?:[01]\d|2[0-3])"
    r"(?:[-_.:]?[0-5]\d[-_.:]?[0-5]\d(?:[-_.,]?\d{3,6})?"
    r"|h[0-5]\d(?:m(?:in)?(?:[0-5]\d)?s?)?"
    r"|[-.:][0-5]\d)"
)
TIME = rf"(?:(?:[ _.\-]*[T_ .\-][ _.\-]*)?{_CLOCK}|(?:[01]\d|2[0-3])[0-5]\d)(?!\d)"

#: Hours at which clinics take photographs.
_WORKING_TIME = r"(?:0[6-9]|1\d|2[01])[-.:]?[0-5]\d"

#: A time of day, or seconds since 1970 (with thousandths).
_TIMED = re.compile(
    rf"(.+?){SEPARATOR}(?:{_WORKING_TIME}[-.:]?[0-5]\d|1[0-9]\d{{8}}(?:\d{{3}})?)", re.DOTALL
)
_DATED = re.compile(rf"(.+?){SEPARATOR}({DAY}){SEPARATOR}{_WORKING_TIME}", re.DOTALL)
_ONLY_TIME = re.compile(rf"{_WORKING_TIME}(?:[-.:]?[0-5]\d)?")
_ONLY_DAY = re.compile(DAY)

#: Hospitals' numbers have as many digits; shorter ones may count a folder's patients.
_LONG_NUMBER = 5

_EYE = re.compile(EYE_WORDS)
_BEHIND = re.compile(r"\d{1,2}")
_MOMENT = re.compile(rf"{DAY}(?:{TIME})?")
_CHUNKS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Guess:
    """What a part of a name tells.

    Attributes
    ----------
    patient
        ``None`` where it does not tell for certain.
    day
        A day as it was written, where there was one.
    """

    patient: str | None
    day: str | None = None


def guess_patient(text: str, day: str | None) -> Guess:
    """Return whose photograph it is by the part of a name before the eye.

    Parameters
    ----------
    text
        The part, without the day and time that could be told from it.
    day
        The day that stands behind it, as it was written.
    """
    dated = _DATED.fullmatch(text)
    if day is None and dated is not None:
        # "12345_20260314_1015": a time behind a number; behind a word it may be the number.
        has_number = any(sign.isdecimal() for sign in dated[1])
        return Guess(_person(dated[1]) if has_number else None, dated[2])
    timed = _TIMED.fullmatch(text)
    if timed is not None and is_person(timed[1]):
        return Guess(None, day)
    return Guess(_person(text), day)


def guess_patient_behind_day(text: str, day: str, *, has_time: bool) -> Guess:
    """Return whose photograph it is by what stands between a day and the eye.

    A short number may count the day's patients: it is that day's alone. Behind a time it may count
    photographs.
    """
    if _ONLY_TIME.fullmatch(text):
        return Guess(None, day)
    if text.isdecimal() and len(text) < 5:
        return Guess(None if has_time else one_spelling(f"{day}_{text}"), day)
    return Guess(_person(text), day)


def day_of(text: str | None) -> dt.date | None:
    """Return the day that is written so; ``None`` where that is not certain."""
    digits = re.sub(r"\D", "", text or "")
    form = "%Y%m%d" if re.match(r"(?:19|20)\d\d", text or "") else "%d%m%Y"
    # 02-01-2026 and 02_01_2026 are another day in America.
    if form == "%d%m%Y" and "." not in (text or "") and digits[2:4] <= "12" >= digits[:2]:
        return None
    try:
        if len(digits) != len("20250301"):
            return dt.datetime.strptime(digits, form).date()
        if form == "%Y%m%d":
            return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        return dt.date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None


def is_eye_alone(stem: str) -> bool:
    """Return whether a name tells an eye and nothing that tells photographs of people apart.

    ``image_L``, ``OD``, ``left_2``, ``20260314_101530_R``: no folder holds such names twice. Not so
    ``IMG_0001_L``: a folder may hold a thousand of them.
    """
    chunks = _CHUNKS.findall(_MOMENT.sub(" ", stem))
    eyes = [place for place, chunk in enumerate(chunks) if _EYE.fullmatch(chunk)]
    if not eyes:
        return False
    words = [chunk for chunk in chunks[: eyes[-1]] if not _EYE.fullmatch(chunk)]
    behind = [chunk for chunk in chunks[eyes[-1] + 1 :] if not _BEHIND.fullmatch(chunk)]
    return all(word.lower() in PHOTOGRAPH_WORDS for word in (*words, *behind))


def guess_by_folder(folder: Path) -> tuple[Guess, Path]:
    """Return whose photographs a folder holds by its name, and the person's folder.

    A folder that is named like a day is one visit in the person's folder.
    """
    day = one_spelling(folder.name)
    if not _ONLY_DAY.fullmatch(day):
        return Guess(_of_folder(folder)), folder
    return Guess(_of_folder(folder.parent), day), folder.parent


def is_short_number(patient: str) -> bool:
    """Return whether a number is so short that each folder may give it anew."""
    return patient.isdecimal() and len(patient) < _LONG_NUMBER


def visit_in(folder: Path, patient: str) -> str | None:
    """Return what keeps people of one number apart who lie in different folders.

    ``None`` where the number or name is somebody's own wherever it stands. Folders of one eye
    belong together.
    """
    if not is_short_number(patient) and patient != one_spelling(folder.name):
        return None
    of_one_eye = _EYE.fullmatch(folder.name) is not None
    return one_spelling(str(folder.parent if of_one_eye else folder))


def _of_folder(folder: Path) -> str | None:
    name = one_spelling(folder.name)
    in_a_year = re.fullmatch(r"(?:19|20)\d\d(?:[-_.]?[01]\d)?|[01]\d", folder.parent.name)
    part_of_a_day = in_a_year and re.fullmatch(r"[0-3]?\d", name)
    return name if is_persons_folder(name) and not part_of_a_day else None


def _person(text: str) -> str | None:
    return one_spelling(text) if is_person(text) else None
