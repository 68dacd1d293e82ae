"""A folder run against what a reader of tutorials would write, and a database of 100,000 results.

``python benchmarks/screening.py ORIGINAL… [--photographs N] [--reference N] [--copies N]``

The originals (photographs as a camera wrote them) are recompressed until there are enough of them.
The reference, in the same run and on a network of the same architecture and input size, is for each
file: ``load_img``, ``preprocess_input``, ``model.predict``, Grad-CAM with ``GradientTape``,
``cv2.imwrite`` of the overlay. It is left out where TensorFlow is not installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from fundusviewer.grading import Decision
from fundusviewer.inference import Classifier, ModelLibrary
from fundusviewer.screening import Filter, Finding, Known, Method, Order, RunLog, Store, screen


class TimedSession:
    """Adds up the time inside ``session.run``."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.seconds = 0.0

    def run(self, *arguments: Any) -> Any:
        """Run the network."""
        begin = time.perf_counter()
        try:
            return self._session.run(*arguments)
        finally:
            self.seconds += time.perf_counter() - begin


def make_photographs(originals: list[Path], count: int, folder: Path) -> list[Path]:
    """Recompress the originals, each copy at a quality of its own and a little brighter."""
    paths = []
    for number in range(count):
        source = originals[number % len(originals)]
        pixels = cv2.imread(str(source))
        assert pixels is not None, source
        lap = number // len(originals)
        pixels = cv2.convertScaleAbs(pixels, alpha=1 + 0.002 * lap)
        path = folder / f"{number:05}-{source.stem}.jpg"
        cv2.imwrite(str(path), pixels, [cv2.IMWRITE_JPEG_QUALITY, 85 + lap % 11])
        paths.append(path)
    return paths


