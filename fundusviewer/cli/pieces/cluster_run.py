"""``screen --dask``: a folder run on the workers of a Dask scheduler."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from fundusviewer import __version__
from fundusviewer.cli.pieces.extras import require_distributed
from fundusviewer.cli.pieces.left_out import LeftOutTally
from fundusviewer.cli.pieces.networks import Networks
from fundusviewer.cli.pieces.part_run import places_of, stopping
from fundusviewer.cli.pieces.progress import ProgressLine
from fundusviewer.errors import InputError, NetworkError, OutputError, StoreError
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting import export_formats
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.runs.listing import Listing

if TYPE_CHECKING:
    from fundusviewer.screening.cluster.run import Tally
    from fundusviewer.screening.cluster.work import Task


#: Seconds over which the speed is measured: a worker may need half a minute for a chunk.
_WINDOW = 180.0


def add_cluster_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    group = parser.add_argument_group("many computers")
    group.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="let the workers of this Dask scheduler examine the photographs: its address, or "
        "local[:N] for N processes of this computer; every worker must have this version of the "
        "program and see the photographs under the same paths",
    )
    group.add_argument(
        "--trust-paths",
        action="store_true",
        help="with --dask: a file whose path has a result is not read again to find out whether it "
        "is still the same",
    )


def check_cluster_arguments(options: argparse.Namespace) -> None:
    """Refuse what cannot go together.

    Raises
    ------
    FundusViewerError
        With what is allowed, or what is to be installed.
    """
    if options.dask is None:
        if options.trust_paths:
            raise InputError("--trust-paths is for --dask")
        return
    if options.watch or options.out is not None:
        raise InputError("--dask takes neither --watch nor --out")
    asked = {form.option: getattr(options, f"output_{form.name}") for form in export_formats()}
    beside = [name for name, value in asked.items() if value]
    if beside:
        raise OutputError(
            f"--dask fills the database alone, without {', '.join(beside)}; report from it "
            "afterwards, with fundusviewer report"
        )
    require_distributed()


def screen_on_cluster(options: argparse.Namespace, database: Path) -> int:
    """Examine on the cluster; 0 when all photographs were read and stored, 1 otherwise."""
    # Imported late: only this command needs them.
    from fundusviewer.screening.cluster.connection import Connection
    from fundusviewer.screening.cluster.run import ClusterRun, Tally

    left_out = LeftOutTally(named=options.list_left_out)
    stopped = threading.Event()
    progress = ProgressLine(sys.stderr, None, window=_WINDOW)
    begin = time.monotonic()
    tally, broken = Tally(), ""
    with (
        ThreadPoolExecutor(1, "opening") as opener,
        Store(database, keep_identity=options.keep_identity) as store,
    ):
        # The networks of this process, while the processes of a local cluster start.
        opening = opener.submit(Networks.of, options)
        with closing(Connection(options.dask)) as connection, stopping(stopped.set):
            networks = opening.result()
            print(f"Dashboard: {connection.client.dashboard_link}", file=sys.stderr)
            store.take_over(networks.method)
            with closing(Listing(places_of(options), store.announce)) as listing:
                run = ClusterRun(
                    connection,
                    _task(options, networks),
                    store,
                    listing,
                    trusting=options.trust_paths,
                    cancelled=stopped.is_set,
                    progress=progress.reach,
                    tally=tally,
                )
                try:
                    run.run()
                except (NetworkError, StoreError) as error:
                    if not tally.total:
                        raise
                    broken = str(error)
                listing.end()
                for one in listing.left_out():
                    left_out.add(one)
            progress.finish()
            decisions = store.decisions(networks.method)
    unfinished = stopped.is_set() or bool(broken)
    _tell(options, tally, decisions, networks, database, time.monotonic() - begin, unfinished)
    if broken:
        print(f"fundusviewer: {broken}", file=sys.stderr)
    incomplete = left_out.tell()
    failed = tally.unread or tally.unreached or tally.unstored
    return 1 if failed or unfinished or incomplete else 0


def _task(options: argparse.Namespace, networks: Networks) -> Task:
    from fundusviewer.screening.cluster.work import Task

    model = options.model
    if model is not None and Path(model).suffix.lower() == ".onnx":
        model = str(Path(model).absolute())
    return Task(
        uuid.uuid4().hex,
        __version__,
        model,
        options.operating_point,
        options.provider,
        networks.method,
        None if networks.locator is None else networks.locator.sha256,
        None if networks.marker is None else networks.marker.sha256,
        options.lesions,
        options.keep_identity,
        options.workers,
        tuple(str(path.absolute()) for path in options.marks_model),
    )


def _tell(
    options: argparse.Namespace,
    tally: Tally,
    decisions: dict[str, int],
    networks: Networks,
    database: Path,
    seconds: float,
    unfinished: bool,
) -> None:
    if options.json:
        summary = {
            **asdict(tally),
            "stopped": unfinished,
            "decisions_in_database": decisions,
            "seconds": round(seconds, 1),
            "model": networks.method.model_name,
            "model_version": networks.method.model_version,
            "model_sha256": networks.method.model_sha256,
            "operating_point": networks.method.operating_point,
            "database": str(database),
        }
        print(json.dumps(summary, indent=2))
        return
    print(
        f"{tally.total} photographs: {tally.examined} examined, {tally.known} known already, "
        f"{tally.unread} not read, {tally.unreached} not reached, {tally.unstored} not stored"
    )
    if tally.unreached:
        print("What was not reached is tried again by the same command.")
    if unfinished:
        print("Stopped before the end; the same command goes on where it stopped.")
    print(f"Database: {database}")
    for name, count in decisions.items():
        print(f"  {count:6} {name.replace('_', ' ')}")
    print(RESEARCH_NOTICE)
