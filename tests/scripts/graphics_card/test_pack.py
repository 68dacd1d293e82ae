from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.imaging import InputSpec, read_image, to_model_input
from fundusviewer.training.config.progress import SilentProgress
from scripts.graphics_card.pack import SIZES, PackSettings, pack
from scripts.graphics_card.packed.archive import LARGE, SMALL, read_archive
from scripts.graphics_card.packed.records import PackedPhotograph, packed_photographs
from tests.training.photographs import draw_fundus, make_set, save

_ROOT = Path(__file__).parents[3]
_GRADES = [0, 1, 2, 3, 4, 0, 2, 0, 1, 2] * 2


def _sets(folder: Path) -> list[Path]:
    return [
        make_set(folder / "aptos2019", _GRADES, seed=1),
        make_set(folder / "messidor2", _GRADES, seed=2),
    ]


def _pack(
    labels: list[Path], output: Path, split_file: Path | None = None
) -> tuple[PackedPhotograph, ...]:
    pack(PackSettings(tuple(labels), output, split_file), SilentProgress())
    return packed_photographs(output)


def test_prepared_as_the_product_does_it(tmp_path: Path) -> None:
    labels = _sets(tmp_path)
    counts = pack(PackSettings(tuple(labels), tmp_path / "pack"), SilentProgress())
    assert counts == {SMALL: len(_GRADES), LARGE: len(_GRADES)}
    for labels_file, name in zip(labels, (SMALL, LARGE), strict=True):
        archive, size = read_archive(tmp_path / "pack", name), SIZES[name]
        record = PackedPhotograph.from_json(archive.rows[3])
        image = read_image(labels_file.parent / record.file)
        spec = InputSpec(height=size, width=size, crop="field_of_view", resize="stretch")
        wanted = to_model_input(image.pixels, spec)
        assert np.abs(archive.picture(3).astype(int) - wanted.pixels).mean() < 4
        region = wanted.region
        assert record.region == (region.left, region.top, region.width, region.height)
        assert record.shape == image.pixels.shape[:2]


def test_sides_of_an_earlier_run_stay_and_patients_stay_together(tmp_path: Path) -> None:
    labels = make_set(tmp_path / "clinic", _GRADES * 2, eyes=2)
    first = _pack([labels], tmp_path / "one")
    sides = {one.file: one.side for one in first}
    assert set(sides.values()) == {"train", "validation", "test"}
    split = tmp_path / "split.csv"
    other = {"train": "test", "test": "train", "validation": "validation"}
    rows = [f"clinic,{file},{other[side]}" for file, side in sides.items()]
    split.write_text("\n".join(["set,file,split", *rows[:-2]]) + "\n", "utf-8")
    second = {one.file: one.side for one in _pack([labels], tmp_path / "two", split_file=split)}
    assert all(second[file] == other[sides[file]] for file in list(sides)[:-2])
    last, last_but_one = list(second.values())[-2:]
    assert last == last_but_one


def test_what_must_not_be_learned_from_is_on_no_side(tmp_path: Path) -> None:
    labels = make_set(tmp_path / "clinic", _GRADES)
    save(tmp_path / "demo" / "shown.png", draw_fundus(4, 4))
    kept = tmp_path / "demo" / "labels.csv"
    kept.write_text("file,grade\nshown.png,4\n", "utf-8")
    settings = PackSettings((labels,), tmp_path / "pack", kept_out=(kept,))
    pack(settings, SilentProgress())
    away = [one.file for one in packed_photographs(tmp_path / "pack") if one.side == "kept_out"]
    assert away == ["images/004.png"]


def test_ranges_oedema_and_quality(tmp_path: Path) -> None:
    labels = make_set(tmp_path / "messidor2", _GRADES)
    lines = labels.read_text("utf-8").splitlines()
    lines = [f"{line},,,0" for line in lines]
    lines[0] = "file,grade,patient,grade_range,quality,dme"
    lines[1] = "images/000.png,,p0,1-3,,1"
    lines[2] = "images/001.png,,p1,,,1"
    lines[3] = "images/002.png,3,p2,,bad,"
    labels.write_text("\n".join(lines) + "\n", "utf-8")
    ranged, told, rejected, *others = _pack([labels], tmp_path / "pack")
    assert (ranged.grades, ranged.grade, ranged.oedema) == ((1, 3), None, 1)
    assert (told.grades, told.oedema) == (None, 1)
    # Nobody can have seen a grade on a photograph that is too poor to be graded.
    assert (rejected.grades, rejected.quality, rejected.oedema) == (None, "reject", None)
    assert all(one.teaches for one in (ranged, told, rejected))
    assert others[0].grades == (_GRADES[3], _GRADES[3])
    assert others[0].oedema == 0


def test_oedema_in_words_is_told(tmp_path: Path) -> None:
    labels = make_set(tmp_path / "messidor2", _GRADES)
    lines = [f"{line},yes" for line in labels.read_text("utf-8").splitlines()]
    labels.write_text("\n".join(["file,grade,patient,dme", *lines[1:]]) + "\n", "utf-8")
    with pytest.raises(LabelsError, match="dme 'yes' is no number"):
        _pack([labels], tmp_path / "pack")


_NEEDS_THE_PRODUCT = ("pydantic", "pydicom", "onnx", "onnxruntime", "PySide6", "PIL", "simplejpeg")
_ON_THE_CARD = """
import sys
sys.modules.update(dict.fromkeys({missing}, None))
import scripts.graphics_card.command, scripts.graphics_card.recipe
from scripts.graphics_card.packed import archive, records, sampling, targets
import fundusviewer.atomic
try:
    import torch
except ImportError:
    raise SystemExit
from scripts.graphics_card import grader, landmarks, lesions
"""


def test_a_machine_with_a_card_needs_no_package_of_the_product() -> None:
    code = _ON_THE_CARD.format(missing=_NEEDS_THE_PRODUCT)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *sys.path])}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=_ROOT, env=environment)
