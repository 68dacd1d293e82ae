"""Lengths on the retina."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from fundusviewer.imaging import FieldOfView, find_field_of_view, read_image
from fundusviewer.imaging.retina_scale import (
    DISC_SHARE,
    DiscDiameter,
    estimate_disc,
    measure_length,
)

DRAWN = Path(__file__).parents[3] / "shared" / "data" / "fundus" / "idrid_lesions"


def test_disc_diameters() -> None:
    length = measure_length((10, 20), (310, 420), disc=DiscDiameter(250, estimated=False))
    assert length.pixels == pytest.approx(500)
    assert length.disc_diameters == pytest.approx(2)
    assert not length.estimated
    assert length.micrometres is None


def test_micrometres_where_the_pixel_size_is_known() -> None:
    length = measure_length((0, 0), (300, 400), pixel_size=(4.0, 5.0))
    assert length.micrometres == pytest.approx((1200**2 + 2000**2) ** 0.5)
    assert length.disc_diameters is None


def test_an_estimate_says_so() -> None:
    view = FieldOfView(500, 500, 400, 400, 100, 100, 900, 900, 0.5, 1, False)
    disc = estimate_disc(view)
    assert disc.pixels == pytest.approx(800 * DISC_SHARE)
    assert measure_length((0, 0), (10, 0), disc=disc).estimated


def test_no_disc_no_disc_diameters() -> None:
    assert measure_length((0, 0), (9, 0), disc=DiscDiameter(0, True)).disc_diameters is None


@pytest.mark.skipif(not DRAWN.is_dir(), reason="needs the drawn discs in ../shared/data")
def test_the_usual_share_is_that_of_discs_drawn_by_hand() -> None:
    with (DRAWN / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["optic_disc"]]
    shares = []
    for row in rows[::5]:
        mask = cv2.imread(str(DRAWN / row["optic_disc"]), cv2.IMREAD_GRAYSCALE)
        assert mask is not None
        diameter = 2 * np.sqrt(np.count_nonzero(mask) / np.pi)
        view = find_field_of_view(read_image(DRAWN / row["file"]).pixels)
        shares.append(diameter / (view.radius_x + view.radius_y))
    assert np.median(shares) == pytest.approx(DISC_SHARE, abs=0.012)
