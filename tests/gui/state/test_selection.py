"""Which photograph is meant, without a window; and which have been seen."""

from __future__ import annotations

from pathlib import Path

from fundusviewer.gui.state.seen import Pane, Seen
from fundusviewer.gui.state.selection import Selection


def test_two_photographs_change_their_roles() -> None:
    selection = Selection()
    told: list[tuple[int | None, int | None]] = []
    selection.changed.connect(lambda: told.append((selection.active, selection.beside)))
    selection.activate(1)
    selection.show_beside(2)
    selection.switch()
    assert (selection.active, selection.beside) == (2, 1)
    # Choosing it in the list is the same as clicking it.
    selection.activate(1)
    assert (selection.active, selection.beside) == (1, 2)
    assert told == [(1, None), (2, 1), (1, 2)]


def test_another_photograph_stands_alone_until_its_other_eye_is_found() -> None:
    selection = Selection()
    selection.activate(1)
    selection.show_beside(2)
    selection.activate(3)
    assert (selection.active, selection.beside) == (3, None)
    selection.switch()
    assert selection.active == 3
    selection.show_beside(3)
    assert selection.beside is None


def test_keys_that_change_mean_the_same_photographs() -> None:
    selection = Selection()
    selection.activate(-1)
    selection.show_beside(-2)
    selection.select([-1, -2, 5])
    selection.settle({-1: 11, -2: 12})
    assert (selection.active, selection.beside) == (11, 12)
    assert selection.chosen == {11, 12, 5}


def test_seen_is_the_content_and_not_the_file() -> None:
    seen, path = Seen(), Path("a.jpg")
    seen.painted(Pane.MAIN, path, "old")
    assert seen.is_on_screen("old")
    assert not seen.is_on_screen("new")
    assert seen.shows_other_content(path, "new")
    seen.cleared(Pane.MAIN)
    assert not seen.is_on_screen("old")
    assert seen.was_on_screen("old")
    assert not seen.was_on_screen(None)


def test_what_cannot_be_shown_is_not_on_screen() -> None:
    seen, path = Seen(), Path("a.jpg")
    seen.painted(Pane.BESIDE, path, "content")
    seen.failed(path, "it is gone")
    assert not seen.is_on_screen("content")
    assert seen.failure(path) == "it is gone"
    seen.painted(Pane.MAIN, path, "content")
    assert seen.failure(path) is None


def test_photographs_that_change_their_views_stay_on_screen() -> None:
    seen = Seen()
    seen.painted(Pane.MAIN, Path("a.jpg"), "a")
    seen.painted(Pane.BESIDE, Path("b.jpg"), "b")
    with seen.switching():
        for pane in Pane:
            seen.cleared(pane)
    assert seen.is_on_screen("a")
    assert seen.is_on_screen("b")
    seen.cleared(Pane.BESIDE)
    assert not seen.is_on_screen("b")
