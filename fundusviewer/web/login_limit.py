"""How often a password may be tried."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

#: Failures that count, in seconds.
WINDOW_SECONDS = 15 * 60.0

#: Failures within that time: of a name from one address, from one address, of a name from anywhere.
#: The last is high, so that nobody is locked out by others easily.
_OF_NAME_HERE, _OF_ADDRESS, _OF_NAME = 5, 20, 50

#: Names and addresses that are remembered; the oldest are forgotten first.
_MOST = 10_000

_Key = tuple[str, ...]


class LoginLimit:
    """Counts what failed.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[_Key, deque[float]] = OrderedDict()

    def wait(self, name: str, address: str) -> int:
        """Return in how many seconds a password may be tried; 0 for now."""
        now = self._clock()
        with self._lock:
            waits = [self._wait(key, most, now) for key, most in _keys(name, address)]
        return math.ceil(max(waits))

    def failed(self, name: str, address: str) -> None:
        """Count a failure."""
        now = self._clock()
        with self._lock:
            for key, most in _keys(name, address):
                times = self._failures.setdefault(key, deque(maxlen=most))
                times.append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > _MOST:
                self._failures.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of a name at an address."""
        with self._lock:
            self._failures.pop(_keys(name, address)[0][0], None)

    def _wait(self, key: _Key, most: int, now: float) -> float:
        times = self._failures.get(key, ())
        recent = [at for at in times if now - at < WINDOW_SECONDS]
        return 0.0 if len(recent) < most else WINDOW_SECONDS - (now - recent[-most])


def _keys(name: str, address: str) -> tuple[tuple[_Key, int], ...]:
    folded = " ".join(name.split()).casefold()[:200]
    return (
        (("here", folded, address), _OF_NAME_HERE),
        (("address", address), _OF_ADDRESS),
        (("name", folded), _OF_NAME),
    )
