"""Patient, eye and date from the names of files.

A pattern is one of the presets, a template (``{patient}_{eye}_{date}``) or a regular expression
with the groups ``patient``, ``eye`` and ``date``. It must fit the whole name without its suffix.
With ``/`` in it, it is held against the last folders and the name.

What the user's own pattern says counts. The presets guess: what they find is looked at twice, and
what is not certain is unknown and remarked on (:mod:`.guesses`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path

from fundusviewer.errors import PatternError
from fundusviewer.file_memory import remembers_files
from fundusviewer.imaging import Laterality, split_frame
from fundusviewer.imaging.laterality import EYE_WORDS, eye_in_name, laterality_from_word
from fundusviewer.screening.guesses import (
    DAY,
    RECENT_DAY,
    SEPARATOR,
    TIME,
    day_of,
    guess_by_folder,
    guess_patient,
    guess_patient_behind_day,
    is_eye_alone,
    visit_in,
)
from fundusviewer.screening.person import one_spelling
from fundusviewer.screening.rows import printable

_GROUPS = {"patient": r"[^/]+?", "eye": EYE_WORDS, "date": DAY}

#: Remarks.
EYE_UNCERTAIN = "The file's name does not tell for certain which eye it is: check it, and set it."
PATIENT_UNCERTAIN = "The file's name does not tell for certain whose photograph it is."


@dataclass(frozen=True)
class Identity:
    """Whose photograph it is.

    Attributes
    ----------
    patient
        The patient's number or name; ``None`` where it is not known.
    eye
        ``None`` where it is not known.
    date
        Day of the photograph; ``None`` where it is not known.
    visit
        Tells visits apart where the day is a secret or not certain; ``None`` otherwise.
    remarks
        What is not certain about it, in sentences that name nobody.
    """

    patient: str | None = None
    eye: Laterality | None = None
    date: dt.date | None = None
    visit: str | None = None
    remarks: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class NamePattern:
    """How names are read.

    Attributes
    ----------
    expressions
        Tried in their order; the first that fits counts.
    guesses
        Whether they are presets and not the user's word.
    fields
        Photographs that a set has of each eye: 1 (macula) or 2 (macula and optic disc).
    remembers
        Whether what a name told is kept for the next time.
    """

    expressions: tuple[re.Pattern[str], ...]
    guesses: bool = False
    fields: int = 1
    remembers: bool = True

    def identify(self, path: Path) -> Identity:
        """Return what a file's name tells; where no expression fits, at most the eye."""
        return _remembered(self, path) if self.remembers else _identified(self, path)

    def without_memory(self) -> NamePattern:
        """Return the pattern for names that are read once: a hundred thousand weigh 90 MB."""
        return replace(self, remembers=False)


# A list is sorted again and again.
@remembers_files(100_000)
def _remembered(pattern: NamePattern, path: Path) -> Identity:
    return _identified(pattern, path)


def _identified(pattern: NamePattern, path: Path) -> Identity:
    file, _ = split_frame(path)
    for expression in pattern.expressions:
        # As many folders as the expression has slashes; "[^/]" is none.
        folders = expression.pattern.replace("[^/]", "").count("/")
        # macOS stores letters with accents in pieces.
        parts = file.parent.parts[-folders:] if folders else ()
        text = unicodedata.normalize("NFC", printable("/".join((*parts, file.stem))))
        match = expression.fullmatch(text)
        if match is not None:
            return _guessed(match, file) if pattern.guesses else _stated(match, file)
    eye = eye_in_name(file.name)
    found = Identity(eye=eye.eye, remarks=(EYE_UNCERTAIN,) if eye.is_doubtful else ())
    return _by_folder(found, file) if pattern.guesses else found


def _stated(match: re.Match[str], file: Path) -> Identity:
    """Return what a name says by the user's pattern."""
    found = match.groupdict()
    eye = laterality_from_word(found.get("eye") or "")
    patient, day = one_spelling(found.get("patient") or ""), found.get("date")
    return _identity(patient or None, eye or eye_in_name(file.name).eye, day)


def _guessed(match: re.Match[str], file: Path) -> Identity:
    """Return what a name says by a preset, as far as it is certain."""
    found = match.groupdict()
    eye, day = eye_in_name(file.name), found.get("date")
    if found.get("eye") and eye.eye is None:
        # What was taken for an eye may be a part of the name.
        return replace(_identity(None, None, day), remarks=(EYE_UNCERTAIN,))
    if "time" in found and day is not None:
        text, has_time = found["patient"], found["time"] is not None
        guess = guess_patient_behind_day(text, day, has_time=has_time)
    else:
        guess = guess_patient(found["patient"], day)
    identity = _identity(guess.patient, eye.eye, guess.day)
    if guess.patient is not None:
        visit = visit_in(file.parent, guess.patient) if guess.day is None else identity.visit
        return replace(identity, visit=visit)
    return _by_folder(replace(identity, remarks=(PATIENT_UNCERTAIN,)), file)


