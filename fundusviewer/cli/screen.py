"""``fundusviewer screen``: folders into a database, without a display."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fundusviewer.cli.progress import ProgressLine
from fundusviewer.errors import FundusViewerError, OutputError
from fundusviewer.inference import PROVIDER_REQUESTS, Classifier, ModelLibrary
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting import make_report, patients_path, write_csv, write_jsonl
from fundusviewer.resources import default_database
from fundusviewer.screening import find_photographs
from fundusviewer.screening.method import Method
from fundusviewer.screening.names import AUTOMATIC, PRESETS, NamePattern, name_pattern
from fundusviewer.screening.pipeline import DEFAULT_WORKERS, screen
from fundusviewer.screening.run import RunLog, decisions_of
from fundusviewer.screening.store import Store
from fundusviewer.screening.watch import arrivals

#: Seconds between two looks at a watched folder.
_LOOK_EVERY = 1.0

_MAX_WORKERS = 64


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "screen",
        help="grade folders into a database, with CSV and JSON lines",
        description="Examines all photographs of folders and stores the results; a second run "
        "computes only what is new. Exit status: 0 all were read and stored, 1 one was not or "
        "the run was stopped, 2 wrong usage. For research use only. Not for diagnosis.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="folder or file")
    parser.add_argument(
        "--database",
        type=Path,
        metavar="FILE",
        help="database; made where it is not there (default: in the user's data folder)",
    )
    parser.add_argument(
        "--csv",
        type=Path,
        metavar="OUT",
        help="write a row for each photograph, and for each patient into OUT-patients.csv",
    )
    parser.add_argument("--jsonl", type=Path, metavar="OUT", help="the same as JSON lines")
    parser.add_argument(
        "--personal-data",
        action="store_true",
        help="with patient, date, note and reviewer in CSV and JSON lines",
    )
    parser.add_argument(
        "--pattern",
        default=AUTOMATIC,
        help="how names tell patient, eye and date: "
        f"{AUTOMATIC}, {', '.join(PRESETS)}, a template like {{patient}}_{{eye}} or a regular "
        "expression with these groups",
    )
    parser.add_argument("--model", help="name or .onnx file (default: the bundled DR model)")
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    parser.add_argument(
        "--workers", type=_workers, default=DEFAULT_WORKERS, metavar="N", help="reading threads"
    )
    parser.add_argument(
        "--watch", action="store_true", help="go on with what arrives, until Ctrl-C"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 0 when all photographs were read and stored, 1 otherwise."""
    pattern = name_pattern(options.pattern)
    database = _database(options.database)
    _check_targets(options, database)
    entry = ModelLibrary.default().find(options.model)
    classifier = Classifier(entry.path, options.provider)
    if classifier.provider.fallback_reason and options.provider != "auto":
        print(f"fundusviewer: {classifier.provider.fallback_reason}", file=sys.stderr)
    with Store(database) as store:
        job = _Job(options, pattern, classifier, store, Method.of(classifier))
        return job.run()


