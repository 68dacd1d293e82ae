"""The eye that a file's name or a word for it states; what may be somebody's name states none."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.imaging import Laterality, laterality_from_name
from fundusviewer.imaging.laterality import eye_in_name, laterality_from_word

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
        ("L'été.jpg", None),
        ("re\u0301sultat.jpg", None),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_eye_of_a_name(name: str, eye: Laterality | None, form: Literal["NFC", "NFD"]) -> None:
    assert laterality_from_name(unicodedata.normalize(form, name)) is eye


def test_the_folder_says_nothing() -> None:
    assert laterality_from_name("left/photo.jpg") is None


@pytest.mark.parametrize(
    ("name", "eye"),
    [
        ("DUPONT_OD.jpg", OD),
        ("DUPONT_OG.jpg", OS),
        ("dupont_jean_os_2.jpg", OS),
        ("LE_VAN_ANH_001_OD.jpg", OD),
        ("Nguyen_Le_OS.jpg", OS),
        ("RE MARIO 1957 OD 3.jpg", OD),
        ("OD_12345.jpg", OD),
        ("left_macula_12.jpg", OS),
        ("12345_LE.jpg", OS),
        ("P007_RE_2.jpg", OD),
        ("12_OI.jpg", OS),
        ("IMG_LE_003.jpg", OS),
        ("Smith_Left.jpg", OS),
        ("right_eye_Smith.jpg", OD),
        ("müller_links.jpg", OS),
        ("Müller_RECHTS.jpg", OD),
        ("ＯＤ.jpg", OD),
    ],
)
def test_words_in_their_place_are_an_eye(name: str, eye: Laterality) -> None:
    assert eye_in_name(name).eye is eye
    assert not eye_in_name(name).is_doubtful


@pytest.mark.parametrize(
    "name",
    [
        "LE_VAN_ANH_001.jpg",
        "RE_MARIO_002.jpg",
        "Nguyen_Le.jpg",
        "NGUYEN_LE.jpg",
        "nguyen le 3.jpg",
        "Thi-Le.jpg",
        "OS_JAN_001.jpg",
        "Jan_van_Os.jpg",
        "van_os_jan_001.jpg",
        "JAN VAN OS.jpg",
        "OD_BATBAYAR_12.jpg",
        "Kenji_Oi.jpg",
        "OE_KENZABURO.jpg",
        "GARCIA_OI.jpg",
        "L_DUPONT_001.jpg",
        "R. Smith.jpg",
        "Smith_R_J.jpg",
        "Links_Peter.jpg",
        "PETER_LINKS_2.jpg",
        "Gauche_Marie_1.jpg",
        "Left_Eve_2.jpg",
        "left_right.jpg",
        "OD_OS.jpg",
        "Le_Re.jpg",
    ],
)
def test_what_may_be_a_name_is_no_eye_and_said(name: str) -> None:
    assert eye_in_name(name).eye is None
    assert eye_in_name(name).is_doubtful


@pytest.mark.parametrize(
    "name",
    ["Wright_001.jpg", "bright_7.jpg", "cleft.jpg", "Leroy.jpg", "Osman_3.jpg", "Lea_Rode.jpg",
     "k3l9x2.jpg", "a7r2.jpg", "rod.jpg", "models.jpg", "Laurent L'Ecuyer.jpg", "D'Os.jpg"],
)  # fmt: skip
def test_parts_of_words_say_nothing_at_all(name: str) -> None:
    found = eye_in_name(name)
    assert (found.eye, found.is_doubtful) == (None, False)


_SURNAMES = st.sampled_from(["Le", "LE", "Re", "Os", "Oi", "Oe", "Links", "Droit"])
_GIVEN = st.sampled_from(["Anh", "MARIO", "Jan", "Zoë", "王芳", "Peter-Paul", "Van Anh"])
_SIGN = st.sampled_from(["_", " ", "-", ".", ", "])


@given(_SURNAMES, _GIVEN, _SIGN, st.integers(0, 9999))
def test_a_surname_first_is_never_an_eye(
    surname: str, given_name: str, sign: str, number: int
) -> None:
    assert laterality_from_name(f"{surname}{sign}{given_name}{sign}{number:03}.jpg") is None


@given(_SURNAMES, _GIVEN, _SIGN, st.sampled_from(["OD", "OS"]))
def test_an_eye_last_counts_whatever_the_name(
    surname: str, given_name: str, sign: str, eye: str
) -> None:
    name = f"{surname}{sign}{given_name}{sign}001{sign}{eye}.jpg"
    assert laterality_from_name(name) is Laterality(eye)


@given(st.text(max_size=40))
def test_any_name_can_be_read(name: str) -> None:
    found = eye_in_name(name)
    assert not (found.eye and found.is_doubtful)


@pytest.mark.parametrize(
    ("word", "eye"),
    [
        ("R", OD), ("L", OS), ("r ", OD), (" l", OS), ("RIGHT", OD), ("Left", OS), ("OD", OD),
        ("os", OS), ("OG", OS), ("RE", OD), ("LE", OS), ("Right eye", OD), ("LEFT EYE", OS),
        ("OD (right)", OD), ("rechts", OD), ("izquierdo", OS),
        ("", None), ("U", None), ("B", None), ("OU", None), ("both", None), ("1", None),
        ("R or L", None), ("['R', 'L']", None), ("right or wrong", None), ("LEFTOVER", None),
    ],
)  # fmt: skip
def test_a_statement_of_the_eye_alone(word: str, eye: Laterality | None) -> None:
    assert laterality_from_word(word) is eye
