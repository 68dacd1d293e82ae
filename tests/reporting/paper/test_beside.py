"""Heat maps of networks that looked beside the retina: reports and browsers say so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.inference import Classifier, Prediction, open_classifier
from fundusviewer.reporting.paper.pictures import PictureSource, Room
from fundusviewer.screening import Method, Row, Store
from fundusviewer.screening.examination.examine import examine
from fundusviewer.web.pictures import PictureMaker
from tests.helpers.models import make_card, write_model

ROOM = Room(200, 200)


@pytest.fixture
def other(tmp_path: Path) -> Classifier:
    """Return a network of other classes."""
    card = make_card(task="other", class_names=("a", "b", "c"), operating_points=())
    return open_classifier(write_model(tmp_path / "other.onnx", card), "cpu")


@pytest.fixture
def row(tmp_path: Path, other: Classifier, sample: Path) -> Row:
    method = Method.of(other)
    with Store(tmp_path / "a.sqlite") as store:
        store.add_finding(examine(sample, other), method)
        return store.rows(method)[0]


@pytest.mark.parametrize("corners", [True, False])
def test_what_is_hot_beside_the_retina_is_said_where_it_is_not_drawn(
    other: Classifier, row: Row, monkeypatch: pytest.MonkeyPatch, corners: bool
) -> None:
    really = Classifier.predict

    def looking(*asked: object) -> Prediction:
        answer = really(*asked)  # type: ignore[arg-type]
        heat = np.zeros((9, 9), np.float32)
        heat[4, 4] = 1.0
        if corners:
            heat[[0, 0, -1, -1], [0, -1, 0, -1]] = 1.0
        return replace(answer, heatmap=heat)

    monkeypatch.setattr(Classifier, "predict", looking)
    method = Method.of(other)
    printed = PictureSource(method, other).of(row, ROOM)
    assert printed.overlay is not None
    assert printed.overlay_remark.startswith("Weak localisation")
    assert ("beside the retina" in printed.overlay_remark) is corners
    assert PictureMaker(method, other).heat(row).beside is corners
