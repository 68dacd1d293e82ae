"""``fundusviewer screen``: folders into a database, without a display."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fundusviewer.cli.pieces.cluster_run import (
    add_cluster_arguments,
    check_cluster_arguments,
    screen_on_cluster,
)
from fundusviewer.cli.pieces.left_out import LeftOutTally, add_left_out_argument
from fundusviewer.cli.pieces.networks import (
    Networks,
    add_batch_arguments,
    add_lesions_argument,
    add_marks_argument,
)
from fundusviewer.cli.pieces.outputs import Outputs, add_report_arguments, speech_in
from fundusviewer.cli.pieces.part_run import (
    add_part_arguments,
    check_part_arguments,
    places_of,
    stopping,
    write_part,
)
from fundusviewer.cli.pieces.progress import ProgressLine
from fundusviewer.errors import FundusViewerError, StoreError
from fundusviewer.grading import Awaited
from fundusviewer.inference import PROVIDER_REQUESTS
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting import Contents, ExportFormat, Part, export_formats
from fundusviewer.reporting.paper.heat_memory import HeatMemory
from fundusviewer.reporting.sources import RunRows
from fundusviewer.reporting.streamed import StreamedEntries
from fundusviewer.reporting.table import report_of
from fundusviewer.reporting.words import AWAITED
from fundusviewer.resources import default_database
from fundusviewer.screening import Finding, survey
from fundusviewer.screening.database.opening import make_ready
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.folders import LeftOut
from fundusviewer.screening.names import NamePattern, name_pattern
from fundusviewer.screening.patients import identify
from fundusviewer.screening.pipeline import DEFAULT_WORKERS, Outcome
from fundusviewer.screening.places.address import as_text, place_of, whole
from fundusviewer.screening.run import RunLog
from fundusviewer.screening.runs.folder_run import note_files, screen_beside_others
from fundusviewer.screening.runs.listing import Listing
from fundusviewer.screening.runs.watch import arrivals

#: Seconds in which all photographs should be found; otherwise they are examined meanwhile.
_PATIENCE = 10.0

#: Seconds between two looks at a watched folder.
_LOOK_EVERY = 1.0

_MAX_WORKERS = 64


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "screen",
        help="grade folders into a database, and write reports",
        description="Examines all photographs of folders and stores the results; a second run "
        "computes only what is new. Exit status: 0 all were read and stored, 1 one was not, "
        "the run was stopped, or a file was left out that may be a photograph, 2 wrong usage. "
        "For research use only. Not for diagnosis.",
    )
    parser.add_argument(
        "folders", nargs="*", type=place_of, metavar="FOLDER", help="folder, file or address"
    )
    add_part_arguments(parser)
    add_cluster_arguments(parser)
    parser.add_argument(
        "--database",
        type=Path,
        metavar="FILE",
        help="database; made where it is not there (default: in the user's data folder)",
    )
    for form in export_formats():
        parser.add_argument(
            form.option,
            dest=_destination(form),
            type=Path,
            metavar=f"OUT{form.suffix}",
            help=form.help,
        )
    add_report_arguments(parser)
    parser.add_argument(
        "--keep-identity",
        action="store_true",
        help="store patient and day of DICOM files in the database as they are "
        "(default: pseudonyms, which only this computer can tell apart)",
    )
    parser.add_argument("--model", help="name or .onnx file (default: the bundled DR model)")
    parser.add_argument(
        "--operating-point", metavar="NAME", help="of the model's card (default: its first)"
    )
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    parser.add_argument(
        "--workers", type=_workers, default=DEFAULT_WORKERS, metavar="N", help="reading threads"
    )
    add_batch_arguments(parser)
    parser.add_argument(
        "--watch", action="store_true", help="go on with what arrives, until Ctrl-C"
    )
    add_lesions_argument(parser)
    add_marks_argument(parser)
    add_left_out_argument(parser)
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 0 when all photographs were read and stored, 1 otherwise."""
    check_part_arguments(options)
    check_cluster_arguments(options)
    pattern = name_pattern(options.pattern, options.fields)
    if options.out is not None:
        return write_part(options)
    database = _database(options.database)
    if options.dask is not None:
        return screen_on_cluster(options, database)
    outputs = _outputs(options)
    outputs.check([database, *options.folders])
    networks = Networks.of(options)
    with Store(database, keep_identity=options.keep_identity) as store:
        # What the network answered at another operating point need not be computed again.
        store.take_over(networks.method)
        return _Job(options, outputs, pattern, networks, store).run()


