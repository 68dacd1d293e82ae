"""What the window remembers, in one file that a person can read and change."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, field_validator

from fundusviewer.atomic import write_atomically
from fundusviewer.errors import OutputError, PatternError
from fundusviewer.resources import user_data_dir
from fundusviewer.screening import Sorting, name_pattern
from fundusviewer.screening.names import AUTOMATIC

log = logging.getLogger(__name__)

ThemeChoice = Literal["system", "light", "dark"]
THEME_CHOICES: tuple[ThemeChoice, ...] = ("system", "light", "dark")

#: How many files and folders File → Open recent lists.
MAX_RECENT = 10


class Settings(BaseModel):
    """The user's choices; what is not in the file keeps its default.

    Attributes
    ----------
    theme
        ``system`` follows the desktop.
    geometry
        Left, top, width, height of the window in logical pixels; ``None`` before the first start.
    maximised
        Whether the window fills the screen.
    sides
        Widths of the list and of the finding in logical pixels.
    recent
        Files and folders opened last, the newest first.
    model
        Path of the model file chosen last.
    provider
        What the network is to run on.
    heatmap
        Whether the heat map is shown.
    opacity
        Of the heat map, 0–1.
    contours
        Whether the heat map's hottest regions are outlined.
    folder
        Where the file dialogs start.
    database
        The database opened last; ``None`` for the one in the user's data folder.
    watched
        The folder whose arrivals are examined; ``None`` for none.
    name_pattern
        How names tell patient, eye and date (:func:`fundusviewer.screening.name_pattern`).
    sorting
        How the list is sorted.
    blind
        Whether the network's answer is hidden until the doctor has graded.
    go_on
        Whether the next photograph is chosen after a verdict.
    grader
        Name of the doctor; empty before the first verdict.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    theme: ThemeChoice = "system"
    geometry: tuple[int, int, int, int] | None = None
    maximised: bool = False
    sides: tuple[PositiveInt, PositiveInt] | None = None
    recent: tuple[str, ...] = ()
    model: str | None = None
    provider: Literal["auto", "cpu", "cuda"] = "auto"
    heatmap: bool = True
    opacity: float = Field(default=0.5, ge=0, le=1)
    contours: bool = False
    folder: str | None = None
    database: str | None = None
    watched: str | None = None
    name_pattern: str = AUTOMATIC
    sorting: Sorting = Sorting.RISK
    blind: bool = False
    go_on: bool = True
    grader: str = ""

    @field_validator("name_pattern")
    @classmethod
    def _is_pattern(cls, value: str) -> str:
        try:
            name_pattern(value)
        except PatternError as error:
            raise ValueError(str(error)) from error
        return value

    def with_recent(self, path: Path) -> Settings:
        """Return the settings with a file or folder at the head of the recent ones."""
        name = str(path)
        others = tuple(other for other in self.recent if other != name)
        return self.model_copy(update={"recent": (name, *others)[:MAX_RECENT]})


@dataclass(frozen=True)
class LoadedSettings:
    """Settings, and a sentence for the user where the file could not be used."""

    settings: Settings
    problem: str | None = None


class SettingsFile:
    """The settings on disk."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_data_dir() / "settings.json"

    def load(self) -> LoadedSettings:
        """Read the settings; a damaged file is put aside and gives the defaults."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return LoadedSettings(Settings())
        except (OSError, UnicodeDecodeError) as error:
            return self._defaults(str(error))
        try:
            return LoadedSettings(Settings.model_validate_json(text))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in first["loc"]) or "document"
            return self._defaults(f"{where}: {first['msg']}")

    def save(self, settings: Settings) -> None:
        """Write what differs from the defaults.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{self.path.parent}: cannot be made ({error.strerror or error})"
            ) from error
        content = settings.model_dump(mode="json", exclude_defaults=True)
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        write_atomically(self.path, text.encode("utf-8"))

    def _defaults(self, reason: str) -> LoadedSettings:
        log.warning("settings cannot be used: %s", reason)
        kept = self.path.with_suffix(".damaged.json")
        try:
            self.path.replace(kept)
            aside = f"it was kept as {kept.name}"
        except OSError:
            aside = "it will be replaced"
        return LoadedSettings(
            Settings(),
            f"The settings file was damaged ({reason}); the window starts with the defaults, "
            f"and {aside}.",
        )
