"""Which eye it is, and who says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.gui.finding.laterality_text import eye_warning, eye_words
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.screening import Row
from fundusviewer.screening.names import name_pattern
from fundusviewer.screening.patients import identify


def photograph(name: str, told: str | None = None, by_hand: str | None = None) -> Photograph:
    row = Row.of_file(Path(name))._replace(
        dicom_eye=told, corrected=int(by_hand is not None), eye=by_hand
    )
    return Photograph(1, Progress.EXAMINED, row, identify(row, name_pattern()).identity)


@pytest.mark.parametrize(
    ("name", "told", "by_hand", "words"),
    [
        ("A1_OD.jpg", None, None, "OD, right eye (from the file's name)"),
        ("A1_left.jpg", None, None, "OS, left eye (from the file's name)"),
        ("scan.dcm", "OS", None, "OS, left eye (from the DICOM object)"),
        ("scan.jpg", None, "OD", "OD, right eye (set by hand)"),
        ("scan.jpg", None, None, "not known (F2 sets it)"),
    ],
)
def test_the_source_is_shown(name: str, told: str | None, by_hand: str | None, words: str) -> None:
    shown = photograph(name, told, by_hand)
    assert eye_words(shown) == words
    assert eye_warning(shown) == ""


@pytest.mark.parametrize(
    ("told", "by_hand", "counts"),
    [
        ("OS", None, "OS, left eye (from the DICOM object)"),
        (None, "OS", "OS, left eye (set by hand)"),
    ],
)
def test_contradictions_are_said(told: str | None, by_hand: str | None, counts: str) -> None:
    shown = photograph("A1_OD.jpg", told, by_hand)
    assert eye_words(shown) == counts
    warning = eye_warning(shown)
    assert counts in warning
    assert "OD, right eye (from the file's name)" in warning
