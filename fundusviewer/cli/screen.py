"""``fundusviewer screen``: folders into a database, without a display."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fundusviewer.cli.pieces.cluster_run import (
    add_cluster_arguments,
    check_cluster_arguments,
    screen_on_cluster,
)
from fundusviewer.cli.pieces.left_out import add_left_out_argument, tell_left_out
from fundusviewer.cli.pieces.networks import Networks, add_batch_arguments
from fundusviewer.cli.pieces.outputs import Outputs, add_report_arguments, speech_in
from fundusviewer.cli.pieces.part_run import (
    add_part_arguments,
    check_part_arguments,
    listed_paths,
    stopping,
    write_part,
)
from fundusviewer.cli.pieces.progress import ProgressLine
from fundusviewer.grading import Awaited
from fundusviewer.inference import PROVIDER_REQUESTS
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting import Contents, ExportFormat, Part, export_formats
from fundusviewer.reporting.words import AWAITED
from fundusviewer.resources import default_database
from fundusviewer.screening import survey
from fundusviewer.screening.database.opening import make_ready
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.folders import LeftOut
from fundusviewer.screening.identity import remarks_of
from fundusviewer.screening.names import NamePattern, name_pattern
from fundusviewer.screening.parts.choice import chosen
from fundusviewer.screening.patients import identify
from fundusviewer.screening.pipeline import DEFAULT_WORKERS
from fundusviewer.screening.places.address import as_text, place_of, whole
from fundusviewer.screening.rows import Row
from fundusviewer.screening.run import RunLog, awaited_of, decisions_of
from fundusviewer.screening.runs.folder_run import screen_beside_others
from fundusviewer.screening.runs.watch import arrivals

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
    parser.add_argument(
        "--lesions",
        action="store_true",
        help="mark lesions with a second network and count them; the run takes about four times "
        "as long",
    )
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
    left_out: list[LeftOut] = field(default_factory=list)

    def run(self) -> int:
        stopped = threading.Event()
        log = RunLog()
        begin = time.monotonic()
        with stopping(stopped.set):
            for portion, total in self._portions(stopped):
                log.expect(portion)
                self._screen(portion, total, log, stopped.is_set)
        # Ctrl-C is the way out of a watched folder; elsewhere it means that not all were read.
        unfinished = stopped.is_set() and not self.options.watch
        failed = self._report(log, time.monotonic() - begin, unfinished=unfinished)
        incomplete = tell_left_out(self.left_out, named=self.options.list_left_out)
        return 1 if failed or unfinished or incomplete else 0

    def _portions(self, stopped: threading.Event) -> Iterator[tuple[list[Path], int | None]]:
        folders = [whole(path) for path in self.options.folders]
        if not self.options.watch:
            found = survey([*folders, *listed_paths(self.options)])
            self.left_out.extend(found.left_out)
            photographs = list(chosen(found.photographs, self.options.shard))
            yield photographs, len(photographs)
            return
        print("Watching; Ctrl-C ends it.", file=sys.stderr)
        for portion in arrivals(
            folders, cancelled=stopped.is_set, wait=lambda: stopped.wait(_LOOK_EVERY)
        ):
            yield portion, len(portion)
        self.left_out.extend(survey(folders).left_out)

    def _screen(
        self,
        photographs: Iterable[Path],
        total: int | None,
        log: RunLog,
        cancelled: Callable[[], bool],
    ) -> None:
        progress = ProgressLine(sys.stderr, total)
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
            cancelled=cancelled,
        )
        for outcome in outcomes:
            log.note(outcome)
            progress.step()
        progress.finish()

    def _report(self, log: RunLog, seconds: float, *, unfinished: bool) -> bool:
        """Write the reports and print the summary; returns whether anything failed."""
        rows = log.rows(self.store, self.networks.method)
        failures = [row for row in rows if row.problem is not None]
        facts = self._facts(log, len(failures), seconds, unfinished=unfinished)
        problems = self.outputs.write(
            Contents(
                rows,
                self.networks.method,
                self.pattern,
                log.everything(self.store, self.networks.method),
                Part(len(rows), len(rows) + len(log.unreached), stopped=unfinished),
                self.outputs.personal_data,
                self.networks.classifier,
                facts,
                self.outputs.speech,
                self.store.lesions_of,
                self.outputs.clinic,
            )
        )
        for form, path in self.outputs.targets:
            if form.is_for_people and path not in problems:
                self.store.note_report(form.name, (identify(row, self.pattern) for row in rows))
        summary: dict[str, Any] = {
            "photographs": len(rows),
            "computed": log.computed,
            "known": log.known,
            "failed": len(failures),
            "stopped": unfinished,
            "decisions": decisions_of(rows),
            "awaited": awaited_of(rows),
            "remarks": remarks_of(rows, self.pattern),
            "left_out": len(self.left_out),
            "seconds": round(seconds, 1),
            "model": self.networks.method.model_name,
            "model_version": self.networks.method.model_version,
            "model_sha256": self.networks.method.model_sha256,
            "operating_point": self.networks.method.operating_point,
            "provider": self.networks.classifier.provider.name,
            "database": str(self.store.path),
        }
        card = self.networks.classifier.card
        assessed = card.macular_oedema is not None or not card.grades
        told = json.dumps(summary, indent=2) if self.options.json else _as_text(summary, failures)
        print(told if self.options.json or assessed else f"{told}\n{_NO_OEDEMA}")
        for problem in problems.values():
            print(f"fundusviewer: {problem}", file=sys.stderr)
        return bool(failures or problems)

    def _facts(
        self, log: RunLog, failures: int, seconds: float, *, unfinished: bool
    ) -> list[tuple[str, str]]:
        """Return what the summary of a PDF says of the run."""
        done, say = log.computed + log.known + len(log.failures), self.outputs.speech.say
        run = say(
            "{computed} photographs examined, {known} known already, {failed} not read or not "
            "stored",
            computed=log.computed,
            known=log.known,
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


def _as_text(summary: dict[str, Any], failures: Sequence[Row]) -> str:
    lines = [f"{as_text(row.path)}\n  Error: {row.problem}" for row in failures]
    lines.append(
        f"{summary['photographs']} photographs: {summary['computed']} examined, "
        f"{summary['known']} known already, {summary['failed']} not read or not stored"
    )
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
