"""Label files: which photograph shows which grade, and which photographs belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from fundusviewer.csv_table import read_table
from fundusviewer.errors import LabelsError
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.training.data.grade_words import ALLOWED_GRADES, grade_of
from fundusviewer.training.data.oedema_labels import COLUMN as OEDEMA
from fundusviewer.training.data.oedema_labels import RiskRange, holds_risks, risk_range
from fundusviewer.training.data.public_labels import (
    CLASS_COLUMNS,
    EYEQ_QUALITY,
    PhotographFinder,
    chosen_columns,
    our_columns,
    photographs_of_grades,
    refuse_contradictions,
    translated,
)

#: Gradability labels in the order of the network's quality output.
QUALITY_NAMES = ("good", "usable", "reject")

#: Words of public label files, and what they mean here. An outlier is not a retina.
_QUALITY_WORDS = {
    "": None,
    "good": "good",
    "usable": "usable",
    "reject": "reject",
    "bad": "reject",
    "outlier": "reject",
    **EYEQ_QUALITY,
}
_GRADES = {str(grade): grade for grade in range(len(GRADE_NAMES))}
#: Whole numbers; pandas writes 1.0 where a column has empty cells.
_WHOLE = re.compile(r"(\d+)(?:[.,]0*)?")
_FLAGS = {"": False, "0": False, "1": True, "false": False, "true": True}
_SHOWN = 3


@dataclass(frozen=True)
class LabelledPhotograph:
    """One row of a labels file.

    Attributes
    ----------
    path
        The photograph.
    dataset
        Name of the set: the name of the folder that holds the labels file.
    file
        The photograph's name within the set, as the labels file writes it.
    grade
        ICDR grade 0–4, ``None`` where the file gives none; for another task the number of the
        class, or of the combination of labels.
    quality
        One of :data:`QUALITY_NAMES`, ``None`` where the file gives none.
    patient
        Who it shows, unique within the set; the file's stem where the column is empty.
    has_patient
        Whether the labels file names the patient.
    duplicate_group
        Photographs of one group are the same picture; empty outside every group.
    conflict
        The same picture carries different grades: neither can be trusted.
    grade_range
        Lowest and highest grade that it can have, where only that is known (lesions were drawn,
        or "non-proliferative" was written); ``None`` where ``grade`` says more or nothing does.
    oedema
        Lowest and highest risk of macular oedema, 0–2, that it can have: the same where the file
        says which, 0 and 1 where it says no, 2 where it says yes; ``None`` where it says nothing.
    columns
        All columns of the row as they are written.
    labels
        For a task with several labels 1 for each that holds and 0 for the others; empty otherwise.
    """

    path: Path
    dataset: str
    file: str
    grade: int | None = None
    quality: str | None = None
    patient: str = ""
    has_patient: bool = False
    duplicate_group: str = ""
    conflict: bool = False
    grade_range: tuple[int, int] | None = None
    oedema: RiskRange | None = None
    columns: Mapping[str, str] = field(default_factory=dict, compare=False)
    labels: tuple[int, ...] = ()

    @property
    def is_ranged(self) -> bool:
        """Whether it can be learned from though its grade is known within a range only."""
        return self.grade_range is not None and not self.conflict and self.quality != "reject"

    @property
    def tells_oedema(self) -> bool:
        """Whether macular oedema can be learned or measured on it."""
        return self.oedema is not None and not self.conflict and self.quality != "reject"

    @property
    def is_gradable(self) -> bool:
        """Whether a grade can be learned or measured on it: graded, no conflict, no reject."""
        return self.grade is not None and not self.conflict and self.quality != "reject"


def read_labels(
    files: Sequence[Path], columns: Mapping[str, str] | None = None
) -> tuple[LabelledPhotograph, ...]:
    """Read one or more label files, or folders with a folder for each grade.

    A labels file is a CSV with a header, see :func:`fundusviewer.csv_table.read_table`. ``file``
    (relative to the CSV) is required, and ``grade`` or ``quality``; ``patient``, ``dup_group``,
    ``dup_conflict``, ``grade_range`` (``2-4``: one of these grades, which of them is not known) and
    ``macular_oedema`` (see :mod:`.oedema_labels`) are optional, further columns are ignored.

    Parameters
    ----------
    files
        The CSV files. The name of each one's folder is the name of its set and must be unique.
        Of a folder in their place, the folders in it are named by the grades; its own name is that
        of the set.
    columns
        Our name of a column → the files' own, where it is none of those that are known.

    Returns
    -------
    tuple of LabelledPhotograph
        In the order of the files and their rows.

    Raises
    ------
    LabelsError
        If a file is missing or no such CSV, names a photograph that does not exist or twice, or
        holds a grade or quality that is not known.
    """
    return read_sets(
        files,
        lambda file: _read_folders(file) if file.is_dir() else _read_file(file, columns or {}),
    )


def read_sets(
    files: Sequence[Path], read: Callable[[Path], list[LabelledPhotograph]]
) -> tuple[LabelledPhotograph, ...]:
    """Read label files one after the other, and check what holds for them together.

    Raises
    ------
    LabelsError
        If two sets have one name, there is no photograph, or one is missing or named twice.
    """
    _refuse_equal_names([set_name(file) for file in files])
    photographs = tuple(row for file in files for row in read(file))
    if not photographs:
        raise LabelsError(f"{_listed(files)}: no photograph is named; at least one row is needed")
    _refuse_missing(photographs)
    _refuse_repeated(photographs)
    return photographs


def gradable_only(
    photographs: Iterable[LabelledPhotograph], what: str = "grade"
) -> tuple[LabelledPhotograph, ...]:
    """Return the photographs that a grade (or ``what`` else) can be learned from or measured on.

    Raises
    ------
    LabelsError
        If none is left, or all that are left have the same grade.
    """
    gradable = tuple(photograph for photograph in photographs if photograph.is_gradable)
    grades = {photograph.grade for photograph in gradable}
    if len(grades) < 2:
        found = f"all {len(gradable)} have {what} {grades.pop()}" if grades else "there is none"
        raise LabelsError(
            f"photographs with a {what}: {found}; photographs of at least two are needed"
            if what != "grade"
            else f"graded photographs: {found}; photographs of at least two grades are needed"
        )
    return gradable


def set_name(file: Path) -> str:
    """Return the name of the set that a labels file, or a folder of folders, stands for."""
    return file.resolve().name if file.is_dir() else file.resolve().parent.name


def _read_folders(folder: Path) -> list[LabelledPhotograph]:
    return [
        LabelledPhotograph(
            path=folder / name,
            dataset=set_name(folder),
            file=name,
            grade=grade,
            patient=Path(name).stem,
            columns={"file": name, "grade": str(grade)},
        )
        for name, grade in photographs_of_grades(folder)
    ]


def _read_file(file: Path, columns: Mapping[str, str]) -> list[LabelledPhotograph]:
    table = read_table(file)
    chosen = chosen_columns(file, table.columns, columns)
    names = our_columns(table.columns) | chosen
    _check_columns(file, table.columns, names)
    guessed = None if "grade" in chosen else names.get("grade")
    own = ((row.line, row.cells) for row in table.rows)
    refuse_contradictions(file, table.columns, guessed, own)
    finder = PhotographFinder(file.parent)
    rows = [(row.line, translated(row.cells, names)) for row in table.rows]
    risks = holds_risks(names.get(OEDEMA, OEDEMA), (cells.get(OEDEMA, "") for _, cells in rows))
    return [_photograph(file, line, cells, finder, risks=risks) for line, cells in rows]


def _check_columns(file: Path, columns: Sequence[str], names: Mapping[str, str]) -> None:
    known = {*columns, *names}
    if "file" not in known or not {"grade", "quality"} & known:
        classes = next((name for name in CLASS_COLUMNS if name in columns), None)
        raise LabelsError(
            f"{file}: has the columns {', '.join(columns) or '(none)'}; "
            "file and at least one of grade and quality are needed; --columns file=NAME "
            "grade=NAME says which they are"
            + (
                ""
                if classes is None
                else f"; if {classes} holds other classes than grades, they "
                "are learned with train --task classes"
            )
        )


def _photograph(
    file: Path, line: int, cells: Mapping[str, str], finder: PhotographFinder, *, risks: bool
) -> LabelledPhotograph:
    def cell(column: str) -> str:
        return cells.get(column, "")

    where = f"{file}, line {line}"
    if not cell("file"):
        raise LabelsError(f"{where}: the column file is empty; the photograph's path is needed")
    name = finder.find(file_name(file, cell("file")))
    path = file.parent / name
    grade = _grade(where, cell("grade"))
    return LabelledPhotograph(
        path=path,
        dataset=set_name(file),
        file=name,
        grade=grade,
        quality=quality_of(where, cell("quality")),
        patient=cell("patient") or path.stem,
        has_patient=bool(cell("patient")),
        duplicate_group=cell("dup_group"),
        conflict=_flag(where, cell("dup_conflict")),
        columns=dict(cells),
        grade_range=None if cell("grade") else _grade_range(where, cell("grade_range")),
        oedema=risk_range(where, cell(OEDEMA), risks=risks, grade=grade),
    )


def file_name(file: Path, text: str) -> str:
    """Return a photograph's name with slashes, whatever system the labels were written on."""
    if "\\" in text and not (file.parent / text).is_file():
        return PureWindowsPath(text).as_posix()
    return text


