"""Going through the list: the photograph that is chosen, those selected with it, the next ones."""

from __future__ import annotations

from fundusviewer.gui.state.listing.worklist_item_model import WorklistModel
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.state.selection import Selection


class ListCursor:
    """Reads the selection in the order of the list, and moves it."""

    def __init__(self, model: WorklistModel, selection: Selection) -> None:
        self._model, self._selection = model, selection
        # Where a selection by keys began, and the photograph that it ended with.
        self._anchor: int | None = None
        self._ends: int | None = None

    @property
    def current(self) -> Photograph | None:
        """The active photograph, as the list knows it; ``None`` where it is not listed."""
        active = self._selection.active
        if active is None or self._model.position_of(active) is None:
            return None
        row = self._model.row_of(active)
        found = None if row is None else self._model.at(row)
        return found if isinstance(found, Photograph) else self._model.photographs([active])[0]

    @property
    def selected(self) -> list[int]:
        """Keys of the selected photographs, in the order of the list."""
        places = ((self._model.position_of(key), key) for key in self._selection.chosen)
        return [key for _, key in sorted((at, key) for at, key in places if at is not None)]

    def choose(self, key: int | None) -> None:
        """Make a photograph of the list the active one, and the only one selected."""
        if key is not None and self._model.position_of(key) is not None:
            self._selection.choose(key)

    def step(self, count: int) -> None:
        """Choose the photograph so many further down, whether its visit is open or not."""
        self.choose(self._stepped(count))

    def extend(self, count: int) -> None:
        """Go so many further down, and select what lies between that and where it began."""
        key = self._stepped(count)
        start, end = self._model.position_of(self._anchor), self._model.position_of(key)
        if key is None or end is None:
            return
        if self._ends != self._selection.active or start is None:
            self._anchor = self._selection.active if self._selection.active is not None else key
            start = self._model.position_of(self._anchor)
        first, last = sorted((end if start is None else start, end))
        self._ends = key
        self._selection.extend(key, self._model.keys[first : last + 1])

    def _stepped(self, count: int) -> int | None:
        """Return the photograph so many further down, or the last one there is."""
        keys = self._model.keys
        if not keys:
            return None
        position = self._model.position_of(self._selection.active)
        if position is None:
            position = -1 if count > 0 else len(keys)
        return keys[min(max(position + count, 0), len(keys) - 1)]

    def go_to_end(self, *, first: bool) -> None:
        """Choose the first photograph of the list, or the last one."""
        keys = self._model.keys
        if keys:
            self.choose(keys[0 if first else -1])

    def after_active(self) -> list[int]:
        """Return the other photographs of the list: of the same visit, those below, the rest."""
        keys, active = self._model.keys, self._selection.active
        number = self._model.visit_of(active)
        if number is None:
            return list(keys)
        same = self._model.visits[number].listed
        start = self._model.position_of(same[0]) or 0  # type: ignore[arg-type]
        end, place = start + len(same), keys.index(active, start) if active is not None else start
        others = keys[place + 1 : end] + keys[start:place]
        return others + keys[end:] + keys[:start]
