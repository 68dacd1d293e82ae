"""A watched folder: photographs as they arrive, once they are complete.

By looking again and again, since network drives tell no news. A file is complete when its size
and its time of change have stayed the same for a while; one that is changed later comes again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fundusviewer.imaging import split_frame
from fundusviewer.screening.worklist import find_photographs

#: Seconds that a file must have stayed the same, and one that is still empty.
SETTLED_AFTER, EMPTY_SETTLED_AFTER = 2.0, 30.0

#: Size in bytes and time of the last change in nanoseconds; ``None``: cannot be asked.
_State = tuple[int, int] | None


@dataclass
class _Watched:
    state: _State
    since: float
    reported: bool = False


@dataclass
class FolderWatch:
    """Finds what is new and complete in folders.

    Parameters
    ----------
    folders
        Folders, with their subfolders, and files.
    clock
        Seconds; replaced in tests.
    """

    folders: tuple[Path, ...]
    clock: Callable[[], float] = time.monotonic
    _seen: dict[Path, _Watched] = field(default_factory=dict)

    def look(self) -> list[Path]:
        """Return the files that have become complete since the last look, by name."""
        now = self.clock()
        paths = [path for path in find_photographs(self.folders) if not self._is_awaited(path)]
        for path in self._seen.keys() - set(paths):
            del self._seen[path]
        return [path for path in paths if self._is_ready(path, now)]

    def _is_awaited(self, path: Path) -> bool:
        """Return whether this is a watched folder that is empty yet, or gone for a while."""
        # Path.is_file raises for a name that is too long or lies in a locked folder.
        return path in self.folders and not os.path.isfile(path)  # noqa: PTH113

    def _is_ready(self, path: Path, now: float) -> bool:
        state = _state(path)
        watched = self._seen.get(path)
        if watched is None or watched.state != state:
            self._seen[path] = _Watched(state, now)
            return False
        wait = SETTLED_AFTER if state is None or state[0] else EMPTY_SETTLED_AFTER
        if watched.reported or now - watched.since < wait:
            return False
        watched.reported = True
        return True


def arrivals(
    folders: Iterable[Path], *, cancelled: Callable[[], bool], wait: Callable[[], object]
) -> Iterator[list[Path]]:
    """Yield what has become complete, in portions that are not empty, until cancelled.

    Parameters
    ----------
    folders
        See :class:`FolderWatch`.
    cancelled
        Asked before each look.
    wait
        Called between two looks; returns after half a second or so, or when cancelled.
    """
    watch = FolderWatch(tuple(folders))
    while not cancelled():
        complete = watch.look()
        if complete:
            yield complete
        wait()


def _state(path: Path) -> _State:
    file, _ = split_frame(path)
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns
