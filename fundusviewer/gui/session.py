"""The photographs that are open, the model that examines them, and the run through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.background import Background
from fundusviewer.gui.engine import Examine, Examined, Explain, LoadedModel, LoadModel
from fundusviewer.gui.inference_service import Answer, InferenceService
from fundusviewer.gui.photograph import Photograph, Progress
from fundusviewer.gui.pyramid import to_qimage
from fundusviewer.gui.worklist_model import WorklistModel
from fundusviewer.inference import ModelEntry, ModelLibrary, OperatingPoint
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.resources import user_models_dir
from fundusviewer.screening import Failure, Finding, find_photographs
from fundusviewer.screening.operating_point import at_operating_point

#: Shortest time between two updates of list and progress, in milliseconds: 20 a second.
_UPDATE_EVERY = 50


class Session(QObject):
    """What the window works on. Knows no widgets.

    Signals
    -------
    opened(Path)
        The first of the photographs that were just opened.
    updated(set)
        Paths of photographs whose state changed; at most 20 times a second.
    progressed(int, int)
        How many of how many photographs of the run are done; both 0 when it is over.
    models_changed()
        The list of models, or the model that is ready, is another one.
    noticed(str)
        A sentence for the user.
    crashed(Exception)
        Something went wrong that should not.
    """

    opened = Signal(object)
    updated = Signal(object)
    progressed = Signal(int, int)
    models_changed = Signal()
    noticed = Signal(str)
    crashed = Signal(object)

    def __init__(
        self, service: InferenceService, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.worklist = WorklistModel(self)
        self.entries: tuple[ModelEntry, ...] = ()
        self.model: LoadedModel | None = None
        self.point: OperatingPoint | None = None
        self._background = background
        self._service = service
        self._run: dict[int, Path] = {}
        self._total = 0
        self._explaining: int | None = None
        self._loading: int | None = None
        self._looking = False
        self._fresh: dict[Path, Photograph] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_UPDATE_EVERY)
        self._timer.timeout.connect(self._flush)

    # -- models ------------------------------------------------------------------------------

    def find_models(self, wanted: str | Path | None, provider: ProviderRequest) -> None:
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

        self._looking = True
        self._background.run(look, partial(self._models_found, provider))

    def list_models(self) -> None:
        """Look for models anew; the one that is loaded stays."""

        def listed(entries: tuple[ModelEntry, ...]) -> None:
            paths = {entry.path for entry in entries}
            # A model from elsewhere that was named at the start stays in the list.
            extra = tuple(entry for entry in self.entries if entry.path not in paths)
            self.entries = (*extra, *entries)
            self.models_changed.emit()

        self._background.run(lambda: ModelLibrary.default().entries(), listed)

    @property
    def is_busy_with_models(self) -> bool:
        """Whether models are being looked for or loaded."""
        return self._looking or self._loading is not None

    def choose_model(self, path: Path, provider: ProviderRequest) -> None:
        """Examine everything with another model or on another provider."""
        self.cancel_run()
        if self._loading is not None:
            self._service.cancel(self._loading)
        self._loading = self._service.submit(
            LoadModel(path, provider), self._model_answered, urgent=True
        )
        self.models_changed.emit()

    def choose_point(self, point: OperatingPoint) -> None:
        """Decide about referral at another operating point, for all photographs."""
        self.point = point
        for photograph in self.worklist.photographs():
            if photograph.finding is not None:
                finding = at_operating_point(photograph.finding, point)
                self._fresh[photograph.path] = replace(photograph, finding=finding)
        self._flush()

    def _models_found(
        self,
        provider: ProviderRequest,
        found: tuple[tuple[ModelEntry, ...], ModelEntry | None, str],
    ) -> None:
        self._looking = False
        self.entries, chosen, problem = found
        if chosen is not None and chosen not in self.entries:
            self.entries = (chosen, *self.entries)
        if problem:
            self.noticed.emit(problem)
        if chosen is not None and chosen.problem is not None:
            self.noticed.emit(chosen.problem)
            chosen = next((entry for entry in self.entries if entry.card is not None), None)
        if chosen is None:
            self.models_changed.emit()
            self._end_waiting()
        else:
            self.choose_model(chosen.path, provider)

    def _model_answered(self, answer: Answer) -> None:
        self._loading = None
        if isinstance(answer.value, LoadedModel):
            self.model = answer.value
            self.point = next(iter(self.model.card.operating_points), None)
            self.models_changed.emit()
            self._examine_again([photograph.path for photograph in self.worklist.photographs()])
            return
        if isinstance(answer.request, LoadModel):
            self._refuse(answer, answer.request)

    def _refuse(self, answer: Answer, request: LoadModel) -> None:
        """Mark a model file that could not be loaded, and go on with another one."""
        self._report(answer)
        path, provider = request.path, request.provider
        if self.model is None and provider != "auto":
            self.choose_model(path, "auto")
            return
        if self.model is None or self.model.path != path:
            self.entries = tuple(
                replace(entry, card=None, problem=str(answer.error))
                if entry.path == path
                else entry
                for entry in self.entries
            )
        usable = next((entry for entry in self.entries if entry.card is not None), None)
        if self.model is None and usable is not None:
            self.choose_model(usable.path, provider)
        else:
            self.models_changed.emit()
            self._end_waiting()

    def _no_model(self) -> str:
        return self.tr(
            "No model is installed: put an .onnx file with a FundusViewer card into {folder}"
        ).format(folder=user_models_dir())

    def _end_waiting(self) -> None:
        """After a model could not be loaded: examine with the one before, or say that none is."""
        open_ones = (Progress.WAITING, Progress.CANCELLED)
        waiting = [p for p in self.worklist.photographs() if p.progress in open_ones]
        if self.model is not None:
            self._examine_again([photograph.path for photograph in waiting])
            return
        self.worklist.put(replace(p, progress=Progress.NO_MODEL) for p in waiting)
        self.updated.emit({photograph.path for photograph in waiting})

    # -- photographs -------------------------------------------------------------------------

    def open(self, paths: Sequence[Path]) -> None:
        """Open files and folders: the one way in."""
        asked = [path.absolute() for path in paths]
        self._background.run(partial(find_photographs, asked), self._add)

    def close_all(self) -> None:
        """Empty the list."""
        self.cancel_run()
        self._fresh.clear()
        self.worklist.clear()
        self.updated.emit(set())

    def examine_again(self, path: Path) -> None:
        """Read and examine one photograph anew."""
        self._examine_again([path])

    def explain(self, finding: Finding, class_index: int) -> None:
        """Make the heat map of another class; comes before the run."""
        if self._explaining is not None:
            self._service.cancel(self._explaining)
        self._explaining = self._service.submit(
            Explain(finding, class_index), self._explain_answered, urgent=True
        )

    def cancel_run(self) -> None:
        """Stop the run; what waits is marked as not examined."""
        if not self._run:
            return
        self._service.cancel_all(Examine)
        for number in self._run:
            self._service.cancel(number)
        paths = set(self._run.values())
        self._run.clear()
        for path in paths:
            row = self.worklist.row_of(path)
            if row is not None:
                cancelled = replace(self.worklist.at(row), progress=Progress.CANCELLED)
                self._fresh.setdefault(path, cancelled)
        self._flush()

    def _add(self, found: list[Path]) -> None:
        new = self.worklist.add(found)
        # What was opened again and has no finding gets another chance.
        rows = [self.worklist.row_of(path) for path in found]
        listed = [self.worklist.at(row) for row in rows if row is not None]
        again = [p.path for p in listed if p.progress in (Progress.CANCELLED, Progress.FAILED)]
        if not self.is_busy_with_models:
            if self.model is None:
                self._end_waiting()
            else:
                self._submit(new)
                self._examine_again(again)
        self.opened.emit(found[0])

    def _examine_again(self, paths: list[Path]) -> None:
        if self.model is None:
            return
        self.worklist.reset_results(paths)
        self._submit(paths)
        self.updated.emit(set(paths))

    def _submit(self, paths: list[Path]) -> None:
        for path in paths:
            number = self._service.submit(Examine(path, self.point), self._examine_answered)
            self._run[number] = path
        self._total += len(paths)
        self._update_soon()

    # -- answers -----------------------------------------------------------------------------

    def _examine_answered(self, answer: Answer) -> None:
        path = self._run.pop(answer.number)
        row = self.worklist.row_of(path)
        if row is None:
            return
        before = self.worklist.at(row)
        if isinstance(answer.value, Examined):
            finding = answer.value.finding
            if self.point is not None:
                # It may have been chosen after the request was made.
                finding = at_operating_point(finding, self.point)
            photograph = Photograph(
                path,
                Progress.EXAMINED,
                finding,
                thumbnail=to_qimage(answer.value.thumbnail),
            )
        elif isinstance(answer.value, Failure):
            photograph = replace(before, progress=Progress.FAILED, reason=answer.value.reason)
        else:
            self._report(answer)
            photograph = replace(before, progress=Progress.FAILED, reason=str(answer.error))
        self._fresh[path] = photograph
        self._update_soon()

    def _explain_answered(self, answer: Answer) -> None:
        self._explaining = None
        if not isinstance(answer.value, Finding):
            self._report(answer)
            return
        path = answer.value.path
        row = self.worklist.row_of(path)
        if row is not None:
            self._fresh[path] = replace(self.worklist.at(row), finding=answer.value)
            self._update_soon()

    def _report(self, answer: Answer) -> None:
        if isinstance(answer.error, FundusViewerError):
            self.noticed.emit(str(answer.error))
        else:
            self.crashed.emit(answer.error)

    def _update_soon(self) -> None:
        """Show the first change at once, those that follow together."""
        if not self._timer.isActive():
            self._flush()
            self._timer.start()

    def _flush(self) -> None:
        fresh, self._fresh = self._fresh, {}
        if fresh:
            self.worklist.put(fresh.values())
            self.updated.emit(set(fresh))
            self._timer.start()
        if not self._run:
            self._total = 0
        self.progressed.emit(self._total - len(self._run), self._total)
