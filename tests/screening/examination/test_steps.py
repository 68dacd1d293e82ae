"""The steps of an examination, taken apart; camera-size photographs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fundusviewer.errors import ImageReadError
from fundusviewer.grading import Decision
from fundusviewer.imaging import load, read_image
from fundusviewer.inference import Classifier
from fundusviewer.screening import Timings, examine
from fundusviewer.screening.examination.steps import make_finding, prepare_photograph
from tests.helpers.models import make_card, write_model
from tests.imaging.drawings import Disc, draw

NO_TIME = Timings(0, 0, 0, 0)


@pytest.fixture
def grader(tmp_path: Path) -> Classifier:
    return Classifier(write_model(tmp_path / "grader.onnx", logits=[9.0, 0, 0, 0, 0]), "cpu")


@pytest.fixture
def other(tmp_path: Path) -> Classifier:
    card = make_card(task="other", class_names=("a", "b"), operating_points=())
    return Classifier(write_model(tmp_path / "other.onnx", card, logits=[0.0, 1.0]), "cpu")


def test_the_steps_are_the_examination(sample: Path, grader: Classifier) -> None:
    prepared = prepare_photograph(load(sample), grader.card)
    prediction = grader.predict(prepared.input.pixels)
    apart = make_finding(prepared, prediction, grader, None, NO_TIME)
    together = examine(sample, grader)
    assert apart.decision is together.decision is Decision.NO_REFERRAL
    assert apart.assessment == together.assessment
    assert apart.field_of_view == together.field_of_view
    assert apart.prepared.region == together.prepared.region
    np.testing.assert_array_equal(apart.prepared.pixels, together.prepared.pixels)


def test_no_grade_without_the_gate(sample: Path, grader: Classifier, other: Classifier) -> None:
    """The model may be changed between the steps."""
    prepared = prepare_photograph(load(sample), other.card)
    assert prepared.verdict is None
    prediction = grader.predict(prepared.input.pixels)
    with pytest.raises(ValueError, match="prepared for another model"):
        make_finding(prepared, prediction, grader, None, NO_TIME)
    with pytest.raises(ValueError, match="prepared for another model"):
        make_finding(
            prepare_photograph(load(sample), grader.card), prediction, other, None, NO_TIME
        )


@pytest.fixture(scope="module")
def camera_size(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pixels = draw(3600, 2400, Disc(1700, 1210, 1100, 1100))
    pixels[600:700, 2200:2300] = (20, 40, 220)
    path = tmp_path_factory.mktemp("camera") / "large_L.jpg"
    Image.fromarray(pixels).save(path, quality=95)
    return path


def test_places_are_those_of_the_whole_photograph(camera_size: Path, grader: Classifier) -> None:
    finding = examine(camera_size, grader)
    assert (finding.image.width, finding.image.height) == (3600, 2400)
    field_of_view, region = finding.field_of_view, finding.prepared.region
    assert field_of_view.center_x == pytest.approx(1700, abs=20)
    assert field_of_view.radius_x == pytest.approx(1100, rel=0.02)
    assert region.left == pytest.approx(1700 - 1.02 * 1100, abs=30)
    assert region.width == pytest.approx(2 * 1.02 * 1100, rel=0.02)
    rows, columns = np.nonzero(
        finding.prepared.pixels[:, :, 2].astype(int) - finding.prepared.pixels[:, :, 0] > 40
    )
    step = region.width / finding.prepared.pixels.shape[1]
    assert region.left + (columns.mean() + 0.5) * step == pytest.approx(2250, abs=step)
    assert region.top + (rows.mean() + 0.5) * step == pytest.approx(650, abs=step)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
@pytest.mark.parametrize("filled", [False, True])
def test_a_camera_size_photograph_cut_off(
    camera_size: Path, tmp_path: Path, grader: Classifier, share: float, filled: bool
) -> None:
    data = camera_size.read_bytes()
    kept = int(len(data) * share)
    path = tmp_path / "half.jpg"
    path.write_bytes(data[:kept] + bytes(len(data) - kept if filled else 0))
    with pytest.raises(ImageReadError, match=r"half\.jpg"):
        examine(path, grader)
    with pytest.raises(ImageReadError, match=r"half\.jpg"):
        prepare_photograph(load(path), grader.card)


def test_camera_originals_have_a_grade(shared_data: Path, grader: Classifier) -> None:
    paths = sorted((shared_data / "fundus" / "camera_originals" / "images").iterdir())
    for path in paths[::3]:
        finding = examine(path, grader)
        assert finding.decision is Decision.NO_REFERRAL, (path.name, finding.reasons)
        whole = read_image(path)
        assert (finding.image.width, finding.image.height) == (whole.width, whole.height)
