"""Label files with points or masks: where somebody saw what, and what somebody looked for.

A column for a kind means that the kind was looked for; an empty cell, that there is none of it.
Photographs of grade 0 have no lesion, whoever drew or did not draw.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath

from fundusviewer.csv_table import Table, read_table
from fundusviewer.errors import LabelsError
from fundusviewer.inference.marking_card import Role
from fundusviewer.training.data.grade_words import ALLOWED_GRADES, grade_of
from fundusviewer.training.data.labels import LabelledPhotograph, set_name
from fundusviewer.training.data.public_labels import (
    PhotographFinder,
    chosen_columns,
    our_columns,
    translated,
)
from fundusviewer.training.marking.labels.kinds import (
    DISC,
    LESIONS,
    MARK_COLUMNS,
    MASK_KINDS,
    ROLE_COLUMNS,
    TITLES,
    mark_columns,
)

Point = tuple[float, float]

_SHOWN = 3
_REJECTED = ("reject", "bad", "outlier")


@dataclass(frozen=True)
class LabelsPlan:
    """How label files are to be understood.

    Attributes
    ----------
    columns
        Our name of a column → the files' own, where it is none of those that are known.
    looked_for
        Set → the kinds that were looked for in it, where that is less than it has columns for.
    unknown_where_empty
        Sets in which an empty cell means that nobody looked.
    folders
        Set → the folder that its photographs lie in, where it is not that of the labels file; what
        is not there is left aside.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    looked_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown_where_empty: frozenset[str] = frozenset()
    folders: Mapping[str, Path] = field(default_factory=dict)

    @property
    def sets(self) -> set[str]:
        """The sets that something is said of."""
        return {*self.looked_for, *self.unknown_where_empty, *self.folders}


@dataclass(frozen=True)
class MarkedPhotograph:
    """A photograph with what was marked on it.

    Attributes
    ----------
    photo
        Which one it is. Its grade is for dealing out alone: the number of kinds that are marked.
    where
        File and line of its labels, for messages.
    folder
        Where the names of masks start from.
    masks
        Code of a kind → the cell that draws it, empty where there is none; of kinds that nobody
        looked for nothing.
    disc, fovea
        x and y of their middles, ``None`` where nobody marked them.
    disc_diameter
        ``None`` where nobody measured it.
    width
        Of the original that points and diameter refer to; ``None`` where that is the photograph.
    """

    photo: LabelledPhotograph
    where: str
    folder: Path
    masks: Mapping[str, str] = field(default_factory=dict)
    disc: Point | None = None
    fovea: Point | None = None
    disc_diameter: float | None = None
    width: float | None = None

    def teaches(self, role: Role) -> bool:
        """Return whether the network of a role can learn from it."""
        if role == "lesions":
            return bool(self.masks)
        return bool(self.disc or self.fovea or self.masks.get(DISC))

    @property
    def drawn(self) -> tuple[str, ...]:
        """The kinds that are there."""
        return tuple(kind for kind, cell in self.masks.items() if cell)


@dataclass(frozen=True)
class MarkedLabels:
    """What label files hold for one role.

    Attributes
    ----------
    photographs
        Those that the network of the role can learn from or be measured on.
    left_aside
        Set → how many teach it nothing.
    """

    photographs: tuple[MarkedPhotograph, ...]
    left_aside: Mapping[str, int]

    @property
    def sets(self) -> tuple[str, ...]:
        """Names of the sets, sorted."""
        return tuple(sorted({one.photo.dataset for one in self.photographs}))


