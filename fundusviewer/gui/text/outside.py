"""Words from outside, as the window may show them: names of files and people, titles, errors.

What a file is called is its maker's word, not ours. A mark for the direction of writing turns the
rest of a sentence round, a line end makes two rows of one, five thousand letters widen a window,
and ``&`` and ``[*]`` mean something in menus and titles. Nothing here knows of markup: no label
and no tool tip reads any (see :mod:`fundusviewer.gui.widgets.theme`).
"""

from __future__ import annotations

import re
import textwrap

#: Stands where a letter was that must not act.
_MARK = "\N{REPLACEMENT CHARACTER}"

_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_HARMLESS = {
    **dict.fromkeys((*_DIRECTIONS, *_CONTROLS), _MARK),
    **dict.fromkeys((0x2028, 0x2029), "\n"),
    ord("\n"): "\n",
    ord("\t"): "\t",
}

#: Most letters of a text, of a name in one line, of a tool tip's line, and its lines.
MOST, SHORT, TIP_WIDTH, TIP_LINES = 2000, 120, 120, 12

#: A word that is longer than any line; a place to break it is put in after so many letters.
_LONG_WORD = re.compile(r"[^\s/\\\-\N{ZERO WIDTH SPACE}]{100}(?=[^\s/\\\-])")


def plain(text: str) -> str:
    """Return a text of any number of lines: what acts in it is marked, and it has an end."""
    shown = _cut(text.replace("\r\n", "\n").translate(_HARMLESS), MOST)
    return _LONG_WORD.sub("\\g<0>\N{ZERO WIDTH SPACE}", shown)


def short(text: str) -> str:
    """Return a name in one line, for lists, boxes and sentences."""
    return _cut(" ".join(text.replace("\r\n", "\n").translate(_HARMLESS).split("\n")), SHORT)


def tip(text: str) -> str:
    """Return a tool tip: Qt breaks none of its lines, and would fill the screen with them."""
    lines = [
        line
        for whole in _cut(text.replace("\r\n", "\n").translate(_HARMLESS), MOST).split("\n")
        for line in _wrapped(whole)
    ]
    return "\n".join(lines if len(lines) <= TIP_LINES else [*lines[:TIP_LINES], "…"])


def _wrapped(line: str) -> list[str]:
    if len(line) <= TIP_WIDTH and "\t" not in line:
        # Nearly all: a window has two hundred tips, and wrapping is slow.
        return [line.rstrip()]
    return textwrap.wrap(line, TIP_WIDTH, break_on_hyphens=False) or [""]


def menu_text(name: str) -> str:
    """Return a name for a menu or a button, where ``&`` would underline a letter."""
    return short(name).replace("&", "&&")


def title_text(title: str) -> str:
    """Return a window's title, in which ``[*]`` would stand for unsaved changes."""
    return short(title).replace("[*]", "[*][*]")


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    half = (most - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
