"""The photograph on screen: reading it, drawing its overlay, saving both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.viewer.image_pyramid import (
    Pyramid,
    PyramidCache,
    build_pyramid,
    build_quick_pyramid,
)
from fundusviewer.gui.viewer.overlay_layers import Drawing, OverlayChoice, draw, save_overlay
from fundusviewer.overlay import Annotation
from fundusviewer.screening import Finding


@dataclass(eq=False)
class _Early:
    """A photograph that is about to be chosen: the job that reads it, and what it has read."""

    path: Path
    job: int
    pyramid: Pyramid | None = None


class PhotographLoader(QObject):
    """Keeps photograph and overlay on screen up to date, off the GUI thread.

    Signals
    -------
    begun()
        Another photograph is going to be shown: what is on screen is not it.
    loaded(Pyramid)
        The photograph can be shown: a large one at a fraction of its size first.
    failed(str)
        The photograph cannot be read, and why.
    drawn(Drawing)
        The overlay can be shown; without layers where there is no finding.
    saved(Path), notification(str)
        How saving ended.
    """

    begun = Signal()
    loaded = Signal(object)
    failed = Signal(str)
    drawn = Signal(object)
    saved = Signal(object)
    notification = Signal(str)

    def __init__(
        self,
        background: JobPool,
        parent: QObject | None = None,
        *,
        cache: PyramidCache | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._cache = cache or PyramidCache()
        self._path: Path | None = None
        self._finding: Finding | None = None
        self._verdict = ""
        self._choice = OverlayChoice()
        self._reading: int | None = None
        self._early: _Early | None = None
        self._drawing: int | None = None
        self._outdated = False
        # There are words on the overlay.
        on_language_changed(self._redraw)

    @property
    def is_idle(self) -> bool:
        """Whether all is on screen that is to be."""
        return self._reading is None and self._drawing is None

    @property
    def path(self) -> Path | None:
        """The photograph that is on screen or is being read for it."""
        return self._path

    def expect(self, path: Path) -> None:
        """Begin to read a photograph that is about to be chosen, for a first look."""
        self._forget_early()
        if path != self._path and self._cache.get(path) is None:
            work = partial(build_quick_pyramid, path)
            failed = partial(self._not_arrived, path)
            self._early = _Early(path, self._background.run(work, self._arrived, failed))

    def show(self, path: Path | None, finding: Finding | None, verdict: str = "") -> None:
        """Show a photograph, or another finding of the one that is shown.

        Parameters
        ----------
        path, finding
            ``None`` for none.
        verdict
            What the doctor says otherwise; stands before the network's label.
        """
        before, known = self._path, (self._finding, self._verdict)
        self._path, self._finding, self._verdict = path, finding, verdict
        if path != before:
            # What is drawn is of another photograph, and drawing this one's takes a while.
            self.drawn.emit(Drawing((), 0.0))
        if path is None:
            self._background.drop(self._reading)
            self._reading = None
            self._forget_early()
        elif path != before:
            self.begun.emit()
            self._read(path)
        if path != before or finding is not known[0] or verdict != known[1]:
            self._redraw()

    def read_again(self) -> None:
        """Read the file anew, for instance after it was replaced."""
        self._cache.forget()
        if self._path is not None:
            self._read(self._path)

    def set_overlay(self, choice: OverlayChoice) -> None:
        """Choose what of the explanation is drawn."""
        if choice != self._choice:
            self._choice = choice
            self._redraw()

    def annotation(self) -> Annotation | None:
        """Return what is drawn on the photograph; ``None`` without a finding."""
        if self._finding is None:
            return None
        annotation = self._choice.annotation(self._finding)
        if not self._verdict:
            return annotation
        # A picture of its own, on screen and saved, must not show the overruled answer alone.
        return replace(annotation, label=f"{self._verdict} · {annotation.say(annotation.label)}")

    def save(self, target: Path) -> None:
        """Write photograph and overlay as they are on screen."""
        annotation = self.annotation()
        if self._path is None or annotation is None:
            return
        work = partial(save_overlay, self._path, target, annotation, self._choice.opacity)
        self._background.run(work, self.saved.emit, self.notification.emit)

    def _read(self, path: Path) -> None:
        self._background.drop(self._reading)
        self._reading = None
        kept, early = self._cache.get(path), self._early
        if kept is not None:
            self.loaded.emit(kept)
        elif early is not None and early.path == path:
            self._take_early(early)
        else:
            work = partial(build_quick_pyramid, path)
            self._reading = self._background.run(work, self._show_quick, self._read_failed)

    def _take_early(self, early: _Early) -> None:
        """Show what was expected, now or when it arrives."""
        self._early = None
        if early.pyramid is None:
            self._reading = early.job
        else:
            self._show_quick(early.pyramid)

    def _arrived(self, pyramid: Pyramid) -> None:
        early = self._early
        if early is not None and early.path == pyramid.path:
            early.pyramid = pyramid
        else:
            self._show_quick(pyramid)

    def _not_arrived(self, path: Path, reason: str) -> None:
        # Where it was not chosen yet, it is read again then, and fails in its place.
        if self._early is not None and self._early.path == path:
            self._early = None
        else:
            self._read_failed(reason)

    def _forget_early(self) -> None:
        if self._early is not None:
            self._background.drop(self._early.job)
        self._early = None

    def _show_quick(self, pyramid: Pyramid) -> None:
        if pyramid.is_complete:
            self._keep(pyramid)
            return
        self._cache.make_room()
        self.loaded.emit(pyramid)
        work = partial(build_pyramid, pyramid.path)
        self._reading = self._background.run(work, self._keep, self._read_failed)

    def _keep(self, pyramid: Pyramid) -> None:
        self._reading = None
        self._cache.put(pyramid)
        self.loaded.emit(pyramid)

    def _read_failed(self, reason: str) -> None:
        self._reading = None
        self.failed.emit(reason)

    def _redraw(self) -> None:
        """Draw the overlay; while it is drawn, further wishes wait and only the last counts."""
        if self._drawing is not None:
            self._outdated = True
            return
        annotation = self.annotation()
        if self._finding is None or annotation is None:
            self.drawn.emit(Drawing((), 0.0))
            return
        image = self._finding.image
        work = partial(draw, (image.width, image.height), annotation, self._choice.opacity)
        self._drawing = self._background.run(work, self._finish, self._draw_failed)

    def _draw_failed(self, reason: str) -> None:
        self._drawing = None
        self.notification.emit(reason)
        # What is drawn now is of another choice; no heat map is better than a wrong one.
        if not self._draw_what_waited():
            self.drawn.emit(Drawing((), 0.0))

    def _finish(self, drawing: Drawing) -> None:
        self._drawing = None
        if not self._draw_what_waited():
            self.drawn.emit(drawing)

    def _draw_what_waited(self) -> bool:
        """Draw as was wished meanwhile; return whether something was."""
        waited, self._outdated = self._outdated, False
        if waited:
            self._redraw()
        return waited
