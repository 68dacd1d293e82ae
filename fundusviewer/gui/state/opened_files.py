"""The photographs that were opened in this window, and their places in the database. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path


class OpenedFiles:
    """Files in the order in which they were opened.

    A file has the key of its row in the database, above 0, or a number below 0 until the database
    knows it.
    """

    def __init__(self) -> None:
        self._keys: dict[Path, int] = {}
        self._unknown: dict[int, Path] = {}
        # As texts: a path is ten objects, and these outlast their files' being open.
        self._numbers: list[str] = []

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def paths(self) -> list[Path]:
        """All files."""
        return list(self._keys)

    @property
    def known(self) -> frozenset[int]:
        """Keys of those that the database knows."""
        return frozenset(key for key in self._keys.values() if key > 0)

    @property
    def waiting(self) -> list[Path]:
        """Those that it does not know yet."""
        return list(self._unknown.values())

    def add(self, paths: Iterable[Path], known: Mapping[Path, int]) -> None:
        """Take files up, with the keys of those that the database knows."""
        for path in paths:
            if path in self._keys:
                continue
            key = known.get(path)
            if key is None:
                self._numbers.append(str(path))
                key = -len(self._numbers)
                self._unknown[key] = path
            self._keys[path] = key

    def resolve_keys(self, known: Mapping[Path, int]) -> dict[int, int]:
        """Take up the keys that files have got, and return the new keys by the old ones."""
        settled = {}
        for path, key in known.items():
            before = self._keys.get(path)
            if before is not None and before < 0:
                self._keys[path] = settled[before] = key
                del self._unknown[before]
        return settled

    def key_of(self, path: Path) -> int | None:
        """Return a file's key or number; ``None`` where it was not opened."""
        return self._keys.get(path)

    def path_of(self, number: int) -> Path:
        """Return the file that has or had a number below 0."""
        return Path(self._numbers[-1 - number])

    def clear(self) -> None:
        """Forget all files (their numbers still mean them)."""
        self._keys.clear()
        self._unknown.clear()
