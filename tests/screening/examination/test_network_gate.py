"""What the network says about a photograph's quality and kind decides, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.errors import InferenceError, ModelContractError
from fundusviewer.grading import Decision
from fundusviewer.inference import CARD_KEY, Classifier
from fundusviewer.screening import examine
from tests.helpers.models import GATE, QUALITIES, make_card, write_model
from tests.screening.photographs import HEALTHY, write_black

GATED = make_card(quality_names=QUALITIES, gate=GATE)


def model(folder: Path, reject: float = 0.1, unfamiliarity: float = 0.1) -> Classifier:
    path = folder / "gated.onnx"
    write_model(path, GATED, logits=HEALTHY, reject=reject, unfamiliarity=unfamiliarity)
    return Classifier(path, "cpu")


def test_a_good_photograph_is_graded(sample: Path, tmp_path: Path) -> None:
    finding = examine(sample, model(tmp_path))
    assert finding.decision is Decision.NO_REFERRAL
    assert finding.reasons == ()


@pytest.mark.parametrize(
    ("answers", "words"),
    [({"reject": 0.7}, "Too poor to grade"), ({"unfamiliarity": 0.6}, "Unlike the fundus")],
)
def test_no_healthy_result_for_what_the_network_cannot_judge(
    sample: Path, tmp_path: Path, answers: dict[str, float], words: str
) -> None:
    finding = examine(sample, model(tmp_path, **answers))
    assert finding.decision is Decision.UNGRADABLE
    assert finding.reasons[0].startswith(words)
    assert (finding.prediction, finding.label, finding.grade_set) == (None, None, ())


def test_the_measures_speak_first(tmp_path: Path) -> None:
    finding = examine(write_black(tmp_path / "black.png"), model(tmp_path, reject=0.9))
    assert finding.decision is Decision.UNGRADABLE
    assert finding.reasons[0].startswith("Too dark")


def test_an_answer_that_is_no_number_is_an_error(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(InferenceError, match="unfamiliarity"):
        examine(sample, model(tmp_path, unfamiliarity=float("nan")))


def test_a_card_with_a_gate_needs_its_outputs(tmp_path: Path) -> None:
    metadata = {CARD_KEY: GATED.to_json()}
    path = write_model(tmp_path / "plain.onnx", make_card(), metadata=metadata)
    with pytest.raises(ModelContractError, match="no output 'quality'"):
        Classifier(path, "cpu")
