"""Time, memory and bytes of lists and reports, by the number of photographs.

``python benchmarks/scale.py [--sizes 20000 200000 2000000] [--steps csv jsonl …] [--folder DIR]``

Makes databases with SQL (nothing is examined: four photographs of each patient, both eyes on two
days, with results of usual size), and lets a process of its own do each step. At the end a straight
line through the two largest sizes says what ten million would take. Two million photographs need
4 GB of disk for the database and as much again for the reports. ``--steps screen`` is a folder run
through so many empty files, with a CSV; in a folder in memory, each of its commits is quick.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fundusviewer.screening import Method, Store

METHOD = Method(
    "made-up", "1.0.0", "0" * 64, '{"operating_point": "screening", "steps": 6, "threshold": 0.33}'
)

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})"
_PROBABILITIES = (
    '{"no apparent retinopathy": 0.675181, "mild NPDR": 0.314278, "moderate NPDR": 0.010109, '
    '"severe NPDR": 0.000418, "proliferative DR": 1.4e-05}'
)
_LANDMARKS = (
    '{"disc": {"x": 59.9, "y": 187.1, "diameter": 56.7, "confidence": 0.8989}, '
    '"fovea": {"x": 200.7, "y": 200.1, "confidence": 0.9107}}'
)
_QUALITY = '{"good": 0.725093, "usable": 0.239972, "reject": 0.034935}'

#: Photograph i: of patient i/4, OD or OS, on one of two days; a tenth is to be referred. Spread, so
#: that neighbours in a report are none in the file.
_ROWS = (
    "INSERT INTO photograph SELECT i + 1, printf('%08x%056x', i * 2654435761 % "
    "4294967296, i), 2000, 2000, '2026-01-01T00:00:00+00:00' FROM n",
    "INSERT INTO file SELECT i + 1, CAST(printf('/archive/%04d/%08d_%s_%s.jpg', i / 10000, i / 4, "
    "CASE WHEN i % 2 THEN 'OD' ELSE 'OS' END, CASE WHEN i % 4 < 2 THEN '20250301' ELSE '20260301' "
    "END) AS BLOB), printf('%08d_%s_%s.jpg', i / 4, CASE WHEN i % 2 THEN 'OD' ELSE 'OS' END, "
    "CASE WHEN i % 4 < 2 THEN '20250301' ELSE '20260301' END), i + 1, NULL, "
    "'2026-01-01T00:00:00+00:00' FROM n",
    "INSERT INTO sighting SELECT i + 1, i + 1, '2026-01-01T00:00:00+00:00' FROM n",
    "INSERT INTO result (photograph_id, method_id, decision, grade, referable_probability, label, "
    "probability, probabilities, reasons, grade_set, provider, application_version, milliseconds, "
    "examined_at, landmarks, picture_eye, macular_oedema_risk, macular_oedema_probability, "
    "macular_oedema_assessable, quality, unfamiliarity, embedding) SELECT i + 1, 1, "
    "CASE WHEN i * 7919 % 10 = 0 THEN 'refer' ELSE 'no_referral' END, "
    "CASE WHEN i * 7919 % 10 = 0 THEN 2 ELSE 0 END, (i * 7919 % 99991) / 100000.0, 'x', 0.6, "
    f"'{_PROBABILITIES}', '[]', '[0, 1]', 'CPU', '1', 90.0, '2026-01-01T00:00:00+00:00', "
    f"'{_LANDMARKS}', 'OS', 0, 0.003, 1, '{_QUALITY}', 0.27, zeroblob(256) FROM n",
)

_LISTING = """
import sys
from pathlib import Path
from fundusviewer.screening.runs.listing import Listing
from fundusviewer.screening.database.store import Store
count = int(sys.argv[2])
with Store(Path(sys.argv[1])) as store:
    paths = (Path(f"/archive/{i // 10000:04}/{i:08}_OD.jpg") for i in range(count))
    listing, handed_out = Listing(paths, store.announce), 0
    while not listing.is_done:
        handed_out += len(listing.next(200))
    listing.close()
assert handed_out == count
"""

_SUMMARY = """
import sys
from pathlib import Path
from benchmarks.scale import METHOD
from fundusviewer.screening.database.store import Store
with Store(Path(sys.argv[1])) as store:
    assert sum(store.decisions(METHOD).values()) == int(sys.argv[2])