def make_copies(originals: list[Path], count: int, folder: Path) -> list[Path]:
    """Copy the originals; what follows a JPEG's end gives each copy a hash of its own."""
    folder.mkdir()
    paths = [folder / f"{number:05}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        data = originals[number % len(originals)].read_bytes()
        path.write_bytes(data + number.to_bytes(4, "big"))
    return paths


def run_folder(paths: list[Path], classifier: Classifier, database: Path, workers: int) -> float:
    """Screen the photographs; returns photographs a second."""
    session = TimedSession(classifier._session)
    classifier._session = session
    method, log = Method.of(classifier), RunLog()
    memory: list[tuple[int, float]] = []
    with Store(database) as store:
        begin = time.perf_counter()
        for done, outcome in enumerate(
            screen(paths, classifier, store, method, workers=workers), start=1
        ):
            assert isinstance(outcome, Finding), outcome
            log.note(outcome)
            if done % max(1, len(paths) // 6) == 0:
                memory.append((done, resident()))
        seconds = time.perf_counter() - begin
        again = time.perf_counter()
        known = list(screen(paths, classifier, store, method, workers=workers))
        again = time.perf_counter() - again
    assert all(isinstance(outcome, Known) for outcome in known)
    rate = len(paths) / seconds
    show("folder run", f"{rate:.1f} photographs/s", f"{len(paths)} in {seconds:.1f} s")
    show("share of wall time in session.run", f"{session.seconds / seconds:.0%}", "aim 90 %")
    show("one session.run", f"{session.seconds / len(paths) * 1000:.0f} ms", "")
    show("memory after n photographs", ", ".join(f"{n}: {mb:.0f} MB" for n, mb in memory), "")
    show("second run of the same folder", f"{again:.1f} s", f"{len(paths) / again:.0f}/s")
    return rate


def run_reference(paths: list[Path], size: int, folder: Path) -> float:
    """Do what the tutorials do; returns photographs a second."""
    import keras
    import tensorflow as tf

    preprocess = keras.applications.xception.preprocess_input
    base = keras.applications.Xception(weights=None, include_top=False, input_shape=(size, size, 3))
    pooled = keras.layers.GlobalAveragePooling2D()(base.output)
    model = keras.Model(base.input, keras.layers.Dense(5, activation="softmax")(pooled))
    inner = keras.Model(model.input, [base.output, model.output])

    def one(path: Path) -> None:
        image = keras.utils.load_img(path, target_size=(size, size))
        batch = preprocess(np.expand_dims(keras.utils.img_to_array(image), 0))
        best = int(np.argmax(model.predict(batch, verbose=0)[0]))
        with tf.GradientTape() as tape:
            maps, answer = inner(batch)
            score = answer[:, best]
        weights = tf.reduce_mean(tape.gradient(score, maps), axis=(0, 1, 2))
        heat = np.maximum(np.asarray(maps[0] @ weights[:, None])[:, :, 0], 0)
        heat = heat / max(float(heat.max()), 1e-9)
        photograph = cv2.imread(str(path))
        assert photograph is not None
        heat = cv2.resize(heat, (photograph.shape[1], photograph.shape[0]))
        colours = cv2.applyColorMap((255 * heat).astype(np.uint8), cv2.COLORMAP_JET)
        overlay = cv2.addWeighted(photograph, 0.6, colours, 0.4, 0)
        cv2.imwrite(str(folder / f"{path.stem}-overlay.jpg"), overlay)

    one(paths[0])  # the first call builds the graph
    begin = time.perf_counter()
    for path in paths:
        one(path)
    seconds = time.perf_counter() - begin
    rate = len(paths) / seconds
    show("reference", f"{rate:.2f} photographs/s", f"{len(paths)} in {seconds:.1f} s")
    return rate


def run_database(path: Path, rows: int) -> None:
    method = Method("model", "1.0.0", "0" * 64, "{}")
    fill(path, rows, method)
    store, opened = timed(lambda: Store(path))
    with store:
        keys, sorted_in = timed(lambda: store.keys(method))
        first, page = timed(lambda: store.rows_at(method, keys[:50]))
        assert len(keys) == rows
        assert first[0].decision is Decision.REFER
        _, by_name = timed(lambda: store.keys(method, order=Order.NAME))
        referred = Filter(decisions=frozenset({Decision.REFER}), reviewed=False, text="7")
        _, filtered = timed(lambda: store.keys(method, referred))
        _, listed = timed(lambda: store.rows(method))
    size = path.stat().st_size / 1e6
    total = opened + sorted_in + page
    show(f"database of {rows:,} results", f"{size:.0f} MB", "")
    show("open and check it", f"{opened * 1000:.0f} ms", "")
    show("sort by risk", f"{sorted_in * 1000:.0f} ms", "")
    show("the first 50 rows", f"{page * 1000:.0f} ms", "")
    show("until the sorted list is there", f"{total * 1000:.0f} ms", "aim 1000 ms")
    show("sort by name", f"{by_name * 1000:.0f} ms", "")
    show("filter: decision, reviewed, text", f"{filtered * 1000:.0f} ms", "")
    show("all rows with all columns", f"{listed * 1000:.0f} ms", "for a report")


def fill(path: Path, rows: int, method: Method) -> None:
    """Fill a database in one transaction, with what a folder run writes."""
    random = np.random.default_rng(1)
    probabilities = '{"no apparent retinopathy": 0.9, "mild NPDR": 0.1, "moderate NPDR": 0.0}'
    with Store(path) as store:
        connection = store._connection
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO method VALUES (1, ?, ?, ?, ?)",
            (method.model_name, method.model_version, method.model_sha256, method.settings),
        )
        for number in range(1, rows + 1):
            risk = float(random.random())
            refer = risk > 0.55
            name = f"Patient{number // 2:06}_{'LR'[number % 2]}.jpg"
            now = "2026-01-01T00:00:00+00:00"
            connection.execute(
                "INSERT INTO photograph VALUES (?, ?, 4288, 2848, ?)",
                (number, random.bytes(32).hex(), now),
            )
            connection.execute(
                "INSERT INTO file VALUES (?, ?, ?, ?, NULL, ?)",
                (number, f"/photographs/{name}".encode(), name, number, now),
            )
            connection.execute("INSERT INTO sighting VALUES (?, ?, ?)", (number, number, now))
            connection.execute(
                "INSERT INTO result (id, photograph_id, method_id, decision, grade, "
                "referable_probability, label, probability, probabilities, reasons, provider, "
                "application_version, milliseconds, examined_at, grade_set) "
                "VALUES (?, ?, 1, ?, ?, ?, ?, 0.9, ?, '[]', 'CPU', '1', 50, ?, '[1, 2]')",
                (
                    number,
                    number,
                    "refer" if refer else "no_referral",
                    2 if refer else 0,
                    risk,
                    "moderate NPDR" if refer else "no apparent retinopathy",
                    probabilities,
                    now,
                ),
            )
        connection.execute("COMMIT")


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    answer = call()
    return answer, time.perf_counter() - begin


def resident() -> float:
    """Return the resident size in MB; 0 where the system does not tell it this way."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0.0
    return int(statm.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def show(name: str, value: str, remark: str) -> None:
    print(f"| {name:<34} | {value:<24} | {remark:<20} |", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("originals", nargs="+", type=Path, help="files or folders")
    parser.add_argument("--photographs", type=int, default=300)
    parser.add_argument("--reference", type=int, default=30, help="photographs of the reference")
    parser.add_argument(
        "--copies", type=int, default=0, help="photographs of a second run, for its memory"
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    originals = [
        path
        for given in options.originals
        for path in (sorted(given.glob("*.jpg")) if given.is_dir() else [given])
    ]
    classifier = Classifier(ModelLibrary.default().find(None).path, "cpu")
    card = classifier.card
    print(f"{card.name} {card.version} {card.precision}, load {os.getloadavg()}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_database(folder / "large.sqlite", options.rows)
        paths = make_photographs(originals, options.photographs, folder)
        rate = run_folder(paths, classifier, folder / "run.sqlite", options.workers)
        if importlib.util.find_spec("tensorflow") is None or not options.reference:
            show("reference", "left out", "")
        elif card.backbone.lower() != "xception":
            show("reference", "left out", f"no {card.backbone} here")
        else:
            reference = run_reference(paths[: options.reference], card.input.height, folder)
            show("ratio", f"{rate / reference:.1f}", "aim 25")
        if options.copies:
            copies = make_copies(originals, options.copies, folder / "copies")
            run_folder(copies, classifier, folder / "copies.sqlite", options.workers)
    print(f"load {os.getloadavg()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
