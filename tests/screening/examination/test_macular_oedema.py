"""Macular oedema on the way of a photograph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fundusviewer.anatomy import Fovea, Landmarks
from fundusviewer.grading import Decision
from fundusviewer.grading.joint_oedema import JOINT_RISK_2
from fundusviewer.grading.macular_oedema import (
    EXUDATES_NEAR_FOVEA,
    NO_MACULA,
    NOT_ASSESSABLE,
    RISK_2,
)
from fundusviewer.imaging import load
from fundusviewer.inference import Classifier, FittedFrom, Marker
from fundusviewer.inference.marking_card import JointWeights
from fundusviewer.screening import examine
from fundusviewer.screening.examination.finding import Finding, MarkedLesions, Timings
from fundusviewer.screening.examination.operating_point import at_operating_point
from fundusviewer.screening.examination.steps import make_finding, prepare_photograph
from tests.helpers.markers import make_marking_card, write_marker
from tests.helpers.models import OEDEMA, make_card, write_model
from tests.screening.marks import marked_lesions
from tests.screening.photographs import HEALTHY, write_black

CARD = make_card(macular_oedema=OEDEMA)


def model(folder: Path, oedema: tuple[float, float] = (0.9, 0.8)) -> Classifier:
    return Classifier(write_model(folder / "m.onnx", CARD, logits=HEALTHY, oedema=oedema), "cpu")


def found(path: Path, classifier: Classifier, fovea: tuple[float, float] | None) -> Finding:
    """Return the finding of a photograph whose fovea is there, as shares of its sides."""
    prepared = prepare_photograph(load(path), classifier.card)
    image = prepared.image
    place = None if fovea is None else Fovea(fovea[0] * image.width, fovea[1] * image.height, 0.9)
    prediction = classifier.predict(prepared.input.pixels)
    timings = Timings(0, 0, 0, 0)
    return make_finding(prepared, prediction, classifier, None, timings, Landmarks(fovea=place))


def weighed(finding: Finding, folder: Path, **changes: str) -> MarkedLesions:
    """Return lesions marked by a file that weighs them with this model's answer."""
    names = {"grader": finding.card.name, "grader_version": finding.card.version} | changes
    weighs = JointWeights(
        **names, offset=0, risk_2=0.5, exudates=1, lowest=0.001, threshold=0.3, photographs=10
    )
    card = make_marking_card("lesions", macular_oedema=weighs)
    marker = Marker(write_marker(folder / "lesions.onnx", card), "cpu")
    lesions = marked_lesions().lesions
    exudates = replace(lesions.kinds["EX"], near_fovea=0.9)
    lesions = replace(lesions, kinds={**lesions.kinds, "EX": exudates})
    return MarkedLesions.of(lesions, marker, finding)


def test_exudates_are_weighed_with_the_model_that_the_card_names(
    sample: Path, tmp_path: Path
) -> None:
    low = examine(sample, model(tmp_path, (0.1, 0.05)))
    joint = weighed(low, tmp_path).joint
    assert joint is not None
    assert joint.risk == 2
    assert joint.belongs_to(low.macular_oedema)
    assert weighed(low, tmp_path, grader_version="9.9.9").joint is None
    # A copy with a clinic's operating points answers the same.
    origin = FittedFrom(name="origin", version="1.0", sha256="0" * 64, photographs=1, patients=1)
    copy = replace(low, card=low.card.model_copy(update={"fitted_from": origin}))
    assert weighed(copy, tmp_path).joint is None
    assert weighed(copy, tmp_path, grader="origin", grader_version="1.0").joint == joint


def test_a_healthy_grade_with_risk_2_is_referred_and_says_why(sample: Path, tmp_path: Path) -> None:
    finding = examine(sample, model(tmp_path))
    assert finding.decision is Decision.REFER
    assert finding.macular_oedema is not None
    assert finding.macular_oedema.risk == 2
    assert finding.macular_oedema.probability == pytest.approx(0.8)
    assert RISK_2 in finding.reasons
    stricter = CARD.operating_points[0].model_copy(update={"threshold": 0.99})
    assert at_operating_point(finding, stricter).decision is Decision.REFER


def test_a_low_risk_changes_nothing(sample: Path, tmp_path: Path) -> None:
    finding = examine(sample, model(tmp_path, (0.1, 0.05)))
    assert finding.decision is Decision.NO_REFERRAL
    assert finding.macular_oedema is not None
    assert (finding.macular_oedema.risk, finding.reasons) == (0, ())


@pytest.mark.parametrize("fovea", [None, (0.001, 0.001)])
def test_no_risk_without_the_macula(
    sample: Path, tmp_path: Path, fovea: tuple[float, float] | None
) -> None:
    finding = found(sample, model(tmp_path, (0.1, 0.05)), fovea)
    assert finding.macular_oedema == NOT_ASSESSABLE
    assert NO_MACULA in finding.reasons


def test_the_macula_is_seen(sample: Path, tmp_path: Path) -> None:
    finding = found(sample, model(tmp_path), (0.5, 0.5))
    assert finding.macular_oedema is not None
    assert finding.macular_oedema.assessable


def test_a_refused_photograph_has_no_risk(tmp_path: Path) -> None:
    finding = examine(write_black(tmp_path / "black.png"), model(tmp_path))
    assert finding.decision is Decision.UNGRADABLE
    assert finding.macular_oedema == NOT_ASSESSABLE


def test_a_model_without_it_says_nothing(sample: Path, tmp_path: Path) -> None:
    plain = Classifier(write_model(tmp_path / "m.onnx", logits=HEALTHY), "cpu")
    finding = found(sample, plain, None)
    assert finding.macular_oedema is None
    assert finding.decision is Decision.NO_REFERRAL
    assert NO_MACULA not in finding.reasons


def test_marked_exudates_near_the_fovea_are_a_reason(sample: Path, tmp_path: Path) -> None:
    low = examine(sample, model(tmp_path, (0.1, 0.05)))
    assert EXUDATES_NEAR_FOVEA in replace(low, lesions=marked_lesions()).reasons
    assert JOINT_RISK_2 in replace(low, lesions=weighed(low, tmp_path)).reasons
    high = examine(sample, model(tmp_path, (0.9, 0.8)))
    assert EXUDATES_NEAR_FOVEA not in replace(high, lesions=marked_lesions()).reasons
