"""Names from outside, as the window may show them."""

from __future__ import annotations

import pytest

from fundusviewer.gui.text.outside import (
    MOST,
    SHORT,
    TIP_LINES,
    TIP_WIDTH,
    menu_text,
    plain,
    short,
    tip,
    title_text,
)


@pytest.mark.parametrize("text", ["", "a_OD.png", "Müller, Änne", "two\nlines", "مريض 17", "<b>"])
def test_what_does_nothing_is_shown_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("letter", ["\u202e", "\u202a", "\u2066", "\u2069", "\x00", "\x1b", "\x85"])
def test_what_would_turn_or_end_a_text_is_marked(letter: str) -> None:
    for shown in (plain, short, tip, menu_text, title_text):
        assert shown(f"a{letter}gpj.exe") == "a\N{REPLACEMENT CHARACTER}gpj.exe"


def test_a_name_is_one_line_and_not_endless() -> None:
    assert short("first\nsecond\r\nthird\u2028fourth") == "first second third fourth"
    assert len(short("x" * 5000)) <= SHORT
    assert short("begin" + "x" * 5000 + "end").startswith("begin")
    assert short("begin" + "x" * 5000 + "end").endswith("end")


def test_a_word_without_end_can_be_broken() -> None:
    assert max(map(len, plain("x" * 5000).split("\N{ZERO WIDTH SPACE}"))) <= 100
    assert len(plain("x " * 5000)) <= MOST
    assert plain("/a/very/long/path" * 50) == "/a/very/long/path" * 50


def test_a_tip_fits_the_screen() -> None:
    for text in ("x" * 5000, "word " * 1000, "line\n" * 500):
        lines = tip(text).split("\n")
        assert len(lines) <= TIP_LINES + 1
        assert max(map(len, lines)) <= TIP_WIDTH


def test_menus_and_titles_show_what_means_something_in_them() -> None:
    assert menu_text("Smith & Sons") == "Smith && Sons"
    assert title_text("a[*].png") == "a[*][*].png"
