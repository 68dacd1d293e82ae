"""A photograph that is about to be chosen is read early, and once."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from pytestqt.qtbot import QtBot

import fundusviewer.gui.state.listing.worklist as worklist_module
import fundusviewer.gui.viewer.photograph_loader as viewer_module
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.viewer.image_pyramid import Pyramid, build_quick_pyramid
from fundusviewer.gui.viewer.overlay_layers import Drawing, OverlayChoice, draw
from fundusviewer.gui.viewer.photograph_loader import PhotographLoader
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.inference import Classifier
from fundusviewer.screening import Finding, examine
from tests.gui.steps import is_idle
from tests.helpers.models import write_model
from tests.screening.photographs import write_photographs


@pytest.fixture
def background() -> Iterator[JobPool]:
    background = JobPool()
    yield background
    background.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that were read for a first look."""
    names: list[str] = []

    def note(path: Path) -> Pyramid:
        names.append(path.name)
        return build_quick_pyramid(path)

    monkeypatch.setattr(viewer_module, "build_quick_pyramid", note)
    return names


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return write_photographs(tmp_path / "photographs", ["a.jpg", "b.jpg"])


@pytest.fixture
def viewer(background: JobPool) -> PhotographLoader:
    return PhotographLoader(background)


@pytest.fixture
def shown(viewer: PhotographLoader) -> list[str]:
    """Return the names of the photographs that were shown."""
    names: list[str] = []
    viewer.loaded.connect(lambda pyramid: names.append(pyramid.path.name))
    return names


@pytest.mark.parametrize("arrives_first", [True, False])
def test_what_was_expected_is_shown_and_read_once(
    qtbot: QtBot,
    background: JobPool,
    viewer: PhotographLoader,
    paths: list[Path],
    read: list[str],
    shown: list[str],
    arrives_first: bool,
) -> None:
    viewer.expect(paths[0])
    if arrives_first:
        qtbot.waitUntil(lambda: background.is_idle)
    assert shown == []
    viewer.show(paths[0], None)
    qtbot.waitUntil(lambda: viewer.is_idle and background.is_idle)
    assert (shown, read) == (["a.jpg"], ["a.jpg"])


def test_another_photograph_is_shown_than_was_expected(
    qtbot: QtBot,
    background: JobPool,
    viewer: PhotographLoader,
    paths: list[Path],
    read: list[str],
    shown: list[str],
) -> None:
    viewer.expect(paths[0])
    viewer.show(paths[1], None)
    qtbot.waitUntil(lambda: viewer.is_idle and background.is_idle)
    assert shown == ["b.jpg"]
    assert sorted(read) == ["a.jpg", "b.jpg"]


def test_what_is_shown_arrives_while_another_one_is_expected(
    qtbot: QtBot,
    background: JobPool,
    viewer: PhotographLoader,
    paths: list[Path],
    shown: list[str],
) -> None:
    viewer.expect(paths[0])
    viewer.show(paths[0], None)
    viewer.expect(paths[1])
    qtbot.waitUntil(lambda: viewer.is_idle and background.is_idle)
    assert shown == ["a.jpg"]
    viewer.show(paths[1], None)
    qtbot.waitUntil(lambda: viewer.is_idle)
    assert shown == ["a.jpg", "b.jpg"]


@pytest.fixture
def findings(paths: list[Path], tmp_path: Path) -> list[Finding]:
    """What a network finds on each photograph, with a heat map."""
    classifier = Classifier(write_model(tmp_path / "tiny.onnx"), "cpu")
    return [examine(path, classifier) for path in paths]


def test_no_photograph_is_shown_with_the_heat_map_of_another(
    qtbot: QtBot, viewer: PhotographLoader, paths: list[Path], findings: list[Finding]
) -> None:
    events: list[tuple[str, Any]] = []
    viewer.loaded.connect(lambda pyramid: events.append(("photograph", pyramid.path.name)))
    viewer.drawn.connect(lambda drawing: events.append(("layers", bool(drawing.layers))))
    for number in (0, 1, 0):
        viewer.show(paths[number], findings[number])
        qtbot.waitUntil(lambda: viewer.is_idle)
        # Also where it is known already, and shown at once.
        assert events[0] == ("layers", False)
        assert sorted(events[1:]) == [("layers", True), ("photograph", paths[number].name)]
        events.clear()


