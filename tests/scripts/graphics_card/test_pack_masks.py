from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.training.config.progress import SilentProgress
from scripts.graphics_card.pack_masks import SIZE, main, pack_drawings, pack_landmarks
from scripts.graphics_card.packed.archive import DRAWINGS, LANDMARKS_FILE, read_archive
from scripts.graphics_card.packed.records import Landmarks, PackedDrawing
from scripts.graphics_card.recipe import HEALTHY_KINDS, KINDS
from tests.scripts.graphics_card.packs import packed, write_photographs
from tests.training.photographs import draw_fundus, save


def _labels(folder: Path, header: str, *rows: str) -> Path:
    for row in rows:
        save(folder / row.partition(",")[0], draw_fundus(1, 1))
    labels = folder / "labels.csv"
    labels.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return labels


def _drawings(folder: Path) -> list[PackedDrawing]:
    return [PackedDrawing.from_json(row) for row in read_archive(folder, DRAWINGS).rows]


def test_masks_and_what_was_looked_for(tmp_path: Path) -> None:
    write_photographs(tmp_path, [], [])
    mask = cv2.circle(np.zeros((96, 96, 3), np.uint8), (48, 48), 10, (255, 255, 255), -1)
    save(tmp_path / "hei_med" / "masks" / "ä.png", np.asarray(mask))
    labels = _labels(
        tmp_path / "hei_med", "file,exudates,microaneurysms", "a.png,masks/ä.png,", "b.png,,"
    )
    assert pack_drawings(tmp_path, [labels], [], SilentProgress()) == 2
    with_mask, without = _drawings(tmp_path)
    assert with_mask.known == without.known == ("hard_exudates",)
    assert not without.masks
    archive = read_archive(tmp_path, DRAWINGS)
    drawn = archive.mask(with_mask.masks["hard_exudates"])
    assert drawn[SIZE // 2, SIZE // 2] == 255
    assert drawn[SIZE // 8, SIZE // 2] == 0
    assert archive.picture(with_mask.picture).shape == (SIZE, SIZE, 3)


def test_circles_however_many(tmp_path: Path) -> None:
    write_photographs(tmp_path, [], [])
    circles = " ".join(["30.0,48.0,5.0"] * 99 + ["66,48,5;"])
    labels = _labels(tmp_path / "roc", "file,microaneurysms", f'a.png,"{circles}"', "b.png,")
    # Nobody counted on the photograph without circles.
    assert pack_drawings(tmp_path, [labels], [], SilentProgress()) == 1
    (one,) = _drawings(tmp_path)
    drawn = read_archive(tmp_path, DRAWINGS).mask(one.masks["microaneurysms"])
    assert cv2.connectedComponents((drawn > 127).astype(np.uint8))[0] - 1 == 2


def test_healthy_photographs_are_of_the_training_side(tmp_path: Path) -> None:
    sides = {"a.png": "train", "b.png": "test", "c.png": "train"}
    records = [packed(file, dataset="idrid_grading", side=side) for file, side in sides.items()]
    write_photographs(tmp_path, [], records)
    labels = _labels(tmp_path / "idrid_grading", "file,grade", "a.png,0", "b.png,0", "c.png,2")
    pack_drawings(tmp_path, [], [labels], SilentProgress())
    (one,) = _drawings(tmp_path)
    assert (one.file, one.known) == ("a.png", HEALTHY_KINDS)
    assert "optic_disc" in KINDS
    assert "optic_disc" not in one.known


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        ("clinic", ["a.png,m.png"], "nothing is known of the drawings of clinic"),
        ("roc", ["a.png,m.png"], r"m\.png: the mask cannot be read"),
        ("roc", ['a.png,"1,2"'], "1,2: the mask cannot be read"),
    ],
)
def test_what_cannot_be_drawn_is_told(
    tmp_path: Path, name: str, rows: list[str], message: str
) -> None:
    write_photographs(tmp_path, [], [])
    labels = _labels(tmp_path / name, "file,microaneurysms", *rows)
    with pytest.raises(LabelsError, match=message):
        pack_drawings(tmp_path, [labels], [], SilentProgress())


def test_landmarks_are_shares_of_what_is_shown(tmp_path: Path) -> None:
    write_photographs(tmp_path, [], [packed("a.png", dataset="idrid_grading")])
    marks = tmp_path / "marks.csv"
    header = "file,width,od_x,od_y,fovea_x,fovea_y\n"
    marks.write_text(f"{header}a.png,960,480,240,96,480\nother.png,960,1,1,1,1\n", "utf-8")
    assert pack_landmarks(tmp_path, marks) == 1
    stored = json.loads((tmp_path / LANDMARKS_FILE).read_text("utf-8"))
    one = Landmarks.from_json(stored["a.png"])
    assert one.disc == pytest.approx((0.5, 0.25))
    assert one.fovea == pytest.approx((0.1, 0.5))
    assert one.scale == pytest.approx(0.1)


def test_a_table_without_its_columns_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photographs(tmp_path, [], [packed("a.png", dataset="idrid_grading")])
    marks = tmp_path / "marks.csv"
    marks.write_text("file,width\na.png,960\n", "utf-8")
    assert main([str(tmp_path), "--landmarks", str(marks)]) == 1
    assert "the column od_x is missing" in capsys.readouterr().err
