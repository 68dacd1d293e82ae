"""The heat map: when it is shown, what is shown of it, and for which class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from fundusviewer.gui.commands.shortcuts_dialog import key_groups
from fundusviewer.gui.finding.probability_bars import Bar, ProbabilityBars
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import read_image
from fundusviewer.overlay import NO_REGIONS_NOTICE, REGIONS_NOTICE
from tests.gui.conftest import MakeWindow
from tests.gui.steps import choose, is_idle, on_screen
from tests.helpers.models import make_card, write_model

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def healthy(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> MainWindow:
    """Return a window with photographs that a model finds healthy."""
    write_model(models / "tiny.onnx", logits=[5.0, 0.0, 0.0, 0.0, 0.0])
    window = make_window()
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    return window


def has_heat(window: MainWindow) -> bool:
    return "heat map" in window.image.view.layer_names()


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)


def test_a_healthy_retina_shows_no_heat_map_until_asked(
    qtbot: QtBot, healthy: MainWindow, photographs: list[Path]
) -> None:
    assert not has_heat(healthy)
    assert not healthy.actions_table["heatmap"].isChecked()
    button = healthy.actions_table["heatmap"]
    assert button.iconText() == "Heat map hidden"
    assert "No apparent retinopathy" in button.toolTip()
    press(qtbot, healthy, Qt.Key.Key_H)
    assert has_heat(healthy)
    assert button.iconText() == "Heat map"
    press(qtbot, healthy, Qt.Key.Key_H)
    assert not has_heat(healthy)
    # What was asked of one photograph says nothing about others, nor about diseased ones.
    press(qtbot, healthy, Qt.Key.Key_H)
    choose(healthy, photographs[2])
    qtbot.waitUntil(lambda: is_idle(healthy, 3), timeout=10_000)
    assert not has_heat(healthy)
    assert healthy.settings.heatmap


def test_choosing_a_class_is_asking(qtbot: QtBot, healthy: MainWindow) -> None:
    press(qtbot, healthy, Qt.Key.Key_X)
    assert has_heat(healthy)
    annotation = healthy.viewer.annotation()
    assert annotation is not None
    assert annotation.explains == "mild NPDR"
    QTest.keyClick(healthy, Qt.Key.Key_X, SHIFT)
    qtbot.waitUntil(lambda: healthy.viewer.annotation().explains is None)  # type: ignore[union-attr]
    assert healthy.image.classes.currentText() == "no apparent retinopathy"


def test_the_heat_map_of_another_class_is_awaited(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph], photographs: list[Path]
) -> None:
    caption = window.image.captions[0]
    QTest.keyClick(window, Qt.Key.Key_X)
    assert "Heat map is being computed…" in caption.words
    press(qtbot, window, Qt.Key.Key_F6)
    assert "being computed" not in caption.words
    # One that cannot be made is not awaited for ever.
    examined().path.unlink()
    choose(window, photographs[1])
    photographs[1].unlink()
    QTest.keyClick(window, Qt.Key.Key_X)
    assert "Heat map is being computed…" in caption.words
    qtbot.waitUntil(lambda: "being computed" not in caption.words, timeout=60_000)


@pytest.mark.parametrize("asked", [False, True])
def test_the_file_shows_what_the_screen_does(
    qtbot: QtBot,
    healthy: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: bool,
) -> None:
    if asked:
        press(qtbot, healthy, Qt.Key.Key_H)
    target = tmp_path / "out.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(healthy.viewer.saved):
        healthy.actions_table["save_overlay"].trigger()
    assert healthy.current is not None
    original = read_image(healthy.current.path).pixels[100:250, 100:250].astype(int)
    drawn = read_image(target).pixels[100:250, 100:250]
    assert bool(np.abs(drawn - original).mean() > 3) is asked


def test_outlines(qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]) -> None:
    press(qtbot, window, Qt.Key.Key_C)
    assert {"regions", "heat map"} <= set(window.image.view.layer_names())
    assert REGIONS_NOTICE in window.image.captions[0].words
    press(qtbot, window, Qt.Key.Key_H)
    assert "heat map" not in window.image.view.layer_names()
    assert "regions" in window.image.view.layer_names()
    assert window.image.classes.isEnabled()
    assert not window.image.opacity.isEnabled()
    press(qtbot, window, Qt.Key.Key_C)
    assert window.image.view.layer_names() == []
    assert not window.settings.contours


def test_a_heat_map_that_shows_nothing_says_why(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> None:
    # On a scale that no place of the photograph comes near to.
    gradcam = make_card().gradcam.model_copy(update={"scale": 1e6})
    write_model(models / "tiny.onnx", make_card(gradcam=gradcam))
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=60_000)
    assert has_heat(window)
    assert NO_REGIONS_NOTICE in window.image.captions[0].words
    window.actions_table["heatmap"].trigger()
    qtbot.waitUntil(lambda: not has_heat(window), timeout=60_000)
    assert NO_REGIONS_NOTICE not in window.image.captions[0].words


def test_a_hidden_heat_map_says_how_to_show_it(qtbot: QtBot, healthy: MainWindow) -> None:
    caption = healthy.image.captions[0]
    assert "Heat map hidden; H shows it" in caption.words
    press(qtbot, healthy, Qt.Key.Key_H)
    assert "hidden" not in caption.words


def test_a_heat_map_that_is_on_its_way_is_said_to_be(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]
) -> None:
    """As after a restart: the list knows the result, its heat map is not kept."""
    caption = window.image.captions[0]
    assert has_heat(window)
    assert "being computed" not in caption.words
    window.session.examination.forget()
    window.presenter.show_state()
    assert "Heat map is being computed…" in caption.words
    qtbot.waitUntil(lambda: has_heat(window), timeout=60_000)
    assert "being computed" not in caption.words
    # Where no heat map is wanted, none is awaited.
    press(qtbot, window, Qt.Key.Key_H)
    window.session.examination.forget()
    window.presenter.show_state()
    assert "being computed" not in caption.words
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)


def test_what_does_not_come_is_not_said_to_be_computed(
    window: MainWindow, examined: Callable[[], Photograph], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody asks where there is no model, and who broke off is not asked again."""
    assert examined().row.result is not None
    examination = window.session.examination
    monkeypatch.setattr(examination, "ask", lambda *_, **__: None)
    examination.forget()
    window.presenter.show_state()
    assert "being computed" not in window.image.captions[0].words


