"""Applies a choice where it counts and remembers it: one function for each setting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.dicom.dicom_controller import DicomController
from fundusviewer.gui.ml_models.model_controller import ModelController
from fundusviewer.gui.settings.schema import Settings, ThemeChoice
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.text import translation
from fundusviewer.gui.viewing.overlay_controller import OverlayController
from fundusviewer.gui.workspace.database_controller import DatabaseController
from fundusviewer.gui.workspace.workspace import Workspace

#: What a reset leaves alone: data and habits rather than choices.
KEPT = (
    *("database", "grader", "role", "clinic", "recent", "folder", "watched", "geometry"),
    *("maximised", "sides", "left_panel", "right_panel", "navigator", "words"),
)


class SettingsController(QObject):
    """What the settings dialog chooses.

    Signals
    -------
    changed()
        Something is chosen otherwise now, in the dialog or elsewhere.
    """

    changed = Signal()

    def __init__(
        self,
        settings_store: SettingsStore,
        workspace: Workspace,
        overlay: OverlayController,
        actions: Actions,
        set_theme: Callable[[ThemeChoice], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings_store, self._workspace, self._overlay = settings_store, workspace, overlay
        remember = settings_store.update
        self._special: dict[str, Callable[..., None]] = {
            "theme": set_theme,
            "language": self._speak,
            "threads": workspace.models.use_threads,
            "own_marks": workspace.models.use_own_marks,
            "name_pattern": workspace.listing.set_pattern,
            "fields": workspace.listing.set_fields,
            "sorting": lambda value: workspace.list.choose(sorting=value),
            "mark_lesions": self._mark_lesions,
            "blind": workspace.session.blindness.want,
            # The menu's own action, so that both always say the same.
            "go_on": actions["go_on"].setChecked,
        }
        for name in ("heatmap", "opacity", "palette", "healthy_heatmap", "contours"):
            self._special[name] = partial(self._draw, name)
        for name in ("grader", "personal_data", "scheme", "clinic", "graphics_card"):
            self._special[name] = lambda value, name=name: remember(**{name: value})
        settings_store.changed.connect(self.changed)
        workspace.models.shown.connect(self.changed)
        workspace.databases.changed.connect(self.changed)
        workspace.dicom.changed.connect(self.changed)

    @property
    def settings(self) -> Settings:
        """What is chosen now."""
        return self._settings_store.settings

    @property
    def models(self) -> ModelController:
        """Model, operating point and provider."""
        return self._workspace.models

    @property
    def databases(self) -> DatabaseController:
        """Which database is open."""
        return self._workspace.databases

    @property
    def dicom(self) -> DicomController:
        """What goes over the network."""
        return self._workspace.dicom

    @property
    def some_paths(self) -> list[Path]:
        """Some of the photographs that are listed."""
        return self._workspace.listing.some_paths

    def languages(self) -> list[tuple[str | None, str]]:
        """Return codes and names of the languages; ``None`` is that of the system."""
        return [(None, self.tr("As the system")), *translation.available()]

    def set(self, name: str, value: object) -> None:
        """Choose; the names are those of :class:`Settings`."""
        self._special[name](value)

    def reset(self) -> None:
        """Reset all settings to their defaults, except those that :data:`KEPT` names."""
        defaults = Settings()
        self._workspace.models.choose_usual()
        for name in self._special:
            if name not in KEPT and getattr(self.settings, name) != getattr(defaults, name):
                self._special[name](getattr(defaults, name))

    def _mark_lesions(self, on: bool) -> None:
        self._settings_store.update(mark_lesions=on)
        self._workspace.session.set_marks_lesions(on)

    def _speak(self, code: str | None) -> None:
        self._settings_store.update(language=code)
        translation.choose(code)

    def _draw(self, name: str, value: object) -> None:
        self._settings_store.update(**{name: value})
        self._overlay.refresh()
