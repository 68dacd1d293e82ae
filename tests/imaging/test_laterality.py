"""The eye that a file name states."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from fundusviewer.imaging import Laterality, laterality_from_name

OD, OS = Laterality.OD, Laterality.OS


@pytest.mark.parametrize(
    ("name", "eye"),
    [
        ("Patient004_L.jpg", OS),
        ("10003_left.jpeg", OS),
        ("10003_RIGHT.jpeg", OD),
        ("case-17-OD.tif", OD),
        ("os.png", OS),
        ("12r.bmp", OD),
        ("LE 2024.jpg", OS),
        ("Müller_R.jpg", OD),
        ("R_und_OD.jpg", OD),
        ("a.b.left.png", OS),
        ("Laura.jpg", None),
        ("bright.jpg", None),
        ("left_right.jpg", None),
        ("OD_OS.png", None),
        ("photo.jpg", None),
        ("", None),
        (".jpg", None),
        ("Léa_1.jpg", None),
        ("Zoë R.jpg", OD),
        ("Måns.jpg", None),
        ("L'été.jpg", OS),
        ("re\u0301sultat.jpg", None),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_eye_of_a_name(name: str, eye: Laterality | None, form: Literal["NFC", "NFD"]) -> None:
    assert laterality_from_name(unicodedata.normalize(form, name)) is eye


def test_the_folder_says_nothing() -> None:
    assert laterality_from_name("left/photo.jpg") is None