@dataclass(frozen=True, eq=False)
class _Job:
    options: argparse.Namespace
    pattern: NamePattern
    classifier: Classifier
    store: Store
    method: Method

    def run(self) -> int:
        stopped = threading.Event()
        log = RunLog()
        begin = time.monotonic()
        with _ctrl_c(stopped.set):
            for portion, total in self._portions(stopped):
                self._screen(portion, total, log, stopped.is_set)
        # Ctrl-C is the way out of a watched folder; elsewhere it means that not all were read.
        unfinished = stopped.is_set() and not self.options.watch
        try:
            self._report(log, time.monotonic() - begin, unfinished=unfinished)
        except FundusViewerError as error:
            print(f"fundusviewer: {error}", file=sys.stderr)
            return 1
        return 1 if log.failures or unfinished else 0

    def _portions(self, stopped: threading.Event) -> Iterator[tuple[list[Path], int | None]]:
        folders = [path.absolute() for path in self.options.folders]
        if not self.options.watch:
            photographs = find_photographs(folders)
            yield photographs, len(photographs)
            return
        print("Watching; Ctrl-C ends it.", file=sys.stderr)
        for portion in arrivals(
            folders, cancelled=stopped.is_set, wait=lambda: stopped.wait(_LOOK_EVERY)
        ):
            yield portion, len(portion)

    def _screen(
        self,
        photographs: Iterable[Path],
        total: int | None,
        log: RunLog,
        cancelled: Callable[[], bool],
    ) -> None:
        progress = ProgressLine(sys.stderr, total)
        outcomes = screen(
            photographs,
            self.classifier,
            self.store,
            self.method,
            workers=self.options.workers,
            cancelled=cancelled,
        )
        for outcome in outcomes:
            log.note(outcome)
            progress.step()
        progress.finish()

    def _report(self, log: RunLog, seconds: float, *, unfinished: bool) -> None:
        options = self.options
        rows = log.rows(self.store, self.method)
        if options.csv is not None or options.jsonl is not None:
            report = make_report(
                rows, self.method, self.pattern, personal_data=options.personal_data
            )
            if options.csv is not None:
                write_csv(options.csv, report)
            if options.jsonl is not None:
                write_jsonl(options.jsonl, report)
        summary: dict[str, Any] = {
            "photographs": len(rows),
            "computed": log.computed,
            "known": log.known,
            "failed": len(log.failures),
            "stopped": unfinished,
            "decisions": decisions_of(rows),
            "seconds": round(seconds, 1),
            "model": self.method.model_name,
            "model_version": self.method.model_version,
            "model_sha256": self.method.model_sha256,
            "provider": self.classifier.provider.name,
            "database": str(self.store.path),
        }
        print(json.dumps(summary, indent=2) if options.json else _as_text(summary, log))


_WORDS = {
    "refer": "refer",
    "no_referral": "no referral",
    "ungradable": "ungradable – repeat the photograph or refer",
    "not_fundus": "not a fundus photograph",
    "error": "error – not examined",
    "not_graded": "examined by a model that does not grade",
}


def _as_text(summary: dict[str, Any], log: RunLog) -> str:
    lines = [f"{path}\n  Error: {reason}" for path, reason in log.failures.items()]
    lines.append(
        f"{summary['photographs']} photographs: {summary['computed']} examined, "
        f"{summary['known']} known already, {summary['failed']} not read or not stored"
    )
    if summary["stopped"]:
        lines.append("Stopped before the end; the same command goes on where it stopped.")
    lines.extend(f"  {count:6} {_WORDS[name]}" for name, count in summary["decisions"].items())
    lines.append(
        f"Model: {summary['model']} {summary['model_version']}, on {summary['provider']}. "
        f"Database: {summary['database']}"
    )
    lines.append(f"Macular oedema is not assessed. {RESEARCH_NOTICE}")
    return "\n".join(lines)


@contextmanager
def _ctrl_c(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` at the first Ctrl-C; the second one interrupts at once."""

    def handle(number: int, frame: object) -> None:  # noqa: ARG001
        stop()
        print("\nStopping; Ctrl-C again to stop at once.", file=sys.stderr)
        signal.signal(signal.SIGINT, before)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _database(path: Path | None) -> Path:
    if path is not None:
        return path.absolute()
    database = default_database()
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{database.parent}: cannot be made ({error.strerror})") from error
    return database


def _check_targets(options: argparse.Namespace, database: Path) -> None:
    """Find out before the night's run, not after it, that a file cannot be written.

    Raises
    ------
    OutputError
        If a folder is not there, or a file would be written over another one of the run.
    """
    targets = [path for path in (options.csv, options.jsonl) if path is not None]
    for target in targets:
        if not target.parent.is_dir() or target.is_dir():
            raise OutputError(f"{target}: is no file in a folder that is there")
    if options.csv is not None:
        targets.append(patients_path(options.csv))
    taken = {database.resolve(), *(path.resolve() for path in options.folders)}
    for target in targets:
        if target.resolve() in taken:
            raise OutputError(f"{target}: is used twice; name another file")
        taken.add(target.resolve())


def _workers(text: str) -> int:
    value = int(text)
    if not 1 <= value <= _MAX_WORKERS:
        raise argparse.ArgumentTypeError(f"{value} is not between 1 and {_MAX_WORKERS}")
    return value
