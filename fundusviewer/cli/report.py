"""``fundusviewer report``: files of stored results, without grading anew."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from fundusviewer.cli.pieces.outputs import Outputs, add_report_arguments, speech_in
from fundusviewer.cli.pieces.stored_results import existing_database, method_in
from fundusviewer.errors import OutputError, StoreError
from fundusviewer.grading import Awaited
from fundusviewer.inference import PROVIDER_REQUESTS, Classifier, ModelLibrary, open_classifier
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.reporting import Contents, Part, export_formats, format_of
from fundusviewer.reporting.contents import ReadMarks
from fundusviewer.reporting.sources import FolderRows
from fundusviewer.reporting.streamed import StreamedEntries
from fundusviewer.reporting.table import report_of
from fundusviewer.reporting.words import AWAITED
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern, name_pattern
from fundusviewer.screening.patients import Photograph, identify
from fundusviewer.screening.places.address import place_of, whole
from fundusviewer.screening.rows import Row
from fundusviewer.screening.run import awaited_of, decisions_of


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    suffixes = ", ".join(one.suffix for one in export_formats())
    parser = subparsers.add_parser(
        "report",
        help=f"write reports from a database: {suffixes}",
        description="Writes reports of stored results; nothing is graded anew. Heat maps are "
        "computed for a PDF where the model is at hand. Exit status: 0 written, 1 could not be "
        "written or was stopped, 2 wrong usage. For research use only. Not for diagnosis.",
    )
    parser.add_argument(
        "folders",
        nargs="*",
        type=place_of,
        metavar="FOLDER",
        help="folders and files (default: all that the database holds)",
    )
    parser.add_argument(
        "--database", type=Path, metavar="FILE", help="default: that in the user's data folder"
    )
    parser.add_argument(
        "--output",
        type=Path,
        action="append",
        default=[],
        metavar="OUT",
        help=f"file to write, {suffixes}; may be given several times",
    )
    parser.add_argument(
        "--dicom",
        type=Path,
        metavar="DIR",
        help="write the findings of DICOM photographs as objects of their studies into a folder: "
        "structured report, picture with overlay, PDF document",
    )
    add_report_arguments(parser)
    parser.add_argument(
        "--model", metavar="NAME", help="whose results (default: the model that graded last)"
    )
    parser.add_argument(
        "--operating-point", metavar="NAME", help="whose decisions (default: the one used last)"
    )
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 0 when all files were written, 1 otherwise."""
    pattern = name_pattern(options.pattern, options.fields)
    outputs = _outputs(options)
    _check_wanted(options)
    database = existing_database(options.database)
    outputs.check([database])
    with Store(database) as store:
        return _report(options, outputs, pattern, store)


def _report(
    options: argparse.Namespace, outputs: Outputs, pattern: NamePattern, store: Store
) -> int:
    """Write all that is wanted; 0 when all files were written, 1 otherwise."""
    method = method_in(store, options.model, options.operating_point)
    if options.dicom is None and all(form.streams for form, _ in outputs.targets):
        return _stream(options, outputs, method, pattern, store)
    everything = store.rows(method)
    rows = _rows(everything, store.path, options.folders)
    part = Part(len(rows), len(everything), folders=options.folders)
    needed = outputs.need_model or options.dicom is not None
    classifier = _classifier(method, options.provider) if needed else None
    name = outputs.speech.say("Database")
    facts = [(name, str(store.path))] if outputs.personal_data else []
    unwritten = outputs.write(
        Contents(
            rows,
            method,
            pattern,
            everything,
            part,
            outputs.personal_data,
            classifier,
            facts,
            outputs.speech,
            store.lesions_of,
            outputs.clinic,
            store.marks,
        )
    )
    problems: list[object] = [*unwritten.values()]
    reported: set[str] = set()
    if options.dicom is not None:
        skipped, reported = _write_dicom(
            options.dicom, rows, everything, method, pattern, classifier, store.marks
        )
        problems += skipped
    for problem in problems:
        print(f"fundusviewer: {problem}", file=sys.stderr)
    written = [path for path in options.output if path not in unwritten]
    _note(store, outputs, [identify(row, pattern) for row in rows], written, reported)
    counts = len(rows), decisions_of(rows), awaited_of(rows)
    _print_summary(options, counts, method, written)
    return 1 if problems else 0


