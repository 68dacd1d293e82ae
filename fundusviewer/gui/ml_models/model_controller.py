"""Connects the models with what chooses and describes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.ml_models.model_cards_dialog import ModelDialog
from fundusviewer.gui.ml_models.model_chooser import ModelChooser
from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.widgets.file_dialogs import ask_models, show_models_folder
from fundusviewer.inference import ModelLibrary, OperatingPoint
from fundusviewer.inference.providers import ProviderRequest


class ModelController(QObject):
    """Shows which model there is, and has another one loaded.

    Signals
    -------
    shown()
        Another model may be described now.
    notification(str)
        A sentence for the user.
    """

    shown = Signal()
    notification = Signal(str)

    def __init__(
        self,
        session: Session,
        settings_store: SettingsStore,
        reporter: CrashReporter,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._settings_store, self._reporter = session, settings_store, reporter
        self._window = window
        self._chosen: tuple[Path, ProviderRequest] | None = None
        session.point.want(settings_store.settings.operating_point)
        session.models.threads = settings_store.settings.threads
        session.models.own_marks = tuple(map(Path, settings_store.settings.own_marks))
        session.models.changed.connect(self.show)

    def connect_chooser(self, chooser: ModelChooser) -> None:
        """Let a chooser choose."""
        chooser.chosen.connect(self._choose)
        chooser.point_chosen.connect(self._choose_point)

    def show_in(self, chooser: ModelChooser) -> None:
        """Show in a chooser which models there are, and which one is loaded."""
        models = self._session.models
        if models.current is None:
            chooser.show_provider(self._settings_store.settings.provider)
        chooser.show_models(
            models.entries, models.current, self._session.point.current, loading=models.is_busy
        )

    def use_threads(self, threads: int | None) -> None:
        """Give the network so many threads from now on; the model is loaded anew."""
        models = self._session.models
        self._settings_store.update(threads=threads)
        if models.threads != threads:
            models.threads = threads
            if models.current is not None:
                models.choose(models.current.path, models.current.provider.requested)

    def use_own_marks(self, files: tuple[str, ...]) -> None:
        """Have these files mark places instead of the program's; the model is loaded anew."""
        models, paths = self._session.models, tuple(map(Path, files))
        try:
            ModelLibrary.default().with_markers(paths)
        except FundusViewerError as error:
            # What cannot be used is not remembered.
            self.notification.emit(str(error))
            self.shown.emit()
            return
        self._settings_store.update(own_marks=files)
        if models.own_marks != paths:
            models.own_marks = paths
            if models.current is not None:
                models.choose(models.current.path, models.current.provider.requested)

    def ask_own_marks(self) -> tuple[str, ...]:
        """Ask for files that mark places; nothing where the user changes their mind."""
        return tuple(map(str, ask_models(self._window)))

    def show(self) -> None:
        """Tell which model is loaded, and remember what was chosen."""
        models = self._session.models
        if models.current is not None and not models.is_busy:
            loaded = models.current
            if (loaded.path, loaded.provider.requested) == self._chosen:
                # Only what works is taken up again at the next start.
                self._settings_store.update(
                    model=str(loaded.path), provider=loaded.provider.requested
                )
            self._reporter.describe(
                f"{loaded.card.name} {loaded.card.version}", loaded.provider.name
            )
        self.shown.emit()

    def use(self, path: Path) -> None:
        """Have another model loaded, on the provider that is chosen, and remember it."""
        model = self._session.model
        requested = self._settings_store.settings.provider
        self._choose(path, requested if model is None else model.provider.requested)

    def choose_usual(self) -> None:
        """Choose the default model, operating point and provider."""
        chosen = ("model", "provider", "operating_point")
        usual = {name: getattr(Settings(), name) for name in chosen}
        if any(
            getattr(self._settings_store.settings, name) != value for name, value in usual.items()
        ):
            self._settings_store.update(**usual)
            self._session.point.want(None)
            self._session.models.find(None, "auto")

    def refresh(self) -> None:
        """Read the list of models again."""
        settings = self._settings_store.settings
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
            self.notification.emit(problem)

    def _choose(self, path: Path, provider: ProviderRequest) -> None:
        self._chosen = (path, provider)
        self._session.models.choose(path, provider)

    def _choose_point(self, point: OperatingPoint) -> None:
        self._settings_store.update(operating_point=point.name)
        self._session.point.choose(point)
        self.show()
