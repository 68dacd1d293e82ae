"""``fundusviewer wrap``."""

from pathlib import Path

import pytest

from fundusviewer.cli import USAGE, main
from tests.export.foreign import attentive, convolutional, saved

CARD = "title: Three kinds\nclasses: [normal, cataract, glaucoma]\npreprocessing: torch\n"


def test_what_was_made_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, card, output = saved(convolutional(softmax=False), tmp_path, CARD)
    assert main(["wrap", str(source), "--card", str(card), "--output", str(output)]) == 0
    said = capsys.readouterr().out
    assert "Three kinds, 3 classes" in said
    assert "heat map: Grad-CAM, Mul_4, 8 × 8" in said
    assert "ends without softmax" in said


def test_what_covering_costs_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, card, output = saved(attentive(), tmp_path, CARD)
    assert main(["wrap", str(source), "--card", str(card), "--output", str(output)]) == 0
    said = capsys.readouterr().out
    assert "heat map: Occlusion" in said
    assert "the network runs 50 times for each photograph: no maps" in said


def test_a_wrong_card_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, card, output = saved(convolutional(), tmp_path, CARD + "clases: [a]\n")
    assert main(["wrap", str(source), "--card", str(card), "--output", str(output)]) == USAGE
    assert "card.yaml: line 4: clases: is no field" in capsys.readouterr().err
    assert not output.exists()
