"""How often the gate lets photographs through, by set: what it costs and what it catches.

``python -m benchmarks.gate look ROWS.jsonl --fundus LABELS.csv… [--count N] [--spoil N]
[--others FOLDER]`` measures pictures and asks the network of each; what stands in the file already
is not done again. ``python -m benchmarks.gate tables ROWS.jsonl [--part PART] [--split SPLIT.csv]``
applies the tree's rules to those rows and prints tables, so that a limit is tried within seconds.

``--fundus``: labels files of fundus photographs (columns ``file`` and, if there, ``quality``,
``disease``, ``grade``, ``patient``). ``--spoil``: so many of each set that the network refers are
spoiled in every way of ``tests/fuzz/spoiled.py`` as well. ``--others``: a folder of pictures of
anything else; each is also tried in the disguise of a fundus photograph: cut to a circle on black,
toned like a retina, and both. ``--part``: half of the patients, on which limits are set
(``development``) or on which they are judged (``judgement``). ``--split``: the network's own; what
it learned from is left out.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import hashlib
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from fundusviewer.anatomy import find_landmarks, places_in
from fundusviewer.errors import ImageReadError
from fundusviewer.grading import GateVerdict, ImageMeasures, RetinaPlaces, check, refers
from fundusviewer.imaging import load, measure, read_image, to_model_input
from fundusviewer.imaging.file import ImageFile
from fundusviewer.imaging.reduced import read_reduced
from fundusviewer.inference import (
    Classifier,
    Marker,
    ModelCard,
    ModelLibrary,
    Prediction,
    open_locator,
)
from fundusviewer.inference.bundled import BUNDLED
from fundusviewer.resources import bundled_models_dir
from fundusviewer.screening import find_photographs
from fundusviewer.screening.examination.steps import with_network
from tests.fuzz.spoiled import MAKERS

Row = dict[str, Any]

#: Of the normal distribution, for intervals of 95 %.
_Z = 1.959964


# Looking


def look(file: ImageFile, classifier: Classifier, locator: Marker) -> Row:
    """Return the measures of a picture and the networks' answers, as an examination has them."""
    reduced = read_reduced(file, classifier.card.input)
    measures = measure(reduced.pixels, reduced.field_of_view)
    measures = dataclasses.replace(measures, short_side=measures.short_side * reduced.factor)
    prepared = to_model_input(reduced.pixels, classifier.card.input, reduced.field_of_view)
    answer = classifier.predict(prepared.pixels)
    placed = to_model_input(reduced.pixels, locator.card.input, reduced.field_of_view)
    found = find_landmarks(locator.mark(placed.pixels), placed, locator.card.thresholds)
    places = places_in(found, reduced.field_of_view)
    quality = () if answer.quality is None else answer.quality.tolist()
    return {
        "measures": dataclasses.asdict(measures),
        "probabilities": answer.probabilities.tolist(),
        "quality": quality,
        "unfamiliarity": answer.unfamiliarity,
        "places": None if places is None else dataclasses.asdict(places),
    }


def fundus_rows(labels: Path, count: int | None) -> list[Row]:
    """Return what is known of a set's photographs, drawn at random where there are more."""
    name = labels.parent.name
    with labels.open(newline="") as file:
        rows = [
            {
                "set": name,
                "kind": row.get("quality") or row.get("disease") or "",
                "file": row["file"],
                "grade": row.get("grade") or "",
                "patient": row.get("patient") or row.get("dup_group") or row["file"],
            }
            for row in csv.DictReader(file)
        ]
    return sorted(rows, key=lambda row: hashlib.sha256(row["file"].encode()).digest())[:count]


def as_file(pixels: np.ndarray) -> ImageFile:
    ok, data = cv2.imencode(".png", pixels[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])
    assert ok
    return ImageFile(Path("made.png"), data.tobytes(), "0" * 64)


def other_pictures(folder: Path) -> Iterator[tuple[str, str, np.ndarray]]:
    for path in find_photographs([folder]):
        pixels = shrunk(read_image(path).pixels)
        toned = tone(pixels)
        yield "as they are", path.name, pixels
        yield "cut to a circle", path.name, disc(pixels)
        yield "toned", path.name, toned
        yield "toned and cut to a circle", path.name, disc(toned)


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


class Rows:
    """The rows of a file; a new one is written at once."""

    def __init__(self, path: Path, classifier: Classifier, locator: Marker) -> None:
        self._path, self._classifier, self._locator = path, classifier, locator
        self.rows = read_rows(path)
        self._known = {key_of(row) for row in self.rows}

    def add(self, row: Row, file: ImageFile) -> None:
        """Look at a picture that was not looked at yet."""
        if key_of(row) in self._known:
            return
        self._known.add(key_of(row))
        try:
            row |= look(file, self._classifier, self._locator)
        except ImageReadError as error:
            print(error)
            return
        self.rows.append(row)
        with self._path.open("a") as out:
            out.write(json.dumps(row) + "\n")

    def knows(self, row: Row) -> bool:
        """Return whether a picture was looked at."""
        return key_of(row) in self._known


def key_of(row: Row) -> tuple[str, ...]:
    return row["set"], row["kind"], row["file"], row.get("spoiled", "")


