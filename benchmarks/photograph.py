"""Where the time of one photograph goes, and what the program adds to the bare network.

``python benchmarks/photograph.py PHOTO… [--model NAME] [--rounds N]``

The reference, in the same run, is what a script would do without any of the program's care:
``cv2.imread``, ``cv2.resize`` to the input size, ``session.run`` on the same file.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

from fundusviewer.inference import Classifier, ModelLibrary
from fundusviewer.overlay import annotate, flatten
from fundusviewer.screening import examine


def bare(path: Path, session: ort.InferenceSession, size: tuple[int, int]) -> None:
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
    assert pixels is not None, path
    pixels = cv2.resize(pixels, size)
    session.run(None, {"image": pixels[None], "class_index": np.asarray([-1], np.int64)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", nargs="+", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    path = ModelLibrary.default().find(options.model).path
    classifier = Classifier(path, "cpu")
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    spec = classifier.card.input
    steps: dict[str, list[float]] = {
        name: [] for name in ("read", "prepare", "network", "assess", "paint", "all", "bare")
    }
    for _ in range(options.rounds):
        for photograph in options.photographs:
            begin = time.perf_counter()
            finding = examine(photograph, classifier)
            painted = time.perf_counter()
            frame = (finding.image.width, finding.image.height)
            flatten(finding.image.pixels, annotate(frame, finding.annotation()))
            end = time.perf_counter()
            bare(photograph, session, (spec.width, spec.height))
            for name in ("read", "prepare", "network", "assess"):
                steps[name].append(getattr(finding.timings, name))
            steps["paint"].append((end - painted) * 1000)
            steps["all"].append((end - begin) * 1000)
            steps["bare"].append((time.perf_counter() - end) * 1000)
    print(f"{classifier.card.name} {classifier.card.version} on {classifier.provider.name}")
    print("| step | median ms | fastest ms |\n|---|---|---|")
    for name, values in steps.items():
        print(f"| {name} | {statistics.median(values):.1f} | {min(values):.1f} |")
    ratio = statistics.median(steps["all"]) / statistics.median(steps["bare"])
    print(f"\nAll that is shown takes {ratio:.2f} times the bare network run.")


if __name__ == "__main__":
    main()
