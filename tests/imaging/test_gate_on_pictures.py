"""What the gate lets through and what it refuses, from pixels to verdict."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundusviewer.grading import GateVerdict, check
from fundusviewer.imaging import find_field_of_view, measure, read_image
from tests.imaging.drawings import Disc, draw
from tests.imaging.pictures import NOT_FUNDUS


def verdict_of(pixels: np.ndarray) -> GateVerdict:
    pixels = np.ascontiguousarray(pixels)
    return check(measure(pixels, find_field_of_view(pixels)))


def codes(pixels: np.ndarray) -> set[str]:
    return {reason.code for reason in verdict_of(pixels).reasons}


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    from fundusviewer.resources import asset

    return read_image(asset("sample.jpg")).pixels


@pytest.mark.parametrize("name", sorted(NOT_FUNDUS))
@pytest.mark.parametrize("turn", [0, 1])
def test_other_pictures_are_no_fundus_photographs(name: str, turn: int) -> None:
    verdict = verdict_of(np.rot90(NOT_FUNDUS[name], turn))
    assert not verdict.is_gradable
    # Of what is nearly black, darkness is all that can be said.
    assert not verdict.is_fundus or name == "dark screenshot"


@pytest.mark.parametrize("name", ["china.jpg", "flower.jpg"])
@pytest.mark.parametrize("scale", [1, 0.5])
def test_real_other_pictures(name: str, scale: float) -> None:
    datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn's two pictures")
    pixels = datasets.load_sample_image(name)
    assert not verdict_of(cv2.resize(pixels, None, fx=scale, fy=scale)).is_fundus
    assert not verdict_of(np.rot90(pixels)).is_gradable


def test_black_is_ungradable() -> None:
    verdict = verdict_of(np.zeros((480, 640, 3), np.uint8))
    assert verdict.is_fundus
    assert not verdict.is_gradable


def test_a_drawn_disc_without_a_retina_is_refused() -> None:
    assert not verdict_of(draw(640, 480, Disc(320, 240, 220, 220), noise=0)).is_gradable
    assert not verdict_of(draw(640, 480, Disc(320, 240, 220, 220), noise=20)).is_gradable


def test_the_sample_passes(photograph: np.ndarray) -> None:
    assert verdict_of(photograph).reasons == ()


@pytest.mark.parametrize("side", [200, 400, 900])
def test_the_size_does_not_matter(photograph: np.ndarray, side: int) -> None:
    shrunk = cv2.resize(photograph, (side, side), interpolation=cv2.INTER_AREA)
    assert verdict_of(shrunk).reasons == ()


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_the_turn_does_not_matter(photograph: np.ndarray, turn: int) -> None:
    assert verdict_of(np.rot90(photograph, turn)).reasons == ()


@pytest.mark.parametrize("factor", [0.15, 0.11, 0.1, 0.08, 0.05, 0.02])
def test_almost_black_is_too_dark(photograph: np.ndarray, factor: float) -> None:
    verdict = verdict_of((photograph * factor).astype(np.uint8))
    assert "too_dark" in {reason.code for reason in verdict.reasons}
    assert verdict.is_fundus


def test_overexposed(photograph: np.ndarray) -> None:
    assert not verdict_of(np.clip(photograph * 4.0, 0, 255).astype(np.uint8)).is_gradable


def test_blurred(photograph: np.ndarray) -> None:
    assert codes(cv2.GaussianBlur(photograph, (0, 0), 30)) == {"blurred"}


@pytest.mark.parametrize("angle", [0, 30, 60, 90, 135])
@pytest.mark.parametrize("share", [0.03, 0.05])
@pytest.mark.parametrize("side", [300, 700])
def test_moved(photograph: np.ndarray, angle: int, share: float, side: int) -> None:
    """Camera or eye moved: along the movement nothing is left, across it all is sharp."""
    pixels = cv2.resize(photograph, (side, side), interpolation=cv2.INTER_AREA)
    reach = round(side * share) // 2
    x, y = (round(reach * turn(math.radians(angle))) for turn in (math.cos, math.sin))
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    cv2.line(kernel, (reach - x, reach - y), (reach + x, reach + y), 1)
    assert codes(cv2.filter2D(pixels, -1, kernel / kernel.sum())) & {"moved", "blurred"}


def test_an_oval_field_of_view(photograph: np.ndarray) -> None:
    height, width = photograph.shape[:2]
    wide = cv2.resize(photograph, (round(width * 1.3), height), interpolation=cv2.INTER_AREA)
    assert codes(wide) == {"wide_field"}


def test_few_pixels(photograph: np.ndarray) -> None:
    tiny = cv2.resize(photograph, (110, 110), interpolation=cv2.INTER_AREA)
    assert codes(tiny) == {"too_small"}


@pytest.mark.parametrize("share", [0.25, 0.4, 0.5])
def test_a_part_of_the_retina_is_not_graded(photograph: np.ndarray, share: float) -> None:
    kept = int(len(photograph) * share)
    assert not verdict_of(photograph[:kept]).is_gradable
    assert not verdict_of(photograph[-kept:]).is_gradable


@pytest.mark.parametrize("share", [0.3, 0.4, 0.5, 0.6, 0.7])
def test_a_file_that_was_half_written_is_not_graded(photograph: np.ndarray, share: float) -> None:
    """An uncompressed picture can be decoded whatever is missing: the rest is black."""
    pixels = photograph.copy()
    pixels[int(len(pixels) * share) :] = 0
    verdict = verdict_of(pixels)
    assert not verdict.is_gradable
    assert "cut_off" in {reason.code for reason in verdict.reasons}


def test_swapped_channels_are_noticed(photograph: np.ndarray) -> None:
    assert not verdict_of(photograph[:, :, ::-1]).is_fundus


def test_without_colour(photograph: np.ndarray) -> None:
    grey = cv2.cvtColor(photograph, cv2.COLOR_RGB2GRAY)
    assert "no_colour" in codes(np.dstack([grey] * 3))


def test_camera_originals_pass(shared_data: Path) -> None:
    paths = sorted((shared_data / "fundus" / "camera_originals" / "images").iterdir())
    assert len(paths) == 9
    refused = {
        path.name: [reason.code for reason in verdict_of(read_image(path).pixels).reasons]
        for path in paths
    }
    assert not any(refused.values()), refused


def test_most_real_photographs_pass(shared_data: Path) -> None:
    paths = sorted((shared_data / "fundus" / "idrid_grading" / "images").iterdir())[::20]
    passed = [verdict_of(read_image(path).pixels).is_gradable for path in paths]
    assert sum(passed) >= len(passed) - 1


def test_outliers_are_refused(shared_data: Path) -> None:
    folder = shared_data / "fundus" / "drimdb_quality" / "images"
    paths = sorted(path for path in folder.iterdir() if "outlier" in path.name)
    passed = [path.name for path in paths if verdict_of(read_image(path).pixels).is_gradable]
    assert len(passed) <= 0.25 * len(paths), passed


@pytest.mark.parametrize(
    "shape",
    [(10, 4000), (4000, 10), (130, 6000), (6000, 130), (1, 1), (2, 2), (300, 1), (1, 30000)],
)
@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (160, 70, 30), None])
def test_odd_shapes_never_pass(shape: tuple[int, int], colour: tuple[int, int, int] | None) -> None:
    if colour is None:
        pixels = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
    else:
        pixels = np.full((*shape, 3), colour, np.uint8)
    verdict = verdict_of(pixels)
    assert verdict.reasons
    assert not verdict.is_gradable


def test_a_strip_of_a_retina_is_not_graded(photograph: np.ndarray) -> None:
    strip = np.tile(photograph[600:760, 300:1100], (1, 9, 1))
    assert not verdict_of(strip).is_gradable


@settings(max_examples=60, deadline=None)
@given(
    height=st.integers(1, 90),
    width=st.integers(1, 90),
    seed=st.integers(0, 999),
    contrast=st.sampled_from([0, 3, 60, 255]),
    blocks=st.integers(1, 9),
)
def test_any_small_picture_is_refused(
    height: int, width: int, seed: int, contrast: int, blocks: int
) -> None:
    generator = np.random.default_rng(seed)
    coarse = generator.integers(0, contrast + 1, (blocks, blocks, 3)).astype(np.uint8)
    pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    assert not verdict_of(pixels).is_gradable


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), blocks=st.integers(1, 60), smooth=st.booleans())
def test_random_mosaics_are_refused(seed: int, blocks: int, smooth: bool) -> None:
    coarse = np.random.default_rng(seed).integers(0, 256, (blocks, blocks, 3), dtype=np.uint8)
    how = cv2.INTER_CUBIC if smooth else cv2.INTER_NEAREST
    assert not verdict_of(cv2.resize(coarse, (320, 240), interpolation=how)).is_gradable


def test_the_measures_of_a_photograph_are_numbers_in_their_ranges(photograph: np.ndarray) -> None:
    measures = measure(photograph, find_field_of_view(photograph))
    values = asdict(measures)
    assert all(math.isfinite(value) for value in values.values())
    for share in (
        "coverage",
        "field_of_view_share",
        "roundness",
        "overexposed",
        "red_share",
        "saturation",
    ):
        assert 0 <= values[share] <= 1.05, share
    assert measures.field_of_view_share > 0.9
    assert 100 < measures.brightness < 255
    assert measures.short_side == pytest.approx(1400, abs=15)
