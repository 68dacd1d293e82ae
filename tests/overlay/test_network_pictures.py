"""Sheets of pictures."""

from __future__ import annotations

import numpy as np

from fundusviewer.overlay.network_pictures import sheet


def test_pictures_stand_in_rows_of_so_many_with_white_between_them() -> None:
    pictures = [np.full((10, 20, 3), 10 * number, np.uint8) for number in range(1, 6)]
    page = sheet(pictures, most=4)
    assert page.shape == (2 * 10 + 3 * 4, 4 * 20 + 5 * 4, 3)
    rows, columns = np.arange(9, 32, 14), np.arange(14, 100, 24)
    assert page[np.ix_(rows, columns)][..., 0].tolist() == [[10, 20, 30, 40], [50, 255, 255, 255]]
    assert (page[:4] == 255).all()
    assert sheet(pictures).shape[1] == 5 * 20 + 6 * 4
