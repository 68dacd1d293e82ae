"""Colours that can be read; symbols and words beside every colour."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGroupBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fundusviewer.gui.settings.schema import ThemeChoice
from fundusviewer.gui.state.photograph import _DECISIONS, _UNFINISHED
from fundusviewer.gui.widgets.grade_row import GradeRow
from fundusviewer.gui.widgets.theme import DARK, LIGHT, Colours, Theme, tinted
from fundusviewer.resources import asset

TONES = ("refer", "no_referral", "ungradable", "not_fundus", "error", "plain", "muted", "text")


_ACROSS = Qt.Orientation.Horizontal


def _luminance(colour: QColor) -> float:
    """WCAG 2.1, relative luminance."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: QColor, second: QColor) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", TONES)
def test_tones_are_readable(colours: Colours, tone: str) -> None:
    colour = getattr(colours, tone)
    card = tinted(colour, colours.surface, 0.13)
    for ground in (QColor(colours.surface), QColor(colours.selection), card):
        assert _contrast(QColor(colour), ground) >= 4.5


GROUNDS = ("window", "surface", "raised")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_and_borders_are_seen_on_every_ground(colours: Colours, ground: str) -> None:
    """WCAG 2.1, 1.4.3 and 1.4.11; what is disabled may carry meaning, too."""
    behind = QColor(getattr(colours, ground))
    for name in ("text", "muted", "disabled"):
        assert _contrast(QColor(getattr(colours, name)), behind) >= 4.5, name
    for name in ("border", "accent"):
        assert _contrast(QColor(getattr(colours, name)), behind) >= 3, name


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_seen_on_colours(colours: Colours) -> None:
    for front, behind in (
        ("on_accent", "accent"),
        ("on_canvas", "canvas"),
        ("text", "selection"),
        ("ungradable", "surface"),
    ):
        found = _contrast(QColor(getattr(colours, front)), QColor(getattr(colours, behind)))
        assert found >= 4.5, (front, behind)
    # What stands below photographs has the dark theme's colours in both.
    for name in ("muted", "ungradable"):
        assert _contrast(QColor(getattr(DARK, name)), QColor(colours.canvas)) >= 4.5, name


def test_every_state_has_its_own_words_and_symbol() -> None:
    words = [*_DECISIONS.values()]
    assert len({word.headline for word in words}) == len(words)
    assert len({word.icon for word in words}) == len(words)
    for word in [*words, *_UNFINISHED.values()]:
        assert asset(f"icons/{word.icon}.svg").is_file()


def _group() -> QGroupBox:
    group = QGroupBox()
    group.setCheckable(True)
    group.setChecked(False)
    return group


def _grade_button() -> QToolButton:
    button = QToolButton()
    button.setObjectName("grade")
    return button


def _seen(widget: QWidget, colours: Colours) -> float:
    """Return the strongest contrast of a widget with the dialog behind it."""
    widget.resize(widget.sizeHint().expandedTo(QSize(30, 30)))
    picture = widget.grab().toImage()
    ground = QColor(colours.window)
    places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return max(_contrast(picture.pixelColor(x, y), ground) for x, y in places)


@pytest.mark.parametrize(("choice", "colours"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    "make",
    [
        QCheckBox,
        QRadioButton,
        lambda: QSlider(_ACROSS),
        lambda: _group(),
        QPushButton,
        QLineEdit,
        GradeRow,
        lambda: _grade_button(),
    ],
)
def test_boxes_and_handles_are_seen_in_every_theme(
    qtbot: QtBot,
    theme: Theme,
    choice: ThemeChoice,
    colours: Colours,
    make: Callable[[], QWidget],
    enabled: bool,
) -> None:
    """WCAG 2.1, 1.4.11: three to one, also where nothing is ticked and no text stands beside it."""
    theme.choose(choice)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    control = make()
    control.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    control.setEnabled(enabled)
    if isinstance(control, QToolButton):
        # The frame alone.
        control.setText("")
    QVBoxLayout(dialog).addWidget(control)
    dialog.show()
    assert _seen(control, colours) >= 3
