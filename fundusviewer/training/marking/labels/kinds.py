"""What can be marked, and what labels files call it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from fundusviewer.errors import LabelsError
from fundusviewer.inference.marking_card import ROLE_KINDS, Role

#: Codes of what masks show, in the order of the lesion network's maps.
MASK_KINDS = ROLE_KINDS["lesions"]
DISC = "OD"
#: Without the optic disc: what a photograph without retinopathy has none of.
LESIONS = tuple(kind for kind in MASK_KINDS if kind != DISC)

#: What people say.
TITLES: Mapping[str, str] = {
    "MA": "microaneurysms",
    "HE": "haemorrhages",
    "EX": "hard exudates",
    "SE": "cotton-wool spots",
    "OD": "optic disc",
}

#: Our column → what files call it, in small letters with blanks for signs.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "MA": ("ma", "microaneurysms", "microaneurysm", "microaneurysm mask"),
    "HE": ("he", "haemorrhages", "hemorrhages", "haemorrhage", "hemorrhage"),
    "EX": ("ex", "hard exudates", "exudates", "hard exudate"),
    "SE": ("se", "soft exudates", "cotton wool spots", "cotton wool spot", "soft exudate"),
    "OD": ("od", "optic disc", "optic disk"),
    "disc_x": ("disc x", "od x", "optic disc x"),
    "disc_y": ("disc y", "od y", "optic disc y"),
    "fovea_x": ("fovea x", "macula x"),
    "fovea_y": ("fovea y", "macula y"),
    "disc_diameter": ("disc diameter", "od diameter", "optic disc diameter"),
    "width": ("width", "image width", "original width"),
}
#: The columns of this kind of labels, for ``--columns``.
MARK_COLUMNS = tuple(_NAMES)

#: What each task can learn from.
ROLE_COLUMNS: Mapping[Role, tuple[str, ...]] = {
    "lesions": MASK_KINDS,
    "landmarks": ("disc_x", "disc_y", "fovea_x", "fovea_y", "disc_diameter", "width", DISC),
}


def mark_columns(
    file: Path, columns: Sequence[str], chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return our name of a column of marks → the file's, for those that the file has.

    Parameters
    ----------
    file
        For messages.
    columns
        The file's columns in small letters.
    chosen
        What a person says: our name → the file's.

    Raises
    ------
    LabelsError
        If two columns mean the same, or a person names one that is not there.
    """
    found: dict[str, str] = {}
    for ours, theirs in (chosen or {}).items():
        if theirs.lower() not in columns:
            raise LabelsError(
                f"--columns {ours}={theirs}: {file} has the columns {', '.join(columns)}"
            )
        found[ours] = theirs.lower()
    for ours, names in _NAMES.items():
        fitting = [column for column in columns if _plain(column) in names]
        if ours in found or not fitting:
            continue
        if len(fitting) > 1:
            raise LabelsError(
                f"{file}: the columns {fitting[0]!r} and {fitting[1]!r} both mean {ours}; "
                f"--columns {ours}=NAME says which one it is"
            )
        found[ours] = fitting[0]
    return found


def kind_named(text: str) -> str | None:
    """Return the code of a kind that is named by code or word; ``None`` if there is no such."""
    plain = _plain(text.lower())
    return next((kind for kind in MASK_KINDS if plain in _NAMES[kind]), None)


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", column).strip()
