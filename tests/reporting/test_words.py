"""Words and names on paper: nothing personal, nothing backwards, nothing surer than it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.grading import Decision
from fundusviewer.reporting.paper.bookmarks import Bookmark, add_bookmarks
from fundusviewer.reporting.redaction import without_names
from fundusviewer.reporting.speech import Speech
from fundusviewer.reporting.words import isolated, left_to_right, words_of
from tests.reporting.rows import row

PHOTO = Path("/clinic/Meier Anna/12/Ng_OD.jpg")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Ng_OD.jpg: the file is empty", "the photograph: the file is empty"),
        ("/clinic/Meier Anna/12/Ng_OD.jpg is gone", "the photograph is gone"),
        ("no access to /clinic/Meier Anna/12", "no access to the photograph"),
        ("Ng_OD is odd", "the photograph is odd"),
        ("xNg_OD.jpgx stays", "xNg_OD.jpgx stays"),
        ("Too dark.", "Too dark."),
    ],
)
def test_reasons_without_names(text: str, clean: str) -> None:
    assert without_names(text, PHOTO) == clean


def test_short_names_do_not_eat_words() -> None:
    assert without_names("a is in a folder", Path("a")) == "a is in a folder"


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "0.0"), (1.0, "100.0"), (0.99951, "over 99.9"), (0.0004, "under 0.1"), (0.5, "50.0")],
)
def test_only_certainty_is_printed_as_certain(probability: float, words: str) -> None:
    assert Speech().probability(probability) == f"{words}\N{NO-BREAK SPACE}%"


def test_digits_behind_right_to_left_words_keep_their_direction() -> None:
    mark = "\N{LEFT-TO-RIGHT MARK}"
    assert left_to_right("نور_2026-03-14_OD.jpg") == f"نور{mark}_2026-03-14_OD.jpg"
    assert left_to_right("שלום כהן_OS.jpg") == f"שלום כהן{mark}_OS.jpg"
    assert left_to_right("نور محمد") == "نور محمد"
    assert left_to_right("Müller_OD.jpg") == "Müller_OD.jpg"
    assert isolated("نور")[0] == "\N{FIRST STRONG ISOLATE}"


def test_every_decision_has_words_and_a_drawing() -> None:
    from fundusviewer.resources import asset

    rows = [row("a.jpg", decision=one.value) for one in Decision if one != "error"]
    rows += [row("a.jpg", problem="x"), row("a.jpg", decision=None)]
    rows += [row("a.jpg", decision=None, result=None)]
    headlines = {words_of(one).headline for one in rows}
    assert len(headlines) == len(rows)
    assert all(asset(f"icons/{words_of(one).icon}.svg").is_file() for one in rows)


@pytest.mark.parametrize("data", [b"", b"%PDF", b"trailer\n<<\n/Size 1\n>>\nstartxref\n1\n%%EOF"])
def test_bookmarks_leave_other_files_alone(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"document|mmap"):
        add_bookmarks(path, [Bookmark("a", 1)])
    assert path.read_bytes() == data
