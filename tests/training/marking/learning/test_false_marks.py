"""Where a file marks lesions on photographs that have none, and that such places are drawn."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from fundusviewer.errors import TrainingError
from fundusviewer.inference import Marker
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.config.settings import Identity
from fundusviewer.training.data.splits import Split
from fundusviewer.training.marking.dataset import (
    MarkingData,
    drawing_chances,
    labelled,
    load_data,
)
from fundusviewer.training.marking.learning.false_marks import find_false_marks
from fundusviewer.training.marking.learning.lesion_batches import LesionBatches
from fundusviewer.training.marking.settings import MarkingPlan, MarkingSettings
from tests.helpers.markers import make_marking_card, write_marker
from tests.training.marking.sets import make_masked_set
from tests.training.photographs import draw_fundus, save

_SPOT = (70, 30)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[MarkingSettings, MarkingData]:
    """Return photographs of which each that has no lesion has a white spot."""
    folder = tmp_path_factory.mktemp("false")
    labels = make_masked_set(folder / "clinic", 20)
    for number in range(3, 20, 4):
        pixels = draw_fundus(number)
        cv2.circle(pixels, _SPOT, 5, (255, 255, 255), -1)
        save(labels.parent / f"images/{number:02d}.png", pixels)
    plan = MarkingPlan(steps=4, batch=40, crop=64)
    settings = MarkingSettings(
        "lesions", (labels,), folder / "run", Identity("a", "A"), image_size=96, plan=plan
    )
    settings.output.mkdir()
    data = load_data(settings, labelled(settings, SilentProgress()), SilentProgress())
    return settings, data


@pytest.fixture
def marker(tmp_path: Path) -> Marker:
    """Return a file that takes what is blue, and so what is white, for exudates."""
    return Marker(write_marker(tmp_path / "old.onnx", make_marking_card("lesions")), "cpu")


def test_false_marks_are_found_once_and_only_where_no_lesion_is(
    run: tuple[MarkingSettings, MarkingData],
    marker: Marker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, data = run
    rows = data.on(Split.TRAIN)
    found = find_false_marks(marker, data, rows, tmp_path, SilentProgress())
    healthy = [row for row in rows if not data.marked[row].drawn]
    assert healthy
    assert sorted(found) == healthy
    for row, places in found.items():
        # Microaneurysms are red to this file, so is all of the retina, and nobody looked for them.
        assert len(places) == 1
        image = data.prepared.image(row)
        column, line = places[0].astype(int)
        assert image[line, column].min() > 200
    monkeypatch.setattr(Marker, "mark", None)
    again = find_false_marks(marker, data, rows, tmp_path, SilentProgress())
    assert {row: places.tolist() for row, places in again.items()} == {
        row: places.tolist() for row, places in found.items()
    }


def test_crops_are_drawn_around_them(
    run: tuple[MarkingSettings, MarkingData], marker: Marker, tmp_path: Path
) -> None:
    settings, data = run
    rows = data.on(Split.TRAIN)
    found = find_false_marks(marker, data, rows, tmp_path, SilentProgress())

    def whites(batches: LesionBatches) -> int:
        images, masks, _ = batches.make(0)
        bare = images[~masks.any(axis=(1, 2, 3))]
        return int((bare.min(axis=3) > 160).any(axis=(1, 2)).sum())

    usual = whites(LesionBatches(data, rows, settings))
    # Three times as many bare photographs, and the spot is in more of their crops.
    assert usual > 0
    assert whites(LesionBatches(data, rows, settings, found)) >= 2 * usual


def test_photographs_with_many_come_more_often(run: tuple[MarkingSettings, MarkingData]) -> None:
    _, data = run
    marked = data.marked
    bare = [row for row, one in enumerate(marked) if not one.drawn]
    false = [3 * (row == bare[0]) for row in range(len(marked))]
    usual, chosen = drawing_chances(marked), drawing_chances(marked, false_marks=false)
    assert usual[bare].sum() == pytest.approx(0.12)
    assert chosen[bare].sum() == pytest.approx(0.35)
    assert chosen[bare[0]] == pytest.approx(4 * chosen[bare[1]])
    assert chosen.sum() == pytest.approx(1)
    assert np.array_equal(drawing_chances(marked, false_marks=[0] * len(marked)), usual)


def test_a_file_of_the_other_role_is_refused(
    run: tuple[MarkingSettings, MarkingData], tmp_path: Path
) -> None:
    places = Marker(write_marker(tmp_path / "places.onnx"), "cpu")
    with pytest.raises(TrainingError, match="marks landmarks; a file that marks lesions is needed"):
        find_false_marks(places, run[1], [0], tmp_path, SilentProgress())
