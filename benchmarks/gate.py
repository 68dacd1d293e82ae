"""How often the gate lets photographs through, by set: what it costs and what it catches.

``python benchmarks/gate.py --fundus LABELS.csv… --others FOLDER [--model MODEL.onnx]``

``--fundus``: labels files of fundus photographs (columns ``file`` and, if there, ``quality`` or
``disease``, by which the rows are counted apart). ``--others``: a folder of pictures of anything
else; each is also tried in the disguise of a fundus photograph: cut to a circle on black, toned
like a retina, and both. ``--model``: with what this network says of the photographs, too; the
column before the last says how many the image measures alone let through.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.grading import GateVerdict, check
from fundusviewer.imaging import find_field_of_view, measure, read_image, to_model_input
from fundusviewer.inference import Classifier
from fundusviewer.screening import find_photographs
from fundusviewer.screening.examination.steps import with_network


@dataclass(frozen=True)
class Verdicts:
    """Of the image measures alone, and with the network's answer."""

    measures: GateVerdict
    whole: GateVerdict


def verdicts_of(pixels: np.ndarray, classifier: Classifier | None) -> Verdicts:
    disc = find_field_of_view(pixels)
    verdict = check(measure(pixels, disc))
    if classifier is None:
        return Verdicts(verdict, verdict)
    prepared = to_model_input(pixels, classifier.card.input, disc).pixels
    prediction = classifier.predict(prepared)
    return Verdicts(verdict, with_network(verdict, prediction, classifier.card))


def fundus_pictures(labels: Path) -> Iterator[tuple[str, np.ndarray]]:
    with labels.open(newline="") as file:
        for row in csv.DictReader(file):
            kind = row.get("quality") or row.get("disease") or ""
            name = labels.parent.name + (f", {kind}" if kind else "")
            yield name, read_image(labels.parent / row["file"]).pixels


def other_pictures(folder: Path) -> Iterator[tuple[str, np.ndarray]]:
    for path in find_photographs([folder]):
        pixels = shrunk(read_image(path).pixels)
        toned = tone(pixels)
        yield "other pictures", pixels
        yield "other pictures, cut to a circle", disc(pixels)
        yield "other pictures, toned", toned
        yield "other pictures, toned and cut to a circle", disc(toned)


def shrunk(pixels: np.ndarray) -> np.ndarray:
    scale = min(1.0, 1000 / max(pixels.shape[:2]))
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def disc(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    mask = np.zeros((height, width, 1), np.uint8)
    cv2.circle(mask, (width // 2, height // 2), min(height, width) // 2 - 4, 1, -1)
    return pixels * mask


def tone(pixels: np.ndarray) -> np.ndarray:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.clip(np.dstack([grey * 1.1, grey * 0.55, grey * 0.25]), 0, 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fundus", nargs="*", type=Path, default=[])
    parser.add_argument("--others", type=Path)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    classifier = Classifier(options.model, "cpu") if options.model else None
    verdicts: dict[str, list[Verdicts]] = defaultdict(list)
    for labels in options.fundus:
        for name, pixels in fundus_pictures(labels):
            verdicts[name].append(verdicts_of(pixels, classifier))
    if options.others:
        for name, pixels in other_pictures(options.others):
            verdicts[name].append(verdicts_of(pixels, classifier))
    print(
        "| set | pictures | let through | ungradable | not fundus | measures let through | rules |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, both in verdicts.items():
        found = [verdicts.whole for verdicts in both]
        before = sum(verdicts.measures.is_gradable for verdicts in both)
        rules = Counter(reason.code for verdict in found for reason in verdict.reasons)
        not_fundus = sum(not verdict.is_fundus for verdict in found)
        passed = sum(verdict.is_gradable for verdict in found)
        codes = ", ".join(f"{code} {count}" for code, count in rules.most_common())
        ungradable = len(found) - passed - not_fundus
        counts = (len(found), passed, ungradable, not_fundus, before)
        print(f"| {name} | {' | '.join(map(str, counts))} | {codes} |")


if __name__ == "__main__":
    main()
