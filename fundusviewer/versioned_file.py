"""Settings on disk: a JSON file that a person can read, with a version.

A file of an older version is brought up to date when it is read. What this version does not know,
at whatever depth, stays in the file when it is written again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from fundusviewer.atomic import write_atomically
from fundusviewer.errors import OutputError
from fundusviewer.private_files import make_private_folder

Content = dict[str, Any]
Migration = Callable[[Content], Content]

_VERSION = "version"


class VersionedFile:
    """A file of settings.

    Parameters
    ----------
    path
        The file.
    migrations
        What leads from each version to the next; the first one leads from version 1, which stands
        in files without a version.
    """

    def __init__(self, path: Path, migrations: Sequence[Migration]) -> None:
        self.path = path
        self._migrations = migrations

    @property
    def version(self) -> int:
        """The version that is written."""
        return len(self._migrations) + 1

    def read(self) -> Content:
        """Return what the file holds, as this version names it.

        Raises
        ------
        OSError, ValueError, KeyError, TypeError, AttributeError
            If it cannot be read, or is no such file.
        """
        found = json.loads(self.path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise TypeError("it holds no names with values")
        content: Content = found
        version = content.pop(_VERSION, 1)
        if not isinstance(version, int) or version < 1:
            raise ValueError(f"its version is {version!r}")
        for migrate in self._migrations[version - 1 :]:
            content = migrate(content)
        return content

    def write(self, content: Content) -> None:
        """Write the file; it is there whole or is what it was.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        try:
            make_private_folder(self.path.parent)
        except OSError as error:
            raise OutputError(
                f"{self.path.parent}: cannot be made ({error.strerror or error})"
            ) from error
        text = json.dumps({_VERSION: self.version, **content}, indent=2, ensure_ascii=False)
        write_atomically(self.path, f"{text}\n".encode(), private=True)

    def keep_aside(self) -> Path | None:
        """Move the file away, so that nothing of it is lost; ``None`` where that failed."""
        kept = self.path.with_suffix(".damaged.json")
        try:
            self.path.replace(kept)
        except OSError:
            return None
        return kept


def split(content: Content, model: type[BaseModel]) -> tuple[Content, Content]:
    """Return what a model knows of a file's content, and what it does not.

    Parameters
    ----------
    content
        Of a file.
    model
        Names the settings; one of them may be a model of its own.

    Examples
    --------
    >>> class Port(BaseModel):
    ...     number: int = 0
    >>> split({"number": 1, "colour": "red"}, Port)
    ({'number': 1}, {'colour': 'red'})
    """
    known: Content = {}
    unknown: Content = {}
    for name, value in content.items():
        field = model.model_fields.get(name)
        inner = None if field is None else _model_in(field.annotation)
        if field is None:
            unknown[name] = value
        elif inner is not None and isinstance(value, dict):
            known[name], rest = split(value, inner)
            if rest:
                unknown[name] = rest
        else:
            known[name] = value
    return known, unknown


def joined(known: Content, unknown: Content) -> Content:
    """Return settings with what :func:`split` took out; what was switched off stays off."""
    content = dict(known)
    for name, value in unknown.items():
        inner = known.get(name)
        if name not in known:
            content[name] = value
        elif isinstance(inner, dict) and isinstance(value, dict):
            content[name] = joined(inner, value)
    return content


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model that a setting's type names, itself or beside ``None``."""
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
    return None
