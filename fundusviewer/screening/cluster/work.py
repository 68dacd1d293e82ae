"""What a worker does: the model once, then one chunk of photographs after the other.

Everything here travels to other processes: it is found by its name there, and what it carries is
small.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker

from fundusviewer import __version__
from fundusviewer.errors import FundusViewerError
from fundusviewer.inference import (
    Classifier,
    Marker,
    ModelLibrary,
    OperatingPoint,
    open_classifier,
    open_lesion_marker,
    open_locator,
)
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.screening.database.finding_record import FindingRecord, record_of
from fundusviewer.screening.examination.examine import Failure
from fundusviewer.screening.examination.finding import Finding
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.examination.operating_point import find_operating_point
from fundusviewer.screening.pipeline import Known, examine_stream


@dataclass(frozen=True)
class Task:
    """How the photographs of a run are examined: the same on every computer, or not at all.

    Attributes
    ----------
    run
        Tells the runs of several clients apart.
    version
        Of the program.
    model, operating_point, provider
        As the user named them; a file must be found under this path on every computer.
    method, locator_sha256, marker_sha256
        What they must come to.
    lesions, keep_identity, readers
        Whether lesions are marked, whether identities are kept, and how many threads read.
    marks_models
        Files of the user's own that mark places; under these paths on every computer.
    """

    run: str
    version: str
    model: str | None
    operating_point: str | None
    provider: ProviderRequest
    method: Method
    locator_sha256: str | None
    marker_sha256: str | None
    lesions: bool = False
    keep_identity: bool = False
    readers: int = 2
    marks_models: tuple[str, ...] = ()

    @cached_property
    def plugin(self) -> str:
        """The name of the plugin that keeps the networks: one for all runs that are alike."""
        alike = repr(replace(self, run=""))
        return f"fundusviewer-{hashlib.sha256(alike.encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class Chunk:
    """Some photographs.

    Attributes
    ----------
    paths
        As text, so that every system can read it.
    known
        Hashes of those that have a result; where the file is still the same, nothing is computed.
    """

    paths: tuple[str, ...]
    known: Mapping[str, str] = field(default_factory=dict)

    def halves(self) -> tuple[Chunk, Chunk]:
        """Return two chunks with half of the photographs each."""
        middle = len(self.paths) // 2
        return Chunk(self.paths[:middle], self.known), Chunk(self.paths[middle:], self.known)


@dataclass(frozen=True)
class Done:
    """What became of a chunk.

    Attributes
    ----------
    records
        What was found, and what failed.
    known
        Paths and hashes of those that had a result.
    refusal
        Why this worker cannot take part, one sentence; then there is nothing else.
    """

    records: tuple[FindingRecord, ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    refusal: str | None = None


@dataclass(frozen=True, eq=False)
class _Networks:
    classifier: Classifier
    point: OperatingPoint | None
    locator: Marker | None
    marker: Marker | None


class Examiner(WorkerPlugin):
    """Keeps the networks of a worker, which examines one chunk at a time.

    Parameters
    ----------
    task
        What it is for.
    """

    def __init__(self, task: Task) -> None:
        self.name = task.plugin
        self._task = task

    def setup(self, worker: Worker) -> None:
        """Begin on a worker; the networks are opened when they are needed first."""
        # Dask's number for a worker is what it may use; chunks come one after the other.
        self._threads = max(1, int(worker.state.nthreads))
        self._lock = threading.Lock()
        self._networks: _Networks | None = None
        self._stopped: set[str] = set()

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """Let the networks go."""
        self._networks = None

    def stop(self, run: str) -> None:
        """Examine no further photograph of a run."""
        self._stopped.add(run)

    def refusal(self, task: Task) -> str | None:
        """Return why the task cannot be done here, one sentence; ``None`` where it can."""
        if task.version != __version__:
            return f"it has FundusViewer {__version__}, this computer {task.version}"
        try:
            with self._lock:
                self._networks = self._networks or _opened(task, self._threads)
        except FundusViewerError as error:
            return str(error)
        found = self._networks
        method = Method.of(found.classifier, found.point, found.locator)
        hashes = tuple(one and one.sha256 for one in (found.locator, found.marker))
        if method != task.method or hashes != (task.locator_sha256, task.marker_sha256):
            return (
                f"its models are others: {method.model_name} {method.model_version} "
                f"({method.model_sha256[:12]}), here {task.method.model_name} "
                f"{task.method.model_version} ({task.method.model_sha256[:12]})"
            )
        return None

    def examine(self, task: Task, chunk: Chunk) -> Done:
        """Examine a chunk, unless the run was stopped."""
        refused = self.refusal(task)
        if refused is not None or self._networks is None:
            return Done(refusal=refused)
        found = self._networks

        def look_up(path: Path, sha256: str) -> Known | None:
            return Known(path, sha256) if hashes.get(path) == sha256 else None

        hashes = {Path(path): sha256 for path, sha256 in chunk.known.items()}
        with self._lock:
            outcomes = examine_stream(
                map(Path, chunk.paths),
                found.classifier,
                operating_point=found.point,
                locator=found.locator,
                marker=found.marker,
                look_up=look_up,
                workers=task.readers,
                cancelled=lambda: task.run in self._stopped,
            )
            records: list[FindingRecord] = []
            known: list[tuple[str, str]] = []
            for outcome in outcomes:
                if isinstance(outcome, Finding | Failure):
                    records.append(record_of(outcome, keep_identity=task.keep_identity))
                else:
                    known.append((str(outcome.path), outcome.sha256))
        return Done(tuple(records), tuple(known))


def _opened(task: Task, threads: int) -> _Networks:
    library = ModelLibrary.default().with_markers(tuple(map(Path, task.marks_models)))
    classifier = open_classifier(library.find(task.model).path, task.provider, threads)
    return _Networks(
        classifier,
        find_operating_point(classifier.card, task.operating_point),
        open_locator(library, task.provider, threads),
        open_lesion_marker(library, task.provider, threads) if task.lesions else None,
    )


def _examiner(task: Task) -> Examiner:
    worker = get_worker()
    found = worker.plugins.get(task.plugin)
    if not isinstance(found, Examiner):
        # Another client that was alike has ended and taken it away, or the scheduler is a new one.
        found = Examiner(task)
        found.setup(worker)
        worker.plugins[task.plugin] = found
    return found


def examine_chunk(task: Task, chunk: Chunk) -> Done:
    """Examine a chunk on the worker that this is called on."""
    return _examiner(task).examine(task, chunk)


def refusal_of(task: Task, dask_worker: Worker) -> str | None:
    """Return why a worker cannot do a task; the networks are opened."""
    plugin = dask_worker.plugins.get(task.plugin)
    return plugin.refusal(task) if isinstance(plugin, Examiner) else None


def stop_run(task: Task, dask_worker: Worker) -> None:
    """Let a worker examine no further photograph of a run."""
    plugin = dask_worker.plugins.get(task.plugin)
    if isinstance(plugin, Examiner):
        plugin.stop(task.run)