def test_a_heat_map_that_could_not_be_drawn_keeps_no_other_one_from_it(
    qtbot: QtBot,
    viewer: PhotographLoader,
    paths: list[Path],
    findings: list[Finding],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = threading.Event()
    wished: list[object] = []

    def drawn(*wish: Any) -> Drawing:
        wished.append(wish)
        if len(wished) > 1:
            return draw(*wish)
        go_on.wait(10)
        raise MemoryError

    monkeypatch.setattr(viewer_module, "draw", drawn)
    layers: list[int] = []
    viewer.drawn.connect(lambda drawing: layers.append(len(drawing.layers)))
    viewer.show(paths[0], findings[0])
    qtbot.waitUntil(lambda: bool(wished))
    viewer.show(paths[1], findings[1])
    go_on.set()
    qtbot.waitUntil(lambda: viewer.is_idle)
    assert len(wished) == 2
    assert layers[-1] > 0


def test_another_choice_that_could_not_be_drawn_leaves_nothing_of_the_one_before(
    qtbot: QtBot,
    viewer: PhotographLoader,
    paths: list[Path],
    findings: list[Finding],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layers: list[int] = []
    viewer.drawn.connect(lambda drawing: layers.append(len(drawing.layers)))
    viewer.show(paths[0], findings[0])
    qtbot.waitUntil(lambda: viewer.is_idle)
    assert layers[-1] > 0
    monkeypatch.setattr(viewer_module, "draw", Mock(side_effect=MemoryError))
    viewer.set_overlay(OverlayChoice(opacity=0.7))
    qtbot.waitUntil(lambda: viewer.is_idle)
    assert layers[-1] == 0


@pytest.mark.parametrize("fails_first", [True, False])
def test_a_photograph_that_cannot_be_read_says_so_when_it_is_chosen(
    qtbot: QtBot,
    background: JobPool,
    viewer: PhotographLoader,
    tmp_path: Path,
    fails_first: bool,
) -> None:
    reasons: list[str] = []
    viewer.failed.connect(reasons.append)
    viewer.expect(tmp_path / "gone.jpg")
    if fails_first:
        qtbot.waitUntil(lambda: background.is_idle)
    assert reasons == []
    viewer.show(tmp_path / "gone.jpg", None)
    qtbot.waitUntil(lambda: viewer.is_idle and bool(reasons))
    assert reasons == ["gone.jpg: the file is not there (any more)"]


def test_what_was_expected_in_vain_is_not_kept(
    qtbot: QtBot,
    background: JobPool,
    viewer: PhotographLoader,
    paths: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[weakref.ref[Pyramid]] = []

    def note(path: Path) -> Pyramid:
        pyramid = build_quick_pyramid(path)
        made.append(weakref.ref(pyramid))
        return pyramid

    monkeypatch.setattr(viewer_module, "build_quick_pyramid", note)
    viewer.expect(paths[0])
    qtbot.waitUntil(lambda: background.is_idle)
    assert made[0]() is not None
    viewer.show(None, None)
    assert made[0]() is None


def test_a_photograph_that_is_read_before_it_is_listed_is_seen(
    qtbot: QtBot, window: MainWindow, photographs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = threading.Event()
    make = worklist_module._made

    def build(path: Path) -> Pyramid:
        pyramid = build_quick_pyramid(path)
        read.set()
        return pyramid

    def make_later(*arguments: Any) -> object:
        assert read.wait(timeout=60)
        return make(*arguments)

    monkeypatch.setattr(viewer_module, "build_quick_pyramid", build)
    monkeypatch.setattr(worklist_module, "_made", make_later)
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    assert window.image.pages.currentWidget() is window.image.view
    assert window.image.view.shown is not None