def test_a_blind_grader_hears_nothing_of_heat_maps(
    qtbot: QtBot, window: MainWindow, photographs: list[Path]
) -> None:
    window.session.blindness.want(True)
    said: set[str] = set()
    window.viewing.overlay.chosen.connect(lambda _: said.add(window.image.captions[0].words))
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=60_000)
    window.session.examination.forget()
    window.presenter.show_state()
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
    assert said == {""}


def test_a_heat_map_that_cannot_be_made_says_why(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]
) -> None:
    """The file of a result is gone: its drive, perhaps."""
    path = examined().path
    aside = path.with_suffix(".aside")
    path.rename(aside)
    window.session.examination.forget()
    window.presenter.show_state()
    caption = window.image.captions[0]
    qtbot.waitUntil(lambda: "No heat map: " in caption.words, timeout=60_000)
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
    assert examined().row.result is not None
    assert "being computed" not in caption.words
    # It is tried again when the photograph is looked at again.
    aside.rename(path)
    window.presenter.show_current()
    qtbot.waitUntil(lambda: has_heat(window), timeout=60_000)
    assert "No heat map" not in caption.words


def test_the_second_photograph_says_why_it_has_no_heat_map(
    qtbot: QtBot, healthy: MainWindow, photographs: list[Path]
) -> None:
    healthy.actions_table["both_eyes"].trigger()
    healthy.viewing.pairing._choose(photographs[2])
    qtbot.waitUntil(lambda: is_idle(healthy, 3), timeout=60_000)
    second = healthy.image.captions[1]
    assert "Heat map hidden" in second.words
    healthy.session.examination.forget(photographs[2])
    healthy.viewing.pairing.retranslate()
    qtbot.waitUntil(lambda: "Heat map is being computed…" in second.words, timeout=60_000)
    qtbot.waitUntil(lambda: "hidden" in second.words, timeout=60_000)
    # Asked for, it is shown on both.
    press(qtbot, healthy, Qt.Key.Key_H)
    assert "hidden" not in second.words
    assert "computed" not in second.words


def test_a_bracket_embraces_what_is_possible(qtbot: QtBot, theme: Theme) -> None:
    names = ("none", "mild", "moderate", "severe", "proliferative")
    shares = (0.05, 0.4, 0.35, 0.15, 0.05)
    bars = ProbabilityBars(theme)
    qtbot.addWidget(bars)
    bars.resize(300, 250)
    bars.show()
    plain = tuple(Bar(name, share) for name, share in zip(names, shares, strict=True))
    bars.show_bars(plain)
    without = on_screen(bars)[:, :8]
    bars.show_bars(tuple(replace(bar, possible=bar.name in names[1:3]) for bar in plain))
    line = bars.sizeHint().height() // 5
    edge = on_screen(bars)[:, 1].astype(int)
    ground = edge[line // 2]
    marked = [bool(np.abs(edge[row * line + line // 2] - ground).max() > 60) for row in range(5)]
    assert marked == [False, True, True, False, False]
    assert "mild: 40.00\N{NO-BREAK SPACE}% (possible)" in bars.accessibleDescription()
    assert "mild, moderate" in bars.toolTip()
    bars.show_bars(plain)
    np.testing.assert_array_equal(on_screen(bars)[:, :8], without)


def test_all_keys_are_in_the_menu_and_in_the_list_and_none_twice(window: MainWindow) -> None:
    listed = dict(pair for group in key_groups(window.menuBar()) for pair in group.keys)
    for text in ("Loupe", "Invert", "Measure", "Both eyes side by side", "Actual size (1:1)"):
        assert text in listed
    keys = [key for keys in listed.values() for key in keys.split(" / ")]
    assert len(keys) == len(set(keys))
    in_menus = {
        action.objectName()
        for menu in window.actions_table.submenus.values()
        for action in menu.actions()
    }
    assert {"green", "contours", "visits", "mark_disc", "pan_left"} <= in_menus