def _by_folder(found: Identity, file: Path) -> Identity:
    """Return what the folder tells where the name tells an eye and nothing else.

    The folder stands for the visit, too: two folders of one name may be two people's.
    """
    if found.eye is None or not is_eye_alone(one_spelling(file.stem)):
        return found
    guess, folder = guess_by_folder(file.parent)
    if guess.patient is None:
        return replace(found, remarks=(PATIENT_UNCERTAIN,))
    day = guess.day or found.visit
    visit = one_spelling(f"{folder}/{day}" if day else str(folder))
    return Identity(guess.patient, found.eye, day_of(guess.day) or found.date, visit)


def _identity(patient: str | None, eye: Laterality | None, day: str | None) -> Identity:
    """Return an identity; a day that cannot be told keeps visits apart as it is written."""
    date = day_of(day)
    return Identity(patient, eye, date, None if date is not None else day)


def _template(text: str) -> str:
    """Return the regular expression of a template; ``*`` stands for anything."""
    pieces = re.split(r"(\{\w+\}|\*)", text)
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: str) -> str:
    if piece == "*":
        return r"[^/]*"
    if not re.fullmatch(r"\{\w+\}", piece):
        return re.escape(piece).replace(r"\/", "/")
    name = piece[1:-1]
    if name not in _GROUPS:
        raise PatternError(f"{piece} is unknown; allowed are {{patient}}, {{eye}} and {{date}}")
    return f"(?P<{name}>{_GROUPS[name]})"


#: Day and time as names have them, and what counts the photographs of one eye.
_WHEN = rf"(?P<date>{RECENT_DAY})(?:{TIME})?"
_COUNTER = rf"(?:{SEPARATOR}\d{{1,3}})?"

#: The common ways to name fundus photographs.
PRESETS: dict[str, str] = {
    "Patient004_L": rf"(?P<patient>Patient\d+){SEPARATOR}(?P<eye>[LR])",
    "10003_left": r"(?P<patient>\d+)_(?P<eye>left|right)",
    "IDRiD_050": r"(?P<patient>IDRiD_\d+)",
    "OD/OS, date first": (
        rf"(?P<date>{RECENT_DAY})(?P<time>{TIME})?{SEPARATOR}(?P<patient>[^/]+?){SEPARATOR}"
        rf"(?P<eye>{EYE_WORDS}){_COUNTER}"
    ),
    "OD/OS": (
        rf"(?P<patient>[^/]+?)(?:{SEPARATOR}{_WHEN})?{SEPARATOR}(?P<eye>{EYE_WORDS}){_COUNTER}"
    ),
    "OD/OS, date last": (
        rf"(?P<patient>[^/]+?){SEPARATOR}(?P<eye>{EYE_WORDS}){SEPARATOR}{_WHEN}{_COUNTER}"
    ),
}

#: The pattern that tries all presets.
AUTOMATIC = "auto"


def name_pattern(text: str = AUTOMATIC, fields: int = 1) -> NamePattern:
    """Return the pattern that a text describes.

    Parameters
    ----------
    text
        ``"auto"`` for all presets, the name of one, a template, or a regular expression.
    fields
        Photographs that a set has of each eye, 1 or 2.

    Raises
    ------
    PatternError
        If it is none of them, or has no group ``patient``.
    """
    if text == AUTOMATIC:
        return NamePattern(tuple(map(re.compile, PRESETS.values())), True, fields)
    if text in PRESETS:
        return NamePattern((re.compile(PRESETS[text]),), True, fields)
    if "(?P<" in text:
        expression = text
    elif "{" in text:
        expression = _template(text)
    else:
        raise PatternError(
            f"pattern {text!r}: allowed are a preset ({AUTOMATIC}, {', '.join(PRESETS)}), a "
            "template like {patient}_{eye} and a regular expression like (?P<patient>\\d+)_.*"
        )
    return NamePattern((_checked(text, expression),), fields=fields)


def _checked(text: str, expression: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(expression)
    except re.error as error:
        raise PatternError(f"pattern {text!r}: is no regular expression ({error})") from error
    unknown = set(compiled.groupindex) - set(_GROUPS)
    if unknown or "patient" not in compiled.groupindex:
        raise PatternError(
            f"pattern {text!r}: needs the group patient; eye and date are allowed beside it"
        )
    return compiled
