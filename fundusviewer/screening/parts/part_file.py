"""A part on disk: JSON lines, the first with the method, the last with their number.

A file without its last line was not finished; what stands in it is used all the same, and going on
with it makes only what is missing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

from fundusviewer import __version__
from fundusviewer.closing import Closing
from fundusviewer.errors import OutputError, StoreError
from fundusviewer.private_files import close_to_others
from fundusviewer.screening.database.finding_record import FindingRecord
from fundusviewer.screening.examination.method import Method

SUFFIX = ".jsonl"
_FORMAT = 1
_LONGEST_LINE = 50_000_000


class PartWriter(Closing):
    """Writes a part, or goes on with one; used as a context manager.

    Attributes
    ----------
    method
        How its results are made.
    known
        The files that stand in it already.

    Raises
    ------
    OutputError
        If the file cannot be written, or is something else than a part of the same method.
    """

    def __init__(self, path: Path, method: Method) -> None:
        self.path = path
        self.known: set[str] = set()
        self.method = method
        self._count = 0
        try:
            self._stream: IO[bytes] = self._opened()
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """Close the file; it may be closed twice."""
        self._stream.close()

    def add(self, record: FindingRecord) -> None:
        """Write one record, at once."""
        self._count += 1
        self._line(record.fields())

    def finish(self) -> None:
        """Write that it is whole, to the disk itself."""
        self._line({"end": self._count})
        os.fsync(self._stream.fileno())

    def _opened(self) -> IO[bytes]:
        if not self.path.exists() or not self.path.stat().st_size:
            self._stream = self.path.open("wb")
            close_to_others(self.path)
            self._line({"part": _FORMAT, "application": __version__, **asdict(self.method)})
            return self._stream
        with going_on():
            part = PartFile(self.path)
            check_method(self.path, part.method, self.method)
            for record in part.records():
                self.known.add(record.path)
                self._count += 1
        stream = self.path.open("r+b")
        # What was cut off in the middle of a line, and the line that says it is whole.
        stream.truncate(part.kept)
        stream.seek(0, os.SEEK_END)
        return stream

    def _line(self, fields: Mapping[str, object]) -> None:
        try:
            self._stream.write(json.dumps(fields, separators=(",", ":")).encode() + b"\n")
            self._stream.flush()
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be written: {error.strerror}") from error


@contextmanager
def going_on() -> Iterator[None]:
    """Read a part that is to be gone on with; what cannot be read is an :class:`OutputError`."""
    try:
        yield
    except StoreError as error:
        raise OutputError(f"{error}; it is not gone on with") from error


def check_method(path: Path, found: Method, wanted: Method) -> None:
    """Check that a part was made as it is to be gone on with.

    Raises
    ------
    OutputError
        If it was not.
    """
    if found != wanted:
        raise OutputError(
            f"{path}: was made by another model, operating point or version; give another file"
        )


class PartFile:
    """A part to read.

    Attributes
    ----------
    method
        How its results were made.
    whole
        Whether its last line was reached; known at the end of :meth:`records`.
    kept
        How many bytes the header and whole records take; known at the end of :meth:`records`.

    Raises
    ------
    StoreError
        If it cannot be read or is no part.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.whole = False
        self.kept = 0
        with self._open() as stream:
            fields = self._parsed(stream.readline(_LONGEST_LINE), 1)
            self.kept = stream.tell()
        if not isinstance(fields, dict) or fields.pop("part", None) != _FORMAT:
            raise StoreError(f"{path}: is no part that screen --out wrote")
        fields.pop("application", None)
        try:
            self.method = Method(**fields)
        except TypeError as error:
            raise StoreError(f"{path}: line 1: is no method: {error}") from error

    def records(self) -> Iterator[FindingRecord]:
        """Yield the records, one after the other.

        Raises
        ------
        StoreError
            If a line in the middle is damaged; the message says which.
        """
        with self._open() as stream:
            self.whole = False
            stream.readline(_LONGEST_LINE)
            number, count = 1, 0
            while line := stream.readline(_LONGEST_LINE):
                number += 1
                if not line.endswith(b"\n"):
                    # The writer was stopped in the middle of it.
                    return
                fields = self._parsed(line, number)
                if isinstance(fields, dict) and set(fields) == {"end"}:
                    self.whole = fields["end"] == count
                    return
                yield self._record(fields, number)
                count += 1
                self.kept = stream.tell()

    def _open(self) -> IO[bytes]:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be read: {error.strerror}") from error

    def _parsed(self, line: bytes, number: int) -> object:
        try:
            return json.loads(line)
        except ValueError as error:
            raise StoreError(f"{self.path}: line {number}: is damaged") from error

    def _record(self, fields: object, number: int) -> FindingRecord:
        try:
            if not isinstance(fields, dict):
                raise StoreError("is no record of a finding")
            return FindingRecord.of_fields(fields)
        except StoreError as error:
            raise StoreError(f"{self.path}: line {number}: {error}") from error
