"""A network goes on learning from photographs as they are."""

from pathlib import Path

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scripts.graphics_card.adapt import main  # noqa: E402
from scripts.graphics_card.learning.camera_changes import changed  # noqa: E402
from scripts.graphics_card.networks.efficientnet_lite import EfficientNetLite  # noqa: E402
from scripts.graphics_card.networks.grading_network import GradingNetwork  # noqa: E402
from scripts.graphics_card.networks.weights import dump, save  # noqa: E402
from tests.screening.photographs import write_photographs  # noqa: E402


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    names = [f"{number}.jpg" for number in range(6)]
    write_photographs(folder, names)
    grades = ("0", "2", "4", "", "1", "0")
    ranges = ("", "", "", "1-4", "", "")
    sides = ("train", "train", "train", "train", "test", "validation")
    rows = [f"{n},{g},{r}" for n, g, r in zip(names, grades, ranges, strict=True)]
    (folder / "labels.csv").write_text("\n".join(["file,grade,grade_range", *rows]))
    lines = [f"clinic,{n},{s}" for n, s in zip(names, sides, strict=True)]
    (folder / "split.csv").write_text("\n".join(["set,file,split", *lines]))
    return folder


def test_it_learns_and_is_written(labelled: Path, tmp_path: Path) -> None:
    torch.set_num_threads(1)
    start = dump(GradingNetwork(EfficientNetLite(0)).named_weights())
    save(tmp_path / "start.npz", start)
    command = ["--data", str(labelled / "labels.csv"), "--split-file", str(labelled / "split.csv")]
    command += ["--weights", str(tmp_path / "start.npz"), "--output", str(tmp_path / "run")]
    assert main([*command, "--lite", "0", "--image-size", "64", "--steps", "2"]) == 0
    with np.load(tmp_path / "run" / "network.npz") as found:
        assert set(found.files) == set(start)
        moving = [name for name in start if "moving" in name]
        assert all(np.array_equal(found[name], start[name]) for name in moving)
        assert not np.array_equal(found["scores/bias"], start["scores/bias"])


def test_nothing_to_learn_from_is_said(
    labelled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = labelled / "labels.csv"
    labels.write_text("file,grade,grade_range\n0.jpg,,\n4.jpg,1,\n")
    command = ["--data", str(labels), "--split-file", str(labelled / "split.csv")]
    command += ["--weights", "none.npz", "--output", str(tmp_path / "run")]
    assert main(command) == 1
    assert "no photograph of the training side has a grade" in capsys.readouterr().err


def test_one_seed_is_one_change() -> None:
    picture = cv2.resize(
        np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8), (64, 64)
    )
    first, same, other = (changed(picture, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, same)
    assert not np.array_equal(first, other)
    assert first.dtype == np.float32
    assert first.shape == (64, 64, 3)
    assert 0 <= first.min() <= first.max() <= 1
