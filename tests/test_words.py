"""Words that mean one thing to every reader of this program."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]

#: "Disc" is the optic disc; the round part of a photograph is the field of view.
_DISC = re.compile(r"\bdiscs?\b", re.IGNORECASE)
_OPTIC = re.compile(
    r"optic discs?|disc diameters?|disc estimated|discs?,? (and|or) (the )?fovea|`[^`\n]*`",
    re.IGNORECASE,
)

#: Rooms in whose code a photograph's field of view is told, and what in them is of the optic disc,
#: or of a disc with a catalogue of files on it.
_ROOMS = ("imaging", "grading", "overlay")
_OF_OTHER_DISCS = {
    "grading/joint_oedema.py",
    "grading/macular_oedema.py",
    "grading/network_gate.py",
    "grading/schemes/nhs.py",
    "grading/schemes/other_findings.py",
    "grading/schemes/scottish.py",
    "imaging/dicom/contents.py",
    "imaging/laterality.py",
    "imaging/retina_scale.py",
}

_PAGES = [
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
]


def _others(text: str) -> list[str]:
    """Return the lines in which "disc" is another one."""
    text = _OPTIC.sub("", re.sub(r"(?i)optic\s+(discs?)", r"optic \1", text))
    return [line for line in text.splitlines() if _DISC.search(line)]


def test_what_the_check_finds() -> None:
    assert _others("the optic\ndisc, 2 disc diameters away") == []
    assert _others("where disc and fovea lie: `disc`") == []
    assert _others("cut off at the disc's edge") == ["cut off at the disc's edge"]


def test_code_calls_the_field_of_view_no_disc() -> None:
    package = ROOT / "fundusviewer"
    named = re.compile(r"(?<![a-z])discs?(?![a-z])", re.IGNORECASE)
    found = {
        str(path.relative_to(package))
        for room in _ROOMS
        for path in (package / room).rglob("*.py")
        if named.search(path.read_text("utf-8")) or named.search(path.stem)
    }
    assert found == _OF_OTHER_DISCS


def test_texts_of_the_window_call_the_optic_disc_alone_a_disc() -> None:
    """The catalogue has what every room says, and the printed report."""
    # Our own file.
    root = ElementTree.parse(ROOT / "assets" / "translations" / "fundusviewer_de.ts").getroot()  # noqa: S314
    texts = [one.text or "" for one in root.iter("source")]
    assert len(texts) > 500
    assert [text for text in texts if _others(text.replace("&", ""))] == []


def test_three_dots_follow_their_word_as_in_english() -> None:
    """Entries of one menu that open a dialog look alike."""
    root = ElementTree.parse(ROOT / "assets" / "translations" / "fundusviewer_de.ts").getroot()  # noqa: S314
    pairs = [
        (one.findtext("source") or "", one.findtext("translation")) for one in root.iter("message")
    ]
    apart = [
        german for english, german in pairs if german and " …" in german and " …" not in english
    ]
    assert apart == []


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_call_the_optic_disc_alone_a_disc(page: Path) -> None:
    assert _others(page.read_text("utf-8")) == []


def _lone_rows(text: str) -> list[str]:
    """Return the first row of what looks like a table and has no header: it is shown as text."""
    rows = re.sub(r"(?ms)^```.*?^```$", "", text).splitlines()
    return [
        row
        for before, row, after in zip(["", *rows], rows, [*rows[1:], ""], strict=False)
        if row.startswith("|") and not before.startswith("|") and not re.match(r"\|[ :|-]+$", after)
    ]


def test_rows_of_tables_stand_together() -> None:
    assert _lone_rows("| a |\n|---|\n| b |\n\n| c |\n") == ["| c |"]
    found = {page.name: _lone_rows(page.read_text("utf-8")) for page in _PAGES}
    assert {page: rows for page, rows in found.items() if rows} == {}
