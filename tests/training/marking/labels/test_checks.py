from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.inference.marking_card import Role
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.marking.labels.checks import check_marks
from fundusviewer.training.marking.labels.marked import read_marked
from tests.training.marking.sets import make_masked_set, make_pointed_set, write_labels
from tests.training.photographs import save


def check(labels: Path, role: Role) -> None:
    check_marks(read_marked([labels], role).photographs, role, SilentProgress())


def test_what_fits_passes(tmp_path: Path) -> None:
    check(make_masked_set(tmp_path / "a", 4), "lesions")
    check(make_pointed_set(tmp_path / "b", 3), "landmarks")


@pytest.mark.parametrize(
    ("role", "header", "row", "message"),
    [
        ("landmarks", "file,od_x,od_y", "a.png,200,5", r"line 2: the disc at 200, 5 lies outside"),
        ("landmarks", "file,od_x,od_y,width", "a.png,200,300,192", r"has 192 × 192 pixels there"),
        ("landmarks", "file,fovea_x,fovea_y", "a.png,5,-1", r"the fovea at 5, -1 lies outside"),
        ("landmarks", "file,od_x,od_y,disc_diameter", "a.png,5,5,90", r"disc_diameter 90 is more"),
        ("lesions", "file,EX", "a.png,gone.png", r"line 2: .*gone.png: the mask cannot be read"),
        ("lesions", "file,EX", "a.png,wide.png", r"line 2: .*both need the same proportions"),
        ("lesions", "file,EX", "a.png,white.png", r"covers 100% of the photograph as hard exud"),
    ],
)
def test_marks_that_do_not_fit_are_told(
    tmp_path: Path, role: Role, header: str, row: str, message: str
) -> None:
    labels = write_labels(tmp_path / "clinic", header, row)
    save(labels.parent / "wide.png", np.full((48, 96, 3), 255, np.uint8))
    save(labels.parent / "white.png", np.full((96, 96, 3), 255, np.uint8))
    with pytest.raises(LabelsError, match=message):
        check(labels, role)
