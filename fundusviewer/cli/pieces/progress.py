"""The progress line of a long run: done, left, photographs a second, time to go."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

#: Seconds over which the speed is measured.
_WINDOW = 20.0

#: Seconds between two lines: on a terminal one line is written anew, a log gets a new one.
_TERMINAL_STEP, _LOG_STEP = 0.2, 30.0


class ProgressLine:
    """Writes the progress of a run to a terminal or a log.

    Parameters
    ----------
    stream
        Where to; standard output belongs to the results.
    total
        Photographs in all; ``None`` where nobody knows (a watched folder).
    clock
        Seconds; replaced in tests.
    unit
        What is counted.
    window
        Seconds over which the speed is measured; more where what is counted comes in heaps.
    """

    def __init__(
        self,
        stream: TextIO,
        total: int | None,
        clock: Callable[[], float] = time.monotonic,
        *,
        unit: str = "photographs",
        window: float = _WINDOW,
    ) -> None:
        self._stream = stream
        self._unit, self._window = unit, window
        self._total = total
        self._clock = clock
        self._terminal = stream.isatty()
        self._done = 0
        self._recent: deque[tuple[float, int]] = deque([(clock(), 0)])
        self._shown_at = clock()

    def step(self) -> None:
        """Count one, and show it when it is time."""
        self.reach(self._done + 1, self._total)

    def add(self, count: int) -> None:
        """Count several, and show it when it is time."""
        self.reach(self._done + count, self._total)

    def reach(self, done: int, total: int | None) -> None:
        """Take over a count from elsewhere, and show it when it is time."""
        self._done, self._total = done, total
        now = self._clock()
        self._recent.append((now, self._done))
        while now - self._recent[0][0] > self._window and len(self._recent) > 2:
            self._recent.popleft()
        if now - self._shown_at >= (_TERMINAL_STEP if self._terminal else _LOG_STEP):
            self._shown_at = now
            self._show()

    def finish(self) -> None:
        """Show the last state and end the line."""
        self._show()
        if self._terminal:
            self._stream.write("\n")
        self._stream.flush()

    def text(self) -> str:
        """Return the line."""
        if self._total is None:
            return f"{self._done} done, {self._rate():.1f} {self._unit}/s"
        left = max(0, self._total - self._done)
        return (
            f"{self._done} of {self._total} done, {left} left, "
            f"{self._rate():.1f} {self._unit}/s, {self._time_to_go(left)}"
        )

    def _rate(self) -> float:
        (first_at, first), (last_at, last) = self._recent[0], self._recent[-1]
        return (last - first) / (last_at - first_at) if last_at > first_at else 0.0

    def _time_to_go(self, left: int) -> str:
        rate = self._rate()
        if not rate:
            return "time to go unknown"
        minutes, seconds = divmod(round(left / rate), 60)
        hours, minutes = divmod(minutes, 60)
        clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        return f"{clock} to go"

    def _show(self) -> None:
        # "Erase to the end of the line" is known to every terminal that erases at all.
        line = f"\r{self.text()}\x1b[K" if self._terminal else f"{self.text()}\n"
        self._stream.write(line)
        self._stream.flush()
