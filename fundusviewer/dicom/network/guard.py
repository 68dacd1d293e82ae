"""What a caller may do to the node: how much at once, how fast, how slowly.

pynetdicom reads a message as long as it says it is, before it knows who sends it, and waits for
each piece of it anew. Both are bounded here.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from pynetdicom.transport import AssociationSocket

#: Largest message that is read, in bytes; ours say that they take 128 KiB.
MAX_MESSAGE_BYTES = 2**20

#: Longest that a caller who is too fast is kept waiting, in seconds; then it is refused.
LONGEST_WAIT = 20.0


def guard(connection: AssociationSocket, seconds: float) -> None:
    """Bound what is read from a connection.

    Parameters
    ----------
    connection
        Just opened.
    seconds
        Within which each message must be there, once it has begun.
    """

    def recv(count: int) -> bytearray:
        try:
            return received(count)
        except OSError:
            _shut_down(connection)
            raise

    def received(count: int) -> bytearray:
        if count > MAX_MESSAGE_BYTES:
            raise OSError(f"a message of {count:,} bytes was announced")
        read = bytearray()
        deadline = time.monotonic() + seconds
        while len(read) < count:
            if time.monotonic() > deadline:
                raise TimeoutError("the rest of a message did not come")
            piece = connection.socket.recv(min(2**16, count - len(read)))  # type: ignore[union-attr]
            if not piece:
                break
            read += piece
        return read

    if connection.socket is not None:
        # Otherwise one that has said half of a message could be silent for ever.
        connection.socket.settimeout(seconds)
    connection.recv = recv  # type: ignore[method-assign, assignment]
    connection._shutdown_socket = partial(_shut_down, connection)  # type: ignore[method-assign]


def _shut_down(connection: AssociationSocket) -> None:
    """Close the socket whatever its other end has done; pynetdicom leaves some open."""
    open_one = connection.socket
    if open_one is not None:
        with suppress(OSError):
            open_one.shutdown(socket.SHUT_RDWR)
        open_one.close()


@dataclass
class Pace:
    """Keeps callers to so many objects a minute.

    Parameters
    ----------
    per_minute
        For each caller.
    clock, sleep
        Replaced in tests.
    """

    per_minute: int
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def admit(self, caller: str) -> bool:
        """Wait until a caller's turn; ``False`` where that would take too long.

        A caller that was silent may send a tenth of a minute's share at once.
        """
        step = 60 / self.per_minute
        burst = step * max(1, self.per_minute // 10)
        with self._lock:
            now = self.clock()
            turn = max(self._next.get(caller, 0.0), now - burst)
            if turn - now > LONGEST_WAIT:
                return False
            self._next[caller] = turn + step
        if turn > now:
            self.sleep(turn - now)
        return True
