"""The models that can be chosen, and the one that is loaded."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.threads.inference_thread import Answer, InferenceService
from fundusviewer.gui.threads.inference_worker import LoadedModel, LoadModel
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.inference import ModelEntry, ModelLibrary
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.resources import user_models_dir


class ModelLoader(QObject):
    """Looks for models and has one loaded.

    Signals
    -------
    changed()
        The list of models, or how far the loading is, is another one.
    leaving()
        Another model is about to be loaded.
    loaded(LoadedModel)
        A model is ready.
    given_up()
        No other model could be loaded; the one before, if there was one, stays.
    notification(str)
        A sentence for the user.
    unexpected_error(Exception)
        Something went wrong that should not.
    """

    changed = Signal()
    leaving = Signal()
    loaded = Signal(object)
    given_up = Signal()
    notification = Signal(str)
    unexpected_error = Signal(object)

    def __init__(
        self, service: InferenceService, background: JobPool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.entries: tuple[ModelEntry, ...] = ()
        self.current: LoadedModel | None = None
        #: Threads of models that are loaded from now on; ``None`` for the usual number.
        self.threads: int | None = None
        #: The user's files that mark places beside models that are loaded from now on.
        self.own_marks: tuple[Path, ...] = ()
        self._service, self._background = service, background
        self._loading: int | None = None
        self._searching = False

    @property
    def is_busy(self) -> bool:
        """Whether models are being looked for or loaded."""
        return self._searching or self._loading is not None

    def find(self, wanted: str | Path | None, provider: ProviderRequest) -> None:
        """Look for models and load one: the wanted name or file, or the first of the list."""

        def look() -> tuple[tuple[ModelEntry, ...], ModelEntry | None, str]:
            library, problem, chosen = ModelLibrary.default(), "", None
            entries = library.entries()
            try:
                chosen = library.find(wanted)
            except FundusViewerError as error:
                chosen = next((entry for entry in entries if entry.card is not None), None)
                problem = str(error) if chosen else self._no_model()
            return entries, chosen, problem

        self._searching = True
        self._background.run(look, partial(self._found, provider))

    def look_again(self) -> None:
        """Read the list of models again; the loaded one stays."""

        def listed(entries: tuple[ModelEntry, ...]) -> None:
            paths = {entry.path for entry in entries}
            # A model from elsewhere that was named at the start stays in the list.
            extra = tuple(entry for entry in self.entries if entry.path not in paths)
            self.entries = (*extra, *entries)
            self.changed.emit()

        self._background.run(lambda: ModelLibrary.default().entries(), listed)

    def choose(self, path: Path, provider: ProviderRequest) -> None:
        """Load another model, or the same one on another provider."""
        self.leaving.emit()
        if self._loading is not None:
            self._service.cancel(self._loading)
        request = LoadModel(path, provider, self.threads, self.own_marks)
        self._loading = self._service.submit(request, self._answered, urgent=True)
        self.changed.emit()

    def _found(
        self,
        provider: ProviderRequest,
        found: tuple[tuple[ModelEntry, ...], ModelEntry | None, str],
    ) -> None:
        self._searching = False
        self.entries, chosen, problem = found
        if chosen is not None and chosen not in self.entries:
            self.entries = (chosen, *self.entries)
        if problem:
            self.notification.emit(problem)
        if chosen is not None and chosen.problem is not None:
            self.notification.emit(chosen.problem)
            chosen = next((entry for entry in self.entries if entry.card is not None), None)
        if chosen is None:
            self.changed.emit()
            self.given_up.emit()
        else:
            self.choose(chosen.path, provider)

    def _answered(self, answer: Answer) -> None:
        self._loading = None
        if isinstance(answer.value, LoadedModel):
            self.current = answer.value
            if answer.value.problem is not None:
                self.notification.emit(self._with_the_programs(answer.value.problem))
            self.loaded.emit(answer.value)
            self.changed.emit()
        elif isinstance(answer.request, LoadModel):
            self._refuse(answer, answer.request)

    def _refuse(self, answer: Answer, request: LoadModel) -> None:
        """Mark a model file that could not be loaded, and go on with another one."""
        self._report(answer)
        path, provider = request.path, request.provider
        if self.current is None and provider != "auto":
            self.choose(path, "auto")
            return
        if self.current is None or self.current.path != path:
            self.entries = tuple(
                replace(entry, card=None, problem=str(answer.error))
                if entry.path == path
                else entry
                for entry in self.entries
            )
        usable = next((entry for entry in self.entries if entry.card is not None), None)
        if self.current is None and usable is not None:
            self.choose(usable.path, provider)
        else:
            self.changed.emit()
            self.given_up.emit()

    def _report(self, answer: Answer) -> None:
        if isinstance(answer.error, FundusViewerError):
            self.notification.emit(str(answer.error))
        else:
            self.unexpected_error.emit(answer.error)

    def _with_the_programs(self, problem: str) -> str:
        return self.tr(
            "{problem}. The program's own files find optic disc, fovea and lesions instead."
        ).format(problem=problem)

    def _no_model(self) -> str:
        return self.tr(
            "No model is installed: put an .onnx file with a FundusViewer card into {folder}"
        ).format(folder=user_models_dir())
