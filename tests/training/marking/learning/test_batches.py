from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.config.settings import Identity
from fundusviewer.training.data.splits import Split
from fundusviewer.training.marking.dataset import MarkingData, labelled, load_data
from fundusviewer.training.marking.learning.landmark_batches import (
    LandmarkBatches,
    hill,
    landmark_targets,
)
from fundusviewer.training.marking.learning.lesion_batches import LesionBatches
from fundusviewer.training.marking.settings import MarkingPlan, MarkingSettings
from tests.training.marking.sets import make_masked_set, make_pointed_set, place_of

PLAN = MarkingPlan(steps=4, batch=6, crop=64)


def load(settings: MarkingSettings) -> MarkingData:
    settings.output.mkdir()
    return load_data(settings, labelled(settings, SilentProgress()), SilentProgress())


@pytest.fixture(scope="module")
def lesions(tmp_path_factory: pytest.TempPathFactory) -> tuple[MarkingSettings, MarkingData]:
    folder = tmp_path_factory.mktemp("lesions")
    labels = make_masked_set(folder / "clinic", 20)
    settings = MarkingSettings(
        "lesions", (labels,), folder / "run", Identity("a", "A"), image_size=96, plan=PLAN
    )
    return settings, load(settings)


@pytest.fixture(scope="module")
def landmarks(tmp_path_factory: pytest.TempPathFactory) -> tuple[MarkingSettings, MarkingData]:
    folder = tmp_path_factory.mktemp("landmarks")
    labels = make_pointed_set(folder / "clinic", 12)
    settings = MarkingSettings(
        "landmarks", (labels,), folder / "run", Identity("a", "A"), image_size=96, plan=PLAN
    )
    return settings, load(settings)


def test_masks_lie_on_what_is_bright(lesions: tuple[MarkingSettings, MarkingData]) -> None:
    settings, data = lesions
    images, masks, known = LesionBatches(data, data.on(Split.TRAIN), settings).make(0)
    assert images.shape == (6, 64, 64, 3)
    assert masks.shape == (6, 64, 64, 5)
    assert images.dtype == masks.dtype == np.uint8
    # Exudates were looked for, the others were not.
    assert known.tolist() == [[0, 0, 1, 0, 0]] * 6
    assert not masks[..., [0, 1, 3, 4]].any()
    seen = [one for one in range(6) if (masks[one, ..., 2] > 200).sum() > 10]
    assert seen
    for one in seen:
        green, mask = images[one, ..., 1].astype(float), masks[one, ..., 2]
        assert green[mask > 200].mean() > green[mask == 0].mean() + 30


def test_a_step_is_the_same_after_a_restart(
    lesions: tuple[MarkingSettings, MarkingData], landmarks: tuple[MarkingSettings, MarkingData]
) -> None:
    for maker, (settings, data) in ((LesionBatches, lesions), (LandmarkBatches, landmarks)):
        rows = data.on(Split.TRAIN)
        first = maker(data, rows, settings).make(3)
        (again,) = maker(data, rows, settings).steps(3, 4)
        assert all((one == other).all() for one, other in zip(first, again, strict=True))
        other = maker(data, rows, settings).make(2)
        assert (first[0] != other[0]).any()


def test_prepared_masks_are_taken_from_the_disk_again(
    lesions: tuple[MarkingSettings, MarkingData], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, data = lesions
    monkeypatch.setattr("fundusviewer.training.data.prepared_images.read_image", None)
    again = load_data(settings, labelled(settings, SilentProgress()), SilentProgress())
    assert again.split == data.split
    assert all((again.masks(row) == data.masks(row)).all() for row in range(20))


def test_hills_and_the_disc_where_they_were_marked(
    landmarks: tuple[MarkingSettings, MarkingData],
) -> None:
    _, data = landmarks
    targets, known = landmark_targets(data, 1, 96)
    assert targets.shape == (24, 24, 3)
    assert known.tolist() == [1, 1, 1]
    x, y = place_of(1)
    region = data.region(1)
    for number, across in enumerate((x, 96 - x)):
        row, column = np.unravel_index(int(targets[..., number].argmax()), (24, 24))
        assert (column + 0.5) / 24 * region.width + region.left == pytest.approx(across, abs=3)
        assert (row + 0.5) / 24 * region.height + region.top == pytest.approx(y, abs=3)
    # A diameter of 16 pixels of the photograph.
    area = targets[..., 2].mean() * region.width * region.height
    assert area == pytest.approx(np.pi * 8**2, rel=0.1)
    assert data.disc_diameter(1) == pytest.approx(16)


def test_a_hill_has_its_top_at_the_place() -> None:
    heat = hill((4 * 5 + 1.5, 4 * 9 + 1.5), 24)
    assert heat[9, 5] == pytest.approx(1)
    assert heat.sum() == pytest.approx(2 * np.pi * 2.5**2, rel=0.02)
    assert hill((-500, -500), 24).max() < 1e-6


def test_landmark_batches(landmarks: tuple[MarkingSettings, MarkingData]) -> None:
    settings, data = landmarks
    images, targets, known = LandmarkBatches(data, data.on(Split.TRAIN), settings).make(1)
    assert images.shape == (6, 96, 96, 3)
    assert targets.shape == (6, 24, 24, 3)
    assert known.tolist() == [[1, 1, 1]] * 6
    assert targets.min() >= 0
    assert targets.max() <= 1


def test_the_sides_share_no_patient(lesions: tuple[MarkingSettings, MarkingData]) -> None:
    _, data = lesions
    for side in (Split.TRAIN, Split.VALIDATION, Split.TEST):
        assert any(data.marked[row].drawn for row in data.on(side))
    assert len(data.on(Split.TRAIN)) > len(data.on(Split.TEST))


def test_what_must_not_be_learned_from_is_found_by_its_content(
    lesions: tuple[MarkingSettings, MarkingData], tmp_path: Path
) -> None:
    settings, data = lesions
    first = data.marked[0].photo.path
    away = tmp_path / "demonstration" / "labels.csv"
    away.parent.mkdir()
    (away.parent / "other.png").write_bytes(first.read_bytes())
    away.write_text("file\nother.png\n", "utf-8")
    without = load(replace(settings, output=tmp_path / "run", kept_out=(away,)))
    assert without.split[0] is Split.KEPT_OUT
    assert without.on(Split.KEPT_OUT) == [0]
