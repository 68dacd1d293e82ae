"""What the worker thread does, without Qt: one classifier, and requests that use it."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from fundusviewer.errors import ModelNotFoundError
from fundusviewer.imaging import PreparedInput, read_image, to_model_input
from fundusviewer.inference import Classifier, ModelCard, OperatingPoint, ProviderReport
from fundusviewer.inference.inspection import Inspection
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.screening import Failure, Finding, examine_all, explain

#: Longer side of a thumbnail in pixels: sharp at twice the size of the list's picture.
THUMBNAIL_SIDE = 104


class Engine:
    """Owns the classifier. Lives in the worker thread; nobody else touches it."""

    def __init__(self) -> None:
        self._classifier: Classifier | None = None
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

    def load(self, path: Path, provider: ProviderRequest) -> Classifier:
        """Take another model; the one before stays where that fails."""
        self._classifier = Classifier(path, provider)
        self._prepared = self._inspection = None
        return self._classifier

    def prepare(self, finding: Finding) -> PreparedInput:
        """Return what the network saw of a photograph; the last one is kept.

        Raises
        ------
        ImageReadError
            If the photograph cannot be read any more.
        """
        if self._prepared is None or self._prepared[0] != finding.path:
            pixels = read_image(finding.path).pixels
            spec = self.classifier.card.input
            prepared = to_model_input(pixels, spec, finding.field_of_view)
            self._prepared = finding.path, prepared
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

    def perform(self, engine: Engine) -> object:
        """Do it and return the result; raises what went wrong."""
        ...


@dataclass(frozen=True)
class LoadedModel:
    """A model that is ready."""

    path: Path
    card: ModelCard
    provider: ProviderReport


@dataclass(frozen=True)
class LoadModel:
    """Make a model ready."""

    path: Path
    provider: ProviderRequest

    def perform(self, engine: Engine) -> LoadedModel:
        """Open the session."""
        classifier = engine.load(self.path, self.provider)
        return LoadedModel(self.path, classifier.card, classifier.provider)


@dataclass(frozen=True, eq=False)
class Examined:
    """A finding without its pixels, and a small picture.

    Attributes
    ----------
    finding
        Without its photograph's pixels.
    thumbnail
        uint8 (h, w, 3) RGB, at most :data:`THUMBNAIL_SIDE` a side.
    """

    finding: Finding
    thumbnail: np.ndarray


@dataclass(frozen=True)
class Examine:
    """Examine one photograph."""

    path: Path
    operating_point: OperatingPoint | None

    def perform(self, engine: Engine) -> Examined | Failure:
        """Read, prepare, predict, assess."""
        classifier = engine.classifier
        outcome = next(examine_all([self.path], classifier, operating_point=self.operating_point))
        if isinstance(outcome, Failure):
            return outcome
        return Examined(_without_pixels(outcome), _thumbnail(outcome.image.pixels))


@dataclass(frozen=True, eq=False)
class Explain:
    """Make the heat map of another class."""

    finding: Finding
    class_index: int

    def perform(self, engine: Engine) -> Finding:
        """Run the network on what it saw before."""
        finding = replace(self.finding, prepared=engine.prepare(self.finding))
        return _without_pixels(explain(finding, engine.classifier, self.class_index))


def _without_pixels(finding: Finding) -> Finding:
    """Return a finding for the list: several hundred must fit into memory."""
    return replace(
        finding,
        image=finding.image.without_pixels(),
        prepared=finding.prepared.without_pixels(),
    )


def _thumbnail(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    shrink = min(1.0, THUMBNAIL_SIDE / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


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
        self._patient: deque[Ticket] = deque()

    def put(self, ticket: Ticket, *, urgent: bool) -> bool:
        """Add a request and return whether it is the only one."""
        with self._lock:
            (self._urgent if urgent else self._patient).append(ticket)
            return len(self._urgent) + len(self._patient) == 1

    def take(self) -> Ticket | None:
        """Return the next request; ``None`` where there is none."""
        with self._lock:
            for waiting in (self._urgent, self._patient):
                if waiting:
                    return waiting.popleft()
        return None

    def is_empty(self) -> bool:
        """Return whether nothing waits."""
        with self._lock:
            return not self._urgent and not self._patient

    def clear(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._urgent.clear()
            self._patient.clear()

    def cancel(self, kind: type[Request]) -> list[int]:
        """Forget the requests of one kind and return their numbers."""
        with self._lock:
            waiting = [*self._urgent, *self._patient]
            for queue in (self._urgent, self._patient):
                kept = [ticket for ticket in queue if not isinstance(ticket.request, kind)]
                queue.clear()
                queue.extend(kept)
        return [ticket.number for ticket in waiting if isinstance(ticket.request, kind)]
