"""Chunks to the workers, results into the database.

What a worker has not brought back when it, the scheduler or this program is killed is done again;
what is in the database stays. So it does not matter who is killed when.
"""

from __future__ import annotations

import queue
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from distributed import Future, KilledWorker

from fundusviewer.errors import FundusViewerError, InputError, NetworkError, StoreError
from fundusviewer.screening.cluster.connection import JOIN_SECONDS, Connection
from fundusviewer.screening.cluster.work import (
    Chunk,
    Done,
    Examiner,
    Task,
    examine_chunk,
    refusal_of,
    stop_run,
)
from fundusviewer.screening.database.finding_record import FindingRecord
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.places.address import as_text, whole
from fundusviewer.screening.runs.listing import Listing

#: Rows a transaction, and seconds after which fewer are stored, too.
BATCH, BATCH_SECONDS = 1000, 1.0

#: Photographs of a chunk: of the first ones, so that every worker has some at once, and of all.
FIRST_CHUNK, LARGEST_CHUNK = 8, 200

#: How often a chunk is tried again that ended with an error.
_RETRIES = 2

#: Seconds to wait for a scheduler that has gone.
PATIENCE = 60.0

_TURN = 0.3


class WorkerRefusedError(InputError):
    """A worker has another version of the program or of a model."""


@dataclass
class Tally:
    """What a run came to.

    Attributes
    ----------
    examined, known
        Photographs with a new result, and with one that was there.
    unread
        Files that could not be examined.
    unreached
        Files of which nothing is known, because a drive or a network failed.
    unstored
        What the database refused.
    """

    examined: int = 0
    known: int = 0
    unread: int = 0
    unreached: int = 0
    unstored: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.examined + self.known + self.unread + self.unreached + self.unstored


