"""Label files of public sets as they are handed out: their columns and names of photographs.

EyePACS (Kaggle, 2015), EyeQ (Fu et al., 2019), APTOS 2019, IDRiD (Porwal et al., 2018) and the
adjudicated grades of Messidor-2 (Krause et al., 2018) name the same things differently, and
photographs without their suffix.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PureWindowsPath

from fundusviewer.errors import LabelsError
from fundusviewer.training.data.grade_words import ALLOWED_GRADES, grade_of
from fundusviewer.training.data.oedema_labels import COLUMN as OEDEMA

#: Our column → what public files and people call it, in small letters with blanks for signs.
_SYNONYMS = {
    "file": (
        *("image", "image id", "id code", "image name", "filename", "file name", "image path"),
        *("path", "img", "photo", "photograph"),
    ),
    "grade": (
        *("level", "diagnosis", "retinopathy grade", "adjudicated dr grade", "dr grade"),
        *("dr level", "icdr", "icdr grade", "severity"),
    ),
    "quality": ("adjudicated gradable", "image quality"),
    "patient": ("patient id", "patientid", "subject", "subject id"),
    OEDEMA: (
        *("macular oedema", "dme risk", "risk of macular edema", "risk of macular oedema"),
        *("dme grade", "dme", "adjudicated dme", "macular edema", "diabetic macular edema"),
        *("maculopathy", "csme", "csmo"),
    ),
}
#: The columns that ``--columns`` can name.
_OURS = (
    *("file", "grade", "patient", "quality", "dup_group", "dup_conflict", "grade_range"),
    OEDEMA,
)
#: What files call the column of classes other than grades, in the order in which it is sought.
CLASS_COLUMNS = (
    *("class", "label", "labels", "classes", "category", "disease", "diagnosis", "finding"),
    *("target", "grade", "level"),
)
#: What EyeQ's numbers mean in a column ``quality``.
EYEQ_QUALITY = {"0": "good", "1": "usable", "2": "reject"}
#: What Messidor-2's numbers mean: gradable says no more about the quality.
_GRADABLE = {"0": "reject", "1": ""}
#: EyePACS names patient and eye: 10_left.
_EYEPACS_NAME = re.compile(r"(\d+)_(?:left|right)")
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".dcm"})


def our_columns(columns: Sequence[str]) -> dict[str, str]:
    """Return our name of a column → the name in the file, for those that the file calls otherwise.

    A column that already has our name stays what it is.
    """
    plain = {_plain(column): column for column in reversed(columns)}
    return {
        ours: plain[found[0]]
        for ours, names in _SYNONYMS.items()
        if ours not in columns and (found := [name for name in names if name in plain])
    }


def refuse_contradictions(
    file: Path,
    columns: Sequence[str],
    used: str | None,
    rows: Iterable[tuple[int, Mapping[str, str]]],
) -> None:
    """Refuse a file with two columns of grades that do not agree: nothing tells which is meant.

    Parameters
    ----------
    file, columns
        The file, and what it calls its columns.
    used
        The one that is taken for the grade; ``None`` where that needs no guess.
    rows
        Line and cells.

    Raises
    ------
    LabelsError
        With the line and both columns.
    """
    rivals = [c for c in columns if c != used and _plain(c) in _SYNONYMS["grade"]]
    if used is None or not rivals:
        return
    for line, cells in rows:
        for rival in rivals:
            told, other = grade_of(cells.get(used, "")), grade_of(cells.get(rival, ""))
            if None not in (told, other) and told != other:
                raise LabelsError(
                    f"{file}, line {line}: {used} says {told} and {rival} says {other}; "
                    f"--columns grade={used} or grade={rival} says which counts"
                )


def chosen_columns(file: Path, columns: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what a person says of a file's columns: our name → the name in the file.

    Raises
    ------
    LabelsError
        If the file has no such column, or we have none.
    """
    for ours, theirs in chosen.items():
        if ours not in _OURS:
            raise LabelsError(f"--columns {ours}={theirs}: {', '.join(_OURS)} can be named")
        if theirs.lower() not in columns:
            raise LabelsError(
                f"--columns {ours}={theirs}: {file} has the columns {', '.join(columns)}"
            )
    return {ours: theirs.lower() for ours, theirs in chosen.items()}


