"""How often the gate lets photographs through, by set: what it costs and what it catches.

``python benchmarks/gate.py --fundus LABELS.csv… --others FOLDER``

``--fundus``: labels files of fundus photographs (columns ``file`` and, if there, ``quality`` or
``disease``, by which the rows are counted apart). ``--others``: a folder of pictures of anything
else; each is also tried in the disguise of a fundus photograph: cut to a disc on black, toned like
a retina, and both.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.grading import GateVerdict, check
from fundusviewer.imaging import find_field_of_view, measure, read_image
from fundusviewer.screening import find_photographs


def verdict_of(pixels: np.ndarray) -> GateVerdict:
    return check(measure(pixels, find_field_of_view(pixels)))


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
        yield "other pictures, cut to a disc", disc(pixels)
        yield "other pictures, toned", toned
        yield "other pictures, toned and cut to a disc", disc(toned)


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
    options = parser.parse_args()
    verdicts: dict[str, list[GateVerdict]] = defaultdict(list)
    for labels in options.fundus:
        for name, pixels in fundus_pictures(labels):
            verdicts[name].append(verdict_of(pixels))
    if options.others:
        for name, pixels in other_pictures(options.others):
            verdicts[name].append(verdict_of(pixels))
    print("| set | pictures | let through | ungradable | not a fundus photograph | rules |")
    print("|---|---|---|---|---|---|")
    for name, found in verdicts.items():
        rules = Counter(reason.code for verdict in found for reason in verdict.reasons)
        not_fundus = sum(not verdict.is_fundus for verdict in found)
        passed = sum(verdict.is_gradable for verdict in found)
        codes = ", ".join(f"{code} {count}" for code, count in rules.most_common())
        ungradable = len(found) - passed - not_fundus
        print(f"| {name} | {len(found)} | {passed} | {ungradable} | {not_fundus} | {codes} |")


if __name__ == "__main__":
    main()
