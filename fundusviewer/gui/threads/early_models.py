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
from pathlib import Path

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
        self._wanted, self._provider, self._threads = wanted, provider, threads
        self._opened: Future[tuple[Path, Opened] | None] = Future()
        self._thread = threading.Thread(target=self._open, name="early models", daemon=True)
        self._thread.start()

    def take(self, path: Path, provider: ProviderRequest, threads: int | None) -> Opened | None:
        """Wait for what is being opened and hand it over.

        ``None`` where that is another model, or where it could not be opened: whoever opens it
        then hears why.
        """
        if (provider, threads) != (self._provider, self._threads):
            return None
        opened = self._opened.result()
        return opened[1] if opened is not None and opened[0] == path else None

    def close(self) -> None:
        """Give up what is not opened yet, and wait for the thread's end."""
        self.ending.set()
        self._thread.join()

    def _open(self) -> None:
        opened = None
        try:
            step_back()
            path = ModelLibrary.default().find(self._wanted).path
            classifier = open_classifier(path, self._provider, self._threads, self.ending)
            markers = Markers().opened_for(self._provider, self._threads, self.ending)
            opened = path, (classifier, markers)
        # The edge of the thread: it is opened again where it is wanted, and fails there.
        except Exception as error:  # noqa: BLE001
            log.info("no model is ready early: %s", error)
        finally:
            self._opened.set_result(opened)
