"""A station beside the camera: what arrives is graded, and the findings go to the archive.

Three threads: pynetdicom's write what arrives, the caller's grades and makes the objects, one of
our own delivers. What was interrupted goes on at the next start: received objects, findings
and objects on their way are all on the disk.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from fundusviewer.atomic import write_atomically
from fundusviewer.dicom.handover import hand_over
from fundusviewer.dicom.network.outbox import Outbox
from fundusviewer.dicom.network.receive import Receiver
from fundusviewer.dicom.network.send import send_files
from fundusviewer.dicom.settings import NetworkSettings
from fundusviewer.errors import FundusViewerError
from fundusviewer.inference import Classifier, Marker, OperatingPoint
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.pipeline import Outcome, screen
from fundusviewer.screening.worklist import find_photographs

log = logging.getLogger(__name__)

#: Seconds without a new photograph after which a study is reported on.
SETTLED_AFTER = 2.0

#: Seconds between two looks at the outbox.
_DELIVER_EVERY = 0.5

#: Photographs that are graded before the next look at what has arrived.
_PORTION = 100

#: Beside a study's objects: how many of them had been reported on.
_MARK = ".reported"


@dataclass(frozen=True, eq=False)
class Grading:
    """How a station grades.

    Attributes
    ----------
    classifier, point
        The model and what decides about referral.
    store
        The database.
    pattern
        Tells eyes where objects do not.
    locator
        Finds disc and fovea; ``None``: nobody looks for them.
    marker
        Marks lesions; ``None``: nobody looks for them.
    """

    classifier: Classifier
    point: OperatingPoint | None
    store: Store
    pattern: NamePattern
    locator: Marker | None = None
    marker: Marker | None = None

    @cached_property
    def method(self) -> Method:
        """How the results are made."""
        return Method.of(self.classifier, self.point, self.locator)


@dataclass
class Station:
    """Receives, grades and sends, until it is told to end.

    Parameters
    ----------
    settings
        The user's.
    grading
        How it grades.
    outbox
        Where findings wait for the archive.
    settled_after
        See :data:`SETTLED_AFTER`.
    listening
        Called once cameras can call.
    """

    settings: NetworkSettings
    grading: Grading
    outbox: Outbox
    settled_after: float = SETTLED_AFTER
    listening: Callable[[], object] = lambda: None
    _arrived: queue.SimpleQueue[Path] = field(default_factory=queue.SimpleQueue)

    def run(self, cancelled: Callable[[], bool]) -> Iterator[Outcome]:
        """Serve.

        Parameters
        ----------
        cancelled
            Asked several times a second.

        Yields
        ------
        Finding, Known or Failure
            One for each photograph, when it is stored.

        Raises
        ------
        NetworkError
            If the station cannot listen.
        """
        stopped = threading.Event()
        deliverer = threading.Thread(target=self._deliver, args=(stopped,), name="delivering")
        self.receiver = Receiver(self.settings.title, self.settings.receiving, self._arrived.put)
        with self.receiver:
            self.listening()
            deliverer.start()
            try:
                yield from self._serve(cancelled)
            finally:
                stopped.set()
                deliverer.join()

    def _serve(self, cancelled: Callable[[], bool]) -> Iterator[Outcome]:
        waiting = self._left_over()
        last = time.monotonic()
        while not cancelled():
            paths = self._next()
            if paths:
                yield from self._graded(find_photographs(paths), cancelled)
                waiting |= {path.parent for path in paths}
                last = time.monotonic()
            elif waiting and time.monotonic() - last >= self.settled_after:
                self._report(waiting.pop())

    def _left_over(self) -> set[Path]:
        """Return the studies that were not finished, and put their photographs in the queue."""
        studies = {path for path in self.settings.receiving.spool.iterdir() if path.is_dir()}
        unfinished = {study for study in studies if not _is_reported(study)}
        for study in sorted(unfinished):
            for path in sorted(study.glob("*.dcm")):
                self._arrived.put(path)
        return unfinished

    def _next(self) -> list[Path]:
        """Return what has arrived; waits a moment for it."""
        paths: list[Path] = []
        try:
            paths.append(self._arrived.get(timeout=0.1))
            while len(paths) < _PORTION:
                paths.append(self._arrived.get_nowait())
        except queue.Empty:
            pass
        return paths

    def _graded(self, paths: list[Path], cancelled: Callable[[], bool]) -> Iterator[Outcome]:
        grading = self.grading
        yield from screen(
            paths,
            grading.classifier,
            grading.store,
            grading.method,
            operating_point=grading.point,
            locator=grading.locator,
            marker=grading.marker,
            cancelled=cancelled,
        )

    def _report(self, study: Path) -> None:
        """Put the findings of a study in the outbox; what goes wrong is tried at the next start."""
        known = len(list(study.glob("*.dcm")))
        try:
            if self.settings.archive is not None:
                self._put_in_outbox(study)
            write_atomically(study / _MARK, str(known).encode(), private=True)
        except (FundusViewerError, OSError):
            log.exception("the findings of a study could not be written")

    def _put_in_outbox(self, study: Path) -> None:
        grading = self.grading
        rows = grading.store.rows(grading.method, Filter(folder=study))
        _, reasons = hand_over(
            rows,
            grading.method,
            grading.pattern,
            self.outbox,
            everything=grading.store.rows(grading.method),
            classifier=grading.classifier,
            kinds=self.settings.send,
            database=grading.store.path,
            marks=grading.store.marks,
        )
        for reason in reasons:
            log.warning("%s", reason)

    def _deliver(self, stopped: threading.Event) -> None:
        archive = self.settings.archive
        while archive is not None and not stopped.is_set():
            try:
                self.outbox.deliver(partial(send_files, self.settings.title, archive))
            # The edge of the thread: the outbox keeps what was not sent.
            except Exception:
                log.exception("delivering failed")
            stopped.wait(_DELIVER_EVERY)


def _is_reported(study: Path) -> bool:
    try:
        return int((study / _MARK).read_bytes()) >= len(list(study.glob("*.dcm")))
    except (OSError, ValueError):
        return False