def photographs_of_grades(folder: Path) -> list[tuple[str, int]]:
    """Return the photographs of a folder that has a folder for each grade, with their grades.

    Raises
    ------
    LabelsError
        If a folder in it is named by no grade, or there is none.
    """
    found: list[tuple[str, int]] = []
    folders = [path for path in sorted(folder.iterdir()) if path.is_dir()]
    for inner in folders:
        photographs = [path for path in sorted(inner.rglob("*")) if is_photograph(path)]
        grade = grade_of(inner.name)
        if grade is None and photographs:
            raise LabelsError(
                f"{folder}: the folder {inner.name!r} is named by no grade; {ALLOWED_GRADES} is "
                f"allowed{table_beside(folder)}"
            )
        if grade is not None:
            found += [(path.relative_to(folder).as_posix(), grade) for path in photographs]
    if not found:
        raise LabelsError(
            f"{folder}: has no folders named by the grades with photographs in them; name a "
            f"labels file (CSV){table_beside(folder)}"
        )
    return found


def table_beside(folder: Path) -> str:
    """Return the end of a sentence: which labels file lies in a folder, empty where none does."""
    tables = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".csv", ".tsv"))
    return f"; {tables[0].name} lies in it: --data {tables[0]}" if tables else ""


def is_photograph(path: Path) -> bool:
    """Whether a file's name is that of a photograph."""
    return path.suffix.lower() in _SUFFIXES and not path.name.startswith(".")


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", column).strip()


def translated(cells: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return a row with our columns beside its own, where it calls them otherwise.

    Parameters
    ----------
    cells
        The row by the file's own columns.
    names
        What :func:`our_columns` says of the file.
    """
    row = {**cells, **{ours: cells.get(theirs, "") for ours, theirs in names.items()}}
    if _plain(names.get("quality", "")) == "adjudicated gradable":
        row["quality"] = _GRADABLE.get(row["quality"].split(".")[0], row["quality"])
    named = _EYEPACS_NAME.fullmatch(Path(row.get("file", "")).stem)
    if names.get("file") == "image" and named:
        row.setdefault("patient", named[1])
    return row


class PhotographFinder:
    """Finds a photograph beside a labels file, also where its name is not quite its path.

    It may have no suffix or folder, other capitals, the suffix from before the photographs were
    converted, or be the whole path on the computer where the file was written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_stem: dict[str, list[Path]] | None = None

    def find(self, name: str) -> str:
        """Return the photograph's path relative to the folder, or ``name`` where there is none.

        Raises
        ------
        LabelsError
            If two photographs have that name.
        """
        path = Path(name)
        if (self._folder / path).is_file():
            return name
        # The longest part of a path of another computer that is a file here.
        steps = PureWindowsPath(name).parts[1:] if PureWindowsPath(name).root else ()
        for tail in (Path(*steps[start:]) for start in range(len(steps))):
            if (self._folder / tail).is_file():
                return tail.as_posix()
            if other := self._spelled_otherwise(tail):
                return other
        by_name = self._stems()
        found = by_name.get(name) or by_name.get(name.lower(), [])
        if not found and is_photograph(path) and not steps:
            found = by_name.get(path.with_suffix("").as_posix().lower(), [])
        if len(found) > 1:
            raise LabelsError(
                f"{self._folder}: {name!r} names both {found[0]} and {found[1]}; "
                "write the path of the photograph"
            )
        return found[0].as_posix() if found else name

    def _spelled_otherwise(self, tail: Path) -> str | None:
        """Return a path that differs in capitals and suffix alone; nothing of another folder."""
        wanted = tail.with_suffix("").as_posix().lower()
        found = {
            one
            for one in self._stems().get(wanted, ())
            if one.with_suffix("").as_posix().lower() == wanted
        }
        return found.pop().as_posix() if len(found) == 1 else None

    def _stems(self) -> dict[str, list[Path]]:
        if self._by_stem is None:
            self._by_stem = defaultdict(list)
            for path in sorted(self._folder.rglob("*")):
                if is_photograph(path):
                    relative = path.relative_to(self._folder)
                    whole = relative.with_suffix("").as_posix()
                    keys = (path.stem, path.name, whole, relative.as_posix())
                    for key in {*keys, *(key.lower() for key in keys)}:
                        self._by_stem[key].append(relative)
        return self._by_stem
