"""Which parts of the explanation are drawn: heat map, opacity, outlines, and for which class."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.photograph import NOTHING_MISSING, Missing
from fundusviewer.gui.viewer.image_panel import ImagePanel
from fundusviewer.gui.viewer.overlay_layers import OverlayChoice
from fundusviewer.gui.viewing.missing_heatmap import missing_words
from fundusviewer.screening import Finding

#: Opacity for one notch of the wheel or one key press.
_STEP = 0.05


class OverlayController(QObject):
    """Holds the choice, and remembers what is to last.

    A photograph with "no apparent retinopathy" shows no heat map until somebody asks for it; that
    is forgotten with the next photograph.

    Signals
    -------
    chosen(OverlayChoice)
        For the photograph on screen.
    explained(Finding, int)
        The heat map of this class is wanted.
    """

    chosen = Signal(object)
    explained = Signal(object, int)

    def __init__(
        self, actions: Actions, panel: ImagePanel, settings_store: SettingsStore, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._actions, self._panel, self._settings_store = actions, panel, settings_store
        self._path: Path | None = None
        self._finding: Finding | None = None
        self._missing = NOTHING_MISSING
        self._asked = False
        actions["heatmap"].triggered.connect(self._show_heatmap)
        actions["contours"].triggered.connect(self._show_contours)
        actions["more_opaque"].triggered.connect(partial(self._turn, 1.0))
        actions["less_opaque"].triggered.connect(partial(self._turn, -1.0))
        actions["explain_next"].triggered.connect(partial(self._step_class, 1))
        actions["explain_previous"].triggered.connect(partial(self._step_class, -1))
        panel.opacity.setValue(round(settings_store.settings.opacity * 100))
        panel.opacity_changed.connect(self._set_opacity)
        panel.view.opacity_turned.connect(self._turn)
        panel.class_chosen.connect(self._explain)

    @property
    def choice(self) -> OverlayChoice:
        """What is drawn on the photograph on screen."""
        settings = self._settings_store.settings
        asked = self._asked or settings.healthy_heatmap
        return OverlayChoice(
            settings.heatmap, settings.opacity, settings.contours, asked, settings.palette
        )

    def refresh(self) -> None:
        """Draw as the settings say now."""
        self._panel.opacity.setValue(round(self._settings_store.settings.opacity * 100))
        self._tell()

    def follow(
        self, path: Path | None, finding: Finding | None, missing: Missing = NOTHING_MISSING
    ) -> None:
        """Another photograph is on screen, or another finding of it.

        Parameters
        ----------
        path, finding
            ``None`` for none.
        missing
            What is said where there is no finding.
        """
        if path != self._path:
            self._asked = False
        self._path, self._finding, self._missing = path, finding, missing
        self._tell()

    @property
    def _left_out(self) -> bool:
        """Whether this photograph shows no heat map unless asked for."""
        finding = self._finding
        return finding is not None and finding.hides_heatmap and not self.choice.asked

    def _show_heatmap(self, on: bool) -> None:
        if on:
            self._asked = True
            self._settings_store.update(heatmap=True)
        elif self._asked and self._finding is not None and self._finding.hides_heatmap:
            # Asked for and no longer: that says nothing about other photographs.
            self._asked = False
        else:
            self._settings_store.update(heatmap=False)
        self._tell()

    def _show_contours(self, on: bool) -> None:
        self._asked = self._asked or on
        self._settings_store.update(contours=on)
        self._tell()

    def _turn(self, notches: float) -> None:
        value = self._panel.opacity.value() + round(100 * _STEP * notches)
        self._panel.opacity.setValue(value)

    def _set_opacity(self, opacity: float) -> None:
        self._settings_store.update(opacity=opacity)
        self._tell()

    def _step_class(self, step: int) -> None:
        box = self._panel.classes
        if box.isEnabled() and box.count():
            box.setCurrentIndex((box.currentIndex() + step) % box.count())
            box.activated.emit(box.currentIndex())

    def _explain(self, class_index: int) -> None:
        finding = self._finding
        if finding is not None:
            # Who chooses the class of a healthy retina asks for its heat map.
            self._asked = True
            self._missing = Missing(awaited=True)
            self._tell()
            self.explained.emit(finding, class_index)

    def _tell(self) -> None:
        choice, left_out = self.choice, self._left_out
        self._name_heatmap(left_out)
        self._actions["heatmap"].setChecked(choice.heatmap and not left_out)
        self._actions["contours"].setChecked(choice.contours and not left_out)
        self._panel.show_choices(self._finding, choice, left_out=left_out)
        self.chosen.emit(choice)

    def _name_heatmap(self, left_out: bool) -> None:
        """Show on the button why there is no heat map."""
        action = self._actions["heatmap"]
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if left_out:
            action.setIconText(self.tr("Heat map hidden"))
            why = self.tr("No apparent retinopathy: hidden until you show it ({key})")
        else:
            action.setIconText(self.tr("Heat map"))
            why = self.tr("Heat map ({key})")
        action.setToolTip(why.format(key=key))
        words = missing_words(self._finding, self.choice, self._missing, key=key)
        self._panel.captions[0].show_hidden(words)