@dataclass(eq=False)
class ClusterRun:
    """One run.

    Attributes
    ----------
    connection, task, store, listing
        Who works, at what, where the results go, and the photographs.
    trusting
        Whether a file whose path has a result is taken to be unchanged, and is not read.
    cancelled
        Asked all the time.
    progress
        Told how many are stored and how many there are; ``None`` while that is not known.
    """

    connection: Connection
    task: Task
    store: Store
    listing: Listing
    trusting: bool = False
    cancelled: Callable[[], bool] = lambda: False
    progress: Callable[[int, int | None], None] = lambda done, total: None  # noqa: ARG005
    tally: Tally = field(default_factory=Tally)
    _in_flight: dict[str, tuple[Future, Chunk]] = field(default_factory=dict)
    _again: deque[Chunk] = field(default_factory=deque)
    _ended: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    _records: list[FindingRecord] = field(default_factory=list)
    _stored_at: float = field(default_factory=time.monotonic)
    _handed_out: int = 0

    def run(self) -> Tally:
        """Examine all photographs, until the end or until it is cancelled.

        Raises
        ------
        WorkerRefusedError
            If a worker has another version.
        NetworkError
            If the scheduler is gone and does not come back.
        StoreError
            If the database takes nothing more. What is stored stays, whatever is raised.
        """
        try:
            self._begin()
            while not self.cancelled():
                if self.connection.is_lost:
                    self._connect_again()
                self._hand_out()
                if not self._in_flight and not self._again and self.listing.is_done:
                    break
                self._wait()
            self._store()
        finally:
            self._end()
        return self.tally

    def _begin(self) -> None:
        client = self.connection.client
        try:
            client.wait_for_workers(1, timeout=JOIN_SECONDS)
        except TimeoutError as error:
            raise NetworkError(
                f"no worker has joined the scheduler at {self.connection.address} within "
                f"{JOIN_SECONDS:.0f} seconds; start one with: dask worker ADDRESS"
            ) from error
        try:
            client.register_plugin(Examiner(self.task))
            found = client.run(refusal_of, self.task, on_error="return")
        except Exception as error:
            raise _not_there(error) from error
        for worker, refusal in found.items():
            if isinstance(refusal, Exception):
                raise _not_there(refusal, worker)
            if refusal is not None:
                raise WorkerRefusedError(f"the worker {worker} cannot take part: {refusal}")

    def _hand_out(self) -> None:
        """Keep every worker busy and one chunk ahead, and no more: memory stays the same."""
        try:
            workers = self.connection.workers
        except (OSError, TimeoutError):
            # It has just gone; the next turn sees it.
            return
        while len(self._in_flight) < 2 * max(1, workers):
            chunk = self._again.popleft() if self._again else self._next_chunk(workers)
            if chunk is None:
                return
            if not chunk.paths:
                continue
            key = f"fundusviewer-{uuid.uuid4().hex}"
            future = self.connection.client.submit(
                examine_chunk, self.task, chunk, key=key, retries=_RETRIES, pure=False
            )
            self._in_flight[key] = future, chunk
            future.add_done_callback(lambda future: self._ended.put(future.key))

    def _next_chunk(self, workers: int) -> Chunk | None:
        """Return the next one, ``None`` where none is there; the first ones are small."""
        size = FIRST_CHUNK + self._handed_out // (4 * max(1, workers))
        paths = self.listing.next(min(size, LARGEST_CHUNK))
        if not paths:
            return None
        self._handed_out += len(paths)
        known = self.store.hashes_of(paths, self.task.method, self.task.marker_sha256)
        if self.trusting:
            self.tally.known += len(known)
            return Chunk(tuple(str(path) for path in paths if path not in known))
        return Chunk(tuple(map(str, paths)), {str(path): sha256 for path, sha256 in known.items()})

    def _wait(self) -> None:
        """Take what has ended; store what is due."""
        try:
            key = self._ended.get(timeout=_TURN)
            self._take(key)
        except queue.Empty:
            pass
        if len(self._records) >= BATCH or time.monotonic() - self._stored_at > BATCH_SECONDS:
            self._store()
        self.progress(self.tally.total, self.listing.total)

    def _take(self, key: str) -> None:
        if key not in self._in_flight:
            # From before the scheduler was started anew.
            return
        future, chunk = self._in_flight.pop(key)
        status = future.status
        if status == "error":
            self._failed(chunk, future.exception(timeout=10))
        elif status == "finished":
            try:
                self._note(future.result(timeout=60))
            # Whoever held the result is gone.
            except (OSError, TimeoutError):
                self._again.append(chunk)
        else:
            self._again.append(chunk)
        future.release()

    def _note(self, done: Done) -> None:
        if done.refusal is not None:
            raise WorkerRefusedError(f"a worker cannot take part: {done.refusal}")
        self._records.extend(done.records)
        self.tally.known += len(done.known)

    def _failed(self, chunk: Chunk, error: BaseException | None) -> None:
        """Find the one photograph with which a chunk ends every worker, or always fails."""
        if isinstance(error, ImportError):
            raise _not_there(error) from error
        if len(chunk.paths) > 1:
            self._again.extend(chunk.halves())
            return
        ended = isinstance(error, KilledWorker)
        reason = "every worker that read it ended" if ended else f"{type(error).__name__}: {error}"
        path = whole(Path(chunk.paths[0]))
        self._records.append(FindingRecord(as_text(path), f"{path.name}: not examined ({reason})"))

    def _connect_again(self) -> None:
        """Wait for a scheduler that is started anew; what was on its way is done again."""
        until = time.monotonic() + PATIENCE
        self._store()
        while not self.cancelled():
            try:
                self.connection.connect_again()
                break
            except NetworkError as error:
                if time.monotonic() > until:
                    raise NetworkError(
                        f"the scheduler at {self.connection.address} is gone; what was examined is "
                        "stored, and the same command goes on"
                    ) from error
        self._again.extend(chunk for _, chunk in self._in_flight.values())
        self._in_flight.clear()

    def _store(self) -> None:
        self._stored_at = time.monotonic()
        records, self._records = self._records, []
        for start in range(0, len(records), BATCH):
            self._store_batch(records[start : start + BATCH])

    def _store_batch(self, records: list[FindingRecord]) -> None:
        try:
            self.store.add_records(records, self.task.method)
            refused: set[int] = set()
        except StoreError:
            refused = self._store_singly(records)
        for number, record in enumerate(records):
            if number in refused:
                self.tally.unstored += 1
            elif record.unreached:
                self.tally.unreached += 1
            elif record.result is None:
                self.tally.unread += 1
            else:
                self.tally.examined += 1

    def _store_singly(self, records: list[FindingRecord]) -> set[int]:
        """Store what the database takes; raises where that is nothing."""
        refused: set[int] = set()
        for number, record in enumerate(records):
            try:
                self.store.add_records([record], self.task.method)
            except StoreError:
                refused.add(number)
                if len(refused) == number + 1 >= min(10, len(records)):
                    raise
        return refused

    def _end(self) -> None:
        """Let the workers stop, whatever they are at."""
        if not self._in_flight:
            return
        client = self.connection.client
        try:
            client.run(stop_run, self.task, wait=False, on_error="ignore")
            client.cancel([future for future, _ in self._in_flight.values()], force=True)
        # It is the end: what does not answer any more need not.
        except Exception:  # noqa: BLE001
            return


def _not_there(error: BaseException, worker: str = "") -> FundusViewerError:
    """Return what it means that the workers cannot even load what they are asked."""
    who = f"the worker {worker}" if worker else "a worker"
    if isinstance(error, ImportError):
        return WorkerRefusedError(f"{who} cannot take part: it has no module {error.name}")
    if isinstance(error, AttributeError | TypeError):
        return WorkerRefusedError(f"{who} cannot take part: it has another FundusViewer ({error})")
    return NetworkError(f"{who} does not answer: {type(error).__name__} ({error})")
