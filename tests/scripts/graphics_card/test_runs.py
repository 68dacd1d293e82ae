"""Whole small runs on the processor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from fundusviewer.errors import TrainingError  # noqa: E402
from scripts.graphics_card import grader, landmarks, lesions  # noqa: E402
from scripts.graphics_card.figures import LEFT_OUT, read_answers  # noqa: E402
from scripts.graphics_card.learning.drawings import DeviceDrawings  # noqa: E402
from scripts.graphics_card.learning.loop import Faster, LearningPlan, learn  # noqa: E402
from scripts.graphics_card.learning.photographs import DevicePhotographs  # noqa: E402
from scripts.graphics_card.mask_run import MaskSettings, write_masks  # noqa: E402
from scripts.graphics_card.networks.efficientnet_lite import EfficientNetLite  # noqa: E402
from scripts.graphics_card.networks.weights import dump, save  # noqa: E402
from scripts.graphics_card.recipe import KINDS  # noqa: E402
from tests.scripts.graphics_card.packs import (  # noqa: E402
    SIZE,
    packed,
    write_drawings,
    write_landmarks,
    write_photographs,
)

_CPU = torch.device("cpu")


def _ticks() -> Callable[[], float]:
    """Return a clock that goes on by one second each time it is asked."""
    passed = iter(range(10_000))
    return lambda: float(next(passed))


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small = [packed(f"s{grade}.png", dataset="aptos2019", grades=(grade, grade))
             for grade in range(5)]  # fmt: skip
    sides = ("train", "train", "validation", "test", "kept_out")
    large = [packed(f"{number}.png", dataset="idrid_grading", side=side, oedema=number % 3)
             for number, side in enumerate(sides)]  # fmt: skip
    large += [packed("r.png", grades=(1, 3)), packed("q.png", grades=None, quality="reject"),
              packed("n.png", grades=None)]  # fmt: skip
    write_photographs(tmp_path, small, large)
    write_drawings(tmp_path)
    write_landmarks(tmp_path, [f"{number}.png" for number in range(len(sides))])
    save(tmp_path / "lite0.npz", dump(EfficientNetLite(0).named_weights()))
    return tmp_path


def test_photographs_are_seen_as_they_were_packed(folder: Path) -> None:
    photographs = DevicePhotographs(folder, _CPU)
    rows = torch.tensor([5, 0, 6])  # large, small, large
    whole = photographs.whole(rows, SIZE)
    packed_pixels = photographs.pixels([5, 6]).float() / 255
    assert torch.allclose(whole[[0, 2]], packed_pixels, atol=1e-4)
    smaller = photographs.whole(rows, SIZE // 2)
    assert float((smaller.mean((2, 3)) - whole.mean((2, 3))).abs().max()) < 0.02
    seen = photographs.views(rows, SIZE)
    assert seen.shape == whole.shape
    assert float((seen - whole).abs().mean()) > 0.01


def test_a_grader(folder: Path) -> None:
    photographs = DevicePhotographs(folder, _CPU)
    settings = grader.GraderSettings(
        seconds=4, lite=0, size=SIZE, batch=4, leave_out=("aptos2019",)
    )
    layout = torch.channels_last
    before = photographs.records
    made = grader.train_grader(photographs, folder / "lite0.npz", settings, _CPU, layout, _ticks())
    assert made.steps == 3
    # Everything of the set that was left out, and what is not on the training side.
    assert made.rows.tolist() == [0, 1, 2, 3, 4, 7, 8, 9]
    assert {before[row].side for row in made.rows[5:]} == {"validation", "test", "kept_out"}
    assert np.allclose(made.probabilities.sum(1), 1, atol=1e-3)
    grader.write_run(folder, made, settings)
    answers = read_answers(folder, folder)
    assert answers.sides == [*[LEFT_OUT] * 5, "validation", "test", "kept_out"]
    with np.load(folder / "network.npz") as archive, np.load(folder / "lite0.npz") as first:
        assert set(archive.files) == {*first.files, "scores/kernel", "scores/bias"}
        assert not np.array_equal(archive["top_conv/kernel"], first["top_conv/kernel"])
        assert archive["scores/kernel"].any()


def test_the_same_run_gives_the_same_network(folder: Path) -> None:
    photographs = DevicePhotographs(folder, _CPU)
    settings = grader.GraderSettings(seconds=3, lite=0, size=SIZE, batch=4)

    def run() -> Any:
        layout = torch.contiguous_format
        return grader.train_grader(
            photographs, folder / "lite0.npz", settings, _CPU, layout, _ticks()
        )

    assert np.array_equal(run().probabilities, run().probabilities)


def test_an_unknown_set_is_told(folder: Path) -> None:
    settings = grader.GraderSettings(lite=0, leave_out=("clinci",))
    with pytest.raises(TrainingError, match=r"'clinci' is none of the packed sets: aptos2019, "):
        grader.train_grader(DevicePhotographs(folder, _CPU), folder / "lite0.npz", settings, _CPU)


@pytest.mark.parametrize("command", [grader, lesions, landmarks])
def test_what_cannot_be_written_is_told_at_once(
    folder: Path, command: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "file"
    file.write_text("", "utf-8")
    weights = str(folder / "lite0.npz")
    assert command.main([str(folder), "--output", str(file / "run"), "--weights", weights]) == 1
    assert "cannot be made" in capsys.readouterr().err


def test_lesions(folder: Path) -> None:
    drawings = DeviceDrawings(folder, _CPU)
    assert drawings.validation == (2,)
    settings = MaskSettings(seconds=4, size=32, batch=2)
    network = lesions.train_lesions(drawings, folder / "lite0.npz", settings, _CPU, _ticks())
    figures = lesions.measure_lesions(network, drawings, _CPU)
    assert set(figures) == set(KINDS)
    assert figures["optic_disc"].with_kind == 1
    assert figures["microaneurysms"].with_kind == 0
    write_masks(folder, "lesions", network, settings, figures)
    assert json.loads((folder / "lesions.json").read_text("utf-8"))["size"] == 32
    with np.load(folder / "lesions.npz") as archive:
        assert archive["marks_coarse/kernel"].shape == (1, 1, 32, 4 * len(KINDS))
        begun = dict(archive)
    settings = MaskSettings(seconds=3, size=32, batch=2, goes_on=True)
    onward = lesions.train_lesions(drawings, folder / "lesions.npz", settings, _CPU, _ticks())
    written = onward.written_weights()
    assert written.keys() == begun.keys()
    assert not np.array_equal(written["up0_a_conv/kernel"], begun["up0_a_conv/kernel"])
    assert np.array_equal(written["up0_a_bn/moving_mean"], begun["up0_a_bn/moving_mean"])


def test_crops_lie_around_what_is_marked() -> None:
    masks = torch.zeros(4, 100, 100, dtype=torch.uint8)
    place = torch.tensor([0.9, 0.9])
    lesions._move_to_a_mark(place, masks, 0.25)
    assert place.tolist() == pytest.approx([0.9, 0.9])
    masks[2, 30, 60] = 255
    lesions._move_to_a_mark(place, masks, 0.25)
    # The crop's middle, −1…1, is as far from the mark as a third of the crop at most.
    assert (place * 0.75).tolist() == pytest.approx([0.21, -0.39], abs=0.25 / 3 + 1e-6)


def test_landmarks(folder: Path) -> None:
    drawings, data = DeviceDrawings(folder, _CPU), landmarks.landmark_data(folder, _CPU)
    settings = MaskSettings(seconds=4, size=64, batch=4)
    network = landmarks.train_landmarks(
        data, drawings, folder / "lite0.npz", settings, _CPU, _ticks()
    )
    figures = landmarks.measure_landmarks(network, data, drawings, 64)
    assert set(figures) == {"disc", "fovea", "diameter"}
    assert isinstance(figures["fovea"], landmarks.CentreFigures)
    assert figures["fovea"].mean > 0


def test_the_peak_of_a_hill_is_found_between_pixels() -> None:
    places = torch.linspace(-1 + 1 / 96, 1 - 1 / 96, 96)
    y, x = torch.meshgrid(places, places, indexing="ij")
    heat = torch.exp(-((x - 0.2034) ** 2 + (y + 0.4011) ** 2) / (2 * 0.03**2))
    assert landmarks.peak(heat) == pytest.approx((0.2034, -0.4011), abs=2e-3)


def test_the_average_follows_and_the_rate_ends_at_nothing() -> None:
    from torch.optim.optimizer import register_optimizer_step_pre_hook

    model, average = torch.nn.Linear(1, 1), torch.nn.Linear(1, 1)
    average.load_state_dict(model.state_dict())
    rates: list[tuple[float, float]] = []

    def note(optimiser: Any, *_: Any) -> None:
        slow, fast = optimiser.param_groups
        rates.append((slow["lr"], fast["lr"]))

    def loss() -> Any:
        return (model.weight - 3).square().sum() + model.bias.square().sum()

    plan = LearningPlan(seconds=400, rate=0.05, decay=0.0, average=0.99)
    watching = register_optimizer_step_pre_hook(note)
    try:
        steps = learn(model, average, plan, loss, Faster([model.bias], 3.0), _ticks())
    finally:
        watching.remove()
    assert steps == len(rates) == 399
    assert all(fast == pytest.approx(3 * slow) for slow, fast in rates)
    slow_rates = [slow for slow, _ in rates]
    assert slow_rates.index(max(slow_rates)) < 20
    assert max(slow_rates) == pytest.approx(0.05, rel=0.02)
    assert slow_rates[-1] < 1e-4
    learned, followed = model.weight.item(), average.weight.item()
    assert learned == pytest.approx(3, abs=0.1)
    assert followed == pytest.approx(3, abs=0.1)
    assert followed != learned
