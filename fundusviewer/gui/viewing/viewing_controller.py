"""The middle of the window at work: the photograph on screen, and all ways to look at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.marks.mark_board import MarkBoard
from fundusviewer.gui.state.photograph import NOTHING_MISSING, Missing
from fundusviewer.gui.state.related_photographs_source import RelatedPhotographsSource
from fundusviewer.gui.state.seen import Pane, Seen
from fundusviewer.gui.state.selection import Selection
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.viewer.image_panel import ImagePanel
from fundusviewer.gui.viewer.image_pyramid import Pyramid, PyramidCache
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.navigator import Navigator
from fundusviewer.gui.viewer.overlay_layers import Drawing
from fundusviewer.gui.viewer.photograph_loader import PhotographLoader
from fundusviewer.gui.viewing.anatomy_controller import AnatomyController
from fundusviewer.gui.viewing.display_controller import DisplayController
from fundusviewer.gui.viewing.loupe import Loupe
from fundusviewer.gui.viewing.marking.marking_controller import MarkingController
from fundusviewer.gui.viewing.marking.partner_marks import PartnerMarks
from fundusviewer.gui.viewing.measuring_controller import MeasuringController
from fundusviewer.gui.viewing.overlay_blink import OverlayBlink
from fundusviewer.gui.viewing.overlay_controller import OverlayController
from fundusviewer.gui.viewing.pair_controller import PairController
from fundusviewer.screening import Finding


class ViewingController(QObject):
    """Connects views, tools and the photograph.

    Signals
    -------
    explained(Finding, int)
        The heat map of this class is wanted.
    painted(float)
        The overlay was drawn, in so many milliseconds.
    failed()
        A photograph cannot be shown; :attr:`seen` knows which and why.
    """

    explained = Signal(object, int)
    painted = Signal(float)
    failed = Signal()

    def __init__(
        self,
        actions: Actions,
        panel: ImagePanel,
        background: JobPool,
        settings_store: SettingsStore,
        selection: Selection,
        marks: MarkBoard,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._panel, self._settings_store = panel, settings_store
        self.seen = Seen()
        self._cache = PyramidCache()
        self.viewer = PhotographLoader(background, self, cache=self._cache)
        self.overlay = OverlayController(actions, panel, settings_store, self)
        self.display = DisplayController(actions, background, self)
        self.measure = MeasuringController(actions, panel.view, self)
        self.marking = MarkingController(actions, panel.view, marks, self.measure, self)
        self.partner_marks = PartnerMarks(actions, panel.partner.view, marks, self)
        self.anatomy, self.partner_anatomy = (
            AnatomyController(actions, settings_store, view, self)
            for view in (panel.view, panel.partner.view)
        )
        self.loupe, self.navigator = Loupe(panel.view), Navigator(panel.view)
        self._other = PhotographLoader(background, self, cache=self._cache)
        self.pairing = PairController(actions, panel, self._other, background, selection, self)
        self._enhancers = [self.display.add_view(view) for view in (panel.view, panel.partner.view)]
        panel.fill_tools(actions)
        panel.tools.tone.moved.connect(self.display.set_tone)
        self.display.changed.connect(panel.tools.tone.show_tone)
        self._connect(actions, window)

    @property
    def is_idle(self) -> bool:
        """Whether all is on screen that is to be."""
        ready = self.viewer.is_idle and self.display.is_idle and self.pairing.is_idle
        return ready and not any(view.waits_for_paint for view in self._views)

    @property
    def _views(self) -> tuple[ImageView, ImageView]:
        return self._panel.view, self._panel.partner.view

    def search(self, related: RelatedPhotographsSource) -> None:
        """Look for second photographs among these."""
        self.pairing.search(related)
        related.found.connect(self.pairing.show_finding)

    def show(
        self,
        path: Path | None,
        finding: Finding | None,
        verdict: str = "",
        missing: Missing = NOTHING_MISSING,
    ) -> None:
        """Show a photograph, or another finding of the one that is shown.

        Parameters
        ----------
        path
            ``None`` for none.
        finding
            What is drawn on it; ``None`` where there is none (yet), or where it is not to be seen.
        verdict
            What the doctor says otherwise; stands before the network's label.
        missing
            What is known of a finding that is not there.
        """
        self.overlay.follow(path, finding, missing)
        self.measure.follow(path, finding)
        self.anatomy.follow(path, finding)
        if self.pairing.is_switch(path):
            self._switch(path, finding, verdict)
        else:
            self.viewer.show(path, finding, verdict)
            self.pairing.follow(path)
        if path is None:
            self._cache.forget()
            for enhancer in self._enhancers:
                enhancer.refresh()

    def _switch(self, path: Path | None, finding: Finding | None, verdict: str) -> None:
        """Let the two photographs change their roles; what is seen of them stays where it is."""
        place = self._panel.view.place()
        with self.seen.switching():
            self.viewer.show(path, finding, verdict)
            self.pairing.follow(path)
        self._panel.view.take_place(place)

    def retranslate(self) -> None:
        """Set all translated texts anew that change while the window is open."""
        self.overlay.refresh()
        self.display.retranslate()
        self.measure.retranslate()
        self.marking.retranslate()
        self.partner_marks.draw()
        self.pairing.retranslate()

    def _connect(self, actions: Actions, window: QWidget) -> None:
        viewer, panel = self.viewer, self._panel
        viewer.begun.connect(panel.show_loading)
        viewer.loaded.connect(self._show_pyramid)
        viewer.failed.connect(panel.show_failure)
        viewer.drawn.connect(self._show_drawing)
        self.overlay.chosen.connect(viewer.set_overlay)
        self.overlay.chosen.connect(self.pairing.set_overlay)
        self.pairing.loaded.connect(self._show_partner)
        self.pairing.followed.connect(self.partner_anatomy.follow)
        self.overlay.explained.connect(self.explained)
        actions["loupe"].triggered.connect(self.loupe.set_on)
        actions["remove_measure"].triggered.connect(self._remove_drawn)
        self.anatomy.keyed.connect(panel.captions[0].show_keys)
        self.partner_anatomy.keyed.connect(panel.captions[1].show_keys)
        blink = OverlayBlink(actions["blink"], window)
        for drawn in (self.anatomy, self.partner_anatomy, self.marking, self.partner_marks):
            blink.blinked.connect(drawn.set_bare)
        for view in self._views:
            blink.blinked.connect(lambda bare, view=view: view.set_layers_shown(not bare))
        self._connect_places(actions)
        self._connect_seen()

    def _connect_seen(self) -> None:
        """Note what is painted, and what cannot be."""
        panes = zip(self._views, (self.viewer, self._other), Pane, strict=True)
        for view, viewer, pane in panes:
            view.seen.connect(lambda one, pane=pane: self.seen.painted(pane, one.path, one.sha256))
            view.cleared.connect(partial(self.seen.cleared, pane))
            viewer.failed.connect(partial(self._note_failure, viewer))
            viewer.failed.connect(lambda _: self.failed.emit())

    def _note_failure(self, viewer: PhotographLoader, reason: str) -> None:
        if viewer.path is not None:
            self.seen.failed(viewer.path, reason)

    def _connect_places(self, actions: Actions) -> None:
        view = self._panel.view
        slots: dict[str, Callable[[], None]] = {
            "fit": view.fit,
            "fit_whole": view.fit_whole,
            "turn_right": partial(view.turn, 1),
            "turn_left": partial(view.turn, -1),
            "mirror": view.mirror,
            "actual_size": view.actual_size,
            "double_size": view.double_size,
            "zoom_in": view.zoom_in,
            "zoom_out": view.zoom_out,
            "pan_left": partial(view.pan, -1, 0),
            "pan_right": partial(view.pan, 1, 0),
            "pan_up": partial(view.pan, 0, -1),
            "pan_down": partial(view.pan, 0, 1),
        }
        for name, slot in slots.items():
            actions[name].triggered.connect(lambda *_, slot=slot: slot())
        view.turned.connect(lambda: actions["mirror"].setChecked(view.orientation.mirrored))
        settings, remember = self._settings_store.settings, self._settings_store.update
        for name, show in (
            ("navigator", self.navigator.set_wanted),
            ("words", self._panel.want_captions),
        ):
            actions[name].setChecked(getattr(settings, name))
            show(getattr(settings, name))
            actions[name].toggled.connect(show)
            actions[name].toggled.connect(lambda on, name=name: remember(**{name: on}))

    def _remove_drawn(self) -> None:
        """Take away the mark that is selected, otherwise what was measured last."""
        if not self.marking.remove():
            self.measure.remove()

    def _show_pyramid(self, pyramid: Pyramid) -> None:
        self._panel.show_pyramid(pyramid)
        self._enhancers[0].refresh()
        self.measure.show(pyramid)
        self.marking.show(pyramid)
        self.anatomy.show(pyramid)
        self.pairing.main_loaded()

    def _show_partner(self, pyramid: Pyramid) -> None:
        self._enhancers[1].refresh()
        self.partner_anatomy.show(pyramid)
        self.partner_marks.show(pyramid)

    def _show_drawing(self, drawing: Drawing) -> None:
        self._panel.show_drawing(drawing)
        if drawing.layers:
            self.painted.emit(drawing.milliseconds)
