"""The settings on disk: one JSON file that a person can read and change.

A file of an older version is brought up to date when it is read. What this version does not know
stays in the file; what it cannot use has its default, and the file as it was is kept beside it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fundusviewer.atomic import write_atomically
from fundusviewer.errors import OutputError
from fundusviewer.gui.settings.schema import Settings
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_data_dir

log = logging.getLogger(__name__)

Content = dict[str, Any]
Migration = Callable[[Content], Content]

_VERSION = "version"


def _numbered(content: Content) -> Content:
    """From the first version, which had no number, to the second: the names are the same."""
    return content


#: What leads from each version to the next; the first one leads from version 1.
MIGRATIONS: tuple[Migration, ...] = (_numbered,)


@dataclass(frozen=True)
class LoadedSettings:
    """Settings, and a sentence for the user where the file could not be used as it was."""

    settings: Settings
    problem: str | None = None


class SettingsFile:
    """The settings on disk.

    Parameters
    ----------
    path
        ``settings.json`` in the user's data folder by default.
    migrations
        See :data:`MIGRATIONS`.
    """

    def __init__(
        self, path: Path | None = None, migrations: Sequence[Migration] = MIGRATIONS
    ) -> None:
        self.path = path or user_data_dir() / "settings.json"
        self._migrations = migrations
        self._unknown: Content = {}

    @property
    def version(self) -> int:
        """The version that is written."""
        return len(self._migrations) + 1

    def load(self) -> LoadedSettings:
        """Read the settings; what cannot be used has its default, and it is said."""
        self._unknown = {}
        try:
            content = self._migrated(json.loads(self.path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return LoadedSettings(Settings())
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            return LoadedSettings(Settings(), self._put_aside(str(error), "the defaults"))
        known = {name: content[name] for name in content if name in Settings.model_fields}
        self._unknown = {name: content[name] for name in content if name not in known}
        return self._validated(known)

    def save(self, settings: Settings) -> None:
        """Write what differs from the defaults, and what this version did not know.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        try:
            make_private_folder(self.path.parent)
        except OSError as error:
            raise OutputError(
                f"{self.path.parent}: cannot be made ({error.strerror or error})"
            ) from error
        chosen = settings.model_dump(mode="json", exclude_defaults=True)
        content = {_VERSION: self.version, **chosen, **self._unknown}
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        write_atomically(self.path, text.encode("utf-8"), private=True)

    def _migrated(self, content: object) -> Content:
        if not isinstance(content, dict):
            raise TypeError("it holds no names with values")
        version = content.pop(_VERSION, 1)
        if not isinstance(version, int) or version < 1:
            raise ValueError(f"its version is {version!r}")
        for migrate in self._migrations[version - 1 :]:
            content = migrate(content)
        return content

    def _validated(self, known: Content) -> LoadedSettings:
        try:
            return LoadedSettings(Settings.model_validate(known))
        except ValidationError as error:
            wrong = {str(one["loc"][0]): str(one["msg"]) for one in error.errors()}
        usable = {name: value for name, value in known.items() if name not in wrong}
        reason = "; ".join(f"{name}: {message}" for name, message in wrong.items())
        names = ", ".join(wrong)
        problem = self._put_aside(reason, f"the defaults of {names}")
        return LoadedSettings(Settings.model_validate(usable), problem)

    def _put_aside(self, reason: str, instead: str) -> str:
        log.warning("settings cannot be used: %s", reason)
        kept = self.path.with_suffix(".damaged.json")
        try:
            self.path.replace(kept)
            aside = f"it was kept as {kept.name}"
        except OSError:
            aside = "it will be replaced"
        return (
            f"The settings file was damaged ({reason}); the window starts with {instead}, "
            f"and {aside}."
        )
