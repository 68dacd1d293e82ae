"""The photograph on screen, shown in all parts of the window as it is known now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.commands.reviewing_actions import OF_GRADING, OF_PHOTOGRAPHS
from fundusviewer.gui.finding.finding_panel import ResultPanel
from fundusviewer.gui.finding.finding_text import ShownModel
from fundusviewer.gui.ml_models.inspection_controller import InspectionController
from fundusviewer.gui.state.photograph import Photograph, overruling_words
from fundusviewer.gui.viewer.image_panel import ImagePanel
from fundusviewer.gui.viewing.viewing_controller import ViewingController
from fundusviewer.gui.widgets.file_dialogs import ask_overlay
from fundusviewer.gui.workspace.workspace import Workspace


class PhotographPresenter(QObject):
    """Tells canvas, finding, review and menus which photograph it is and what is known of it.

    Parameters
    ----------
    workspace, viewing
        Say what is known, and draw it.
    image, result, inside, actions
        Where it is shown.
    window
        Dialogs open above it.
    """

    def __init__(
        self,
        workspace: Workspace,
        viewing: ViewingController,
        image: ImagePanel,
        result: ResultPanel,
        inside: InspectionController,
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace, self._session, self._viewing = workspace, workspace.session, viewing
        self._selection, self._cursor = workspace.selection, workspace.list.cursor
        self._image, self._result, self._inside = image, result, inside
        self._actions, self._window = actions, window
        self._paint_time: float | None = None
        self._connect()

    @property
    def current(self) -> Photograph | None:
        """The photograph that is chosen, in its present state."""
        photograph = self._cursor.current
        return None if photograph is None else self._session.photographs.with_finding(photograph)

    def show_current(self) -> None:
        """Show another photograph, or that there is none."""
        self._paint_time = None
        self._session.examination.forget_obstacles()
        if self.current is None:
            if self._workspace.listing.matches_nothing:
                self._image.show_nothing_found()
            elif self._workspace.listing.has_photographs:
                self._image.show_loading()
            else:
                self._image.show_empty()
        self.show_state()

    def show_state(self) -> None:
        """Show what is known now of the photograph on screen."""
        photograph = self.current
        if photograph is not None:
            self._session.ensure_examined(photograph)
            # Whether its finding is on its way is known now.
            photograph = self._session.photographs.with_finding(photograph)
        finding = None if photograph is None else photograph.finding
        if photograph is None:
            self._viewing.show(None, None)
        else:
            verdict = overruling_words(photograph.row)
            self._viewing.show(photograph.path, finding, verdict, photograph.missing)
        self._show_finding(photograph)
        why_not = (
            "" if photograph is None else self._workspace.reviewing.judging.why_not(photograph)
        )
        of_two = self._selection.beside is not None
        grades = self._session.grades
        self._workspace.review.show_photograph(photograph, why_not, of_two=of_two, grades=grades)
        self._workspace.filling.show_photograph(photograph)
        self._inside.follow(finding)
        self._actions.enable(["save_overlay"], finding is not None)
        self._actions.enable(OF_PHOTOGRAPHS, photograph is not None)
        # Grades and forms are of retinopathy: beside a model of other classes there are none.
        self._actions.enable(OF_GRADING, photograph is not None and grades)
        self._actions.enable(["agreement"], grades)
        self._actions.enable(["close_all"], self._workspace.listing.has_photographs)

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._show_changed)
        session.examination.explained.connect(self.show_state)
        session.examination.unexplained.connect(self.show_state)
        self._selection.beside_changed.connect(self.show_state)
        self._viewing.painted.connect(self._show_paint_time)
        self._viewing.failed.connect(self.show_state)
        self._workspace.listing.counted.connect(self._show_absence)
        self._actions["save_overlay"].triggered.connect(self._save_overlay)
        self._actions["examine_again"].triggered.connect(self._examine_again)

    def _show_absence(self) -> None:
        """Say why there is no photograph, where search and filters leave none."""
        if self._selection.active is None and self._workspace.listing.matches_nothing:
            self._image.show_nothing_found()

    def _show_changed(self, keys: set[int] | None) -> None:
        if keys is None or self._selection.active in keys:
            self.show_state()

    def _show_finding(self, photograph: Photograph | None) -> None:
        model = self._session.model
        shown = None if model is None else ShownModel(model.card, self._session.point.current)
        self._result.show_photograph(photograph, shown, self._paint_time)

    def _show_paint_time(self, milliseconds: float) -> None:
        self._paint_time = milliseconds
        self._show_finding(self.current)

    def _examine_again(self) -> None:
        photographs = self._workspace.list.model.photographs(self._cursor.selected)
        if photographs:
            self._viewing.viewer.read_again()
            self._session.examine_again([photograph.path for photograph in photographs])

    def _save_overlay(self) -> None:
        photograph = self.current
        if photograph is None:
            return
        path = photograph.path
        folder = Path(self._workspace.settings_store.settings.folder or path.parent)
        target = ask_overlay(self._window, folder / f"{path.stem} overlay.png")
        if target is not None:
            self._viewing.viewer.save(target)
