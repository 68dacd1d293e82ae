from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import LabelsError, OutputError, TrainingError
from fundusviewer.imaging import FundusImage, InputSpec, read_image
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.data import prepared_images as module
from fundusviewer.training.data.labels import read_labels
from fundusviewer.training.data.prepared_images import PreparedPhotographs, prepare
from fundusviewer.training.learning.features import Extractor, extract
from tests.training.photographs import make_set

SPEC = InputSpec(height=48, width=48, crop="field_of_view")


def prepare_set(tmp_path: Path, folder: str = "cache") -> PreparedPhotographs:
    labels = tmp_path / "clinic" / "labels.csv"
    if not labels.exists():
        make_set(labels.parent, [0, 1, 2, 3, 4] * 4)
    return prepare(read_labels([labels]), SPEC, tmp_path / folder, SilentProgress())


def test_prepared_once_then_taken_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = prepare_set(tmp_path)
    assert first.image(3).shape == (48, 48, 3)
    monkeypatch.setattr(module, "read_image", None)
    again = prepare_set(tmp_path)
    assert all((first.image(i) == again.image(i)).all() for i in range(20))


def test_a_kill_in_the_middle_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = prepare_set(tmp_path, "whole")
    real = read_image
    calls: list[Path] = []

    allowed = 12

    def counted(path: Path) -> FundusImage:
        calls.append(path)
        if len(calls) > allowed:
            raise KeyboardInterrupt
        return real(path)

    monkeypatch.setattr(module, "_CHUNK", 4)
    monkeypatch.setattr(module, "read_image", counted)
    with pytest.raises(KeyboardInterrupt):
        prepare_set(tmp_path)
    calls.clear()
    allowed = 20
    resumed = prepare_set(tmp_path)
    assert 0 < len(calls) <= 12
    assert all((whole.image(i) == resumed.image(i)).all() for i in range(20))


def test_unreadable_photographs_are_left_out_and_named(tmp_path: Path) -> None:
    make_set(tmp_path / "clinic", [0, 1, 2, 3, 4] * 4)
    broken = tmp_path / "clinic" / "images" / "003.png"
    broken.write_bytes(broken.read_bytes()[:100])
    prepared = prepare_set(tmp_path)
    assert len(prepared) == 19
    assert prepared.unreadable == (broken,)
    assert broken not in [photo.path for photo in prepared.photographs]
    assert (prepared.image(3) != prepared.image(2)).any()


def test_a_broken_folder_is_refused(tmp_path: Path) -> None:
    make_set(tmp_path / "clinic", [0, 1, 2, 3, 4] * 4)
    for index in range(5):
        (tmp_path / "clinic" / "images" / f"00{index}.png").write_bytes(b"text")
    with pytest.raises(LabelsError, match="5 of 20 photographs cannot be read, the first is"):
        prepare_set(tmp_path)


def test_a_changed_photograph_is_prepared_anew(tmp_path: Path) -> None:
    before = prepare_set(tmp_path).image(0).copy()
    photograph = tmp_path / "clinic" / "images" / "000.png"
    photograph.write_bytes((tmp_path / "clinic" / "images" / "004.png").read_bytes())
    assert (prepare_set(tmp_path).image(0) != before).any()


def test_an_unwritable_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(TrainingError, match="cache: cannot be written"):
        prepare_set(tmp_path)


def mean_colour(images: np.ndarray) -> np.ndarray:
    return np.asarray(images.mean(axis=(1, 2), dtype=np.float32))


def test_features_are_resumed_and_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fundusviewer.training.learning.features._PART", 8)
    prepared = prepare_set(tmp_path)

    def features(folder: str, extractor: Extractor = mean_colour) -> np.ndarray:
        return extract(extractor, prepared, tmp_path / folder, SilentProgress(), copies=1, seed=1)

    whole = features("a")
    assert whole.shape == (2, 20, 3)
    assert np.allclose(whole[0, 4], prepared.image(4).mean(axis=(0, 1)), atol=1e-3)
    assert (whole[0] != whole[1]).any()

    calls: list[int] = []

    def dies(images: np.ndarray) -> np.ndarray:
        calls.append(len(images))
        if len(calls) > 3:
            raise KeyboardInterrupt
        return mean_colour(images)

    with pytest.raises(KeyboardInterrupt):
        features("b", dies)
    assert (features("b") == whole).all()
    assert not list((tmp_path / "b").glob("*.partial*"))


def test_features_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(OutputError, match="No space left on device"):
        extract(
            mean_colour,
            prepare_set(tmp_path),
            tmp_path / "features",
            SilentProgress(),
            copies=0,
            seed=1,
        )
