"""Which photographs have been on screen: a grade needs eyes that saw the pixels. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path


class Pane(Enum):
    """A place in which a photograph is painted."""

    MAIN = auto()
    BESIDE = auto()


class Seen:
    """Remembers whose pixels were painted in a view, by the hash of the photograph's content.

    A thumbnail, a heat map or the name in the list do not count, and neither does another
    content that the same file had.

    Examples
    --------
    >>> seen = Seen()
    >>> seen.painted(Pane.MAIN, Path("a.jpg"), "c0ffee")
    >>> seen.is_on_screen("c0ffee"), seen.is_on_screen(None)
    (True, False)
    >>> seen.cleared(Pane.MAIN)
    >>> seen.is_on_screen("c0ffee"), seen.was_on_screen("c0ffee")
    (False, True)
    """

    def __init__(self) -> None:
        self._ever: set[str] = set()
        self._now: dict[Pane, tuple[Path, str]] = {}
        self._failures: dict[Path, str] = {}
        self._switching = False

    # -- what the views tell -----------------------------------------------------------------

    def painted(self, pane: Pane, path: Path, sha256: str) -> None:
        """Note that pixels of a photograph were painted."""
        self._failures.pop(path, None)
        self._now[pane] = path, sha256
        self._ever.add(sha256)

    def cleared(self, pane: Pane) -> None:
        """Note that a view shows nothing, or another photograph that is not painted yet."""
        if not self._switching:
            self._now.pop(pane, None)

    def failed(self, path: Path, reason: str) -> None:
        """Note that a photograph cannot be shown."""
        self._failures[path] = reason
        self._now = {pane: one for pane, one in self._now.items() if one[0] != path}

    @contextmanager
    def switching(self) -> Iterator[None]:
        """Let two photographs that are on screen change their views: both stay on screen."""
        self._switching = True
        try:
            yield
        finally:
            self._switching = False

    # -- what is asked -----------------------------------------------------------------------

    def is_on_screen(self, sha256: str | None) -> bool:
        """Return whether a photograph can be seen now."""
        return any(shown == sha256 for _, shown in self._now.values())

    def was_on_screen(self, sha256: str | None) -> bool:
        """Return whether a photograph has been seen since the window was opened."""
        return sha256 in self._ever

    def shows_other_content(self, path: Path, sha256: str | None) -> bool:
        """Return whether the file on screen has changed since it was examined."""
        return any(one == path and shown != sha256 for one, shown in self._now.values())

    def failure(self, path: Path) -> str | None:
        """Return why a photograph cannot be shown; ``None`` where that is not known."""
        return self._failures.get(path)
