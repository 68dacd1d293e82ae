"""Which places and lesions are drawn on a photograph on screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fundusviewer.anatomy import LESION_KINDS
from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.commands.anatomy_actions import kind_action
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.view_caption import OutlineKey
from fundusviewer.gui.viewing.anatomy_items import (
    LESION_COLOURS,
    TracedItem,
    lesion_item,
    place_items,
)
from fundusviewer.screening import Finding
from fundusviewer.screening.examination.lesions import can_have_lesions


class AnatomyController(QObject):
    """Draws disc, fovea, grid and lesions on one view, where they are wanted and were found.

    Signals
    -------
    lesions_wanted(Finding, WholePhotograph)
        Nobody has looked for lesions on this photograph yet, and they are to be shown; with its
        pixels, or ``None`` where those on screen are not all of them.
    keyed(list)
        What the outlines mark that are drawn now, each an :class:`.OutlineKey`.
    """

    lesions_wanted = Signal(object, object)
    keyed = Signal(object)

    def __init__(
        self, actions: Actions, settings_store: SettingsStore, view: ImageView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._actions, self._view = actions, view
        self._path: Path | None = None
        self._finding: Finding | None = None
        self._shown: Path | None = None
        self._asked: Finding | None = None
        self._bare = False
        self._items: list[TracedItem] = []
        self._remember(settings_store)
        actions["places"].toggled.connect(self._draw)
        actions["lesions"].toggled.connect(self._toggle_lesions)
        for kind in LESION_KINDS:
            actions[kind_action(kind)].toggled.connect(self._draw)
        view.cleared.connect(self._clear)

    @property
    def names(self) -> list[str]:
        """What is drawn now: ``places``, and the kinds of lesions with marks."""
        return [str(item.data(0)) for item in self._items if item.isVisible()]

    def follow(self, path: Path | None, finding: Finding | None) -> None:
        """Another photograph is on screen, or another finding of it."""
        self._path, self._finding = path, finding
        self._draw()

    def show(self, pyramid: Pyramid) -> None:
        """Draw on a photograph that can be seen now."""
        self._shown = pyramid.path
        self._draw()

    def set_bare(self, bare: bool) -> None:
        """Show the bare photograph for a while, or all again."""
        self._bare = bare
        for item in self._items:
            item.setVisible(not bare)

    def _remember(self, store: SettingsStore) -> None:
        """Draw what was drawn last; every kind of lesion is, after a start."""
        for name in ("places", "lesions"):
            self._actions[name].setChecked(getattr(store.settings, name))
            self._actions[name].toggled.connect(lambda on, name=name: store.update(**{name: on}))
        for kind in LESION_KINDS:
            self._actions[kind_action(kind)].setChecked(True)

    def _toggle_lesions(self) -> None:
        self._asked = None
        self._draw()

    def _clear(self) -> None:
        self._shown = None
        self._remove()
        self.keyed.emit([])

    def _remove(self) -> None:
        for item in self._items:
            self._view.scene().removeItem(item)
        self._items = []

    def _draw(self) -> None:
        self._draw_found()
        kinds = [name for item in self._items if (name := str(item.data(0))) in LESION_COLOURS]
        self.keyed.emit([self._key(kind) for kind in kinds])

    def _key(self, kind: str) -> OutlineKey:
        name = self._actions[kind_action(kind)].text().replace("&", "")
        return OutlineKey(LESION_COLOURS[kind], kind, name)

    def _draw_found(self) -> None:
        self._remove()
        finding = self._finding
        if finding is None:
            return
        self._want_lesions(finding)
        # What is on screen may still be the photograph before.
        if self._shown is None or self._shown != self._path:
            return
        if self._actions["places"].isChecked() and finding.landmarks is not None:
            for item in place_items(finding.landmarks):
                self._add(item, "places")
        if self._actions["lesions"].isChecked() and finding.lesions is not None:
            for kind, marks in finding.lesions.lesions.kinds.items():
                if marks.outlines and self._actions[kind_action(kind)].isChecked():
                    self._add(lesion_item(kind, marks.outlines), kind)

    def _want_lesions(self, finding: Finding) -> None:
        """Ask for lesions, once for each finding: a photograph that cannot be read has none."""
        if not self._actions["lesions"].isChecked() or finding is self._asked:
            return
        if finding.lesions is not None or not can_have_lesions(finding):
            return
        shown = self._view.shown
        if shown is None or shown.pyramid.path != self._path or not shown.pyramid.is_complete:
            # It is being read: asked with its pixels in a moment, nobody reads them twice.
            return
        self._asked = finding
        self.lesions_wanted.emit(finding, shown.pyramid.whole())

    def _add(self, item: TracedItem, name: str) -> None:
        item.setData(0, name)
        item.setVisible(not self._bare)
        self._view.scene().addItem(item)
        self._items.append(item)
