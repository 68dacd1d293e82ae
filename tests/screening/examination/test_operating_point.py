"""Another operating point for a finding."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from fundusviewer.grading import Decision
from fundusviewer.inference import Classifier, OperatingPoint
from fundusviewer.screening import examine
from fundusviewer.screening.examination.operating_point import at_operating_point
from tests.helpers.models import make_card, write_model


@pytest.fixture
def strict() -> OperatingPoint:
    return make_card().operating_points[0].model_copy(update={"name": "s", "threshold": 0.99})


def test_decides_anew_without_the_network(
    tmp_path: Path, sample: Path, strict: OperatingPoint
) -> None:
    # Grade 0 leads with 40 %, but 60 % are referable.
    logits = [0.0, -6.0, -0.28, -0.28, -6.0]
    classifier = Classifier(write_model(tmp_path / "m.onnx", logits=logits), "cpu")
    finding = examine(sample, classifier)
    changed = at_operating_point(finding, strict)
    assert (finding.decision, changed.decision) == (Decision.REFER, Decision.NO_REFERRAL)
    assert changed.operating_point is strict
    assert changed.prediction is finding.prediction
    assert changed.decision == examine(sample, classifier, operating_point=strict).decision


def test_a_refused_photograph_stays_refused(
    tmp_path: Path, tiny_model: Path, strict: OperatingPoint
) -> None:
    path = tmp_path / "black.png"
    cv2.imwrite(str(path), np.zeros((300, 300, 3), np.uint8))
    finding = examine(path, Classifier(tiny_model, "cpu"))
    changed = at_operating_point(finding, strict)
    assert changed.decision == finding.decision
    assert changed.decision in (Decision.UNGRADABLE, Decision.NOT_FUNDUS)
    assert changed.prediction is None
