"""What the worker thread does, without Qt: the open models, and requests that use them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from fundusviewer.errors import FundusViewerError, ModelNotFoundError, StoreError
from fundusviewer.gui.threads.markers import Markers
from fundusviewer.imaging import PreparedInput, load
from fundusviewer.inference import (
    Classifier,
    Marker,
    ModelCard,
    ModelLibrary,
    OperatingPoint,
    ProviderReport,
    open_classifier,
)
from fundusviewer.inference.inspection import Inspection
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.screening import (
    Failure,
    Finding,
    Known,
    Method,
    Outcome,
    Store,
    examine_stream,
    explain,
    screen,
)
from fundusviewer.screening.examination.steps import prepare_photograph
from fundusviewer.screening.pipeline import store_outcome


class OpenModels:
    """Owns the model that grades and those that mark. Lives in the worker thread alone.

    Parameters
    ----------
    ending
        Set when the window closes: a model that is being tried is given up.

    Attributes
    ----------
    marks_problem
        Why files of the user's own that mark places are not in use; ``None`` where they are, or
        none were chosen.
    """

    def __init__(self, ending: threading.Event | None = None) -> None:
        self._ending = ending
        self._classifier: Classifier | None = None
        self._markers = Markers()
        self.marks_problem: str | None = None
        self._prepared: tuple[Path, PreparedInput] | None = None
        self._inspection: tuple[Path, Inspection] | None = None

    @property
    def classifier(self) -> Classifier:
        """The model that is loaded.

        Raises
        ------
        ModelNotFoundError
            If none is.
        """
        if self._classifier is None:
            raise ModelNotFoundError("no model is loaded")
        return self._classifier

    @property
    def locator(self) -> Marker | None:
        """What finds disc and fovea; ``None`` where there is no such model."""
        return self._markers.locator

    @property
    def lesion_marker(self) -> Marker | None:
        """What marks lesions, opened when it is first asked for; ``None``: there is none."""
        return self._markers.lesions()

    def load(
        self,
        path: Path,
        provider: ProviderRequest,
        threads: int | None,
        own_marks: tuple[Path, ...] = (),
    ) -> Classifier:
        """Take another model; the one before stays where that fails.

        Parameters
        ----------
        path, provider, threads
            See :func:`fundusviewer.inference.open_classifier`.
        own_marks
            Files of the user's own that mark places, in the place of the program's; where one of
            them cannot be used, the program's are (:attr:`marks_problem`).

        Raises
        ------
        FundusViewerError
            See :func:`fundusviewer.inference.open_classifier`.
        """
        classifier = open_classifier(path, provider, threads, self._ending)
        problem = None
        try:
            self._open_markers(provider, threads, own_marks)
        except FundusViewerError as error:
            if not own_marks:
                raise
            problem = str(error)
            self._open_markers(provider, threads, ())
        self.marks_problem = problem
        self._classifier = classifier
        self._prepared = self._inspection = None
        return self._classifier

    def _open_markers(
        self, provider: ProviderRequest, threads: int | None, own_marks: tuple[Path, ...]
    ) -> None:
        library = ModelLibrary.default().with_markers(own_marks)
        self._markers = self._markers.opened_for(provider, threads, self._ending, library)
        if library.find_marker("lesions") in own_marks:
            # Otherwise it is opened when it is needed; what a person chose is tried at once.
            self._markers.lesions()

    def prepare(self, finding: Finding) -> PreparedInput:
        """Return what the network saw of a photograph; the last one is kept.

        Raises
        ------
        ImageReadError
            If the photograph cannot be read any more.
        """
        if self._prepared is None or self._prepared[0] != finding.path:
            prepared = prepare_photograph(load(finding.path), self.classifier.card)
            self._prepared = finding.path, prepared.input
        return self._prepared[1]

    def inspection(self) -> Inspection:
        """Return the inside of the model that is loaded."""
        path = self.classifier.path
        if self._inspection is None or self._inspection[0] != path:
            self._inspection = path, Inspection(path)
        return self._inspection[1]

    def forget_inspection(self) -> None:
        """Give back the memory of a whole model file."""
        self._inspection = None


class Request(Protocol):
    """One piece of work for the worker. Carries all that it needs."""

    def perform(self, models: OpenModels) -> object:
        """Do it and return the result; raises what went wrong."""
        ...


@dataclass(frozen=True)
class LoadedModel:
    """A model that is ready, and how results made with it are marked.

    Attributes
    ----------
    path, card, provider, method
        Of the model.
    own_marks
        The user's files that mark places beside it.
    problem
        Why the program's own files do that although others were chosen; ``None`` where they do not.
    """

    path: Path
    card: ModelCard
    provider: ProviderReport
    method: Method
    own_marks: tuple[Path, ...] = ()
    problem: str | None = None


@dataclass(frozen=True)
class LoadModel:
    """Make a model ready.

    Attributes
    ----------
    path
        Model file.
    provider
        What it is to run on.
    threads
        See :class:`fundusviewer.inference.Classifier`.
    own_marks
        See :meth:`OpenModels.load`.
    """

    path: Path
    provider: ProviderRequest
    threads: int | None = None
    own_marks: tuple[Path, ...] = ()

    def perform(self, models: OpenModels) -> LoadedModel:
        """Open the session; with the program's files where the user's cannot be used."""
        classifier = models.load(self.path, self.provider, self.threads, self.own_marks)
        problem = models.marks_problem
        used = self.own_marks if problem is None else ()
        method = Method.of(classifier, locator=models.locator)
        return LoadedModel(self.path, classifier.card, classifier.provider, method, used, problem)


@dataclass(frozen=True, eq=False)
class Job:
    """How photographs are examined, and where the findings go.

    Attributes
    ----------
    store
        The database.
    method
        That of the model and the operating point.
    point
        The operating point; ``None`` for a model that does not grade.
    lesions
        Whether lesions are marked, too, where there is a model for it.
    """

    store: Store
    method: Method
    point: OperatingPoint | None
    lesions: bool = False

    def marker(self, models: OpenModels) -> Marker | None:
        """Return what marks lesions; ``None`` where they are not wanted."""
        return models.lesion_marker if self.lesions else None

    def repeats(self, outcome: Outcome) -> bool:
        """Return whether this result is in the database, for this content and this file."""
        if not isinstance(outcome, Finding):
            return False
        try:
            return self.store.knows(outcome.path, outcome.image.source.sha256, self.method)
        except StoreError:
            return False


@dataclass(frozen=True, eq=False)
class Examine:
    """Examine the photograph on screen and store the finding.

    Attributes
    ----------
    path
        The file.
    job
        See :class:`Job`.
    keep_failure
        Whether a failure is stored; without it, an earlier result stays what counts.
    """

    path: Path
    job: Job
    keep_failure: bool = True

    def perform(self, models: OpenModels) -> Finding | Failure:
        """Read, prepare, predict, assess, store."""
        job = self.job
        # The folder run's own way, so that there are no two answers for one photograph.
        stream = examine_stream(
            [self.path],
            models.classifier,
            operating_point=job.point,
            locator=models.locator,
            marker=job.marker(models),
            workers=1,
        )
        outcome: Outcome = next(stream)
        # Of what a drive did not give nothing is known: it is tried when it is looked at again.
        unreached = isinstance(outcome, Failure) and outcome.unreached
        if isinstance(outcome, Finding) or (self.keep_failure and not unreached):
            stored = store_outcome(outcome, job.store, job.method)
            # What only repeats the database can be looked at, also where that takes no more.
            repeated = isinstance(stored, Failure) and job.repeats(outcome)
            outcome = outcome if repeated else stored
        if isinstance(outcome, Known):
            raise TypeError("a photograph on screen is examined, known or not")
        return outcome if isinstance(outcome, Failure) else _without_pixels(outcome)


class FolderRun:
    """A run through waiting files. Made on the window's thread, then used in the worker alone.

    Parameters
    ----------
    waiting
        The files; taken from the left, and others may be added on the right meanwhile.
    job
        See :class:`Job`.
    """

    def __init__(self, waiting: deque[Path], job: Job) -> None:
        self._waiting, self._job = waiting, job
        self._outcomes: Generator[Outcome] | None = None
        self._stopped = threading.Event()

    @property
    def is_stopped(self) -> bool:
        """Whether it ends after the photographs in hand."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End after the photographs in hand; may be called from every thread."""
        self._stopped.set()

    def next(self, models: OpenModels) -> Outcome | None:
        """Return what became of the next photograph; ``None`` at the end."""
        if self._outcomes is None:
            self._outcomes = screen(
                self._paths(),
                models.classifier,
                self._job.store,
                self._job.method,
                operating_point=self._job.point,
                locator=models.locator,
                marker=self._job.marker(models),
                cancelled=self._stopped.is_set,
            )
        return next(self._outcomes, None)

    def close(self) -> None:
        """End the run's threads, once the worker has ended."""
        if self._outcomes is not None:
            self._outcomes.close()

    def _paths(self) -> Iterator[Path]:
        while True:
            try:
                yield self._waiting.popleft()
            except IndexError:
                return