@dataclass(frozen=True, eq=False)
class _Job:
    options: argparse.Namespace
    outputs: Outputs
    pattern: NamePattern
    networks: Networks
    store: Store
    log: RunLog = field(default_factory=RunLog)
    heat_maps: HeatMemory = field(default_factory=HeatMemory)

    def run(self) -> int:
        stopped = threading.Event()
        left_out = LeftOutTally(named=self.options.list_left_out)
        begin = time.monotonic()
        with stopping(stopped.set):
            found = self._watched(stopped) if self.options.watch else self._listed(stopped)
            for one in found:
                left_out.add(one)
        # Ctrl-C is the way out of a watched folder; elsewhere it means that not all were read.
        unfinished = stopped.is_set() and not self.options.watch
        failed = self._report(time.monotonic() - begin, left_out.count, unfinished=unfinished)
        incomplete = left_out.tell()
        return 1 if failed or unfinished or incomplete else 0

    def _listed(self, stopped: threading.Event) -> Iterator[LeftOut]:
        """Examine what lies in the folders and stands in the list; yield what is left out."""

        def note(portion: list[Path]) -> None:
            self.log.expect(portion)
            note_files(self.store, portion)

        with closing(Listing(places_of(self.options), note)) as listing:
            # Nearly always all are noted before the first is examined.
            listing.wait(_PATIENCE, stopped.is_set)
            progress = ProgressLine(sys.stderr, listing.total)
            for count, _ in enumerate(self._screen(listing.each(stopped.is_set), stopped), 1):
                progress.reach(count, listing.total)
            progress.finish()
            listing.end()
            yield from listing.left_out()

    def _watched(self, stopped: threading.Event) -> Iterator[LeftOut]:
        """Examine what arrives until Ctrl-C; yield what is left out then."""
        print("Watching; Ctrl-C ends it.", file=sys.stderr)
        folders = [whole(path) for path in self.options.folders]
        for portion in arrivals(
            folders, cancelled=stopped.is_set, wait=lambda: stopped.wait(_LOOK_EVERY)
        ):
            self.log.expect(portion)
            note_files(self.store, portion)
            progress = ProgressLine(sys.stderr, len(portion))
            for _ in self._screen(portion, stopped):
                progress.step()
            progress.finish()
        yield from survey(folders).left_out

    def _screen(self, photographs: Iterable[Path], stopped: threading.Event) -> Iterator[Outcome]:
        outcomes = screen_beside_others(
            photographs,
            self.networks.classifier,
            self.store,
            self.networks.method,
            operating_point=self.networks.point,
            locator=self.networks.locator,
            marker=self.networks.marker,
            workers=self.options.workers,
            together=self.networks.together,
            cancelled=stopped.is_set,
            noted=True,
        )
        printed = any(form.is_for_people for form, _ in self.outputs.targets)
        for outcome in outcomes:
            self.log.note(outcome)
            if printed and isinstance(outcome, Finding):
                self.heat_maps.note(self.networks.method, outcome)
            yield outcome

    def _report(self, seconds: float, left_out: int, *, unfinished: bool) -> bool:
        """Write the reports and print the summary; returns whether anything failed."""
        method = self.networks.method
        found = self.log.summary(self.store, method, self.pattern)
        failures = self.log.failure_count
        facts = self._facts(failures, seconds, unfinished=unfinished)
        part = Part(found.count, found.count + self.log.unreached_count, stopped=unfinished)
        if all(form.streams for form, _ in self.outputs.targets):
            problems = self._write_streamed(part, facts)
        else:
            problems = self._write(part, facts)
        summary: dict[str, Any] = {
            "photographs": found.count,
            "computed": self.log.computed,
            "known": self.log.known,
            "failed": failures,
            "stopped": unfinished,
            "decisions": found.decisions,
            "awaited": found.awaited,
            "remarks": found.remarks,
            "left_out": left_out,
            "seconds": round(seconds, 1),
            "model": method.model_name,
            "model_version": method.model_version,
            "model_sha256": method.model_sha256,
            "operating_point": method.operating_point,
            "provider": self.networks.classifier.provider.name,
            "database": str(self.store.path),
        }
        card = self.networks.classifier.card
        assessed = card.macular_oedema is not None or not card.grades
        if self.options.json:
            print(json.dumps(summary, indent=2))
        else:
            for path, reason in self.log.each_failure():
                print(f"{as_text(path)}\n  Error: {reason}")
            print(_as_text(summary))
            if not assessed:
                print(_NO_OEDEMA)
        for problem in problems.values():
            print(f"fundusviewer: {problem}", file=sys.stderr)
        return bool(failures or problems)

    def _write_streamed(
        self, part: Part, facts: list[tuple[str, str]]
    ) -> Mapping[Path, FundusViewerError]:
        """Write tables of any length, without holding them; returns what could not be written."""
        if not self.outputs.targets:
            return {}
        method = self.networks.method
        rows = RunRows(self.store, method, self.log)
        try:
            with closing(StreamedEntries(rows, self.pattern)) as entries:
                report = report_of(
                    entries, method, personal_data=self.outputs.personal_data, part=part
                )
                return self.outputs.write(Contents((), method, self.pattern, report=report))
        except StoreError:
            # What cannot be read back is told photograph by photograph, as errors.
            return self._write(part, facts)

    def _write(self, part: Part, facts: list[tuple[str, str]]) -> Mapping[Path, FundusViewerError]:
        """Write pages and outlines, too, which need all rows at once."""
        method = self.networks.method
        rows = self.log.rows(self.store, method)
        problems = self.outputs.write(
            Contents(
                rows,
                method,
                self.pattern,
                self.log.everything(self.store, method),
                part,
                self.outputs.personal_data,
                self.networks.classifier,
                facts,
                self.outputs.speech,
                self.store.lesions_of,
                self.outputs.clinic,
                self.store.marks,
                heat_maps=self.heat_maps,
            )
        )
        for form, path in self.outputs.targets:
            if form.is_for_people and path not in problems:
                self.store.note_report(form.name, (identify(row, self.pattern) for row in rows))
        return problems

    def _facts(self, failures: int, seconds: float, *, unfinished: bool) -> list[tuple[str, str]]:
        """Return what the summary of a PDF says of the run."""
        done, say = self.log.computed + self.log.known + failures, self.outputs.speech.say
        run = say(
            "{computed} photographs examined, {known} known already, {failed} not read or not "
            "stored",
            computed=self.log.computed,
            known=self.log.known,
            failed=failures,
        )
        speed = say(
            "{seconds} s, {speed} photographs a second",
            seconds=f"{seconds:.0f}",
            speed=self.outputs.speech.number(done / max(seconds, 1e-9), 1),
        )
        facts = [
            (say("Run"), run),
            (say("Time"), speed),
            (say("Computed on"), self.networks.classifier.provider.name),
        ]
        if unfinished:
            facts.insert(0, (say("Stopped"), say("The run was stopped before its end.")))
        if self.outputs.personal_data:
            facts.append((say("Folders"), ", ".join(map(str, self.options.folders))))
            facts.append((say("Database"), str(self.store.path)))
        return facts


