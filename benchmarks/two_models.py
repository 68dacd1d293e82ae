"""One photograph with two model files: processor time, paired, as a ratio within one run.

    python benchmarks/two_models.py NEW.onnx OLD.onnx PHOTO… [--rounds 15] [--threads 1]

Each photograph goes the whole way with both models in turns: reading, gate, crop, network, heat
map, decision. What is compared is the processor time of all threads, so that others may work on the
machine meanwhile; the ratio is the median of the ratios of the pairs. *network* is the network with
its heat map alone.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from fundusviewer.inference import Classifier
from fundusviewer.screening import examine


def taken(run: Callable[[], Any]) -> float:
    """Return milliseconds of processor time."""
    begin = time.process_time()
    run()
    return (time.process_time() - begin) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("new", type=Path)
    parser.add_argument("old", type=Path)
    parser.add_argument("photographs", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    models = [Classifier(path, "cpu", options.threads) for path in (options.new, options.old)]
    times: dict[str, list[list[float]]] = {"photograph": [[], []], "network": [[], []]}
    for turn in range(options.rounds + 1):
        for photograph in options.photographs:
            for column, model in enumerate(models):
                pixels = examine(photograph, model).prepared.pixels
                whole = taken(partial(examine, photograph, model))
                network = taken(partial(model.predict, pixels))
                if turn:
                    times["photograph"][column].append(whole)
                    times["network"][column].append(network)
    print(" against ".join(f"{m.card.name} {m.card.version} ({m.card.precision})" for m in models))
    print("| | new ms | old ms | ratio | quarter to three quarters |\n|---|---|---|---|---|")
    for name, (new, old) in times.items():
        ratios = [one / other for one, other in zip(new, old, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(
            f"| {name} | {statistics.median(new):.0f} | {statistics.median(old):.0f} "
            f"| {middle:.2f} | {low:.2f} to {high:.2f} |"
        )


if __name__ == "__main__":
    main()
