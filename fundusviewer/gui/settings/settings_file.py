"""The settings on disk: one JSON file that a person can read and change.

A file of an older version is brought up to date when it is read. What this version does not know
stays in the file; what it cannot use has its default, and the file as it was is kept beside it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from fundusviewer.gui.settings.schema import Settings
from fundusviewer.resources import user_data_dir
from fundusviewer.versioned_file import Content, Migration, VersionedFile, joined, split

log = logging.getLogger(__name__)


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
        self._file = VersionedFile(path or user_data_dir() / "settings.json", migrations)
        self._unknown: Content = {}

    @property
    def path(self) -> Path:
        """The file."""
        return self._file.path

    @property
    def version(self) -> int:
        """The version that is written."""
        return self._file.version

    def load(self) -> LoadedSettings:
        """Read the settings; what cannot be used gets its default and is named in a message."""
        self._unknown = {}
        try:
            known, self._unknown = split(self._file.read(), Settings)
        except FileNotFoundError:
            return LoadedSettings(Settings())
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            return LoadedSettings(Settings(), self._put_aside(str(error), "the defaults"))
        return self._validated(known)

    def save(self, settings: Settings) -> None:
        """Write what differs from the defaults, and what this version did not know.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        chosen = settings.model_dump(mode="json", exclude_defaults=True)
        self._file.write(joined(chosen, self._unknown))

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
        kept = self._file.keep_aside()
        aside = "it will be replaced" if kept is None else f"it was kept as {kept.name}"
        return (
            f"The settings file was damaged ({reason}); the window starts with {instead}, "
            f"and {aside}."
        )