def _grade(where: str, text: str) -> int | None:
    if not text:
        return None
    grade = grade_of(text)
    if grade is None:
        raise LabelsError(
            f"{where}: grade {text!r} is not known; {ALLOWED_GRADES}, or empty is allowed"
        )
    return grade


def _grade_range(where: str, text: str) -> tuple[int, int] | None:
    if not text:
        return None
    lowest, _, highest = text.replace(" to ", "-").partition("-")
    if lowest not in _GRADES or highest not in _GRADES or lowest > highest:
        raise LabelsError(f"{where}: grade_range {text!r} is not known; 2-4 or the like is allowed")
    return _GRADES[lowest], _GRADES[highest]


def quality_of(where: str, text: str) -> str | None:
    """Return the quality that a cell means, one of :data:`QUALITY_NAMES`, ``None`` if it is empty.

    Raises
    ------
    LabelsError
        If it means none; ``where`` is file and line.
    """
    whole = _WHOLE.fullmatch(text)
    word = whole[1] if whole else text.lower()
    if word not in _QUALITY_WORDS:
        allowed = ", ".join(word for word in _QUALITY_WORDS if word)
        raise LabelsError(f"{where}: quality {text!r} is not known; {allowed} or empty is allowed")
    return _QUALITY_WORDS[word]


