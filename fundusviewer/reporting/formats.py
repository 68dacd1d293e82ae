"""The formats in which results are written: one entry each, for the commands and the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.errors import OutputError
from fundusviewer.reporting.coco import write_coco
from fundusviewer.reporting.contents import Contents
from fundusviewer.reporting.csv import patients_path, write_csv
from fundusviewer.reporting.jsonl import write_jsonl
from fundusviewer.reporting.parquet import has_parquet, write_parquet
from fundusviewer.reporting.pdf import write_paper
from fundusviewer.reporting.speech import phrase


@dataclass(frozen=True)
class Pages:
    """What a writer of many pages tells while it writes, and asks.

    Attributes
    ----------
    progress
        Called with the pages done and the pages in all.
    cancelled
        Asked before each page; nothing is written then.
    """

    progress: Callable[[int, int], None] = lambda done, total: None  # noqa: ARG005
    cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class ExportFormat:
    """One format.

    Attributes
    ----------
    suffix
        Of its files, with the dot, in lower case.
    title
        For people, in English: in menus and dialogs.
    option
        Of ``screen``.
    help
        One line for that option.
    write
        Writes a file; it is there whole or is what it was before. Raises
        :class:`~fundusviewer.errors.OutputError` where it cannot be written.
    beside
        The files that are written beside the one that is named.
    is_for_people
        Whether it has pages, in the user's language and with heat maps, for which the model is
        needed; otherwise columns or fields in English, for programs.
    streams
        Whether it needs nothing but the tables, and holds none of them.
    """

    suffix: str
    title: str
    option: str
    help: str
    write: Callable[[Path, Contents, Pages], None]
    beside: Callable[[Path], tuple[Path, ...]] = lambda path: ()  # noqa: ARG005
    is_for_people: bool = False
    streams: bool = False

    @property
    def name(self) -> str:
        """The suffix without its dot."""
        return self.suffix.removeprefix(".")


def export_formats() -> tuple[ExportFormat, ...]:
    """Return all formats that can be written here, in the order in which they are offered."""
    return tuple(one for one in _FORMATS if one is not _PARQUET or has_parquet())


def format_of(path: Path) -> ExportFormat:
    """Return the format of a file by its suffix.

    Raises
    ------
    OutputError
        If there is none.
    """
    for one in export_formats():
        if one.suffix == path.suffix.lower():
            return one
    if path.suffix.lower() == _PARQUET.suffix:
        raise OutputError(
            f"{path}: Parquet needs the package pyarrow; install it with: pip install "
            "'fundusviewer[parquet]'"
        )
    suffixes = ", ".join(one.suffix for one in export_formats())
    raise OutputError(f"{path}: reports are written as {suffixes} only")


def _write_csv(path: Path, contents: Contents, pages: Pages) -> None:  # noqa: ARG001
    write_csv(path, contents.tables)


def _write_jsonl(path: Path, contents: Contents, pages: Pages) -> None:  # noqa: ARG001
    write_jsonl(path, contents.tables)


def _write_coco(path: Path, contents: Contents, pages: Pages) -> None:  # noqa: ARG001
    sha256s = [row.sha256 for row in contents.rows if row.sha256 is not None]
    write_coco(
        path,
        contents.tables,
        contents.lesions(sha256s),
        contents.marked,
        personal_data=contents.personal_data,
    )


def _write_pdf(path: Path, contents: Contents, pages: Pages) -> None:
    write_paper(path, contents, pages.progress, pages.cancelled)


def _write_parquet(path: Path, contents: Contents, pages: Pages) -> None:  # noqa: ARG001
    write_parquet(path, contents.tables)


_PARQUET = ExportFormat(
    ".parquet",
    phrase("Parquet table"),
    "--parquet",
    "the columns of the CSV as Parquet, and the patients into OUT-patients.parquet",
    _write_parquet,
    lambda path: (patients_path(path),),
    streams=True,
)

_FORMATS = (
    ExportFormat(
        ".csv",
        phrase("Table (CSV)"),
        "--csv",
        "write a row for each photograph, and for each patient into OUT-patients.csv",
        _write_csv,
        lambda path: (patients_path(path),),
        streams=True,
    ),
    ExportFormat(
        ".jsonl",
        phrase("JSON lines"),
        "--jsonl",
        "the same as JSON lines",
        _write_jsonl,
        streams=True,
    ),
    _PARQUET,
    ExportFormat(
        ".json",
        phrase("Lesions and marks (COCO)"),
        "--coco",
        "write outlines of lesions and marks of readers as COCO JSON, for research",
        _write_coco,
    ),
    ExportFormat(
        ".pdf",
        phrase("Report (PDF)"),
        "--report",
        "write a PDF with a summary and a page for each patient",
        _write_pdf,
        is_for_people=True,
    ),
)
