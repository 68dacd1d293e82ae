"""The orders of the readers' queues, each kept for some seconds: sorting is what costs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from fundusviewer.screening.readers import Seat

#: What a page shows of a queue is looked up each time; its order alone may be that old.
_KEPT_SECONDS = 20.0


class Orders:
    """Keeps them; may be asked by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Seat, tuple[float, list[int]]] = {}

    def get(self, seat: Seat, make: Callable[[], list[int]], *, fresh: bool) -> list[int]:
        """Return the keys of a seat's queue in order.

        Parameters
        ----------
        seat
            Whose.
        make
            Asks the database.
        fresh
            Whether it must be asked now.
        """
        now = time.monotonic()
        with self._lock:
            kept = self._kept.get(seat)
        if kept is not None and now - kept[0] < _KEPT_SECONDS and not fresh:
            return kept[1]
        keys = make()
        with self._lock:
            self._kept[seat] = (now, keys)
        return keys
