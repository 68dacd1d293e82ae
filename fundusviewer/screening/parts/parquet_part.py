"""A part as Parquet: columns for other programs, and fewer bytes than JSON lines.

A Parquet file can be read only when its end was written. So results are kept as JSON lines beside
it until all of them are there (``part.parquet.unfinished``, with which a run that was killed goes
on), and then become the file in one step, a row group after the other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from fundusviewer import __version__
from fundusviewer.atomic import atomic_file
from fundusviewer.closing import Closing
from fundusviewer.errors import OutputError, StoreError
from fundusviewer.screening.database.finding_record import FindingRecord
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.parts.part_file import PartFile, PartWriter, check_method, going_on
from fundusviewer.screening.rows import printable

PARQUET = ".parquet"

#: Rows that are held at once, while it is written and while it is read.
_GROUP = 20_000

_FORMAT = 1
_KEY = b"fundusviewer_part"

#: The columns of a result, with Arrow's names of their types; others stand in ``other`` as JSON.
RESULT_TYPES = {
    "decision": "string",
    "grade": "int8",
    "referable_probability": "float64",
    "label": "string",
    "probability": "float64",
    "probabilities": "string",
    "reasons": "string",
    "grade_set": "string",
    "provider": "string",
    "application_version": "string",
    "milliseconds": "float64",
    "examined_at": "string",
    "landmarks": "string",
    "picture_eye": "string",
    "macular_oedema_risk": "int8",
    "macular_oedema_probability": "float64",
    "macular_oedema_assessable": "int8",
    "quality": "string",
    "unfamiliarity": "float64",
    "embedding": "binary",
}

#: "path" is for people; bytes that are no text stand in the other one.
_OWN_TYPES = {
    "path": "string",
    "encoded_path": "binary",
    "problem": "string",
    "unreached": "bool",
    "sha256": "string",
    "width": "int32",
    "height": "int32",
}
_JSON_TYPES = {"origin": "string", "lesions": "string", "other": "string"}
_TYPES = {**_OWN_TYPES, **RESULT_TYPES, **_JSON_TYPES}


class ParquetPartWriter(Closing):
    """Writes a part, or goes on with one; the same as :class:`.PartWriter`.

    Attributes
    ----------
    method
        How its results are made.
    known
        The files that stand in it already.

    Raises
    ------
    OutputError
        If pyarrow is missing, the file cannot be written, or is something else than a part of the
        same method.
    """

    def __init__(self, path: Path, method: Method) -> None:
        _arrow(OutputError)
        self.path, self.method = path, method
        self._unfinished = path.with_name(f"{path.name}.unfinished")
        begun = self._unfinished.exists()
        self._lines = PartWriter(self._unfinished, method)
        self._is_new = False
        try:
            if path.exists() and not begun:
                self._take_over()
        except BaseException:
            self._lines.close()
            self._unfinished.unlink(missing_ok=True)
            raise
        self.known = self._lines.known

    def close(self) -> None:
        """Close what is open; a part that was not finished can be gone on with."""
        self._lines.close()

    def add(self, record: FindingRecord) -> None:
        """Keep one record, at once."""
        self._is_new = True
        self._lines.add(record)

    def finish(self) -> None:
        """Make the file of all that was kept."""
        self._lines.finish()
        if self._is_new or not self.path.exists():
            _convert(self._unfinished, self.path, self.method)
        self._lines.close()
        self._unfinished.unlink()

    def _take_over(self) -> None:
        """Go on with a part that was whole: more photographs have come."""
        with going_on():
            whole = ParquetPartFile(self.path)
            check_method(self.path, whole.method, self.method)
            for record in whole.records():
                self._lines.add(record)
                self._lines.known.add(record.path)


class ParquetPartFile:
    """A part to read; the same as :class:`.PartFile`.

    Attributes
    ----------
    method
        How its results were made.
    whole
        Always: what is not whole is no Parquet file.

    Raises
    ------
    StoreError
        If pyarrow is missing, or the file cannot be read or is no part.
    """

    whole = True

    def __init__(self, path: Path) -> None:
        self.path = path
        parquet = _arrow(StoreError)
        try:
            self._file = parquet.ParquetFile(path)
            fields = json.loads(self._file.schema_arrow.metadata[_KEY])
            if fields.pop("part") != _FORMAT:
                raise ValueError("another format")
            fields.pop("application")
            self.method = Method(**fields)
        except OSError as error:
            raise StoreError(f"{path}: cannot be read: {error.strerror or error}") from error
        # Of pyarrow's own, and of what stands in the file.
        except Exception as error:
            raise StoreError(f"{path}: is no part that screen --out wrote") from error

    def records(self) -> Iterator[FindingRecord]:
        """Yield the records, one after the other.

        Raises
        ------
        StoreError
            If the file is damaged.
        """
        try:
            for batch in self._file.iter_batches(batch_size=1000):
                for row in batch.to_pylist():
                    yield _record_of(row)
        except StoreError:
            raise
        except Exception as error:
            raise StoreError(f"{self.path}: is damaged ({error})") from error


def write_rows(rows: Iterable[Mapping[str, Any] | str], path: Path | str) -> int:
    """Write what :func:`.examination.examine_rows` yielded, wherever it did, as one part.

    Parameters
    ----------
    rows
        The dictionaries, or each as JSON; gone through once, none is kept.
    path
        Of the part, ``.jsonl`` or ``.parquet``; what stands in it already is not written again.

    Returns
    -------
    int
        How many were written.

    Raises
    ------
    OutputError
        If it cannot be written, or the rows were made by several methods.
    StoreError
        If one is no row.
    """
    count = 0
    part: PartWriter | ParquetPartWriter | None = None
    with ExitStack() as opened:
        for one in rows:
            row = dict(json.loads(one) if isinstance(one, str) else one)
            made = Method(**row.pop("method"))
            if part is None:
                part = open_part_writer(Path(path), made)
                opened.callback(part.close)
            if made != part.method:
                raise OutputError(f"{path}: the rows were made by several models or versions")
            record = FindingRecord.of_fields(row)
            if record.path not in part.known:
                part.add(record)
                count += 1
        if part is not None:
            part.finish()
    return count


def open_part(path: Path) -> PartFile | ParquetPartFile:
    """Return a part to read, by its suffix; raises what the two raise."""
    return ParquetPartFile(path) if path.suffix.lower() == PARQUET else PartFile(path)


def open_part_writer(path: Path, method: Method) -> PartWriter | ParquetPartWriter:
    """Return a part to write, by its suffix; raises what the two raise."""
    if path.suffix.lower() == PARQUET:
        return ParquetPartWriter(path, method)
    return PartWriter(path, method)


def _arrow(kind: type[OutputError | StoreError]) -> Any:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise kind(
            "Parquet needs the package pyarrow; install it with: pip install "
            "'fundusviewer[parquet]'"
        ) from error
    return parquet


def _convert(lines: Path, path: Path, method: Method) -> None:
    import pyarrow
    from pyarrow import parquet

    header = {"part": _FORMAT, "application": __version__, **asdict(method)}
    schema = pyarrow.schema(
        [(name, pyarrow.type_for_alias(kind)) for name, kind in _TYPES.items()],
        metadata={_KEY: json.dumps(header).encode()},
    )
    records = PartFile(lines).records()
    with (
        atomic_file(path, private=True) as partial,
        parquet.ParquetWriter(partial, schema, compression="zstd") as writer,
    ):
        while group := list(islice(records, _GROUP)):
            table = pyarrow.Table.from_pylist(list(map(_row_of, group)), schema=schema)
            writer.write_table(table)


def _row_of(record: FindingRecord) -> dict[str, object]:
    result: Mapping[str, object] = record.result or {}
    other = {name: value for name, value in result.items() if name not in RESULT_TYPES}
    return {
        "path": printable(record.path),
        "encoded_path": os.fsencode(record.path),
        "problem": record.problem,
        "unreached": record.unreached,
        "sha256": record.sha256,
        "width": record.width,
        "height": record.height,
        **{name: result.get(name) for name in RESULT_TYPES},
        "origin": _json(record.origin),
        "lesions": _json(record.lesions),
        "other": _json(other or None),
    }


def _record_of(row: Mapping[str, Any]) -> FindingRecord:
    path = os.fsdecode(row["encoded_path"])
    if row["reasons"] is None:
        return FindingRecord(path, str(row["problem"]), unreached=bool(row["unreached"]))
    other = {} if row["other"] is None else json.loads(row["other"])
    return FindingRecord(
        path,
        None,
        row["sha256"],
        row["width"],
        row["height"],
        {**{name: row[name] for name in RESULT_TYPES}, **other},
        None if row["origin"] is None else json.loads(row["origin"]),
        None if row["lesions"] is None else json.loads(row["lesions"]),
    )


def _json(value: Mapping[str, object] | None) -> str | None:
    return None if value is None else json.dumps(value)
