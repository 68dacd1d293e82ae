"""The models that will be wanted first, opened while the window is being made. Without Qt.

Opening them needs no Python for most of its time, and the window is made of nothing else: on two
processors both happen at once, and the first photograph is examined that much earlier.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.threads.markers import Markers
from fundusviewer.inference import Classifier, ModelLibrary, open_classifier
from fundusviewer.inference.providers import ProviderRequest

log = logging.getLogger(__name__)

#: Of the threads with the networks, on Linux.
_NICENESS = 5

#: The grader, and the markers that belong to it.
Opened = tuple[Classifier, Markers]


def step_back() -> None:
    """Let the window come before this thread, and before those that it starts.

    Linux keeps a niceness for each thread and ignores Qt's priorities.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        # Only root may step forward, which is what this were for a program started with nice.
        now = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, max(now, _NICENESS))


@dataclass(frozen=True, eq=False)
class _Opening:
    """The file, ``None`` where there is none, and what was opened of it or why it cannot be."""

    path: Future[Path | None] = field(default_factory=Future)
    models: Future[Opened] = field(default_factory=Future)


class EarlyModels:
    """Opens a model on a thread of its own, from the moment it is made.

    Parameters
    ----------
    wanted
        Name or file; ``None`` for the first of the library.
    provider, threads
        See :func:`fundusviewer.inference.open_classifier`.
    """

    def __init__(
        self,
        wanted: str | Path | None = None,
        provider: ProviderRequest = "auto",
        threads: int | None = None,
    ) -> None:
        #: Set when the window closes: a model that is being tried is given up.
        self.ending = threading.Event()
        self._provider, self._threads = provider, threads
        self._opening: _Opening | None = _Opening()
        self._thread = threading.Thread(
            target=self._open, args=(self._opening, wanted), name="early models", daemon=True
        )
        self._thread.start()

    def take(self, path: Path, provider: ProviderRequest, threads: int | None) -> Opened | None:
        """Wait for what is being opened and hand it over; ``None`` where that is another model.

        Once: nothing is kept here. A network that is in use no more would stay in memory, since
        this object lives as long as the window.

        Raises
        ------
        Exception
            Why this model could not be opened, as
            :func:`fundusviewer.inference.open_classifier` says it. To find out once more could
            take minutes.
        """
        opening, self._opening = self._opening, None
        if opening is None or (provider, threads) != (self._provider, self._threads):
            return None
        return opening.models.result() if opening.path.result() == path else None

    def close(self) -> None:
        """Give up what is not opened yet, and wait for the thread's end."""
        self.ending.set()
        self._thread.join()

    def _open(self, opening: _Opening, wanted: str | Path | None) -> None:
        try:
            step_back()
            path = ModelLibrary.default().find(wanted).path
        # The edges of the thread: here the window looks for models itself, and says what it misses.
        except Exception as error:  # noqa: BLE001
            log.info("no model is opened early: %s", error)
            opening.path.set_result(None)
            return
        opening.path.set_result(path)
        try:
            opening.models.set_result(self._opened(path))
        except Exception as error:  # noqa: BLE001
            opening.models.set_exception(error)

    def _opened(self, path: Path) -> Opened:
        classifier = open_classifier(path, self._provider, self._threads, self.ending)
        try:
            markers = Markers().opened_for(self._provider, self._threads, self.ending)
        except FundusViewerError:
            # The user may have chosen others; if not, they fail once more where they are wanted.
            markers = Markers()
        return classifier, markers
