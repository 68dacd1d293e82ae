"""A test's own look into a database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any


class _LetGo(sqlite3.Connection):
    """Closed when nobody holds it any more, as Python did until 3.13 without a warning."""

    def __del__(self) -> None:
        self.close()


def connect(path: str | Path, **options: Any) -> sqlite3.Connection:
    """Return a connection beside the program's, closed when it is let go; as sqlite3 does else."""
    return sqlite3.connect(path, factory=_LetGo, **options)
