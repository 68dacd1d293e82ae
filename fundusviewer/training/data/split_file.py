"""The split of a training run as a file, so that others measure on the same patients."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from fundusviewer.atomic import write_text_atomically
from fundusviewer.csv_table import read_table
from fundusviewer.errors import LabelsError
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.splits import Split

_COLUMNS = ("set", "file", "split")

#: (set, file) → side.
Sides = Mapping[tuple[str, str], Split]


def write_split(
    path: Path, photographs: Sequence[LabelledPhotograph], split: Sequence[Split]
) -> None:
    """Write which photograph is on which side.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for photograph, side in zip(photographs, split, strict=True):
        writer.writerow((photograph.dataset, photograph.file, side))
    write_text_atomically(path, text.getvalue())


def read_split(path: Path) -> Sides:
    """Read what :func:`write_split` wrote.

    Raises
    ------
    LabelsError
        If the file cannot be read or is no split file.
    """
    table = read_table(path)
    try:
        rows = [row.cells for row in table.rows]
        return {(row["set"], row["file"]): Split(row["split"]) for row in rows}
    except (KeyError, ValueError) as error:
        raise LabelsError(
            f"{path}: is no split file ({error}); its columns are {', '.join(_COLUMNS)}"
        ) from error


def on_side(
    photographs: Sequence[LabelledPhotograph], sides: Sides, side: Split
) -> tuple[LabelledPhotograph, ...]:
    """Return the photographs that the split file puts on ``side``.

    Raises
    ------
    LabelsError
        If none is.
    """
    found = tuple(p for p in photographs if sides.get((p.dataset, p.file)) == side)
    if not found:
        raise LabelsError(f"the split file puts none of the photographs on the {side} side")
    return found


def sides_of(photographs: Sequence[LabelledPhotograph], sides: Sides) -> tuple[Split, ...]:
    """Return the side of every photograph, in order.

    Raises
    ------
    LabelsError
        If the split file does not name one of them.
    """
    missing = [p.file for p in photographs if (p.dataset, p.file) not in sides]
    if missing:
        raise LabelsError(
            f"{len(missing)} photographs are not in the run's split file, the first is "
            f"{missing[0]}; a run goes on with the photographs that it was started with"
        )
    return tuple(sides[p.dataset, p.file] for p in photographs)
