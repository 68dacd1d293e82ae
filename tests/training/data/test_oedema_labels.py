"""Macular oedema in label files: four ways to say it, one meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.training.data.labels import LabelledPhotograph, read_labels
from tests.training.photographs import draw_fundus, save


def labels(folder: Path, text: str, **columns: str) -> tuple[LabelledPhotograph, ...]:
    for name in "abc":
        save(folder / f"{name}.png", draw_fundus(ord(name)))
    file = folder / "labels.csv"
    file.write_text(text, encoding="utf-8")
    return read_labels([file], columns)


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("file,grade,dme_risk\na.png,2,0\nb.png,2,1\nc.png,2,2\n", [(0, 0), (1, 1), (2, 2)]),
        # IDRiD as it is handed out.
        (
            "Image name,Retinopathy grade,Risk of macular edema \na,2,0\nb,2,1\nc,2,\n",
            [(0, 0), (1, 1), None],
        ),
        # Melaka, Mexico and Messidor-2: no and yes.
        ("file,grade,maculopathy\na.png,1,0\nb.png,2,1\nc.png,3,\n", [(0, 1), (2, 2), None]),
        ("file,grade,dme\na.png,1,0\nb.png,2,1.0\n", [(0, 1), (2, 2)]),
        (
            "image_id,adjudicated_dr_grade,adjudicated_dme,adjudicated_gradable\n"
            "a,1,0.0,1\nb,2,1.0,1\nc,,,0\n",
            [(0, 1), (2, 2), None],
        ),
        # A 2 says that these are risks.
        ("file,grade,dme\na.png,1,0\nb.png,2,1\nc.png,2,2\n", [(0, 0), (1, 1), (2, 2)]),
        (
            "file,grade,macular_oedema\na.png,1,1\nb.png,2,yes\nc.png,3,No\n",
            [(1, 1), (2, 2), (0, 1)],
        ),
        # Without retinopathy there are no exudates.
        ("file,grade,dme\na.png,0,no\nb.png,0,1\nc.png,2,0\n", [(0, 0), (2, 2), (0, 1)]),
    ],
)
def test_what_label_files_say(
    tmp_path: Path, text: str, ranges: list[tuple[int, int] | None]
) -> None:
    assert [photograph.oedema for photograph in labels(tmp_path / "c", text)] == ranges


def test_a_column_that_is_called_otherwise(tmp_path: Path) -> None:
    text = "file,grade,makula\na.png,2,1\nb.png,1,0\n"
    assert labels(tmp_path / "c", text)[0].oedema is None
    first, second = labels(tmp_path / "d", text, macular_oedema="makula")
    assert (first.oedema, second.oedema) == ((2, 2), (0, 1))


@pytest.mark.parametrize("cell", ["3", "maybe", "-1", "0.5"])
def test_what_is_not_known_is_said(tmp_path: Path, cell: str) -> None:
    with pytest.raises(LabelsError, match=r"line 3: macular_oedema .* risk 0, 1 or 2, yes, no"):
        labels(tmp_path / "c", f"file,grade,dme_risk\na.png,0,0\nb.png,1,{cell}\n")


def test_what_cannot_be_graded_tells_nothing(tmp_path: Path) -> None:
    text = "file,grade,quality,dup_conflict,dme\na.png,2,,0,1\nb.png,2,bad,0,1\nc.png,2,,1,1\n"
    told = [photograph.tells_oedema for photograph in labels(tmp_path / "c", text)]
    assert told == [True, False, False]
