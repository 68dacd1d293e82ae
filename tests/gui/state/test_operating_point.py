"""The operating point in use, without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.gui.state.operating_point import OperatingPointInUse
from fundusviewer.inference import ModelCard, OperatingPoint, open_classifier
from fundusviewer.screening import examine
from tests.helpers.models import make_card, strict_point, write_model

_FIRST = make_card().operating_points[0]
_STRICT = strict_point(0.9)
_CARD = make_card(operating_points=(_FIRST, _STRICT))


@pytest.mark.parametrize(
    ("wanted", "card", "used"),
    [
        (None, _CARD, _FIRST),
        ("strict", _CARD, _STRICT),
        ("unknown", _CARD, _FIRST),
        ("strict", make_card(task="other", operating_points=()), None),
    ],
)
def test_what_is_wanted_of_a_model(
    wanted: str | None, card: ModelCard, used: OperatingPoint | None
) -> None:
    point = OperatingPointInUse()
    assert point.current is None
    point.want(wanted)
    point.take(card)
    assert point.current == used


def test_what_was_chosen_is_wanted_of_the_next_model() -> None:
    point, told = OperatingPointInUse(), list[OperatingPoint]()
    point.chosen.connect(told.append)
    point.take(_CARD)
    point.choose(_STRICT)
    point.take(make_card())
    assert point.current == _FIRST
    point.take(_CARD)
    assert point.current == _STRICT
    # Nobody chose the others: they came with the model.
    assert told == [_STRICT]


def test_a_finding_is_decided_at_the_point_in_use(tmp_path: Path, sample: Path) -> None:
    # Grade 0 leads with 40 %, but 60 % are referable.
    classifier = open_classifier(
        write_model(tmp_path / "tiny.onnx", _CARD, logits=[0.0, -6.0, -0.28, -0.28, -6.0])
    )
    finding = examine(sample, classifier)
    point = OperatingPointInUse()
    assert point.decided(finding) is finding
    point.take(_CARD)
    assert point.decided(finding).operating_point == _FIRST
    point.choose(_STRICT)
    decided = point.decided(finding)
    assert decided.operating_point == _STRICT
    assert decided.assessment is not None
    assert finding.assessment is not None
    assert decided.assessment.decision != finding.assessment.decision
    assert point.decided(decided) is decided
    # A point that the finding's own model does not know says nothing of it.
    point.choose(_FIRST.model_copy(update={"name": "another"}))
    assert point.decided(decided) is decided
