"""The task of a run with the names of its answers, and the photographs with what they teach of it.

Grades, referable or not, and qualities are read by :mod:`.labels`; any other classes, and labels
that do not exclude each other, here: one column of names, one column of 0 and 1 for each name, or
a folder for each class.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fundusviewer.csv_table import Table, read_table
from fundusviewer.errors import LabelsError
from fundusviewer.grading import FIRST_REFERABLE_GRADE, GRADE_NAMES
from fundusviewer.training.config.plans import ORDERED, TaskKind, TaskPlan
from fundusviewer.training.data.labels import (
    QUALITY_NAMES,
    LabelledPhotograph,
    file_name,
    quality_of,
    read_labels,
    read_sets,
    set_name,
)
from fundusviewer.training.data.public_labels import (
    CLASS_COLUMNS,
    PhotographFinder,
    chosen_columns,
    is_photograph,
    our_columns,
    table_beside,
    translated,
)

#: The names of the task ``referable``.
REFERABLE_NAMES = ("not referable", "referable")

#: Between several labels in one cell.
_BETWEEN = re.compile(r"\s*[;|+/]\s*|\s*,\s*")
_FLAGS = {
    **dict.fromkeys(("0", "0.0", "no", "false", "n"), 0),
    **dict.fromkeys(("1", "1.0", "yes", "true", "y"), 1),
}
#: Where the names of a photograph's classes are kept until all of them are known.
_SAID, _JOINT = "classes that are said", "\x1f"
_SHOWN = 6
_MOST_CLASSES = 100


@dataclass(frozen=True)
class Task:
    """A task whose answers have names.

    Attributes
    ----------
    kind
        The task.
    names
        Of the answers, in the order of the network's outputs.
    """

    kind: TaskKind
    names: tuple[str, ...]

    @property
    def grades(self) -> bool:
        """Whether the answer is the ICDR grade."""
        return TaskPlan(self.kind).grades

    @property
    def several(self) -> bool:
        """Whether several answers can be right at once."""
        return TaskPlan(self.kind).several

    @property
    def ordered(self) -> bool:
        """Whether the classes stand in an order."""
        return self.kind in ORDERED


GRADING_TASK = Task("diabetic_retinopathy", GRADE_NAMES)


def read_task(
    files: Sequence[Path], plan: TaskPlan, columns: Mapping[str, str] | None = None
) -> tuple[Task, tuple[LabelledPhotograph, ...]]:
    """Read the photographs of a task; their ``grade`` is the number of their class.

    Parameters
    ----------
    files
        Labels files, or folders with a folder for each class.
    plan
        The task, and its classes where they are given.
    columns
        Our name of a column → the files' own, see :func:`.labels.read_labels`.

    Raises
    ------
    LabelsError
        If the files cannot be used, or hold other classes than ``plan`` names.
    """
    if plan.grades:
        return GRADING_TASK, read_labels(files, columns)
    if plan.kind == "quality":
        found = read_labels(files, columns)
        return Task(plan.kind, QUALITY_NAMES), tuple(map(_by_quality, found))
    if plan.kind == "referable":
        found = read_labels(files, columns)
        return Task(plan.kind, REFERABLE_NAMES), tuple(map(_by_referral, found))
    photographs = read_sets(files, lambda file: _read_set(file, plan, columns or {}))
    return _numbered(photographs, plan)


def read_photographs(
    file: Path, plan: TaskPlan, columns: Mapping[str, str]
) -> tuple[LabelledPhotograph, ...]:
    """Read the photographs of a file whatever classes they have: one alone will do."""
    if plan.kind in ("classes", "labels"):
        return read_sets([file], lambda one: _read_set(one, plan, columns))
    return read_labels([file], columns)


def plan_of(names: Sequence[str], *, several: bool, grades: bool) -> TaskPlan:
    """Return the task that a finished file was made for, from what its card says."""
    if grades:
        return TaskPlan()
    if several:
        return TaskPlan("labels", tuple(names))
    for kind, known in (("quality", QUALITY_NAMES), ("referable", REFERABLE_NAMES)):
        if tuple(names) == known:
            return TaskPlan(kind, known)  # type: ignore[arg-type]
    return TaskPlan("classes", tuple(names))


def _by_quality(photo: LabelledPhotograph) -> LabelledPhotograph:
    number = None if photo.quality is None else QUALITY_NAMES.index(photo.quality)
    # Here a reject is what is to be learned, and no reason to leave a photograph out.
    return replace(photo, grade=number, quality=None, grade_range=None, oedema=None)


def _by_referral(photo: LabelledPhotograph) -> LabelledPhotograph:
    lowest, highest = photo.grade_range or (photo.grade, photo.grade)
    number = None
    if lowest is not None and highest is not None:
        both = (lowest >= FIRST_REFERABLE_GRADE, highest >= FIRST_REFERABLE_GRADE)
        number = int(both[0]) if both[0] == both[1] else None
    return replace(photo, grade=number, grade_range=None, oedema=None)


def _read_set(file: Path, plan: TaskPlan, columns: Mapping[str, str]) -> list[LabelledPhotograph]:
    """Return a set's photographs with the names of their classes in ``columns``."""
    if file.is_dir():
        return _read_folders(file, several=plan.several)
    table = read_table(file)
    chosen = chosen_columns(
        file, table.columns, {ours: name for ours, name in columns.items() if ours != "class"}
    )
    names = our_columns(table.columns) | chosen
    if "file" not in {*table.columns, *names}:
        raise LabelsError(
            f"{file}: has the columns {', '.join(table.columns) or '(none)'}; the column with the "
            "photograph's file is needed; --columns file=NAME says which it is"
        )
    flags = _flag_columns(table, plan)
    column = "" if flags else _class_column(file, table, columns)
    finder = PhotographFinder(file.parent)
    rows = []
    for row in table.rows:
        cells = translated(row.cells, names)
        where = f"{file}, line {row.line}"
        if not cells.get("file"):
            raise LabelsError(f"{where}: the column file is empty; the photograph's path is needed")
        name = finder.find(file_name(file, cells["file"]))
        said = (
            tuple(one for one in flags if _flag(where, one, row.cells.get(flags[one], "")))
            if flags
            else _names_in(row.cells.get(column, ""), several=plan.several)
        )
        known = bool(flags) or bool(row.cells.get(column, ""))
        path = file.parent / name
        rows.append(
            LabelledPhotograph(
                path=path,
                dataset=set_name(file),
                file=name,
                grade=0 if known else None,
                quality=quality_of(where, cells.get("quality", ""))
                if column != "quality"
                else None,
                patient=cells.get("patient", "") or path.stem,
                has_patient=bool(cells.get("patient", "")),
                duplicate_group=cells.get("dup_group", ""),
                columns={**cells, _SAID: _JOINT.join(said)},
            )
        )
    return rows