"""


def database_of(count: int, folder: Path) -> Path:
    """Return a made database; made anew where it is not there."""
    path = folder / f"{count}.sqlite"
    if path.exists():
        return path
    with Store(path) as store:
        store.take_over(METHOD)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for sql in _ROWS:
        table, _, rest = sql.partition(" SELECT ")
        connection.execute(f"{table} {_NUMBERS.format(count=count)} SELECT {rest}")
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


def _report(suffix: str) -> Callable[[Path, int, Path], list[str]]:
    def command(database: Path, count: int, out: Path) -> list[str]:
        words = ["-m", "fundusviewer", "report", "--database", str(database)]
        return [*words, "--output", str(out / f"{count}{suffix}"), "--personal-data", "--json"]

    return command


def _script(script: str, *, empty: bool = False) -> Callable[[Path, int, Path], list[str]]:
    def command(database: Path, count: int, out: Path) -> list[str]:
        place = out / "empty.sqlite" if empty else database
        return ["-c", script, str(place), str(count)]

    return command


def _folder_run(database: Path, count: int, out: Path) -> list[str]:  # noqa: ARG001
    """Return a run through empty files: nothing is examined, and each of them is an error."""
    folder = out / "photographs"
    for number in range(count):
        if number % 10_000 == 0:
            place = folder / f"{number // 10_000:04}"
            place.mkdir(parents=True)
        (place / f"{number:08}_OD.jpg").touch()
    words = ["-m", "fundusviewer", "screen", str(folder), "--database", str(out / "new.sqlite")]
    return [*words, "--csv", str(out / "run.csv"), "--json"]


STEPS = {
    "screen": _folder_run,
    "listing": _script(_LISTING, empty=True),
    "summary": _script(_SUMMARY),
    "csv": _report(".csv"),
    "jsonl": _report(".jsonl"),
    "parquet": _report(".parquet"),
}


def measure(words: list[str], temporary: Path) -> tuple[float, float, float]:
    """Return seconds, seconds of processors and largest resident memory in MB of a process."""
    begin = time.monotonic()
    # What SQLite sorts on disk lies where there is room for it.
    environment = {**os.environ, "SQLITE_TMPDIR": str(temporary)}
    with subprocess.Popen(
        [sys.executable, *words], env=environment, stdout=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    # A folder run ends with 1 where files could not be examined.
    if process.returncode and words[2:3] != ["screen"]:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000, 2_000_000])
    parser.add_argument(
        "--steps", nargs="+", choices=STEPS, default=[one for one in STEPS if one != "screen"]
    )
    parser.add_argument("--folder", type=Path, help="keeps the databases")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="scale-"))
    folder.mkdir(exist_ok=True)
    out = folder / "out"
    found: dict[str, list[tuple[int, float, float, float, int]]] = {
        step: [] for step in options.steps
    }
    for count in options.sizes:
        database = folder / f"{count}.sqlite"
        if options.steps != ["screen"]:
            database = database_of(count, folder)
            print(f"{count:,}: database {database.stat().st_size / 1e6:,.0f} MB", flush=True)
        for step in options.steps:
            out.mkdir(exist_ok=True)
            seconds, processor, memory = measure(STEPS[step](database, count, out), folder)
            size = sum(path.stat().st_size for path in out.iterdir() if path.is_file())
            shutil.rmtree(out)
            found[step].append((count, seconds, processor, memory, size))
            print(
                f"  {step:8} {seconds:8.1f} s  {processor:8.1f} s of processors  "
                f"{memory:7.0f} MB of memory  "
                f"{size / 1e6:8.0f} MB written  (load {os.getloadavg()[0]:.1f})",
                flush=True,
            )
    for step, points in found.items():
        if len(points) > 1:
            (n1, *first), (n2, *second) = points[-2:]
            at = (10_000_000 - n2) / (n2 - n1)
            seconds, processor, memory, size = (
                two + at * (two - one) for one, two in zip(first, second, strict=True)
            )
            told = {
                "minutes": round(seconds / 60, 1),
                "minutes of processors": round(processor / 60, 1),
                "MB of memory": round(memory),
                "GB written": round(size / 1e9, 1),
            }
            print(f"10,000,000 by a straight line: {step}: {json.dumps(told)}")
    if options.folder is None:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
