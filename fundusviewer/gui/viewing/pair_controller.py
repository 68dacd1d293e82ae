"""Both eyes side by side, or two visits of one eye one over the other."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTransform

from fundusviewer.anatomy import Landmarks, lay_over
from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.state.related_photographs import (
    Candidate,
    RelatedPhotographs,
    Relation,
    is_left_on_screen,
    partners,
)
from fundusviewer.gui.state.selection import Selection
from fundusviewer.gui.text.formatting import day as day_words
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.viewer.image_panel import ImagePanel
from fundusviewer.gui.viewer.image_pyramid import Level, Pyramid
from fundusviewer.gui.viewer.overlay_layers import Drawing, OverlayChoice
from fundusviewer.gui.viewer.photograph_loader import PhotographLoader
from fundusviewer.gui.viewing.linked_views import LinkedViews
from fundusviewer.gui.viewing.missing_heatmap import missing_words
from fundusviewer.gui.viewing.split_comparison import Comparison
from fundusviewer.imaging.registration import Alignment, align
from fundusviewer.screening import Finding
from fundusviewer.screening.names import Identity

#: Longer side of the copies that are laid over each other, at least.
_ALIGN_SIDE = 700


class PairController(QObject):
    """Finds the second photograph and shows it.

    Signals
    -------
    loaded(Pyramid)
        The second view shows another photograph.
    followed(Path or None, Finding or None)
        What the second view is to show, and what may be drawn on it.
    described()
        Other photographs stand side by side, in another order, or only one is shown.
    """

    loaded = Signal(object)
    followed = Signal(object, object)
    described = Signal()

    def __init__(
        self,
        actions: Actions,
        panel: ImagePanel,
        viewer: PhotographLoader,
        background: JobPool,
        selection: Selection,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self._actions, self._panel, self._viewer = actions, panel, viewer
        self._background = background
        self._link = LinkedViews(panel.view, panel.partner.view, self)
        self.comparison = Comparison(panel.view, panel.partner.view)
        self.relation: Relation | None = None
        self._related: RelatedPhotographs | None = None
        self._path: Path | None = None
        self._candidates: list[Candidate] = []
        self._chosen: dict[tuple[Relation, Path], Path] = {}
        self._partner: Candidate | None = None
        self._drawing = Drawing((), 0.0)
        self._choice = OverlayChoice()
        self._listing: int | None = None
        self._aligning: int | None = None
        self._laid: tuple[Path, Path] | None = None
        self._connect()

    @property
    def is_idle(self) -> bool:
        """Whether all is on screen that is to be."""
        return self._viewer.is_idle and self._aligning is None and self._listing is None

    def search(self, related: RelatedPhotographs) -> None:
        """Look for the second photograph among these."""
        self._related = related

    @property
    def partner(self) -> Path | None:
        """The second photograph."""
        return None if self._partner is None else self._partner.path

    def follow(self, path: Path | None) -> None:
        """Another photograph is on screen, or another state of it."""
        before, switched = self._path, self.is_switch(path)
        self._path = path
        if switched and before is not None and path is not None:
            self._switch(before, path)
        elif path != before:
            self._refresh()
        else:
            self.show_finding()

    def is_switch(self, path: Path | None) -> bool:
        """Return whether the photograph beside the one on screen is this one."""
        known = {one.path for one in self._candidates}
        both_known = self._path in known and path in known
        return self.relation is Relation.EYES and path == self.partner and both_known

    def show_finding(self) -> None:
        """Draw what is known by now of the second photograph."""
        if self._partner is not None:
            self._draw(self._partner)

    def retranslate(self) -> None:
        """Put everything into words again."""
        self._refresh()

    def main_loaded(self) -> None:
        """Show the photograph's partner as the photograph itself, which can be seen now."""
        self._link.align()
        self._lay_over()

    def set_overlay(self, choice: OverlayChoice) -> None:
        """Draw the same of the explanation on the second photograph."""
        self._choice = choice
        self._viewer.set_overlay(choice)
        self._explain_absence(self._partner)

    def _switch(self, before: Path, path: Path) -> None:
        """Keep both eyes where they are on screen; they only change their roles."""
        self._background.drop(self._listing)
        self._chosen[Relation.EYES, path] = before
        self._take(self._candidates)

    # -- which -------------------------------------------------------------------------------

    def _set(self, relation: Relation, on: bool) -> None:
        self.relation = relation if on else None
        self._actions["both_eyes"].setChecked(self.relation is Relation.EYES)
        self._actions["visits"].setChecked(self.relation is Relation.VISITS)
        self._refresh()

    def _close(self) -> None:
        if self.relation is not None:
            self._set(self.relation, False)

    def _choose(self, path: Path) -> None:
        if self.relation is not None and self._path is not None:
            self._chosen[self.relation, self._path] = path
            self._refresh()

    def _open_choice(self) -> None:
        if self.relation is None:
            self._set(Relation.EYES, True)
        self._panel.pair_bar.box.setFocus()
        self._panel.pair_bar.box.showPopup()

    def _refresh(self) -> None:
        """Show one photograph or two; the second one is found off the GUI thread."""
        relation, on = self.relation, self.relation is not None and self._path is not None
        for job in (self._aligning, self._listing):
            self._background.drop(job)
        self._aligning = self._listing = self._laid = None
        self.comparison.hide()
        self._panel.pair_bar.setVisible(on)
        self._panel.show_partner(on and relation is Relation.EYES)
        self._link.set_on(on and relation is Relation.EYES)
        self._actions.enable(["split_left", "split_right"], on and relation is Relation.VISITS)
        if on and self._related is not None:
            work = self._related.work()
            self._listing = self._background.run(work, self._take, self._not_listed)
        else:
            self._show(None)
        self.described.emit()

    def _take(self, candidates: list[Candidate]) -> None:
        self._listing = None
        self._candidates = candidates
        relation, path = self.relation, self._path
        if relation is None or path is None:
            return
        current, fitting = self._fitting(relation, path)
        chosen = self._chosen.get((relation, path))
        named = next((one for one in candidates if one.path == chosen), None)
        self._show(named or next(iter(fitting), None))
        self._describe(current, relation)
        paths = [one.path for one in fitting]
        rest = sorted({one.path for one in candidates} - {path, *paths})
        self._panel.pair_bar.show_choice([*paths, *rest], len(paths), self.partner)
        self.described.emit()

    def _fitting(self, relation: Relation, path: Path) -> tuple[Candidate, list[Candidate]]:
        """Return the photograph on screen, and those that belong to it."""
        known = (one for one in self._candidates if one.path == path)
        current = next(known, Candidate(path, Identity()))
        return current, partners(current, self._candidates, relation)

    def _not_listed(self, reason: str) -> None:
        self._listing = None
        self._show(None)
        self._say(reason)

    def _finding(self, candidate: Candidate) -> Finding | None:
        return None if self._related is None else self._related.finding(candidate)

    def _show(self, partner: Candidate | None) -> None:
        before, self._partner = self._partner, partner
        beside, related = partner if self.relation is Relation.EYES else None, self._related
        if related is not None:
            related.want(beside)
        self._show_partner(partner, before)
        # Last: whoever hears of it finds it in its place.
        self._selection.show_beside(related.key(beside) if related and beside else None)

    def _show_partner(self, partner: Candidate | None, before: Candidate | None) -> None:
        if partner is None:
            self._viewer.show(None, None)
            self._explain_absence(None)
            self.followed.emit(None, None)
            self._panel.partner.show_text(
                self.tr("No photograph of the other eye is open.\nChoose one above.")
            )
            return
        is_other = before is None or before.path != partner.path
        if is_other:
            self._panel.partner.show_text("")
        self._draw(partner)
        if not is_other:
            self._lay_over()

    def _draw(self, partner: Candidate) -> None:
        finding = self._finding(partner)
        self._viewer.show(partner.path, finding)
        self._explain_absence(partner)
        self.followed.emit(partner.path, finding)

    def _explain_absence(self, partner: Candidate | None) -> None:
        """Say why the second photograph shows no heat map, where that is so."""
        words = ""
        if partner is not None and self._related is not None:
            missing = self._related.missing(partner)
            words = missing_words(self._finding(partner), self._choice, missing)
        self._panel.captions[1].show_hidden(words)

    def _describe(self, current: Candidate, relation: Relation) -> None:
        bar, partner = self._panel.pair_bar, self._partner
        left = relation is Relation.VISITS or partner is None
        if partner is not None and relation is Relation.EYES:
            left = is_left_on_screen(current.identity, partner.identity)
        elif relation is Relation.EYES:
            left = is_left_on_screen(current.identity, Identity())
        bar.order(current_left=left, apart=relation is Relation.EYES)
        self._panel.order_partner(current_left=left)
        days = {current.identity.date, partner.identity.date if partner else None}
        bar.current.setText(f"{self._title(current, len(days) > 1)} · {short(current.path.name)}")
        bar.partner.setText("" if partner is None else self._title(partner, len(days) > 1))
        if relation is Relation.EYES:
            self._say("")
        elif partner is None:
            self._say(self.tr("No other visit of this eye is open"))
        else:
            self._say(self.tr("Aligning…"))

    def _say(self, words: str, why: str = "") -> None:
        self._panel.pair_bar.remark.setText(short(translate_message(words)))
        self._panel.pair_bar.remark.setToolTip(tip(why))

    def _title(self, candidate: Candidate, differ: bool) -> str:
        """Return the eye; the day, where the days differ; for two visits the day alone."""
        identity = candidate.identity
        day = day_words(identity.date) if identity.date is not None and differ else ""
        if self.relation is Relation.VISITS and day:
            return day
        eye = {
            None: self.tr("Eye not known"),
            "OD": self.tr("OD, right eye"),
            "OS": self.tr("OS, left eye"),
        }[None if identity.eye is None else identity.eye.value]
        return f"{eye} · {day}" if day else eye

    # -- showing it --------------------------------------------------------------------------

    def _connect(self) -> None:
        actions, bar = self._actions, self._panel.pair_bar
        actions["both_eyes"].triggered.connect(lambda on: self._set(Relation.EYES, on))
        actions["visits"].triggered.connect(lambda on: self._set(Relation.VISITS, on))
        actions["choose_partner"].triggered.connect(self._open_choice)
        actions["split_left"].triggered.connect(lambda: self.comparison.step(-1))
        actions["split_right"].triggered.connect(lambda: self.comparison.step(1))
        bar.closed.connect(self._close)
        bar.chosen.connect(self._choose)
        self._viewer.loaded.connect(self._loaded)
        self._viewer.failed.connect(self._failed)
        self._viewer.drawn.connect(self._drawn)

    def _loaded(self, pyramid: Pyramid) -> None:
        pane = self._panel.partner
        pane.setCurrentWidget(pane.view)
        pane.view.show_photograph(pyramid)
        pane.view.show_layers(self._drawing.layers)
        self._link.align()
        self.loaded.emit(pyramid)
        self._lay_over()

    def _failed(self, reason: str) -> None:
        self._panel.partner.show_failure(reason)
        self._say(reason)

    def _drawn(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._panel.captions[1].show_legend(drawing.legend)
        self._panel.partner.view.show_layers(drawing.layers)

    def _lay_over(self) -> None:
        """Find how the photographs lie over each other, once both can be seen."""
        first, second = self._panel.view.shown, self._panel.partner.view.shown
        if self.relation is not Relation.VISITS or first is None or second is None:
            return
        both = first.pyramid.path, second.pyramid.path
        if both != (self._path, self.partner) or both == self._laid:
            return
        self._laid = both
        start = lay_over(*(self._landmarks(path) for path in both))
        self._aligning = self._background.run(
            partial(_align, first.pyramid, second.pyramid, start), self._aligned
        )

    def _landmarks(self, path: Path | None) -> Landmarks | None:
        """Return where disc and fovea are; ``None`` where that is not known, or not to be seen."""
        one = next((one for one in self._candidates if one.path == path), None)
        finding = None if one is None else self._finding(one)
        return None if finding is None else finding.landmarks

    def _aligned(self, found: tuple[QTransform, Alignment | None]) -> None:
        self._aligning = None
        transform, alignment = found
        self.comparison.show(transform)
        if alignment is not None and not alignment.matches:
            why = self.tr("Aligned by optic disc and fovea; the vessels do not match")
            self._say(self.tr("Aligned"), why)
        elif alignment is None:
            self._say(self.tr("Vessels do not match"), self.tr("Aligned by size only"))
        else:
            why = self.tr("Aligned by the vessels: {count} matching points")
            self._say(self.tr("Aligned"), why.format(count=alignment.matches))


def _align(
    first: Pyramid, second: Pyramid, start: np.ndarray | None
) -> tuple[QTransform, Alignment | None]:
    """Return the way from the second photograph's pixels to the first one's.

    By the vessels near where optic disc and fovea bring them (``start``), else by disc and fovea
    alone, else by the size alone.
    """
    levels = [_small(first), _small(second)]
    up, down = _scaled(levels[0], first), np.linalg.inv(_scaled(levels[1], second))
    near = None if start is None else (np.linalg.inv(up) @ _square(start) @ np.linalg.inv(down))[:2]
    found = align(levels[0].rgb(), levels[1].rgb(), near)
    if found is None and near is not None:
        found = Alignment(near, 0)
    if found is None:
        size = first.size[0] / second.size[0]
        return QTransform.fromScale(size, size), None
    (a, b, right), (c, d, below) = (up @ _square(found.matrix) @ down)[:2]
    return QTransform(a, c, b, d, right, below), found


def _scaled(level: Level, pyramid: Pyramid) -> np.ndarray:
    """Return the matrix from a copy's pixels to those of the photograph."""
    width, height = pyramid.size
    return np.diag([width / level.image.width(), height / level.image.height(), 1.0])


def _square(matrix: np.ndarray) -> np.ndarray:
    return np.vstack([matrix, [0, 0, 1]])


def _small(pyramid: Pyramid) -> Level:
    """Return the smallest copy that is large enough to be laid over another one."""
    large = [
        level
        for level in pyramid.levels
        if max(level.image.width(), level.image.height()) >= _ALIGN_SIDE
    ]
    return large[-1] if large else pyramid.levels[0]
