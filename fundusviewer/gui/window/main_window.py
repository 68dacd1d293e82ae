"""The window: puts the parts together and connects them. Decides nothing by itself."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QScrollArea, QSplitter, QWidget

from fundusviewer.errors import OutputError
from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.commands.digit_keys import DigitKeys
from fundusviewer.gui.commands.shortcuts_dialog import KeysDialog
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.finding.finding_panel import ResultPanel
from fundusviewer.gui.ml_models.inspection_controller import InspectionController
from fundusviewer.gui.output.written_notice import WrittenNotice
from fundusviewer.gui.preferences.analysis_page import AnalysisPage
from fundusviewer.gui.preferences.dialog import SettingsDialog
from fundusviewer.gui.preferences.page import Page
from fundusviewer.gui.preferences.settings_controller import SettingsController
from fundusviewer.gui.review.unsaved import UnsavedNotice
from fundusviewer.gui.settings.schema import Settings, ThemeChoice
from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.marks.mark_board import MarkBoard
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.state.related_photographs_source import RelatedPhotographsSource
from fundusviewer.gui.state.run_tally import RunState, Tally
from fundusviewer.gui.state.selection import Selection
from fundusviewer.gui.text import translation
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.viewer.gpu_canvas import GpuCanvas
from fundusviewer.gui.viewer.image_panel import ImagePanel
from fundusviewer.gui.viewing.viewing_controller import ViewingController
from fundusviewer.gui.widgets.file_dialogs import ask_folder, ask_photographs
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.about_dialog import AboutDialog
from fundusviewer.gui.window.finding_column import FindingColumn
from fundusviewer.gui.window.panel_layout import PanelLayout
from fundusviewer.gui.window.photograph_presenter import PhotographPresenter
from fundusviewer.gui.window.session_restore import SessionRestore
from fundusviewer.gui.window.status_bar import StatusBar, runs_on
from fundusviewer.gui.window.warm_up import WarmUp
from fundusviewer.gui.window.window_geometry import (
    PlaceKeeper,
    ScreenKeeper,
    place_window,
)
from fundusviewer.gui.worklist.drift_watch import DriftWatch
from fundusviewer.gui.worklist.left_out_notice import LeftOutNotice
from fundusviewer.gui.worklist.outdated_results import OutdatedResults
from fundusviewer.gui.worklist.run_notice import RunNotice
from fundusviewer.gui.workspace.both_eyes import BothEyes
from fundusviewer.gui.workspace.workspace import Workspace
from fundusviewer.imaging import load_formats
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.resources import sample_photographs

log = logging.getLogger(__name__)


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
        database: Path | None = None,
        resume: bool = True,
    ) -> None:
        super().__init__()
        self._theme, self.reporter = theme, reporter
        self.background = JobPool(self)
        self.settings_store = SettingsStore(file or SettingsFile(), self.background, self)
        theme.choose(self.settings.theme)
        translation.choose(self.settings.language)
        self.actions_table = Actions(self, theme)
        self.image = ImagePanel(theme)
        self.graphics = GpuCanvas(
            (self.image.view, self.image.partner.view),
            wanted=self.settings.graphics_card,
            parent=self,
        )
        self.selection = Selection(self)
        marks = MarkBoard(self)
        self.viewing = ViewingController(
            self.actions_table,
            self.image,
            self.background,
            self.settings_store,
            self.selection,
            marks,
            self,
        )
        self.viewer = self.viewing.viewer
        self.workspace = Workspace(
            theme,
            self.settings_store,
            self.background,
            reporter,
            self.selection,
            self.viewing.seen,
            marks,
            self,
        )
        self.session, self.worklist = self.workspace.session, self.workspace.panel
        self.viewing.search(RelatedPhotographsSource(self.session, self.workspace.list, self))
        # It is read before the list is made, which chooses it.
        self.session.opened.connect(self.viewer.expect)
        self.both_eyes = BothEyes(
            self.selection, self.workspace, self.viewing, self.image, self.actions_table, self
        )
        self.result, self.inside = (
            ResultPanel(theme),
            InspectionController(self.workspace.service, self),
        )
        self.presenter = PhotographPresenter(
            self.workspace,
            self.viewing,
            self.image,
            self.result,
            self.inside,
            self.actions_table,
            self,
        )
        OutdatedResults(self.session, self.workspace.list, self.background, self.image.notice, self)
        LeftOutNotice(self.session, self.image.notice, self)
        RunNotice(self.session, self.image.notice, self)
        unsaved = UnsavedNotice(
            self.image.notice, self.workspace.retry, lambda: not self.workspace.has_unsaved, self
        )
        self.workspace.reviewing.not_saved.connect(unsaved.tell)
        self.workspace.reviewing.saved.connect(unsaved.follow)
        self.drift = DriftWatch(
            self.session, self.settings_store, self.background, self.image.notice, self
        )
        WrittenNotice(self.workspace.exporting, self.image.notice, self)
        self.resuming = SessionRestore(
            self.workspace, self.image.view, self.viewer, self.background, self
        )
        self.choices = SettingsController(
            self.settings_store,
            self.workspace,
            self.viewing.overlay,
            self.actions_table,
            self.set_theme,
            self,
        )
        self._lay_out()
        self._connect()
        WarmUp(
            (
                lambda: self.background.run(load_formats, lambda _: None),
                self.worklist.warm_up,
                self.result.warm_up,
            ),
            self,
        )
        DigitKeys(self._give, self, self.worklist.list, self.image.view)
        self._restore()
        translation.on_language_changed(self._say)
        if self.settings_store.problem:
            self.image.notice.tell(self.settings_store.problem)
        self.workspace.databases.start(database)
        self.resuming.start(resume=resume)
        self.workspace.dicom.start()
        self.session.models.find(model or self.settings.model, provider or self.settings.provider)

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self.settings_store.settings

    @property
    def is_idle(self) -> bool:
        """Whether everything is done that was to be done."""
        return self.workspace.is_idle and self.viewing.is_idle

    # -- the one way in ----------------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open files and folders, from wherever they come."""
        if paths:
            self.settings_store.remember_opened(paths)
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
        self.session.open(sample_photographs())

    # -- the photograph on screen ------------------------------------------------------------

    @property
    def current(self) -> Photograph | None:
        """The photograph that is chosen, in its present state."""
        return self.presenter.current

    def _show_current(self) -> None:
        self._show_sides()
        self.presenter.show_current()

    def _show_sides(self) -> None:
        self.panels.show_filled(self.workspace.listing.has_photographs)

    def _give(self, grade: int) -> None:
        """Give a grade by a key that is no shortcut; where grading is possible, as by one."""
        self.actions_table[f"grade_{grade}"].trigger()

    def _show_form(self, on: bool) -> None:
        if on:
            self.panels.panels.show_right(True)
        self.column.show_form(on)

    def _allow_pause(self, tally: Tally) -> None:
        self.actions_table.enable(["pause"], tally.state is RunState.RUNNING)
        self.actions_table.enable(["resume"], tally.state is RunState.PAUSED)

    def _show_models(self) -> None:
        self.status.show_runs_on(*runs_on(self.session.model, self.session.point.current))
        if self.session.model is not None and not self.session.models.is_busy:
            self.inside.describe()

    # -- putting together --------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setWindowTitle("FundusViewer")
        self.setAcceptDrops(True)
        self.addToolBar(self.image.tools)
        # From the outside in: whatever gets another parent is styled anew, with all that it holds.
        splitter = QSplitter(Qt.Orientation.Horizontal)
        self.setCentralWidget(_scrolled(splitter))
        for part in (self.worklist, self.image):
            splitter.addWidget(part)
        right = self.column = FindingColumn(
            self.result, self.workspace.form, self.workspace.review, splitter
        )
        self.panels = PanelLayout(
            self,
            splitter,
            self.worklist,
            self.image,
            right,
            rows=self.worklist.list,
            actions=self.actions_table,
            settings_store=self.settings_store,
        )
        self.status = StatusBar(self)

    def _connect(self) -> None:
        session, viewer, image, workspace = self.session, self.viewer, self.image, self.workspace
        memories = (
            self.settings_store.notification,
            self.resuming.notification,
            self.drift.notification,
        )
        for noticed in (workspace.notification, viewer.notification, *memories):
            noticed.connect(image.notice.tell)
        workspace.status_message.connect(self.status.tell)
        viewer.saved.connect(lambda path: self.status.tell(self.tr("Saved: ") + str(path)))
        viewer.loaded.connect(lambda pyramid: workspace.thumbnails.try_again(pyramid.path))
        self.inside.unexpected_error.connect(self.reporter.report)
        session.searched.connect(self.status.show_search)
        session.examination.failed.connect(lambda one: self.inside.tell(one.reason))
        session.run.progressed.connect(self._allow_pause)
        workspace.models.shown.connect(self._show_models)
        workspace.databases.changed.connect(self._show_database)
        workspace.seats.shown.connect(lambda: self.status.show_reader(workspace.seats.words))
        self.status.reader.clicked.connect(workspace.seats.ask)
        workspace.databases.counted.connect(image.empty.offer_database)
        workspace.listing.counted.connect(self._show_sides)
        workspace.filling.shown.connect(self._show_form)
        workspace.filling.left.connect(self.panels.take_keys)
        workspace.review.note_left.connect(self.panels.take_keys)
        image.partner_shown.connect(self.column.show_pair)
        image.view.stepped.connect(workspace.list.cursor.step)
        image.nothing.show_all.connect(workspace.listing.show_all)
        workspace.listing.emptiness_changed.connect(self._show_current)
        workspace.listing.watched.connect(self.status.show_watched)
        self.worklist.current_changed.connect(self._show_current)
        self.viewing.explained.connect(session.examination.explain)
        self.viewing.anatomy.lesions_wanted.connect(session.mark_lesions)
        self.viewing.partner_anatomy.lesions_wanted.connect(session.mark_lesions_beside)
        image.empty.open_photographs.connect(self._ask_photographs)
        image.empty.open_folder.connect(self._ask_folder)
        image.empty.open_sample.connect(self._open_sample)
        image.empty.show_database.connect(workspace.listing.show_database)
        self.settings_store.recent_changed.connect(self._fill_recent)
        self.status.runs_on.clicked.connect(lambda: self._open_settings(AnalysisPage))
        self._connect_actions()

    def _connect_actions(self) -> None:
        slots = {
            "open_photographs": self._ask_photographs,
            "open_folder": self._ask_folder,
            "open_sample": self._open_sample,
            "quit": self.close,
            "inside": self.inside.open,
            "drift": self.drift.open,
            "settings": self._open_settings,
            "shortcuts": lambda: KeysDialog(self.menuBar(), self).open(),
            "about": lambda: AboutDialog(self).open(),
        }
        for name, slot in slots.items():
            self.actions_table[name].triggered.connect(lambda *_, slot=slot: slot())
        self.workspace.connect_actions(self.actions_table)

    def _open_settings(self, page: type[Page] | None = None) -> None:
        dialog = SettingsDialog(self.choices, self)
        if page is not None:
            dialog.show_page(page)
        dialog.open()

    def _show_database(self) -> None:
        self.status.show_database(self.workspace.databases.words, self.workspace.databases.tip)

    def _say(self) -> None:
        """Set the translated texts that change while the window is open."""
        self.status.name()
        self._show_database()
        self._show_models()
        self.workspace.retranslate()
        self.viewing.retranslate()
        self.presenter.show_state()

    # -- settings ----------------------------------------------------------------------------

    def _restore(self) -> None:
        settings = self.settings
        self._fill_recent()
        self.actions_table.fill_themes(settings.theme, self.set_theme)
        place_window(self, settings)
        self._place = PlaceKeeper(self, self.panels.splitter, self.settings_store)
        ScreenKeeper(self)
        self._show_database()
        self.workspace.listing.restore()
        self._show_current()
        self._allow_pause(self.session.run.tally)
        self.workspace.models.show()

    def _fill_recent(self) -> None:
        self.actions_table.fill_recent(
            self.settings.recent, lambda name: self.open_paths([Path(name)])
        )

    def set_theme(self, choice: ThemeChoice) -> None:
        """Take another theme and remember it."""
        self.settings_store.update(theme=choice)
        self.actions_table.show_theme(choice)
        self._theme.choose(self.settings.theme)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window, stop the worker and wait for it."""
        if not self.workspace.may_close():
            event.ignore()
            return
        self._place.note()
        try:
            self.resuming.finish()
        except OutputError as error:
            log.error("%s", error)
        self.workspace.stop()
        try:
            self.settings_store.close()
        except OutputError as error:
            # The window is closing: the log is the only place left to say so.
            log.error("%s", error)
        super().closeEvent(event)


def _scrolled(content: QWidget) -> QScrollArea:
    """Let everything be reached on a screen that is smaller than the least size of the parts."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