_NO_OEDEMA = "Macular oedema is not assessed."
_WORDS = {
    "refer": "refer",
    "no_referral": "no referral",
    "ungradable": "ungradable – repeat the photograph or refer",
    "not_fundus": "not a fundus photograph",
    "error": "error – not examined",
    "open": "open – readings are still to come",
    "not_graded": "examined by a model that does not grade",
}


def _as_text(summary: dict[str, Any]) -> str:
    lines = [
        f"{summary['photographs']} photographs: {summary['computed']} examined, "
        f"{summary['known']} known already, {summary['failed']} not read or not stored"
    ]
    if summary["stopped"]:
        lines.append("Stopped before the end; the same command goes on where it stopped.")
    lines.extend(f"  {count:6} {_WORDS[name]}" for name, count in summary["decisions"].items())
    lines.extend(
        f"  {count:6} {AWAITED[Awaited(name)]}" for name, count in summary["awaited"].items()
    )
    lines.extend(f"  {count:6} to check: {remark}" for remark, count in summary["remarks"].items())
    lines.append(
        f"Model: {summary['model']} {summary['model_version']}, on {summary['provider']}. "
        f"Database: {summary['database']}"
    )
    lines.append(RESEARCH_NOTICE)
    return "\n".join(lines)


def _database(path: Path | None) -> Path:
    database = (path or default_database()).absolute()
    make_ready(database)
    return database


def _destination(form: ExportFormat) -> str:
    return f"output_{form.name}"


def _outputs(options: argparse.Namespace) -> Outputs:
    wanted = ((form, getattr(options, _destination(form))) for form in export_formats())
    targets = tuple((form, path) for form, path in wanted if path is not None)
    return Outputs(targets, options.personal_data, speech_in(options.language), options.clinic)


def _workers(text: str) -> int:
    value = int(text)
    if not 1 <= value <= _MAX_WORKERS:
        raise argparse.ArgumentTypeError(f"{value} is not between 1 and {_MAX_WORKERS}")
    return value
