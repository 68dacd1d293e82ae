"""The keys that the documentation names do what it says: compared with the table of actions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from fundusviewer.gui.window.main_window import MainWindow

ROOT = Path(__file__).parents[3]
DOCUMENTS = ("README.md", "docs/user-guide.md")

#: A key in backticks. Modifiers alone (``Shift`` + arrow keys) are no keys.
_KEY = re.compile(
    r"`((?:(?:Ctrl|Shift|Alt)\+)*"
    r"(?:[A-Z0-9.,+-]|F\d+|PgUp|PgDown|Del|Ins|Enter|Esc|Tab|Backspace|Left|Right|Home|End))`"
)

#: What belongs to no action: the field or the dialog that has the keys.
_FIELD = "a field of its own"

#: By key: the action, and words that the documentation uses for it. A key that is not here, or
#: that is said to do something else, fails the test.
_MEANINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "F": (("fit", r"fits?\b"),),
    "Shift+F": (("fit_whole", r"fit the whole file"),),
    "W": (("words", r"words below it"),),
    "Shift+N": (("navigator", r"overview"),),
    "Ctrl+R": (("turn_right", r"turn to the right"),),
    "Ctrl+Shift+R": (("turn_left", r"to the left"),),
    "Ctrl+Shift+M": (("mirror", r"mirror"),),
    "F6": (("next_control", r"next control|into its buttons|is reached"),),
    "F7": (("left_panel", r"the left panel"),),
    "F8": (("right_panel", r"the right panel"),),
    "F11": (("full_screen", r"full screen"),),
    "Home": (("first", r"first"),),
    "End": (("last", r"last"),),
    "K": (("agreement", r"agreement"),),
    "S": (("sort_list", r"order"),),
    "Ctrl+Shift+F": (("filter_list", r"funnel"),),
    "Z": (("actual_size", r"one pixel as one pixel|1:1"),),
    "Shift+Z": (("double_size", r"2:1"),),
    "H": (("heatmap", r"heat map|asks"),),
    ".": (("more_opaque", r"more and less opaque"),),
    ",": (("less_opaque", r"more and less opaque"),),
    "Q": (("places", r"optic disc, fovea"),),
    "Y": (("lesions", r"lesions that a second network marks|until `Y` asks"),),
    "Alt+1": (("lesions_MA", r"each kind on and off"),),
    "Alt+2": (("lesions_HE", r"each kind on and off"),),
    "Alt+3": (("lesions_EX", r"each kind on and off"),),
    "Alt+4": (("lesions_SE", r"each kind on and off"),),
    "V": (("blink", r"bare photograph"),),
    "C": (("contours", r"outlines"),),
    "X": (("explain_next", r"explain the next class"),),
    "Shift+X": (("explain_previous", r"the one before"),),
    "Ctrl++": (("zoom_in", r"zoom"),),
    "Ctrl+-": (("zoom_out", r"zoom"),),
    "L": (("loupe", r"loupe"),),
    "G": (("green", r"red-free"),),
    "R": (("red", r"red channel"),),
    "B": (("blue", r"blue channel"),),
    "E": (("equalise", r"local contrast"),),
    "I": (("invert", r"inverted"),),
    "Alt+PgUp": (("lighter_shadows", r"the same by keys"),),
    "Alt+PgDown": (("darker_shadows", r"the same by keys"),),
    "O": (("original", r"original display|ends it"),),
    "P": (("both_eyes", r"both eyes"),),
    "A": (("other_eye", r"the other eye active"),),
    "T": (("visits", r"another visit"),),
    "Shift+P": (("choose_partner", r"chosen in the bar"),),
    "Ctrl+Left": (("split_left", r"slider"),),
    "Ctrl+Right": (("split_right", r"slider"),),
    "M": (("measure", r"then drag"),),
    "D": (("mark_disc", r"optic disc"),),
    "Ins": (("set_point", r"point|other end"),),
    "Del": (("remove_measure", r"removes the last one|take it away"),),
    "Shift+D": (("mark_point", r"a point"),),
    "Shift+A": (("mark_arrow", r"an arrow"),),
    "Shift+O": (("mark_outline", r"an outline"),),
    "Shift+L": (("mark_length", r"a length"),),
    "Shift+K": (("mark_words", r"kind and words"),),
    "Shift+M": (("marks", r"all marks"),),
    "0": (("grade_0", r"your grade"),),
    "4": (("grade_4", r"your grade"),),
    "U": (("refuse", r"ungradable"),),
    "Enter": (
        ("accept", r"accept|goes on"),
        (_FIELD, r"back to the list|writes it|tries again"),
    ),
    "J": (("next_to_review", r"next photograph to review"),),
    "PgDown": (("next", r"next|through them"),),
    "PgUp": (("previous", r"previous|through them"),),
    "N": (("note", r"note"),),
    "Esc": (("pause", r"pauses the run"), (_FIELD, r"gives it up|given up|ends the tool")),
    "Shift+Esc": (("resume", r"continue the run"),),
    "Backspace": (("withdraw", r"withdraw"),),
    "F1": (("shortcuts", r"lists all keyboard shortcuts"),),
    "F4": (("form", r"form"),),
    "F9": (("patient", r"patient"),),
    "F2": (("correct", r"sets it|correct"),),
    "F5": (("examine_again", r"examine again|act on all"),),
    "Tab": (
        ("both_panels", r"both side panels|puts the panels away"),
        (_FIELD, r"outside of list"),
    ),
    "Ctrl+A": (("select_all", r"select several"),),
    "Ctrl+B": (("blind", r"grade blind"),),
    "Ctrl+D": (("show_database", r"whole \*database"),),
    "Ctrl+F": (("search", r"searches"),),
    "Ctrl+H": (("history", r"history"),),
    "Ctrl+I": (("inside", r"inside the network"),),
    "Ctrl+M": (("models", r"model card"),),
    "Ctrl+O": (("open_photographs", r"open photographs"),),
    "Ctrl+S": (("save_overlay", r"save overlay"),),
    "Ctrl+Z": (("undo", r"undoes|takes back"),),
    "Ctrl+,": (("settings", r"settings"),),
    "Ctrl+Shift+O": (("open_folder", r"open folder"),),
    "Ctrl+Shift+W": (("watch", r"watch a folder"),),
    "Ctrl+Shift+Z": (("redo", r"enters it again"),),
}

#: How far from a key what it does stands, in letters of one paragraph.
_NEAR = 60


@dataclass(frozen=True)
class Mention:
    """One key in a document, with what is said around it."""

    key: str
    words: str


def mentions(text: str) -> list[Mention]:
    """Return the keys of a text: with their row of a table, otherwise with what stands near."""
    found: list[Mention] = []
    for block in re.split(r"\n\n|\n(?=[|])", text):
        words = " ".join(block.split())
        row = words.startswith("|")
        for match in _KEY.finditer(words):
            near = words if row else words[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            found.append(Mention(match[1], near))
    return found


def meaning(mention: Mention) -> str | None:
    """Return the action that the text means; ``None`` where the key does not do that."""
    for action, words in _MEANINGS.get(mention.key, ()):
        if re.search(words, mention.words, re.IGNORECASE):
            return action
    return None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_key_of_the_documentation_does_what_it_says(window: MainWindow, name: str) -> None:
    found = mentions((ROOT / name).read_text(encoding="utf-8"))
    assert len(found) >= 5
    for mention in found:
        action = meaning(mention)
        assert action is not None, f"{name}: {mention.key} in “{mention.words}”"
        if action != _FIELD:
            keys = window.actions_table[action].shortcuts()
            assert QKeySequence(mention.key) in keys, f"{name}: {mention.key} is not {action}"


def test_no_meaning_is_left_over() -> None:
    text = (ROOT / "docs" / "user-guide.md").read_text(encoding="utf-8")
    named = {mention.key for mention in mentions(text)}
    assert named >= _MEANINGS.keys()


def test_a_wrong_key_would_be_found() -> None:
    (wrong,) = mentions("`1` shows one pixel as one pixel")
    assert wrong.key == "1"
    assert meaning(wrong) is None
    (other,) = mentions("`H` shows one pixel as one pixel")
    assert meaning(other) is None
