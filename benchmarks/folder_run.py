"""A folder run in several ways beside each other: batches, threads, several programs.

    python benchmarks/folder_run.py PHOTO… [--photographs 24] [--rounds 5] [--against CHECKOUT]

Each way is a process of its own and examines the same files into a new database; the ways take
turns, so that whatever else the machine does meets them alike. Shown are the medians of photographs
a second (wall time), of processor time for one photograph, and the ratio of both to the first way,
the median of the ratios of the rounds. ``--against`` names another checkout of this program, whose
folder run is the first way.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

#: The folder run of a process: its root, files, database, batch and threads come as JSON.
_RUN = """
import json, sys, time
from pathlib import Path
what = json.loads(sys.argv[1])
from fundusviewer.inference import Classifier, ModelLibrary
from fundusviewer.screening import Finding, Method, Store, screen
library = ModelLibrary.default()
classifier = Classifier(library.find(None).path, "cpu", what["threads"])
inside = [0.0]
session = classifier._session
class Timed:
    def run(self, *arguments):
        begin = time.perf_counter()
        try:
            return session.run(*arguments)
        finally:
            inside[0] += time.perf_counter() - begin
classifier._session = Timed()
options = {"workers": what["workers"]}
if what["batch"] > 1:
    from fundusviewer.screening.pipeline import Together
    options["together"] = Together(what["batch"])
paths = [Path(path) for path in what["paths"]]
begin, used = time.perf_counter(), time.process_time()
with Store(Path(what["database"])) as store:
    for outcome in screen(paths, classifier, store, Method.of(classifier), **options):
        assert isinstance(outcome, Finding), outcome
seconds, used = time.perf_counter() - begin, time.process_time() - used
print(json.dumps({"seconds": seconds, "processor": used, "network": inside[0]}))
"""


@dataclass(frozen=True)
class Way:
    """How a folder is run through.

    Attributes
    ----------
    name
        How it is shown.
    root
        The checkout whose code runs.
    programs
        Programs that share the files.
    threads
        Of each network.
    batch
        Photographs at once.
    """

    name: str
    root: Path
    programs: int = 1
    threads: int | None = None
    batch: int = 1


@dataclass(frozen=True)
class Took:
    """What one run took: seconds, processor seconds, share of the wall time in the network."""

    seconds: float
    processor: float
    network: float


def run(way: Way, paths: list[Path], folder: Path) -> Took:
    """Run through all files and return what that took, without the start of the programs."""
    processes = []
    for number in range(way.programs):
        what = {
            "paths": [str(path) for path in paths[number :: way.programs]],
            "database": str(folder / f"{number}.sqlite"),
            "threads": way.threads,
            "batch": way.batch,
            "workers": 2 if way.programs == 1 else 1,
        }
        processes.append(
            subprocess.Popen(
                [sys.executable, "-c", _RUN, json.dumps(what)], stdout=subprocess.PIPE, text=True,
                cwd=way.root, env={**os.environ, "PYTHONPATH": str(way.root)},
            )
        )  # fmt: skip
    told = []
    for process in processes:
        assert process.stdout is not None
        answer = process.stdout.read()
        if process.wait() != 0:
            raise RuntimeError(f"{way.name} ended with status {process.returncode}")
        told.append(json.loads(answer))
    seconds = max(one["seconds"] for one in told)
    network = statistics.mean(one["network"] / one["seconds"] for one in told)
    return Took(seconds, sum(one["processor"] for one in told), network)


def ways(against: Path | None) -> Iterator[Way]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if against is not None:
        yield Way("before", against.resolve())
    yield Way("one program, all threads", ROOT)
    yield Way("batches of 4", ROOT, batch=4)
    yield Way("batches of 8", ROOT, batch=8)
    yield Way("one program, one thread", ROOT, threads=1)
    yield Way(f"{cores} programs, one thread each", ROOT, programs=cores or 1, threads=1)


def copies(originals: list[Path], count: int, folder: Path) -> list[Path]:
    """Copy the originals; what follows a JPEG's end gives each copy a hash of its own."""
    paths = [folder / f"{number:05}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        data = originals[number % len(originals)].read_bytes()
        path.write_bytes(data + number.to_bytes(4, "big"))
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("originals", nargs="+", type=Path)
    parser.add_argument("--photographs", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--ways", type=int, default=None, help="only the first so many ways")
    options = parser.parse_args()
    chosen = list(ways(options.against))[: options.ways]
    taken: dict[str, list[Took]] = {way.name: [] for way in chosen}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = copies(options.originals, options.photographs, folder)
        for _ in range(options.rounds):
            for way in chosen:
                where = folder / f"run-{time.monotonic_ns()}"
                where.mkdir()
                taken[way.name].append(run(way, paths, where))
                shutil.rmtree(where)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.rounds} rounds")
    print("| | photographs/s | processor ms each | speed | processor | in session.run |")
    print("|---|---:|---:|---:|---:|---:|")
    first = taken[chosen[0].name]
    for name, runs in taken.items():
        rate = statistics.median(len(paths) / one.seconds for one in runs)
        each = statistics.median(one.processor / len(paths) * 1000 for one in runs)
        speed = statistics.median(f.seconds / o.seconds for f, o in zip(first, runs, strict=True))
        used = statistics.median(
            o.processor / f.processor for f, o in zip(first, runs, strict=True)
        )
        inside = statistics.median(one.network for one in runs)
        print(f"| {name} | {rate:.1f} | {each:.0f} | {speed:.2f} | {used:.2f} | {inside:.0%} |")


if __name__ == "__main__":
    main()