def read_marked(files: Sequence[Path], role: Role, plan: LabelsPlan | None = None) -> MarkedLabels:
    """Read label files for a role.

    Parameters
    ----------
    files
        CSV files with a column ``file`` and those of :data:`.kinds.ROLE_COLUMNS`, by any of the
        names that are known; ``patient``, ``grade``, ``quality`` and ``dup_group`` as
        :func:`fundusviewer.training.data.labels.read_labels` takes them. The name of each one's
        folder is the name of its set.
    role
        What is to be learned.
    plan
        How the files are to be understood.

    Raises
    ------
    LabelsError
        If a file has no such columns, names a photograph that is missing or twice, holds a point
        that is no number, or none of the photographs teaches anything.
    """
    plan = plan or LabelsPlan()
    names = [set_name(file) for file in files]
    _check_names(names, plan)
    read = [one for file in files for one in _read_file(file, role, plan)]
    # Where a table of marks is laid over another set's folder, that may hold a part of them.
    there = [one for one in read if not _is_elsewhere(one, plan)]
    _check_photographs([one.photo for one in there or read])
    kept = tuple(one for one in there if one.teaches(role) and one.photo.quality != "reject")
    if not kept:
        raise LabelsError(
            f"{', '.join(map(str, files[:_SHOWN]))}: none of {len(read)} photographs has "
            f"{'a kind of lesion that was looked for' if role == 'lesions' else 'a marked place'}"
        )
    aside = Counter(one.photo.dataset for one in read)
    aside.subtract(one.photo.dataset for one in kept)
    return MarkedLabels(kept, {name: count for name, count in aside.items() if count})


def named_photographs(file: Path, columns: Mapping[str, str]) -> tuple[LabelledPhotograph, ...]:
    """Return the photographs of any labels file, whatever it says of them.

    Raises
    ------
    LabelsError
        If it names none, or one that is missing.
    """
    table, names = _table(file, LabelsPlan(columns))
    finder = PhotographFinder(file.parent)
    found = tuple(
        _photograph(f"{file}, line {row.line}", file, translated(row.cells, names), finder)
        for row in table.rows
    )
    _check_photographs(found)
    return found


def _is_elsewhere(one: MarkedPhotograph, plan: LabelsPlan) -> bool:
    return one.photo.dataset in plan.folders and not one.photo.path.is_file()


def _table(file: Path, plan: LabelsPlan) -> tuple[Table, dict[str, str]]:
    """Return a table, and our names of the columns that every kind of labels has."""
    table = read_table(file)
    theirs = {ours: name for ours, name in plan.columns.items() if ours not in MARK_COLUMNS}
    names = our_columns(table.columns) | chosen_columns(file, table.columns, theirs)
    if "file" not in {*table.columns, *names}:
        raise LabelsError(
            f"{file}: has the columns {', '.join(table.columns) or '(none)'}; file is needed; "
            "--columns file=NAME says which it is"
        )
    return table, names


def _read_file(file: Path, role: Role, plan: LabelsPlan) -> list[MarkedPhotograph]:
    name = set_name(file)
    table, names = _table(file, plan)
    chosen = {ours: theirs for ours, theirs in plan.columns.items() if ours in MARK_COLUMNS}
    marks = mark_columns(file, table.columns, chosen)
    graded = "grade" in {*table.columns, *names}
    if not set(marks) & set(ROLE_COLUMNS[role]) and not (role == "lesions" and graded):
        raise LabelsError(
            f"{file}: has the columns {', '.join(table.columns)}; to learn {role}, "
            f"{_needed(role)} are needed; --columns OURS=NAME says which they are"
        )
    kinds = _looked_for(file, [kind for kind in MASK_KINDS if kind in marks], plan)
    folder = plan.folders.get(name, file.parent)
    finder = PhotographFinder(folder)
    found = []
    for row in table.rows:
        where = f"{file}, line {row.line}"
        cells = translated(row.cells, names)
        photo = _photograph(where, file, cells, finder, folder)
        said = {ours: row.cells.get(theirs, "") for ours, theirs in marks.items()}
        if name in plan.unknown_where_empty:
            looked_for = [kind for kind in kinds if said[kind]]
        else:
            looked_for = list(kinds)
        found.append(_marked(where, file.parent, photo, said, looked_for))
    return found


def _needed(role: Role) -> str:
    if role == "lesions":
        words = ", ".join(f"{kind} ({TITLES[kind]})" for kind in MASK_KINDS)
        return f"some of {words}, or grade"
    return "disc_x and disc_y, fovea_x and fovea_y, or OD (optic disc)"


def _looked_for(file: Path, kinds: Sequence[str], plan: LabelsPlan) -> tuple[str, ...]:
    wanted = plan.looked_for.get(set_name(file))
    if wanted is None:
        return tuple(kinds)
    missing = [kind for kind in wanted if kind not in kinds]
    if missing:
        raise LabelsError(
            f"{file}: has no column for {missing[0]} ({TITLES[missing[0]]}), which --looked-for "
            f"names; it has {', '.join(kinds) or 'none'}"
        )
    return wanted


