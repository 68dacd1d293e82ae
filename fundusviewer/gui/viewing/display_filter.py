"""Shows a view's photograph in another way; local contrast is enhanced off the GUI thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.viewer.image_pyramid import Pyramid, equalise_pyramid, needs_two_steps
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.imaging.display import ORIGINAL, Channel, DisplaySettings


class Enhancer(QObject):
    """Keeps one view's picture as the user wants it."""

    def __init__(self, view: ImageView, background: JobPool) -> None:
        super().__init__(view)
        self._view, self._background = view, background
        self._display = ORIGINAL
        self._wanted: tuple[Pyramid, Channel] | None = None
        self._kept: Pyramid | None = None
        self._job: int | None = None

    @property
    def is_idle(self) -> bool:
        """Whether all that is wanted is shown."""
        return self._job is None

    def show(self, display: DisplaySettings) -> None:
        """Show the photograph, and those that follow, in another way."""
        self._display = display
        self.refresh()

    def refresh(self) -> None:
        """Show what is in the view now as it is wanted."""
        shown = self._view.shown
        if shown is None or not self._display.equalised:
            self._forget()
        else:
            self._want(shown.pyramid, self._display.channel)
        self._view.show_display(self._display, self._kept)

    def _want(self, pyramid: Pyramid, channel: Channel) -> None:
        before = self._wanted
        if before is not None and before[0] is pyramid and before[1] is channel:
            return
        if before is None or before[0].path != pyramid.path or before[1] is not channel:
            # A first look at the same photograph stays until the whole is ready.
            self._kept = None
        self._wanted = pyramid, channel
        self._start(quick=needs_two_steps(pyramid))

    def _start(self, *, quick: bool) -> None:
        if self._wanted is None:
            return
        self._background.drop(self._job)
        pyramid, channel = self._wanted
        self._job = self._background.run(
            partial(equalise_pyramid, pyramid, channel, quick=quick), self._ready
        )

    def _ready(self, equalised: Pyramid) -> None:
        self._job = None
        self._kept = equalised
        self._view.show_display(self._display, equalised)
        if self._wanted is not None and len(equalised.levels) < len(self._wanted[0].levels):
            self._start(quick=False)

    def _forget(self) -> None:
        self._background.drop(self._job)
        self._job = self._kept = self._wanted = None