def read_rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def look_at_all(options: argparse.Namespace) -> None:
    classifier = Classifier(options.model, "cpu", options.threads)
    locator = open_locator(ModelLibrary.default(), "cpu")
    assert locator is not None
    rows = Rows(options.rows, classifier, locator)
    for labels in options.fundus:
        for row in fundus_rows(labels, options.count):
            if not rows.knows(row):
                rows.add(row, load(labels.parent / row["file"]))
        spoil(rows, labels, options, classifier.card)
    for kind, name, pixels in other_pictures(options.others) if options.others else ():
        rows.add({"set": "other pictures", "kind": kind, "file": name}, as_file(pixels))


def spoil(rows: Rows, labels: Path, options: argparse.Namespace, card: ModelCard) -> None:
    """Spoil photographs of a set that are graded and referred."""
    whole = [row for row in rows.rows if row["set"] == labels.parent.name and "spoiled" not in row]
    referred = [
        row
        for row in whole
        if verdict_of(row, card).is_gradable and refers(row["probabilities"], lowest(card))
    ]
    names = [name for name in MAKERS if name in options.ways] if options.ways else list(MAKERS)
    for row in referred[: options.spoil]:
        known = {key: row[key] for key in ("set", "kind", "file", "grade", "patient")}
        if all(rows.knows(known | {"spoiled": name}) for name in names):
            continue
        pixels = read_image(labels.parent / row["file"]).pixels
        for name in names:
            chance = np.random.default_rng(zlib.crc32(f"{row['file']} {name}".encode()))
            if not rows.knows(known | {"spoiled": name}):
                rows.add(known | {"spoiled": name}, as_file(MAKERS[name](pixels, chance)))


# Judging


def verdict_of(row: Row, card: ModelCard) -> GateVerdict:
    """Apply the tree's rules to a row."""
    places = RetinaPlaces(**row["places"]) if row["places"] else None
    return with_network(check(ImageMeasures(**row["measures"])), prediction_of(row), card, places)


def prediction_of(row: Row) -> Prediction:
    return Prediction(
        probabilities=np.array(row["probabilities"], np.float32),
        class_index=int(np.argmax(row["probabilities"])),
        heatmap=np.zeros((1, 1), np.float32),
        quality=np.array(row["quality"], np.float32) if row["quality"] else None,
        unfamiliarity=row["unfamiliarity"],
    )


def lowest(card: ModelCard) -> float:
    return min(point.threshold for point in card.operating_points)


def half_of(row: Row) -> str:
    """Return the half of the patients that a row belongs to."""
    patient = f"{row['set']} {row.get('patient', row['file'])}"
    return "judgement" if hashlib.sha256(patient.encode()).digest()[0] % 2 else "development"


def interval(count: int, total: int) -> str:
    """Return a share in per cent with Wilson's interval of 95 %."""
    if not total:
        return ""
    share, spread = count / total, _Z**2 / total
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * (share * (1 - share) / total + spread / total / 4) ** 0.5
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return f"{100 * share:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"


def print_tables(options: argparse.Namespace) -> None:
    card = Classifier(options.model, "cpu").card
    rows = read_rows(options.rows)
    if options.part:
        rows = [row for row in rows if half_of(row) == options.part]
    if options.split:
        learned = learned_from(options.split)
        rows = [row for row in rows if (row["set"], row["file"]) not in learned]
    print("| set | pictures | the measures let through | graded | of these no referral | refused |")
    print("|---|---|---|---|---|---|")
    print_groups((row for row in rows if "spoiled" not in row), card, "set", "kind")
    print_groups((row for row in rows if "spoiled" in row), card, "spoiled")


def print_groups(rows: Iterable[Row], card: ModelCard, *by: str) -> None:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[", ".join(row[key] for key in by if row[key])].append(row)
    for name, group in groups.items():
        print_group(name, group, card)


def print_group(name: str, group: list[Row], card: ModelCard) -> None:
    before = sum(check(ImageMeasures(**row["measures"])).is_gradable for row in group)
    verdicts = [verdict_of(row, card) for row in group]
    graded = [row for row, verdict in zip(group, verdicts, strict=True) if verdict.is_gradable]
    healthy = sum(not refers(row["probabilities"], lowest(card)) for row in graded)
    codes = Counter(reason.code for verdict in verdicts for reason in verdict.reasons)
    refused = len(group) - len(graded)
    cells = (
        name,
        len(group),
        before,
        len(graded),
        healthy,
        f"{interval(refused, len(group))} {', '.join(f'{c} {n}' for c, n in codes.most_common())}",
    )
    print(f"| {' | '.join(map(str, cells))} |")


def learned_from(split: Path) -> set[tuple[str, str]]:
    with split.open(newline="") as file:
        return {
            (row["set"], row["file"]) for row in csv.DictReader(file) if row["split"] == "train"
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("do", choices=("look", "tables"))
    parser.add_argument("rows", type=Path)
    parser.add_argument("--model", type=Path, default=bundled_models_dir() / BUNDLED[0].file)
    parser.add_argument("--fundus", nargs="*", type=Path, default=[])
    parser.add_argument("--threads", type=int)
    parser.add_argument("--count", type=int)
    parser.add_argument("--spoil", type=int, default=0)
    parser.add_argument("--ways", nargs="*", choices=list(MAKERS))
    parser.add_argument("--others", type=Path)
    parser.add_argument("--part", choices=("development", "judgement"))
    parser.add_argument("--split", type=Path)
    options = parser.parse_args()
    (look_at_all if options.do == "look" else print_tables)(options)


if __name__ == "__main__":
    main()
