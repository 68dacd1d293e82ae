"""The window: puts the parts together and connects them. Decides nothing by itself."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QMainWindow, QSplitter

from fundusviewer.errors import OutputError
from fundusviewer.gui.actions import Actions
from fundusviewer.gui.background import Background
from fundusviewer.gui.crash import CrashReporter
from fundusviewer.gui.dialogs import AboutDialog, KeysDialog
from fundusviewer.gui.file_dialogs import (
    ask_folder,
    ask_overlay,
    ask_photographs,
    show_models_folder,
)
from fundusviewer.gui.frame import fill_status_bar, fill_tool_bar, runs_on
from fundusviewer.gui.image_panel import ImagePanel
from fundusviewer.gui.inference_service import InferenceService
from fundusviewer.gui.inside import Inside
from fundusviewer.gui.looking import Looking
from fundusviewer.gui.memory import Memory
from fundusviewer.gui.model_chooser import ModelChooser
from fundusviewer.gui.model_dialog import ModelDialog
from fundusviewer.gui.photograph import Photograph
from fundusviewer.gui.placing import place_window
from fundusviewer.gui.result_panel import ResultPanel
from fundusviewer.gui.session import Session
from fundusviewer.gui.settings import Settings, SettingsFile, ThemeChoice
from fundusviewer.gui.theme import Theme
from fundusviewer.gui.worklist_panel import WorklistPanel
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.resources import asset

log = logging.getLogger(__name__)

_SIDES = (310, 360)


class MainWindow(QMainWindow):
    """The window of the program."""

    def __init__(
        self,
        theme: Theme,
        reporter: CrashReporter,
        file: SettingsFile | None = None,
        *,
        model: str | None = None,
        provider: ProviderRequest | None = None,
    ) -> None:
        super().__init__()
        self._theme, self.reporter = theme, reporter
        self.background = Background(self)
        self.memory = Memory(file or SettingsFile(), self.background, self)
        theme.choose(self.settings.theme)
        self.service = InferenceService(self)
        self.session = Session(self.service, self.background, self)
        self.actions_table = Actions(self, theme)
        self.image = ImagePanel(theme)
        self.looking = Looking(self.actions_table, self.image, self.background, self.memory, self)
        self.viewer = self.looking.viewer
        self.worklist = WorklistPanel(self.session.worklist, theme)
        self.result = ResultPanel(theme)
        self.chooser = ModelChooser()
        self.inside = Inside(self.service, self)
        self._paint_time: float | None = None
        self._chosen: tuple[Path, ProviderRequest] | None = None
        self._lay_out()
        self._connect()
        self._restore()
        if self.memory.problem:
            self.image.notice.tell(self.memory.problem)
        self.session.find_models(model or self.settings.model, provider or self.settings.provider)

    @property
    def settings(self) -> Settings:
        """What the window remembers."""
        return self.memory.settings

    # -- the one way in ----------------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open files and folders, from wherever they come."""
        if paths:
            self.memory.remember_opened(paths)
            self.session.open(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if _dropped(event):
            event.acceptProposedAction()
            self.image.show_drop_target(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing will be dropped."""
        self.image.show_drop_target(False)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.image.show_drop_target(False)
        event.acceptProposedAction()
        self.open_paths(_dropped(event))
        self.activateWindow()

    def _ask_photographs(self) -> None:
        self.open_paths(ask_photographs(self, self.settings.folder or ""))

    def _ask_folder(self) -> None:
        self.open_paths(ask_folder(self, self.settings.folder or ""))

    def _open_sample(self) -> None:
        self.session.open([asset("sample.jpg")])

    # -- the photograph on screen ------------------------------------------------------------

    @property
    def current(self) -> Photograph | None:
        """The photograph that is chosen, in its present state."""
        path = self.worklist.current
        row = None if path is None else self.session.worklist.row_of(path)
        return None if row is None else self.session.worklist.at(row)

    def _show_current(self) -> None:
        photograph = self.current
        self._paint_time = None
        self._show_sides(photograph is not None)
        if photograph is None:
            self.image.show_empty()
        else:
            self.image.show_loading()
        self._look(photograph)
        self._show_finding()

    def _look(self, photograph: Photograph | None) -> None:
        if photograph is None:
            self.looking.show(None, None)
        else:
            self.looking.show(photograph.path, photograph.finding)

    def _show_sides(self, shown: bool) -> None:
        """Without photographs there is only the page that says what to do."""
        if shown is self.worklist.isVisibleTo(self):
            return
        for side in (self.worklist, self.result):
            side.setVisible(shown)
        if shown:
            left, right = self.settings.sides or _SIDES
            self._splitter.setSizes([left, max(1, self.width() - left - right), right])

    def _show_updated(self, paths: set[Path]) -> None:
        if self.worklist.current in paths or self.current is None:
            self._look(self.current)
            self._show_finding()

    def _show_finding(self) -> None:
        photograph = self.current
        self.result.show_photograph(photograph, self._paint_time)
        finding = photograph.finding if photograph else None
        self.inside.follow(finding)
        self.actions_table.enable(["save_overlay"], finding is not None)
        self.actions_table.enable(
            ["examine_again", "next", "previous", "close_all"], photograph is not None
        )

    def _show_paint_time(self, milliseconds: float) -> None:
        self._paint_time = milliseconds
        self.result.show_photograph(self.current, milliseconds)

    def _examine_again(self) -> None:
        if self.worklist.current is not None:
            self.viewer.read_again()
            self.session.examine_again(self.worklist.current)

    def _save_overlay(self) -> None:
        path = self.worklist.current
        if path is None:
            return
        folder = Path(self.settings.folder or path.parent)
        target = ask_overlay(self, folder / f"{path.stem} overlay.png")
        if target is not None:
            self.viewer.save(target)

    # -- models ------------------------------------------------------------------------------

    def _show_models(self) -> None:
        session = self.session
        self.chooser.show_models(
            session.entries, session.model, session.point, loading=session.is_busy_with_models
        )
        self.runs_on.setText(runs_on(session.model))
        if session.model is not None and not session.is_busy_with_models:
            loaded = session.model
            if (loaded.path, loaded.provider.requested) == self._chosen:
                # Only what works is taken up again at the next start.
                self.memory.remember(model=str(loaded.path), provider=loaded.provider.requested)
            self.inside.describe()
            self.reporter.describe(
                f"{loaded.card.name} {loaded.card.version}", loaded.provider.name
            )

    def _choose_model(self, path: Path, provider: ProviderRequest) -> None:
        self._chosen = (path, provider)
        self.session.choose_model(path, provider)

    def _refresh_models(self) -> None:
        if self.session.model is None:
            self.session.find_models(self.settings.model, self.settings.provider)
        else:
            self.session.list_models()

    def _show_cards(self) -> None:
        current = self.session.model.path if self.session.model else None
        ModelDialog(self.session.entries, current, self).open()

    def _open_models_folder(self) -> None:
        problem = show_models_folder()
        if problem:
            self.image.notice.tell(problem)

    # -- putting together --------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setWindowTitle("FundusViewer")
        self.setAcceptDrops(True)
        self.setMinimumSize(980, 600)
        actions = self.actions_table
        fill_tool_bar(self, actions, self.chooser)
        self.image.fill_strip(
            [actions[name] for name in ("heatmap", "contours")],
            [actions[name] for name in ("zoom_out", "zoom_in", "actual_size", "fit")],
        )
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.worklist, self.image, self.result):
            self._splitter.addWidget(part)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self.setCentralWidget(self._splitter)
        self.runs_on = fill_status_bar(self)

    def _connect(self) -> None:
        session, viewer, image = self.session, self.viewer, self.image
        for signal in (session.noticed, viewer.noticed, self.memory.noticed):
            signal.connect(image.notice.tell)
        for signal in (session.crashed, self.background.crashed, self.inside.crashed):
            signal.connect(self.reporter.report)
        session.opened.connect(self.worklist.choose)
        session.updated.connect(self._show_updated)
        session.progressed.connect(self._show_progress)
        session.models_changed.connect(self._show_models)
        self.looking.painted.connect(self._show_paint_time)
        self.looking.explained.connect(session.explain)
        viewer.saved.connect(
            lambda path: self.statusBar().showMessage(self.tr("Saved: ") + str(path), 8000)
        )
        self.worklist.current_changed.connect(lambda _: self._show_current())
        self.worklist.cancelled.connect(session.cancel_run)
        image.empty.open_photographs.connect(self._ask_photographs)
        image.empty.open_folder.connect(self._ask_folder)
        image.empty.open_sample.connect(self._open_sample)
        self.chooser.chosen.connect(self._choose_model)
        self.chooser.point_chosen.connect(session.choose_point)
        self.memory.recent_changed.connect(self._fill_recent)
        self._connect_actions()

    def _connect_actions(self) -> None:
        slots = {
            "open_photographs": self._ask_photographs,
            "open_folder": self._ask_folder,
            "open_sample": self._open_sample,
            "save_overlay": self._save_overlay,
            "close_all": self.session.close_all,
            "quit": self.close,
            "next": partial(self.worklist.step, 1),
            "previous": partial(self.worklist.step, -1),
            "examine_again": self._examine_again,
            "cancel": self.session.cancel_run,
            "models": self._show_cards,
            "inside": self.inside.open,
            "models_folder": self._open_models_folder,
            "refresh_models": self._refresh_models,
            "shortcuts": lambda: KeysDialog(self.actions_table.key_list(), self).open(),
            "about": lambda: AboutDialog(self).open(),
        }
        for name, slot in slots.items():
            self.actions_table[name].triggered.connect(lambda *_, slot=slot: slot())

    def _show_progress(self, done: int, total: int) -> None:
        self.worklist.progress.show_progress(done, total)
        self.actions_table.enable(["cancel"], total > 0)

    # -- settings ----------------------------------------------------------------------------

    def _restore(self) -> None:
        settings = self.settings
        self.chooser.show_provider(settings.provider)
        self._fill_recent()
        self.actions_table.fill_themes(settings.theme, self.set_theme)
        place_window(self, settings)
        self._show_current()
        self._show_progress(0, 0)
        self._show_models()

    def _fill_recent(self) -> None:
        self.actions_table.fill_recent(
            self.settings.recent, lambda name: self.open_paths([Path(name)])
        )

    def set_theme(self, choice: ThemeChoice) -> None:
        """Take another theme and remember it."""
        self.memory.remember(theme=choice)
        self._theme.choose(self.settings.theme)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window, stop the worker and wait for it."""
        place = self.normalGeometry()
        left, _, right = self._splitter.sizes()
        self.memory.remember(
            geometry=(place.x(), place.y(), place.width(), place.height()),
            maximised=self.isMaximized(),
            sides=(left, right) if left and right else self.settings.sides,
        )
        self.service.close()
        self.background.close()
        try:
            self.memory.close()
        except OutputError as error:
            # The window is closing: the log is the only place left to say so.
            log.error("%s", error)
        super().closeEvent(event)


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
