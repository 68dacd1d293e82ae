"""Connects the models with what chooses and describes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.crash import CrashReporter
from fundusviewer.gui.file_dialogs import show_models_folder
from fundusviewer.gui.memory import Memory
from fundusviewer.gui.model_chooser import ModelChooser
from fundusviewer.gui.model_dialog import ModelDialog
from fundusviewer.gui.session import Session
from fundusviewer.inference.providers import ProviderRequest


class ModelControl(QObject):
    """Shows which model there is, and has another one loaded.

    Signals
    -------
    shown()
        Another model may be described now.
    noticed(str)
        A sentence for the user.
    """

    shown = Signal()
    noticed = Signal(str)

    def __init__(
        self, session: Session, memory: Memory, reporter: CrashReporter, window: QWidget
    ) -> None:
        super().__init__(window)
        self.chooser = ModelChooser()
        self._session, self._memory, self._reporter = session, memory, reporter
        self._window = window
        self._chosen: tuple[Path, ProviderRequest] | None = None
        self.chooser.show_provider(memory.settings.provider)
        self.chooser.chosen.connect(self._choose)
        self.chooser.point_chosen.connect(self._choose_point)
        session.models.changed.connect(self.show)

    def show(self) -> None:
        """Show the models, and which one is loaded."""
        session = self._session
        models = session.models
        self.chooser.show_models(
            models.entries, models.current, session.point, loading=models.is_busy
        )
        if models.current is not None and not models.is_busy:
            loaded = models.current
            if (loaded.path, loaded.provider.requested) == self._chosen:
                # Only what works is taken up again at the next start.
                self._memory.remember(model=str(loaded.path), provider=loaded.provider.requested)
            self._reporter.describe(
                f"{loaded.card.name} {loaded.card.version}", loaded.provider.name
            )
        self.shown.emit()

    def refresh(self) -> None:
        """Look for models anew."""
        settings = self._memory.settings
        if self._session.model is None:
            self._session.models.find(settings.model, settings.provider)
        else:
            self._session.models.look_again()

    def show_cards(self) -> None:
        """Show what the models say of themselves."""
        current = self._session.model.path if self._session.model else None
        ModelDialog(self._session.models.entries, current, self._window).open()

    def open_folder(self) -> None:
        """Open the user's folder of models."""
        problem = show_models_folder()
        if problem:
            self.noticed.emit(problem)

    def _choose(self, path: Path, provider: ProviderRequest) -> None:
        self._chosen = (path, provider)
        self._session.models.choose(path, provider)

    def _choose_point(self, point: object) -> None:
        self._session.choose_point(point)  # type: ignore[arg-type]
        self.show()
