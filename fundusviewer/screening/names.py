"""Patient, eye and date from the names of files.

A pattern is one of the presets, a template (``{patient}_{eye}_{date}``) or a regular expression
with the groups ``patient``, ``eye`` and ``date``. It must fit the whole name without its suffix.
With ``/`` in it, it is held against the last folders and the name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.errors import PatternError
from fundusviewer.imaging import Laterality, laterality_from_name, split_frame
from fundusviewer.screening.rows import printable

_EYE = r"(?i:od|os|re|le|r|l|right|left)"
_DATE = r"(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d"
_GROUPS = {"patient": r"[^/]+?", "eye": _EYE, "date": _DATE}


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
        Tells visits apart where the day is a secret; ``None`` otherwise.
    """

    patient: str | None = None
    eye: Laterality | None = None
    date: dt.date | None = None
    visit: str | None = None


@dataclass(frozen=True)
class NamePattern:
    """How names are read.

    Attributes
    ----------
    expressions
        Tried in their order; the first that fits counts.
    """

    expressions: tuple[re.Pattern[str], ...]

    def identify(self, path: Path) -> Identity:
        """Return what a file's name tells; where no expression fits, at most the eye."""
        file, _ = split_frame(path)
        parts = [*file.parent.parts, file.stem]
        for expression in self.expressions:
            # As many folders as the expression has slashes; "[^/]" is none.
            folders = expression.pattern.replace("[^/]", "").count("/")
            text = "/".join(parts[-1 - folders :])
            match = expression.fullmatch(printable(text))
            if match is not None:
                return _identity(match, path)
        return Identity(eye=laterality_from_name(path.name))


def _identity(match: re.Match[str], path: Path) -> Identity:
    found = match.groupdict()
    eye = found.get("eye")
    stated = None if eye is None else laterality_from_name(eye)
    return Identity(
        found.get("patient") or None,
        stated or laterality_from_name(path.name),
        _date(found.get("date")),
    )


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.datetime.strptime(re.sub(r"\D", "", text or ""), "%Y%m%d").date()
    except ValueError:
        return None


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


_SEPARATOR = r"[ _.\-]+"

#: The common ways to name fundus photographs.
PRESETS: dict[str, str] = {
    "Patient004_L": rf"(?P<patient>Patient\d+){_SEPARATOR}(?P<eye>[LR])",
    "10003_left": r"(?P<patient>\d+)_(?P<eye>left|right)",
    "IDRiD_050": r"(?P<patient>IDRiD_\d+)",
    "OD/OS": (
        rf"(?P<patient>[^/]+?)(?:{_SEPARATOR}(?P<date>{_DATE}))?{_SEPARATOR}(?P<eye>{_EYE})"
        rf"(?:{_SEPARATOR}\d{{1,3}})?"
    ),
    "OD/OS, date last": (
        rf"(?P<patient>[^/]+?){_SEPARATOR}(?P<eye>{_EYE}){_SEPARATOR}(?P<date>{_DATE})"
        rf"(?:{_SEPARATOR}\d{{1,3}})?"
    ),
}

#: The pattern that tries all presets.
AUTOMATIC = "auto"


def name_pattern(text: str = AUTOMATIC) -> NamePattern:
    """Return the pattern that a text describes.

    Parameters
    ----------
    text
        ``"auto"`` for all presets, the name of one, a template, or a regular expression.

    Raises
    ------
    PatternError
        If it is none of them, or has no group ``patient``.
    """
    if text == AUTOMATIC:
        return NamePattern(tuple(_compiled(expression) for expression in _presets()))
    if text in PRESETS:
        return NamePattern((_compiled(_presets([text])[0]),))
    if "(?P<" in text:
        expression = text
    elif "{" in text:
        expression = _template(text)
    else:
        raise PatternError(
            f"pattern {text!r}: allowed are a preset ({AUTOMATIC}, {', '.join(PRESETS)}), a "
            "template like {patient}_{eye} and a regular expression like (?P<patient>\\d+)_.*"
        )
    return NamePattern((_checked(text, expression),))


def _presets(names: Sequence[str] = tuple(PRESETS)) -> list[str]:
    return [PRESETS[name] for name in names]


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


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