@dataclass(frozen=True, eq=False)
class ExaminedPath:
    """One photograph of a run, examined or failed.

    Attributes
    ----------
    path
        The file.
    problem
        Why it could not be examined or stored; ``None`` where it could.
    finding
        Without pixels; ``None`` where there is a problem, or where it was known before.
    unstored, unreached
        Whether the problem is not the photograph's: the database does not take it, or a drive or
        a network failed.
    """

    path: Path
    problem: str | None
    finding: Finding | None = None
    unstored: bool = False
    unreached: bool = False


@dataclass(frozen=True, eq=False)
class ExamineNext:
    """Examine the next photograph of a run; urgent requests come in between."""

    run: FolderRun

    def perform(self, models: OpenModels) -> ExaminedPath | None:
        """Return what became of the next photograph; ``None`` at the end of the run."""
        outcome = self.run.next(models)
        if outcome is None:
            return None
        if isinstance(outcome, Failure):
            unstored, unreached = outcome.unstored, outcome.unreached
            return ExaminedPath(outcome.path, outcome.reason, None, unstored, unreached)
        finding = _without_pixels(outcome) if isinstance(outcome, Finding) else None
        return ExaminedPath(outcome.path, None, finding)


@dataclass(frozen=True, eq=False)
class Explain:
    """Make the heat map of another class."""

    finding: Finding
    class_index: int

    def perform(self, models: OpenModels) -> Finding:
        """Run the network on what it saw before."""
        finding = replace(self.finding, prepared=models.prepare(self.finding))
        return _without_pixels(explain(finding, models.classifier, self.class_index))


