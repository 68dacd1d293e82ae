"""The printed report of a folder: pages a second, size of the pages, memory.

``python benchmarks/report.py FOLDER [--laps N]``

Beside the clock stands the processor's time, which other programs do not stretch. The second
report of the same photographs is what a preview and the print before it leave to be done: their
heat maps are there. With ``--laps`` each photograph is printed so many times, as that of other
patients, to see whether memory grows with the number of pages. Needs the extra ``dev``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from fundusviewer.inference import Classifier, ModelLibrary
from fundusviewer.reporting import Contents, Pages, format_of
from fundusviewer.screening import (
    Method,
    Row,
    Store,
    find_photographs,
    identify,
    name_pattern,
    screen,
)


def rows_of(folder: Path, database: Path, classifier: Classifier, method: Method) -> list[Row]:
    with Store(database) as store:
        for _ in screen(find_photographs([folder]), classifier, store, method):
            pass
        return store.rows(method)


def repeated(rows: list[Row], laps: int) -> list[Row]:
    """Return the rows as those of other patients, lap by lap."""
    pattern, found = name_pattern(), []
    for lap in range(laps):
        for row in rows:
            identity = identify(row, pattern).identity
            eye = None if identity.eye is None else identity.eye.value
            patient = f"{lap}-{identity.patient or row.name}"
            found.append(row._replace(corrected=1, patient=patient, eye=eye))
    return found


def page_sizes(path: Path) -> list[int]:
    """Return bytes of pictures and drawing of each page; the fonts are shared by all."""
    sizes = []
    for page in PdfReader(path).pages:
        resources: Any = page["/Resources"].get_object()
        streams = [page["/Contents"], *resources.get("/XObject", {}).values()]
        sizes.append(sum(len(stream.get_object()._data) for stream in streams))
    return sizes


def resident() -> float:
    """Return the resident size in MB; 0 where the system does not tell it this way."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0.0
    return int(statm.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def timed(path: Path, contents: Contents, note: Callable[[int, int], None]) -> tuple[float, float]:
    """Write the report; return seconds of the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    format_of(path).write(path, contents, Pages(note))
    return time.perf_counter() - clock, time.process_time() - processor


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--laps", type=int, default=1)
    options = parser.parse_args()
    classifier = Classifier(ModelLibrary.default().find(None).path, "cpu")
    method, memory = Method.of(classifier), dict[int, float]()

    def note(done: int, total: int) -> None:
        if done % max(1, total // 6) == 0:
            memory[done] = resident()

    with tempfile.TemporaryDirectory() as name:
        rows = rows_of(options.folder, Path(name, "run.sqlite"), classifier, method)
        rows, path = repeated(rows, options.laps), Path(name, "report.pdf")
        contents = Contents(rows, method, name_pattern(), classifier=classifier)
        times = [timed(path, contents, note) for _ in ("first", "with the heat maps at hand")]
        pages = len(PdfReader(path).pages)
        size = path.stat().st_size
        print(f"{len(rows)} photographs, {pages} pages")
        for (clock, processor), words in zip(times, ("first", "again"), strict=True):
            print(f"{words}: {clock:.1f} s, {processor:.1f} s of the processor")
        print(f"{size / 1e6:.1f} MB, {size / pages / 1000:.0f} kB a page")
        if options.laps == 1:
            print(f"largest page: {max(page_sizes(path)) / 1000:.0f} kB (aim 500)")
    print("memory after pages: " + ", ".join(f"{n}: {mb:.0f} MB" for n, mb in memory.items()))
    print(f"load {os.getloadavg()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