def _read_folders(folder: Path, *, several: bool) -> list[LabelledPhotograph]:
    if several:
        raise LabelsError(
            f"{folder}: a folder says one class of a photograph; several labels need a labels file "
            "(CSV)"
        )
    found = [
        (path.relative_to(folder).as_posix(), inner.name)
        for inner in sorted(folder.iterdir())
        if inner.is_dir() and not inner.name.startswith(".")
        for path in sorted(inner.rglob("*"))
        if is_photograph(path)
    ]
    if not found:
        raise LabelsError(
            f"{folder}: has no folders with photographs in them; one for each class is needed, or "
            f"a labels file (CSV){table_beside(folder)}"
        )
    names = {label for _, label in found}
    if len(names) == 1 and (table := table_beside(folder)):
        raise LabelsError(
            f"{folder}: has photographs in the folder {names.pop()} alone; one for each class is "
            f"needed{table}"
        )
    return [
        LabelledPhotograph(
            path=folder / name,
            dataset=set_name(folder),
            file=name,
            grade=0,
            patient=Path(name).stem,
            columns={"file": name, "class": label, _SAID: label},
        )
        for name, label in found
    ]


def _flag_columns(table: Table, plan: TaskPlan) -> dict[str, str]:
    """Return name → column where each label has a column of 0 and 1; empty otherwise."""
    if not (plan.several and plan.classes):
        return {}
    columns = {name: name.lower() for name in plan.classes if name.lower() in table.columns}
    return columns if len(columns) == len(plan.classes) else {}


def _class_column(file: Path, table: Table, columns: Mapping[str, str]) -> str:
    if "class" in columns:
        wanted = columns["class"].lower()
        if wanted not in table.columns:
            raise LabelsError(
                f"--columns class={columns['class']}: {file} has the columns "
                f"{', '.join(table.columns)}"
            )
        return wanted
    for name in CLASS_COLUMNS:
        if name in table.columns:
            return name
    raise LabelsError(
        f"{file}: has the columns {', '.join(table.columns) or '(none)'}; none of them is known to "
        "hold the class; --columns class=NAME says which does"
    )


def _names_in(text: str, *, several: bool) -> tuple[str, ...]:
    if not several:
        return (text,) if text else ()
    return tuple(dict.fromkeys(name for name in _BETWEEN.split(text) if name))


def _flag(where: str, name: str, text: str) -> int:
    if text.lower() not in _FLAGS:
        raise LabelsError(f"{where}: {name} is {text!r}; 0 or 1 is allowed")
    return _FLAGS[text.lower()]


def _numbered(
    photographs: Sequence[LabelledPhotograph], plan: TaskPlan
) -> tuple[Task, tuple[LabelledPhotograph, ...]]:
    """Give classes their numbers; capitals do not matter."""
    said = [_said(photo) for photo in photographs]
    spelled: dict[str, str] = {name.lower(): name for name in plan.classes}
    for photo, names in zip(photographs, said, strict=True):
        for name in names:
            if plan.classes and name.lower() not in spelled:
                raise LabelsError(
                    f"the labels of {photo.dataset} have the class {name!r} "
                    f"({photo.path.name}); known are {_listed(plan.classes)}"
                )
            spelled.setdefault(name.lower(), name)
    keys = list(spelled) if plan.classes else sorted(spelled, key=_natural)
    if not 2 <= len(keys) <= _MOST_CLASSES:
        raise LabelsError(
            f"the labels have {len(keys)} classes ({_listed([spelled[key] for key in keys])}); "
            f"2 to {_MOST_CLASSES} are allowed; --columns class=NAME says which column holds them"
        )
    numbers = {key: number for number, key in enumerate(keys)}
    combinations: dict[tuple[int, ...], int] = {}
    result = []
    for photo, names in zip(photographs, said, strict=True):
        found = sorted(numbers[name.lower()] for name in names)
        if photo.grade is None:
            result.append(photo)
        elif plan.several:
            labels = tuple(int(number in found) for number in range(len(keys)))
            stratum = combinations.setdefault(labels, len(combinations))
            result.append(replace(photo, grade=stratum, labels=labels))
        else:
            result.append(replace(photo, grade=found[0]))
    return Task(plan.kind, tuple(spelled[key] for key in keys)), tuple(result)


def _said(photo: LabelledPhotograph) -> tuple[str, ...]:
    return tuple(name for name in photo.columns.get(_SAID, "").split(_JOINT) if name)


def _natural(name: str) -> tuple[int, float, str]:
    """Numbers by size, before words by letter."""
    try:
        return 0, float(name.replace(",", ".")), name
    except ValueError:
        return 1, 0.0, name


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
