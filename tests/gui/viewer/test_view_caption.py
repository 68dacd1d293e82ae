"""The line below a photograph, where there is little room."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from fundusviewer.gui.viewer.view_caption import OutlineKey, ViewCaption
from fundusviewer.gui.widgets.theme import DARK
from fundusviewer.overlay import Legend
from tests.gui.steps import on_screen

_LABEL = "Label: moderate NPDR, 83.12%"
_REMARK = "No region reaches half of the heat map's scale, and so on, and so on"


def _ends(qtbot: QtBot, width: int, remark: str) -> tuple[int, int]:
    """Return where the remark's letters end, and where those of "low" begin; -1 for none."""
    caption = ViewCaption()
    qtbot.addWidget(caption)
    caption.show_legend(Legend(_LABEL, "Heat map, 32 × 32 cells, absolute scale", remark))
    caption.resize(width, caption.sizeHint().height())
    pixels = on_screen(caption).astype(int)

    def columns(name: str) -> np.ndarray:
        colour = QColor(name)
        wanted = (colour.red(), colour.green(), colour.blue())
        near = np.abs(pixels - wanted).max(axis=2) < 12
        return np.flatnonzero(near.any(axis=0))

    remarks, words = columns(DARK.ungradable), columns(DARK.muted)
    # The edges of the label's letters are as grey.
    words = words[words > width - 200]
    return (int(remarks.max()) if len(remarks) else -1), (int(words.min()) if len(words) else -1)


@pytest.mark.usefixtures("qapp")
def test_the_bars_words_make_room_for_a_remark(qtbot: QtBot) -> None:
    width = 460
    end, words = _ends(qtbot, width, _REMARK)
    assert words == -1
    # Up to the bar alone: 12 pixels beside it, 72 of its own, 18 before it, and a letter.
    assert end > width - 12 - 72 - 18 - 30
    _, words = _ends(qtbot, width, "")
    assert words > 0
    end, words = _ends(qtbot, 1400, _REMARK)
    assert 0 < end < words


@pytest.mark.usefixtures("qapp")
def test_what_outlines_mean_stands_where_there_is_room(qtbot: QtBot) -> None:
    """In words, in letters, or in the tip alone; never over what else is said."""
    caption = ViewCaption()
    qtbot.addWidget(caption)
    caption.show_legend(Legend(_LABEL))
    caption.show_keys([OutlineKey("#ff00ff", "EX", "Hard exudates")])
    places: list[int | None] = []
    # From wide to narrow: which widths are enough depends on the letters of the screen.
    for width in range(1000, 160, -20):
        caption.resize(width, caption.sizeHint().height())
        pixels = on_screen(caption).astype(int)
        ring = (np.abs(pixels - (255, 0, 255)).max(axis=2) < 90).any(axis=0)
        place = width - int(np.flatnonzero(ring).min()) if ring.any() else None
        if not places or place != places[-1]:
            places.append(place)
    in_words, in_letters, nowhere = places
    assert in_words is not None
    assert in_letters is not None
    assert in_words > in_letters
    assert nowhere is None
    assert "EX Hard exudates" in caption.toolTip()
