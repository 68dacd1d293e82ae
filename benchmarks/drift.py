"""How soon the watch over drift notices another camera, and how often it cries wolf.

``fundusviewer screen MELAKA EYEPACS --database graded.sqlite``, then
``python benchmarks/drift.py graded.sqlite --usual MELAKA --other EYEPACS [--other EYEPACS_256]``

Patients of the usual photographs are dealt into two halves: parameters may be looked for on the
first (``--half 1``), figures are those of the second (``--half 2``, the default). A stream is drawn
patient by patient with replacement: the reference, ``--before`` photographs more, then those of
other cameras. Each stream finds its own limits from its own reference, as the program does.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fundusviewer.screening.database.store import Store
from fundusviewer.screening.metrics import wilson
from fundusviewer.screening.monitoring.drift import REFERENCE_PHOTOGRAPHS, Watch, watch
from fundusviewer.screening.monitoring.limits import HORIZON
from fundusviewer.screening.monitoring.observations import Observation, observations
from fundusviewer.screening.names import name_pattern


def graded(database: Path, folder: Path) -> list[Observation]:
    """Return what is known of the photographs of a folder."""
    with Store(database) as store:
        method = store.methods()[0]
        rows = store.rows_by_key(method).items()
        inside = [(key, row) for key, row in rows if folder.absolute() in row.path.parents]
        return observations(inside, name_pattern(), store.embeddings(method))


def half_of(observed: Sequence[Observation], half: int) -> list[list[Observation]]:
    """Return the patients of one half, each with its photographs."""
    patients: dict[str, list[Observation]] = {}
    for one in observed:
        patients.setdefault(one.patient, []).append(one)
    return [
        photographs
        for name, photographs in sorted(patients.items())
        if hashlib.sha256(name.encode()).digest()[0] % 2 == half % 2
    ]


def stream(
    patients: Sequence[list[Observation]], length: int, rng: np.random.Generator
) -> list[Observation]:
    """Draw whole patients until there are enough photographs."""
    drawn: list[Observation] = []
    while len(drawn) < length:
        drawn += patients[int(rng.integers(len(patients)))]
    return drawn[:length]


def told(name: str, watches: Sequence[Watch], hits: int) -> str:
    share = wilson(hits, len(watches))
    return f"{name}: {hits} of {len(watches)} ({share.low:.1%} to {share.high:.1%})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("database", type=Path)
    parser.add_argument("--usual", type=Path, required=True)
    parser.add_argument("--other", type=Path, action="append", default=[])
    parser.add_argument("--half", type=int, choices=(1, 2), default=2)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--length", type=int, default=HORIZON)
    parser.add_argument("--before", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    usual = graded(options.database, options.usual)
    patients = half_of(usual, options.half)
    count = sum(map(len, patients))
    print(f"{options.usual}: {len(patients)} of the patients, {count} photographs")
    print(f"reference {REFERENCE_PHOTOGRAPHS}, then {options.length} photographs without a change")
    rng, begin = np.random.default_rng(options.seed), time.perf_counter()
    length = REFERENCE_PHOTOGRAPHS + options.length
    quiet = [watch(stream(patients, length, rng)) for _ in range(options.streams)]
    false = [one for one in quiet if one.alarm is not None]
    print(told("alarms without a change", quiet, len(false)))
    names = [f"{one.alarm.chart.measure} {one.alarm.chart.rises}" for one in false if one.alarm]
    print("  by", {name: names.count(name) for name in sorted(set(names))})
    print(f"  {(time.perf_counter() - begin) / max(1, len(quiet)):.2f} s a stream")
    for folder in options.other:
        other = list(half_of(graded(options.database, folder), options.half))
        delays, early = [], 0
        for _ in range(options.changes):
            known = stream(patients, REFERENCE_PHOTOGRAPHS + options.before, rng)
            found = watch([*known, *stream(other, 400, rng)]).alarm
            if found is None:
                delays.append(401)
            elif found.at <= options.before:
                early += 1
            else:
                delays.append(found.at - options.before)
        within = sum(delay <= 100 for delay in delays)
        share = wilson(within, len(delays))
        print(
            f"{folder}, {len(other)} patients: alarm within 100 photographs in {within} of "
            f"{len(delays)} ({share.low:.1%} to {share.high:.1%}), {early} alarms before the "
            f"change; photographs until the alarm: median {np.median(delays):.0f}, "
            f"95 % {np.quantile(delays, 0.95):.0f}, most {max(delays)}"
        )


if __name__ == "__main__":
    main()
