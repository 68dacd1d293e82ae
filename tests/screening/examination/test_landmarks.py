"""Disc and fovea in an examination: alone, in a folder run, and in the database."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fundusviewer.anatomy import Landmarks
from fundusviewer.imaging import read_image
from fundusviewer.inference import Classifier, Marker, ModelLibrary, open_locator
from fundusviewer.screening import Filter, Finding, Method, Store, examine, examine_stream, screen
from tests.helpers.markers import write_marker
from tests.helpers.models import make_card, write_model


@pytest.fixture(scope="module")
def locator() -> Marker:
    """Return the program's own."""
    found = open_locator(ModelLibrary.default(), "cpu")
    assert found is not None
    return found


@pytest.fixture
def grader(tmp_path: Path) -> Classifier:
    return Classifier(write_model(tmp_path / "grader.onnx"), "cpu")


@pytest.fixture
def wrong(sample: Path, tmp_path: Path) -> Path:
    """Return a left eye that is named right."""
    return Path(shutil.copy(sample, tmp_path / "17_right.jpg"))


def test_one_answer_whatever_the_way(
    sample: Path, tmp_path: Path, grader: Classifier, locator: Marker
) -> None:
    """Also of a photograph of a camera's size, of which a run decodes a small copy."""
    large = tmp_path / "large.jpg"
    Image.fromarray(read_image(sample).pixels).resize((2822, 2822)).save(large, quality=90)
    discs = []
    for path in (sample, large):
        alone = examine(path, grader, locator=locator).landmarks
        (run,) = examine_stream([path], grader, locator=locator)
        assert isinstance(run, Finding)
        assert run.landmarks == alone
        assert alone is not None
        assert alone.disc is not None
        discs.append(alone.disc)
    assert discs[1].x == pytest.approx(2 * discs[0].x, abs=12)
    assert discs[1].diameter == pytest.approx(2 * discs[0].diameter, rel=0.05)


def test_the_remark_is_stored(
    wrong: Path, tmp_path: Path, grader: Classifier, locator: Marker
) -> None:
    """From there it goes to window, report and tables."""
    method = Method.of(grader)
    with Store(tmp_path / "screening.db") as store:
        list(screen([wrong], grader, store, method, locator=locator))
        (row,) = store.rows(method, Filter())
    assert any("The picture shows the left eye" in reason for reason in row.reasons)


def test_nobody_looks_without_the_model(sample: Path, grader: Classifier) -> None:
    finding = examine(sample, grader)
    assert finding.landmarks is None
    assert finding.eye.picture is None


def test_nobody_looks_where_nothing_is_graded(
    sample: Path, tmp_path: Path, locator: Marker
) -> None:
    card = make_card(task="other", class_names=("a", "b"), operating_points=())
    other = Classifier(write_model(tmp_path / "other.onnx", card, logits=[0.0, 1.0]), "cpu")
    assert examine(sample, other, locator=locator).landmarks is None


def test_what_is_no_fundus_photograph_has_none(
    tmp_path: Path, grader: Classifier, locator: Marker
) -> None:
    blank = tmp_path / "blank.png"
    Image.fromarray(np.full((400, 400, 3), 250, np.uint8)).save(blank)
    assert examine(blank, grader, locator=locator).landmarks is None


def test_a_network_that_finds_nothing(sample: Path, tmp_path: Path, grader: Classifier) -> None:
    blind = Marker(write_marker(tmp_path / "blind.onnx", gain=0.0), "cpu")
    finding = examine(sample, grader, locator=blind)
    assert finding.landmarks == Landmarks()
    assert finding.eye.value is None