def _photograph(
    where: str,
    file: Path,
    cells: Mapping[str, str],
    finder: PhotographFinder,
    folder: Path | None = None,
) -> LabelledPhotograph:
    if not cells.get("file"):
        raise LabelsError(f"{where}: the column file is empty; the photograph's path is needed")
    folder = folder or file.parent
    text = cells["file"]
    if "\\" in text and not (folder / text).is_file():
        text = PureWindowsPath(text).as_posix()
    name = finder.find(text)
    rejected = cells.get("quality", "").lower() in _REJECTED
    return LabelledPhotograph(
        path=folder / name,
        dataset=set_name(file),
        file=name,
        quality="reject" if rejected else None,
        patient=cells.get("patient") or Path(name).stem,
        has_patient=bool(cells.get("patient")),
        duplicate_group=cells.get("dup_group", ""),
        columns=dict(cells),
    )


def _marked(
    where: str,
    folder: Path,
    photo: LabelledPhotograph,
    said: Mapping[str, str],
    looked_for: Sequence[str],
) -> MarkedPhotograph:
    masks = {kind: said[kind] for kind in looked_for}
    if _grade(where, photo) == 0:
        masks = dict.fromkeys(LESIONS, "") | masks
    disc, fovea = _point(where, "disc", said), _point(where, "fovea", said)
    diameter = _number(where, "disc_diameter", said)
    drawn = sum(bool(cell) for cell in masks.values())
    return MarkedPhotograph(
        replace(photo, grade=drawn),
        where,
        folder,
        masks,
        disc,
        fovea,
        diameter,
        _number(where, "width", said),
    )


def _grade(where: str, photo: LabelledPhotograph) -> int | None:
    text = photo.columns.get("grade", "")
    if not text:
        return None
    grade = grade_of(text)
    if grade is None:
        raise LabelsError(
            f"{where}: grade {text!r} is not known; {ALLOWED_GRADES}, or empty is allowed"
        )
    return grade


def _point(where: str, place: str, said: Mapping[str, str]) -> Point | None:
    x, y = (_number(where, f"{place}_{axis}", said) for axis in "xy")
    if x is None and y is None:
        return None
    if x is None or y is None:
        raise LabelsError(f"{where}: {place} has one of x and y; both are needed, or none")
    return x, y


def _number(where: str, column: str, said: Mapping[str, str]) -> float | None:
    text = said.get(column, "")
    if not text:
        return None
    try:
        value = float(text if "." in text else text.replace(",", "."))
    except ValueError:
        value = math.nan
    is_length = column in ("width", "disc_diameter")
    if not math.isfinite(value) or (is_length and value <= 0):
        raise LabelsError(f"{where}: {column} {text!r} is no number of pixels")
    return value


def _check_names(names: Sequence[str], plan: LabelsPlan) -> None:
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise LabelsError(
            f"two label files stand in folders named {repeated[0]!r}; the folder's name is the "
            "name of the set and must be unique"
        )
    unknown = sorted(plan.sets - set(names))
    if unknown:
        raise LabelsError(
            f"set {unknown[0]!r} is not among the label files: {', '.join(sorted(names))}"
        )


def _check_photographs(photographs: Sequence[LabelledPhotograph]) -> None:
    if not photographs:
        raise LabelsError("no photograph is named; at least one row is needed")
    missing = [photo.path for photo in photographs if not photo.path.is_file()]
    if missing:
        raise LabelsError(
            f"{len(missing)} of {len(photographs)} photographs are missing: "
            f"{', '.join(map(str, missing[:_SHOWN]))}; paths are relative to the labels file, or "
            "to the folder that --photographs SET=DIR names"
        )
    counts = Counter(photo.path.resolve() for photo in photographs)
    repeated = [path for path, count in counts.items() if count > 1]
    if repeated:
        raise LabelsError(
            f"{len(repeated)} photographs are listed more than once: "
            f"{', '.join(map(str, repeated[:_SHOWN]))}; one row for each photograph is allowed"
        )
