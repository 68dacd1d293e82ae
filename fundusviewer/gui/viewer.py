"""The photograph on screen: reading it, drawing its overlay, saving both."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fundusviewer.gui.background import Background
from fundusviewer.gui.drawn_layers import Drawing, OverlayChoice, draw, save_overlay
from fundusviewer.gui.pyramid import Pyramid, PyramidCache, build_pyramid, build_quick_pyramid
from fundusviewer.gui.translation import follow
from fundusviewer.overlay import Annotation
from fundusviewer.screening import Finding


class Viewer(QObject):
    """Keeps photograph and overlay on screen up to date, off the GUI thread.

    Signals
    -------
    loaded(Pyramid)
        The photograph can be shown: a large one at a fraction of its size first.
    failed(str)
        The photograph cannot be read, and why.
    drawn(Drawing)
        The overlay can be shown; without layers where there is no finding.
    saved(Path), noticed(str)
        How saving ended.
    """

    loaded = Signal(object)
    failed = Signal(str)
    drawn = Signal(object)
    saved = Signal(object)
    noticed = Signal(str)

    def __init__(
        self,
        background: Background,
        parent: QObject | None = None,
        *,
        cache: PyramidCache | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._cache = cache or PyramidCache()
        self._path: Path | None = None
        self._finding: Finding | None = None
        self._choice = OverlayChoice()
        self._reading: int | None = None
        self._drawing: int | None = None
        self._outdated = False
        # There are words on the overlay.
        follow(self._redraw)

    @property
    def is_idle(self) -> bool:
        """Whether all is on screen that is to be."""
        return self._reading is None and self._drawing is None

    def show(self, path: Path | None, finding: Finding | None) -> None:
        """Show a photograph, or another finding of the one that is shown."""
        before, known = self._path, self._finding
        self._path, self._finding = path, finding
        if path is None:
            self._background.drop(self._reading)
            self._reading = None
        elif path != before:
            self._read(path)
        if path != before or finding is not known:
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
        return None if self._finding is None else self._choice.annotation(self._finding)

    def save(self, target: Path) -> None:
        """Write photograph and overlay as they are on screen."""
        annotation = self.annotation()
        if self._path is None or annotation is None:
            return
        work = partial(save_overlay, self._path, target, annotation, self._choice.opacity)
        self._background.run(work, self.saved.emit, self.noticed.emit)

    def _read(self, path: Path) -> None:
        self._background.drop(self._reading)
        self._reading = None
        kept = self._cache.get(path)
        if kept is not None:
            self.loaded.emit(kept)
            return
        work = partial(build_quick_pyramid, path)
        self._reading = self._background.run(work, self._show_quick, self._read_failed)

    def _show_quick(self, pyramid: Pyramid) -> None:
        if pyramid.is_complete:
            self._keep(pyramid)
            return
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
        self.noticed.emit(reason)

    def _finish(self, drawing: Drawing) -> None:
        self._drawing = None
        if self._outdated:
            self._outdated = False
            self._redraw()
        else:
            self.drawn.emit(drawing)
