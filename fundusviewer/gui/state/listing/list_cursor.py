"""Going through the list: the photograph that is chosen, those selected with it, the next ones."""

from __future__ import annotations

from fundusviewer.gui.state.listing.worklist_item_model import WorklistModel
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.state.selection import Selection


class ListCursor:
    """Reads the selection in the order of the list, and moves it. Keeps nothing itself."""

    def __init__(self, model: WorklistModel, selection: Selection) -> None:
        self._model, self._selection = model, selection

    @property
    def current(self) -> Photograph | None:
        """The active photograph, as the list knows it; ``None`` where it is not listed."""
        row = self._model.row_of(self._selection.active)
        found = None if row is None else self._model.at(row)
        return found if isinstance(found, Photograph) else None

    @property
    def selected(self) -> list[int]:
        """Keys of the selected photographs, in the order of the list."""
        rows = ((self._model.row_of(key), key) for key in self._selection.chosen)
        return [key for _, key in sorted((row, key) for row, key in rows if row is not None)]

    def choose(self, key: int | None) -> None:
        """Make a photograph of the list the active one, and the only one selected."""
        if key is not None and self._model.row_of(key) is not None:
            self._selection.choose(key)

    def step(self, rows: int) -> None:
        """Choose the photograph so many further down; headings do not count."""
        row = self._model.row_of(self._selection.active)
        direction = 1 if rows > 0 else -1
        place, left, last = -1 if row is None else row, abs(rows), None
        while left and 0 <= place + direction < self._model.rowCount():
            place += direction
            key = self._model.key_at(place)
            if key is not None:
                last, left = key, left - 1
        self.choose(last)

    def go_to_end(self, *, first: bool) -> None:
        """Choose the first photograph of the list, or the last one."""
        keys = self._model.keys
        if keys:
            self.choose(keys[0 if first else -1])

    def after_active(self) -> list[int]:
        """Return the other photographs of the list: those below the active one, then the rest."""
        keys, active = self._model.keys, self._selection.active
        place = keys.index(active) if active in keys else -1
        return keys[place + 1 :] + keys[: max(0, place)]
