"""What the window remembers: the user's choices."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, field_validator

from fundusviewer.errors import PatternError
from fundusviewer.inference import ProviderRequest
from fundusviewer.overlay import DEFAULT_PALETTE, PALETTES
from fundusviewer.screening import Sorting, name_pattern
from fundusviewer.screening.names import AUTOMATIC

ThemeChoice = Literal["system", "light", "dark"]
THEME_CHOICES: tuple[ThemeChoice, ...] = ("system", "light", "dark")

#: The most threads that the network may be given.
MAX_THREADS = 64

#: How many files and folders File → Open recent lists.
MAX_RECENT = 10


class Settings(BaseModel):
    """The user's choices; what is not in the file keeps its default.

    Attributes
    ----------
    theme
        Dark, so that nothing dazzles beside a photograph; ``system`` follows the desktop.
    geometry
        Left, top, width, height of the window in logical pixels; ``None`` before the first start.
    maximised
        Whether the window fills the screen.
    sides
        Widths of the list and of the finding in logical pixels, on screens that ``panel_widths``
        does not know.
    panel_widths
        The same by the screen (:func:`fundusviewer.gui.window.panel_widths.screen_key`).
    left_panel, right_panel
        Whether the list and the finding are shown beside the photograph.
    graphics_card
        Whether photographs are drawn by the graphics card, where there is one.
    navigator
        Whether an overview is shown where a photograph is zoomed in.
    words
        Whether label and colour bar stand below the photograph.
    recent
        Files and folders opened last, the newest first.
    model
        Path of the model file chosen last.
    operating_point
        Name of the one chosen last; a model that has none of this name takes its first.
    provider
        The provider that the network is to run on.
    own_marks
        Paths of model files that find disc and fovea, or mark lesions, in the place of the
        program's.
    threads
        Threads of the network; ``None`` for as many as there are processors, at most eight.
    heatmap
        Whether the heat map is shown.
    opacity
        Of the heat map, 0–1.
    palette
        Name of the heat map's colours, one of :data:`fundusviewer.overlay.PALETTES`.
    healthy_heatmap
        Whether the heat map is also shown where the answer is "no apparent retinopathy".
    contours
        Whether the heat map's hottest regions are outlined.
    places, lesions
        Whether disc, fovea and grid, and whether lesions are drawn on a photograph.
    mark_lesions
        Whether lesions are marked on every photograph, not only where that is asked for.
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
    scheme
        Name of the scheme of grading forms (:mod:`fundusviewer.grading.schemes`).
    fields
        Photographs that a set has of each eye: 1, or 2 (macula and disc).
    clinic
        Stands at the head of printed reports; may be empty.
    grader
        Name of the doctor; empty before the first verdict.
    role
        In which the doctor reads in a programme; empty before it was said.
    personal_data
        Whether reports name patients unless something else is chosen.
    language
        Code of the window's language; ``None`` for that of the system.
    usual_since
        By database and model file: photographs that were examined until then are no longer what
        the others are compared with, for a person has called what came later usual.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    theme: ThemeChoice = "dark"
    geometry: tuple[int, int, int, int] | None = None
    maximised: bool = False
    sides: tuple[PositiveInt, PositiveInt] | None = None
    panel_widths: dict[str, tuple[PositiveInt, PositiveInt]] = {}
    left_panel: bool = True
    right_panel: bool = True
    graphics_card: bool = True
    navigator: bool = True
    words: bool = True
    recent: tuple[str, ...] = ()
    model: str | None = None
    operating_point: str | None = None
    provider: ProviderRequest = "auto"
    own_marks: tuple[str, ...] = ()
    threads: int | None = Field(default=None, ge=1, le=MAX_THREADS)
    heatmap: bool = True
    opacity: float = Field(default=0.5, ge=0, le=1)
    palette: str = DEFAULT_PALETTE
    healthy_heatmap: bool = False
    contours: bool = False
    places: bool = False
    lesions: bool = False
    mark_lesions: bool = False
    folder: str | None = None
    database: str | None = None
    watched: str | None = None
    name_pattern: str = AUTOMATIC
    sorting: Sorting = Sorting.RISK
    blind: bool = False
    go_on: bool = True
    scheme: Literal["icdr", "nhs", "scottish"] = "icdr"
    fields: Literal[1, 2] = 1
    clinic: str = ""
    grader: str = ""
    role: str = ""
    personal_data: bool = False
    language: str | None = None
    usual_since: dict[str, dt.datetime] = {}

    @field_validator("palette")
    @classmethod
    def _is_palette(cls, value: str) -> str:
        if value not in PALETTES:
            raise ValueError(f"there is no palette {value}; allowed are {', '.join(PALETTES)}")
        return value

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