def _stream(
    options: argparse.Namespace,
    outputs: Outputs,
    method: Method,
    pattern: NamePattern,
    store: Store,
) -> int:
    """Write tables of any length, without holding them; 0 when all were written, 1 otherwise."""
    rows = FolderRows(store, method, options.folders)
    with closing(StreamedEntries(rows, pattern)) as entries:
        part = Part(entries.count, entries.total, folders=options.folders)
        report = report_of(entries, method, personal_data=outputs.personal_data, part=part)
        unwritten = outputs.write(Contents((), method, pattern, report=report))
        counts = entries.count, entries.decisions, entries.awaited
    for problem in unwritten.values():
        print(f"fundusviewer: {problem}", file=sys.stderr)
    written = [path for path in options.output if path not in unwritten]
    _print_summary(options, counts, method, written)
    return 1 if unwritten else 0


def _note(
    store: Store,
    outputs: Outputs,
    photographs: list[Photograph],
    written: list[Path],
    as_dicom: set[str],
) -> None:
    """Note in the database what was reported for people, and when."""
    for form, path in outputs.targets:
        if form.is_for_people and path in written:
            store.note_report(form.name, photographs)
    store.note_report("dicom", (one for one in photographs if one.row.sha256 in as_dicom))


def _check_wanted(options: argparse.Namespace) -> None:
    """Refuse a command that writes nothing, and make the folder of the DICOM objects."""
    if not options.output and options.dicom is None:
        raise OutputError("nothing to write: name a file with --output or a folder with --dicom")
    if options.dicom is not None:
        try:
            options.dicom.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{options.dicom}: cannot be made ({error.strerror})") from error


def _write_dicom(
    folder: Path,
    rows: list[Row],
    everything: list[Row],
    method: Method,
    pattern: NamePattern,
    classifier: Classifier | None,
    marks: ReadMarks,
) -> tuple[list[str], set[str]]:
    """Write the objects; return what could not be made, and of which photographs reports are."""
    from fundusviewer.dicom.export import Exported, Skipped, export_findings

    outcomes = list(
        export_findings(
            rows,
            method,
            pattern,
            folder,
            everything=everything,
            classifier=classifier,
            marks=marks,
        )
    )
    skipped = [one.reason for one in outcomes if isinstance(one, Skipped)]
    print(f"{len(outcomes) - len(skipped)} DICOM objects: {folder}", file=sys.stderr)
    return skipped, {
        sha256 for one in outcomes if isinstance(one, Exported) for sha256 in one.reported
    }


def _outputs(options: argparse.Namespace) -> Outputs:
    targets = tuple((format_of(path), path) for path in options.output)
    return Outputs(targets, options.personal_data, speech_in(options.language), options.clinic)


def _rows(everything: list[Row], database: Path, folders: list[Path]) -> list[Row]:
    """Return the rows of some folders and files, of all for none.

    Raises
    ------
    StoreError
        If the database knows nothing of a folder or file.
    """
    wanted = [whole(folder) for folder in folders]
    for folder in wanted:
        if not any(_is_in(row.path, folder) for row in everything):
            raise StoreError(f"{database.name}: holds nothing of {folder}")
    return [row for row in everything if not wanted or any(_is_in(row.path, one) for one in wanted)]


def _is_in(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def _classifier(method: Method, provider: ProviderRequest) -> Classifier | None:
    """Return the very model that graded, for the heat maps; ``None`` where it is not at hand."""
    for entry in ModelLibrary.default().entries():
        if entry.card is None or entry.card.name != method.model_name:
            continue
        with entry.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest == method.model_sha256:
            return open_classifier(entry.path, provider)
    print(
        f"fundusviewer: the model file of {method.model_name} {method.model_version} that graded "
        "is not at hand: the report is without heat maps",
        file=sys.stderr,
    )
    return None


def _print_summary(
    options: argparse.Namespace,
    counts: tuple[int, dict[str, int], dict[str, int]],
    method: Method,
    written: list[Path],
) -> None:
    """Say what was written of how many photographs, their decisions, and whose answer is open."""
    count, decisions, awaited = counts
    summary = {
        "photographs": count,
        "decisions": decisions,
        "awaited": awaited,
        "model": method.model_name,
        "model_version": method.model_version,
        "model_sha256": method.model_sha256,
        "operating_point": method.operating_point,
        "files": [str(path) for path in written],
        "dicom": None if options.dicom is None else str(options.dicom),
    }
    if options.json:
        print(json.dumps(summary, indent=2))
    else:
        places = [*written, *([options.dicom] if options.dicom else [])]
        print(f"{count} photographs: {', '.join(map(str, places)) or 'nothing was written'}")
        for who, number in awaited.items():
            print(f"  {number:6} {AWAITED[Awaited(who)]}")
