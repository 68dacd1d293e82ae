"""What was open, on disk, so that it is there again after a restart or a crash. No Qt.

Two files: the list of photographs, which may be long and changes seldom, and how it was looked
at. They hold paths and nothing of what was found; that is in the database.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fundusviewer.atomic import write_atomically
from fundusviewer.errors import OutputError
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_data_dir
from fundusviewer.screening.filters import ListFilter

log = logging.getLogger(__name__)

_MODEL = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class OpenList(BaseModel):
    """The photographs that were open, in their order."""

    model_config = _MODEL

    paths: tuple[str, ...] = ()


class SavedPlace(BaseModel):
    """The part of the photograph that was on screen; see :class:`.Place`."""

    model_config = _MODEL

    zoom: float = Field(gt=0)
    x: float
    y: float
    fits: bool


class SavedListState(BaseModel):
    """How the list was looked at.

    Attributes
    ----------
    current
        The photograph on screen.
    scope
        ``"opened"``, ``"everything"``, or a folder of the database.
    filter
        What was left out of it.
    place
        ``None`` where nothing was on screen.
    opened
        A photograph of each visit that somebody had opened.
    """

    model_config = _MODEL

    current: str | None = None
    scope: str = "opened"
    filter: ListFilter = ListFilter()
    place: SavedPlace | None = None
    opened: tuple[str, ...] = ()


Part = TypeVar("Part", OpenList, SavedListState)


class LastSession:
    """Both files."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_data_dir()

    def load(self) -> tuple[OpenList, SavedListState]:
        """Read both; what cannot be read is as if nothing had been open."""
        return self._read(OpenList), self._read(SavedListState)

    def save(self, part: OpenList | SavedListState) -> None:
        """Write one of them.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        # Letters that are no text (paths in another encoding) must survive.
        text = json.dumps(part.model_dump(mode="json"), indent=1)
        try:
            make_private_folder(self._folder)
        except OSError as error:
            raise OutputError(f"{self._folder}: cannot be made ({error.strerror})") from error
        write_atomically(self._path(type(part)), text.encode("ascii"), private=True)

    def _read(self, kind: type[Part]) -> Part:
        path = self._path(kind)
        try:
            return kind.model_validate(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return kind()
        except (OSError, ValueError, ValidationError) as error:
            log.warning("what was open is not known: %s", error)
            return kind()

    def _path(self, kind: type[OpenList | SavedListState]) -> Path:
        return self._folder / ("opened.json" if kind is OpenList else "looked.json")
