"""Parquet for programs: the columns of the CSV, typed, a fraction of its bytes. Needs pyarrow."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Self

from fundusviewer.atomic import atomic_file
from fundusviewer.reporting.cells.anatomy_cells import LESION_NAMES
from fundusviewer.reporting.csv import patients_path
from fundusviewer.reporting.table import Report, Value
from fundusviewer.screening.rows import printable

#: Rows that are held at once.
_GROUP = 10_000

_WHOLE = frozenset(
    "patient_number visit photograph_number photographs photographs_reported deciding_photograph "
    "width height final_grade grade marks lesions_oedema_risk".split()
)
_REAL = (
    "probability",
    "unfamiliarity",
    "threshold",
    "_x",
    "_y",
    "_diameter",
    "_confidence",
    "_area",
    "_from_fovea",
)
_OF_EYES = ("od_", "os_", "unknown_eye_")


def has_parquet() -> bool:
    """Return whether the package that writes it is installed."""
    return find_spec("pyarrow") is not None


def write_parquet(path: Path, report: Report) -> None:
    """Write the photographs, and beside it the patients (:func:`patients_path`).

    Each file is there whole or is what it was before.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    with (
        atomic_file(path) as photographs,
        atomic_file(patients_path(path)) as patients,
        _Writer(photographs, report.photograph_columns) as of_photographs,
        _Writer(patients, report.patient_columns) as of_patients,
    ):
        for rows, visit in report.visits():
            of_photographs.add(rows)
            of_patients.add([visit])


def type_of(column: str) -> str:
    """Return Arrow's name for what a column holds: numbers where it never holds words."""
    name = next((column.removeprefix(eye) for eye in _OF_EYES if column.startswith(eye)), column)
    lesion = next((one for one in LESION_NAMES.values() if name.startswith(one)), None)
    if name.endswith(_REAL):
        return "float64"
    if name in _WHOLE or (lesion is not None and not name.startswith("lesions_")):
        return "int64"
    return "string"


class _Writer:
    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        import pyarrow
        from pyarrow import parquet

        kinds = {name: type_of(name) for name in columns}
        self._texts = frozenset(name for name, kind in kinds.items() if kind == "string")
        self._schema = pyarrow.schema(
            [(name, pyarrow.type_for_alias(kind)) for name, kind in kinds.items()]
        )
        self._table = pyarrow.Table
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[dict[str, Value]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                self._write()
        finally:
            self._writer.close()

    def add(self, rows: list[dict[str, Value]]) -> None:
        self._rows += rows
        if len(self._rows) >= _GROUP:
            self._write()

    def _write(self) -> None:
        rows = [
            {name: self._cell(name, value) for name, value in row.items()} for row in self._rows
        ]
        self._writer.write_table(self._table.from_pylist(rows, schema=self._schema))
        self._rows = []

    def _cell(self, name: str, value: Value) -> Value:
        if value is None or value == "":
            return None
        return printable(str(value)) if name in self._texts else value
