"""Curves as pictures."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="the export extra is not installed")

from PIL import Image

from fundusviewer.errors import OutputError
from fundusviewer.training.evaluation.plots import counts_above, write_plots
from tests.training.evaluation.test_comparison import answers


def test_each_set_has_its_picture(tmp_path: Path) -> None:
    paths = write_plots({"one 1.0": answers(2.0), "two 1.0": answers(1.0)}, tmp_path / "new")
    assert [path.name for path in paths] == ["a.png"]
    with Image.open(paths[0]) as picture:
        assert picture.size == (1500, 1350)
        # Curves of two colours, dotted diagonals and blue squares: not an empty page.
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours is not None
    assert len(colours) > 50


def test_the_curve_passes_every_threshold_once() -> None:
    positive = np.array([True, False, True, False])
    found, alarmed = counts_above(positive, np.array([0.9, 0.9, 0.4, 0.1]))
    assert list(zip(found.tolist(), alarmed.tolist(), strict=True)) == [
        (0, 0),
        (1, 1),
        (2, 1),
        (2, 2),
    ]


@pytest.mark.skipif(os.name == "nt", reason="needs /dev/null")
def test_a_folder_that_cannot_be_made_is_named() -> None:
    with pytest.raises(OutputError, match="cannot be made"):
        write_plots({"one": answers(1.0)}, Path("/dev/null/pictures"))
