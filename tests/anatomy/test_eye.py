"""Right or left eye: what the picture shows, beside what its file says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.anatomy import Disc, Fovea, Landmarks, eye_of, eye_statement, turned_remark
from fundusviewer.anatomy.eye import TURNED, UPSIDE_DOWN
from fundusviewer.imaging import FundusImage, ImageSource, Laterality

OD, OS = Laterality.OD, Laterality.OS


def landmarks(right: float, down: float = 0.0, diameter: float = 100.0) -> Landmarks:
    """Return a fovea, and a disc so far to its right and below it."""
    return Landmarks(Disc(500 + right, 400 + down, diameter, 0.9), Fovea(500, 400, 0.9))


def photograph(said: Laterality | None) -> FundusImage:
    source = ImageSource(Path("photo.jpg"), "0" * 64, "JPEG", 8)
    return FundusImage(np.zeros((10, 10, 3), np.uint8), source, said)


@pytest.mark.parametrize(
    ("found", "eye"),
    [
        (landmarks(250), OD),
        (landmarks(-250), OS),
        (landmarks(-250, -80), OS),
        (landmarks(250, 4), OD),
        # Upside down the fovea lies above the disc; in between it is not clear.
        (landmarks(250, 40), OS),
        (landmarks(-250, 80), OD),
        (landmarks(250, 13), None),
        # Turned by a quarter of a right angle: neither side is up.
        (landmarks(230, 110), None),
        (landmarks(-230, -110), None),
        (landmarks(100, 250), None),
        (landmarks(250, -250), None),
        (landmarks(120), None),
        (landmarks(-600), None),
        (Landmarks(), None),
        (Landmarks(disc=Disc(1, 1, 1, 1)), None),
        (Landmarks(fovea=Fovea(1, 1, 1)), None),
    ],
)
def test_what_the_picture_shows(found: Landmarks, eye: Laterality | None) -> None:
    """Also that nothing is said where they are too near, too far, or above each other."""
    assert eye_of(found) is eye


def test_the_picture_tells_where_nobody_else_does() -> None:
    eye = eye_statement(photograph(None), landmarks(250))
    assert (eye.value, eye.source, eye.picture, eye.remark) == (OD, "picture", OD, None)


def test_the_file_name_counts_and_a_contradiction_is_remarked() -> None:
    eye = eye_statement(photograph(OD), landmarks(-250))
    assert (eye.value, eye.source, eye.picture) == (OD, "file name", OS)
    assert eye.remark is not None
    assert "shows the left eye, the file's name says the right eye" in eye.remark
    assert eye_statement(photograph(OS), landmarks(-250)).remark is None


@pytest.mark.parametrize("found", [None, Landmarks()])
def test_no_picture_no_remark(found: Landmarks | None) -> None:
    eye = eye_statement(photograph(OD), found)
    assert (eye.value, eye.source, eye.picture, eye.remark) == (OD, "file name", None, None)
    nothing = eye_statement(photograph(None), found)
    assert (nothing.value, nothing.source, nothing.picture) == (None, None, None)


@pytest.mark.parametrize(
    ("found", "remark"),
    [
        (landmarks(250), None),
        (landmarks(-250, -40), None),
        (landmarks(250, 13), None),
        (landmarks(250, 40), UPSIDE_DOWN),
        (landmarks(100, 250), TURNED),
        (landmarks(-20, -250), TURNED),
        # Half way to a quarter, too near, or not found: nothing is known.
        (landmarks(230, 110), None),
        (landmarks(10, 100), None),
        (Landmarks(disc=Disc(1, 1, 1, 1)), None),
        (None, None),
    ],
)
def test_a_photograph_that_is_not_upright_is_remarked_on(
    found: Landmarks | None, remark: str | None
) -> None:
    assert turned_remark(found) == remark
