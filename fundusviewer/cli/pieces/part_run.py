"""``screen --list``, ``--shard`` and ``--out``: a share of a long list, without a database."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from fundusviewer.cli.pieces.left_out import LeftOutTally
from fundusviewer.cli.pieces.networks import Networks
from fundusviewer.cli.pieces.progress import ProgressLine
from fundusviewer.errors import InputError, OutputError
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting import export_formats
from fundusviewer.screening.folders import LeftOut
from fundusviewer.screening.parts.choice import Shard, chosen, found_in, found_in_list, listed
from fundusviewer.screening.parts.examination import examine_records
from fundusviewer.screening.parts.parquet_part import (
    PARQUET,
    ParquetPartWriter,
    open_part_writer,
)
from fundusviewer.screening.parts.part_file import SUFFIX, PartWriter
from fundusviewer.screening.places.address import as_text, whole


def add_part_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    group = parser.add_argument_group("a share of many")
    group.add_argument(
        "--list", metavar="FILE", help="a list of files, one a line; - reads it from the input"
    )
    group.add_argument(
        "--shard",
        type=Shard.of_text,
        metavar="K/N",
        help="only the K-th of N shares; a photograph's path decides which one it belongs to",
    )
    group.add_argument(
        "--out",
        type=Path,
        metavar=f"PART{SUFFIX}|{PARQUET}",
        help="write the results to this file instead of a database, for fundusviewer import; a "
        "file that was not finished is gone on with",
    )


def check_part_arguments(options: argparse.Namespace) -> None:
    """Refuse what cannot go together.

    Raises
    ------
    InputError, OutputError
        With what is allowed.
    """
    if not options.folders and options.list is None:
        raise InputError("nothing to examine: name folders or files, or a list of them with --list")
    if options.watch and (options.list is not None or options.shard is not None):
        raise InputError("--watch looks at folders; it takes neither --list nor --shard")
    if options.out is None:
        return
    if options.out.suffix not in (SUFFIX, PARQUET):
        raise OutputError(f"{options.out} does not end with {SUFFIX} or {PARQUET}")
    asked = {"--database": options.database, "--watch": options.watch, "--json": options.json}
    asked |= {form.option: getattr(options, f"output_{form.name}") for form in export_formats()}
    beside = [name for name, value in asked.items() if value]
    if beside:
        raise OutputError(
            f"--out writes a part alone, without {', '.join(beside)}; bring it into a database "
            "with fundusviewer import, then report from that"
        )


def listed_paths(options: argparse.Namespace) -> Iterator[Path]:
    """Yield the paths of ``--list``, while it is read.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    if options.list is None:
        return
    try:
        if options.list == "-":
            yield from listed(sys.stdin.buffer)
            return
        with Path(options.list).open("rb") as stream:
            yield from listed(stream)
    except OSError as error:
        raise InputError(f"{options.list}: cannot be read: {error.strerror}") from error


def write_part(options: argparse.Namespace) -> int:
    """Examine a share and write it; 0 when all was read, 1 otherwise."""
    networks = Networks.of(options)
    left_out = LeftOutTally(named=options.list_left_out)
    stopped = threading.Event()
    progress = ProgressLine(sys.stderr, None)
    done = problems = 0
    with open_part_writer(options.out, networks.method) as part, stopping(stopped.set):
        known = len(part.known)
        records = examine_records(
            _still_to_do(options, part, left_out),
            networks.classifier,
            operating_point=networks.point,
            locator=networks.locator,
            marker=networks.marker,
            keep_identity=options.keep_identity,
            workers=options.workers,
            together=networks.together,
            cancelled=stopped.is_set,
        )
        for record in records:
            part.add(record)
            done += 1
            problems += record.result is None
            progress.step()
        if not stopped.is_set():
            part.finish()
    progress.finish()
    print(f"{options.out}: {done} files examined, {known} known already, {problems} not read")
    if stopped.is_set():
        print("Stopped before the end; the same command goes on where it stopped.")
    print(RESEARCH_NOTICE)
    incomplete = left_out.tell()
    return 1 if problems or stopped.is_set() or incomplete else 0


def _still_to_do(
    options: argparse.Namespace, part: PartWriter | ParquetPartWriter, left_out: LeftOutTally
) -> Iterator[Path]:
    for path in photographs_of(options, left_out):
        if as_text(whole(path)) not in part.known:
            yield path


def photographs_of(options: argparse.Namespace, left_out: LeftOutTally) -> Iterator[Path]:
    """Yield the photographs of a share while they are looked for; nothing is held.

    Raises
    ------
    InputError
        If the list cannot be read.
    """
    for one in places_of(options):
        if isinstance(one, LeftOut):
            left_out.add(one)
        else:
            yield one


def places_of(options: argparse.Namespace) -> Iterator[Path | LeftOut]:
    """Yield the same, and what is left out of the folders."""
    folders = (whole(path) for path in options.folders)
    places = chain(found_in(folders), found_in_list(listed_paths(options)))
    return chosen(places, options.shard)


@contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[None]:
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
