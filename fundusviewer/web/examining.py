"""Examines what comes in while pages are served, one photograph after the other."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterable
from pathlib import Path

from fundusviewer.errors import FundusViewerError
from fundusviewer.inference import Classifier, Marker, OperatingPoint
from fundusviewer.screening import Method
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.runs.folder_run import screen_beside_others

log = logging.getLogger(__name__)


class Examiner:
    """A thread that examines; photographs that wait say so in the database.

    Parameters
    ----------
    store, method
        Where results go, and how they are made.
    classifier, point, locator, marker
        What examines; without a marker nobody looks for lesions.
    """

    def __init__(
        self,
        store: Store,
        method: Method,
        classifier: Classifier,
        point: OperatingPoint | None,
        locator: Marker | None,
        marker: Marker | None = None,
    ) -> None:
        self._store, self._method, self._classifier = store, method, classifier
        self._point, self._locator, self._marker = point, locator, marker
        self._waiting: queue.SimpleQueue[list[Path] | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="examiner", daemon=True)
        self._thread.start()

    def examine(self, paths: Iterable[Path]) -> None:
        """Examine photographs soon.

        Raises
        ------
        StoreError
            If they cannot be noted in the database.
        """
        files = list(paths)
        self._store.announce(files)
        self._waiting.put(files)

    def close(self) -> None:
        """Stop after the photograph that is being examined."""
        self._stopped.set()
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (files := self._waiting.get()) is not None and not self._stopped.is_set():
            try:
                for _ in screen_beside_others(
                    files,
                    self._classifier,
                    self._store,
                    self._method,
                    operating_point=self._point,
                    locator=self._locator,
                    marker=self._marker,
                    cancelled=self._stopped.is_set,
                ):
                    pass
            except FundusViewerError as error:
                # Their rows say that they have not been examined.
                log.error("photographs were not examined: %s", type(error).__name__)
