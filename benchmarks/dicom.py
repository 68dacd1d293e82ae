"""A DICOM station beside a camera: how long, how many, how much memory.

    python benchmarks/dicom.py PHOTOGRAPHS [--many 500]

Needs dcmtk and Orthanc (``scripts/system-packages.sh testing``). The photographs are made into
ophthalmic photography objects with JPEG inside. Prints

* the seconds from the start of storescu with a study of four photographs until its structured
  reports, pictures and PDF are in Orthanc, for the first and for later studies;
* how many of many photographs, sent by two callers at once, are graded and stored, how fast, and
  the station's resident memory on the way.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydicom import uid
from pydicom.dataset import Dataset

sys.path.insert(0, str(Path(__file__).parents[1]))

from fundusviewer.dicom.kind import Kind
from fundusviewer.dicom.network.outbox import Outbox
from fundusviewer.dicom.settings import NetworkSettings, Peer, Receiving
from fundusviewer.dicom.station import Grading, Station
from fundusviewer.imaging import read_image
from fundusviewer.inference import Classifier, ModelLibrary
from fundusviewer.screening import Failure, Store, name_pattern
from tests.helpers.dicom import compressed, ophthalmic, written
from tests.helpers.peers import HOST, Archive, free_port, listens, orthanc, until
from tests.helpers.programs import run_program

#: Objects of one study of four photographs: a report and a picture of each, one document.
_OBJECTS = 4 * 2 + 1


def objects_of(photographs: Sequence[Path], study: str, number: int) -> Iterator[Dataset]:
    """Yield objects of a study; each holds the camera's own JPEG."""
    for place, path in enumerate(photographs):
        pixels = read_image(path).pixels
        changes: dict[str, Any] = {
            "StudyInstanceUID": study,
            "PatientID": f"P{number}",
            "ImageLaterality": "LR"[place % 2],
            "PhotometricInterpretation": "YBR_FULL_422",
            "LossyImageCompression": "01",
            "LossyImageCompressionRatio": "10",
            "LossyImageCompressionMethod": "ISO_10918_1",
        }
        code = path.read_bytes()
        yield compressed(ophthalmic(pixels), [code], uid.JPEGBaseline8Bit, **changes)


def write_study(folder: Path, photographs: Sequence[Path], number: int) -> list[Path]:
    folder.mkdir(parents=True)
    study = uid.generate_uid()
    made = objects_of(photographs, study, number)
    return [written(folder / f"{index}.dcm", dataset) for index, dataset in enumerate(made)]


class Running:
    """A station on a thread of its own; Qt's main thread stays free."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.graded = self.failed = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        for outcome in self.station.run(self.ended.is_set):
            # Findings are not kept: their pictures would be the benchmark's memory.
            self.graded += 1
            self.failed += isinstance(outcome, Failure)


@contextmanager
def running(grading: Grading, place: Path, archive: Peer | None) -> Iterator[Running]:
    receiving = Receiving(
        enabled=True,
        port=free_port(),
        callers=("CAMERA1", "CAMERA2"),
        folder=place / "spool",
        per_minute=100_000,
    )
    settings = NetworkSettings(
        title="FUNDUS", receiving=receiving, archive=archive, send=tuple(Kind)
    )
    one = Running(Station(settings, grading, Outbox(place / "outbox")))
    one.thread.start()
    until(lambda: listens(receiving.port), "the station listens")
    try:
        yield one
    finally:
        one.ended.set()
        one.thread.join()


def send(station: Station, caller: str, files: Sequence[Path]) -> None:
    port = str(station.settings.receiving.port)
    arguments = ["-R", "-xy", "-aet", caller, "-aec", "FUNDUS", HOST, port]
    run_program("storescu", *arguments, *files)


def time_studies(grading: Grading, photographs: Sequence[Path], place: Path, count: int) -> None:
    with orthanc(place / "orthanc") as archive, running(grading, place, archive.peer) as one:
        seconds = []
        for number in range(count):
            files = write_study(place / f"study{number}", photographs[:4], number)
            begin = time.perf_counter()
            send(one.station, "CAMERA1", files)
            wanted = _OBJECTS * (number + 1)
            until(lambda: in_archive(archive) >= wanted, "all is in Orthanc", 300)  # noqa: B023
            seconds.append(time.perf_counter() - begin)
    print(f"study of 4 photographs until all {_OBJECTS} objects are in Orthanc:")
    print(f"  first {seconds[0]:.1f} s, then median {statistics.median(seconds[1:]):.1f} s")


def in_archive(archive: Archive) -> int:
    return int(archive.ask("/statistics")["CountInstances"])


def resident_mb() -> float:
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1000


def time_many(grading: Grading, photographs: Sequence[Path], place: Path, count: int) -> None:
    """Send many small studies by two callers at once; only the station's own process counts."""
    source = place / "many"
    files: list[list[Path]] = [[], []]
    for number in range(count):
        path = photographs[number % len(photographs)]
        files[number % 2] += write_study(source / str(number), [path], number)
    with running(grading, place / "node", None) as one:
        graded = one.station.grading.store
        begin = time.perf_counter()
        senders = [
            threading.Thread(target=send, args=(one.station, f"CAMERA{index + 1}", batch))
            for index, batch in enumerate(files)
        ]
        for sender in senders:
            sender.start()
        marks = [count // 10, count // 3, 2 * count // 3, count]
        memory = []
        for mark in marks:
            until(lambda: stored(graded, one) >= mark, f"{mark} graded", 3600)  # noqa: B023
            memory.append(f"{mark}: {resident_mb():.0f} MB")
        for sender in senders:
            sender.join()
        elapsed = time.perf_counter() - begin
        counts = one.station.receiver.counts
    kept = len(list((place / "node" / "spool").rglob("*.dcm")))
    print(f"{count} photographs by two callers at once: {counts.received} received,")
    print(f"  {kept} on the disk, {one.graded} graded, {one.failed} failed, {elapsed:.0f} s")
    print(f"  resident memory after {', '.join(memory)}")


def stored(store: Store, one: Running) -> int:
    grading = one.station.grading
    time.sleep(0.5)
    return len(store.keys(grading.method))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--many", type=int, default=500)
    parser.add_argument("--studies", type=int, default=5)
    options = parser.parse_args()
    photographs = sorted(options.photographs.glob("*.jpg"))
    # The PDF is drawn by Qt.
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    classifier = Classifier(ModelLibrary.default().find(None).path, "cpu")
    for job, number in ((time_studies, options.studies), (time_many, options.many)):
        place = Path(tempfile.mkdtemp())
        with Store(place / "s.sqlite") as store:
            job(Grading(classifier, None, store, name_pattern()), photographs, place, number)
        shutil.rmtree(place)
    application.quit()


if __name__ == "__main__":
    main()
