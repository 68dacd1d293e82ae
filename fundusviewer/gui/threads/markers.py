"""The model files that mark places, opened once for as long as they are the same, without Qt."""

from __future__ import annotations

import threading
from pathlib import Path

from fundusviewer.inference import Marker, ModelLibrary, open_marker
from fundusviewer.inference.marking_card import Role
from fundusviewer.inference.providers import ProviderRequest

#: A file as it lay there: path, size and time of change.
_Seen = tuple[Path, int, int]


class Markers:
    """Owns the marker of each role. Lives in the worker thread; nobody else touches it."""

    def __init__(self) -> None:
        self._opened: dict[Role, tuple[_Seen, Marker]] = {}
        self._provider: ProviderRequest = "auto"
        self._threads: int | None = None
        self._ending: threading.Event | None = None
        self._lesions: Path | None = None
        self.locator: Marker | None = None

    def opened_for(
        self,
        provider: ProviderRequest,
        threads: int | None,
        ending: threading.Event | None,
        library: ModelLibrary | None = None,
    ) -> Markers:
        """Return the markers for a model that is loaded; what is open and the same stays open.

        They are the first of each role in the library; ``None`` for the usual one.

        Raises what :func:`fundusviewer.inference.open_classifier` raises.
        """
        if (provider, threads) != (self._provider, self._threads):
            self._opened.clear()
        self._provider, self._threads, self._ending = provider, threads, ending
        library = library or ModelLibrary.default()
        self.locator = self._open("landmarks", library.find_marker("landmarks"))
        self._lesions = library.find_marker("lesions")
        return self

    def lesions(self) -> Marker | None:
        """Return what marks lesions, opened when it is first asked for; ``None``: there is none.

        Raises what :func:`fundusviewer.inference.open_classifier` raises.
        """
        return self._open("lesions", self._lesions)

    def _open(self, role: Role, path: Path | None) -> Marker | None:
        if path is None or not path.exists():
            self._opened.pop(role, None)
            return None
        status = path.stat()
        seen = (path, status.st_size, status.st_mtime_ns)
        known = self._opened.get(role)
        if known is None or known[0] != seen:
            marker = open_marker(path, self._provider, self._threads, self._ending)
            known = self._opened[role] = (seen, marker)
        return known[1]