def _without_pixels(finding: Finding) -> Finding:
    """Return a finding of which many can be kept."""
    return replace(
        finding,
        image=finding.image.without_pixels(),
        prepared=finding.prepared.without_pixels(),
    )


@dataclass(frozen=True, eq=False)
class Ticket:
    """A request with its number."""

    number: int
    request: Request


class RequestQueue:
    """Requests in order; urgent ones (the photograph on screen) before the long run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._urgent: deque[Ticket] = deque()
        self._normal: deque[Ticket] = deque()

    def put(self, ticket: Ticket, *, urgent: bool) -> bool:
        """Add a request and return whether it is the only one."""
        with self._lock:
            (self._urgent if urgent else self._normal).append(ticket)
            return len(self._urgent) + len(self._normal) == 1

    def take(self) -> Ticket | None:
        """Return the next request; ``None`` where there is none."""
        with self._lock:
            for waiting in (self._urgent, self._normal):
                if waiting:
                    return waiting.popleft()
        return None

    def drop(self, number: int) -> None:
        """Forget one request, where it is not taken yet."""
        with self._lock:
            for queue in (self._urgent, self._normal):
                kept = [ticket for ticket in queue if ticket.number != number]
                queue.clear()
                queue.extend(kept)

    def is_empty(self) -> bool:
        """Return whether nothing waits."""
        with self._lock:
            return not self._urgent and not self._normal

    def clear(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._urgent.clear()
            self._normal.clear()