def _flag(where: str, text: str) -> bool:
    whole = _WHOLE.fullmatch(text)
    word = whole[1] if whole else text.lower()
    if word not in _FLAGS:
        raise LabelsError(f"{where}: dup_conflict {text!r} is not known; 0, 1 or empty is allowed")
    return _FLAGS[word]


def _refuse_equal_names(names: Sequence[str]) -> None:
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise LabelsError(
            f"two label files stand in folders named {repeated[0]!r}; the folder's name is the "
            "name of the set and must be unique"
        )


def _refuse_missing(photographs: Sequence[LabelledPhotograph]) -> None:
    missing = [photograph.path for photograph in photographs if not photograph.path.is_file()]
    if missing:
        raise LabelsError(
            f"{len(missing)} of {len(photographs)} photographs are missing: {_listed(missing)}; "
            "paths are relative to the labels file"
        )


def _refuse_repeated(photographs: Sequence[LabelledPhotograph]) -> None:
    counts = Counter(photograph.path.resolve() for photograph in photographs)
    repeated = [path for path, count in counts.items() if count > 1]
    if repeated:
        raise LabelsError(
            f"{len(repeated)} photographs are listed more than once: {_listed(repeated)}; "
            "one row for each photograph is allowed"
        )


def _listed(paths: Sequence[Path]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(str(path) for path in paths[:_SHOWN]) + more
