"""Both eyes at work: which of them is the active one, and a grade for each of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.finding.eye_cards import EyeCard
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.state.related_photographs import Relation
from fundusviewer.gui.state.selection import Selection
from fundusviewer.gui.viewer.image_panel import ImagePanel
from fundusviewer.gui.viewing.viewing_controller import ViewingController
from fundusviewer.gui.workspace.workspace import Workspace


class BothEyes(QObject):
    """Shows and changes which of two photographs :class:`Selection` has as the active one."""

    def __init__(
        self,
        selection: Selection,
        workspace: Workspace,
        viewing: ViewingController,
        panel: ImagePanel,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._selection, self._workspace, self._panel = selection, workspace, panel
        self._viewing, self._pairing, self._actions = viewing, viewing.pairing, actions
        panel.partner.touched.connect(self._switch_by_mouse)
        actions["other_eye"].triggered.connect(selection.switch)
        for changed in (
            selection.changed,
            selection.beside_changed,
            viewing.failed,
            viewing.pairing.described,
            workspace.session.changed,
        ):
            changed.connect(self.refresh)
        for card in panel.cards.cards:
            card.chosen.connect(selection.activate)
            card.graded.connect(self._grade)
            card.refused.connect(self._refuse)
        self.refresh()

    def refresh(self) -> None:
        """Show both eyes, and which of them is the active one."""
        active, beside = self._selection.active, self._selection.beside
        shown = self._pairing.relation is Relation.EYES and active is not None
        self._panel.show_active(shown)
        self._actions.enable(["other_eye"], beside is not None)
        if not shown:
            return
        cards = self._panel.cards.cards
        mine, other = cards if self._panel.current_left else reversed(cards)
        self._show(mine, active, active=True)
        self._show(other, beside, active=False)

    def _show(self, card: EyeCard, key: int | None, *, active: bool) -> None:
        photograph: Photograph | None = None
        if key is not None:
            photograph = self._workspace.session.photographs.read([key])[key]
        why_not = (
            "" if photograph is None else self._workspace.reviewing.judging.why_not(photograph)
        )
        grades = self._workspace.session.grades
        card.show_photograph(photograph, why_not, active=active, grades=grades)

    def _switch_by_mouse(self) -> None:
        """Make the eye that was clicked the active one, and give it the keys."""
        self._selection.switch()
        if self._panel.pages.currentWidget() is self._panel.view:
            self._panel.view.setFocus()

    def _grade(self, key: int, grade: int) -> None:
        self._selection.activate(key)
        self._workspace.reviewing.grade(grade, key)

    def _refuse(self, key: int) -> None:
        self._selection.activate(key)
        self._workspace.reviewing.ungradable(key)
