"""``fundusviewer models``: the library with its cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.cli import main
from fundusviewer.inference import Coverage, Interval, Metric, ModelCard, Refusals
from fundusviewer.resources import user_models_dir
from tests.helpers.markers import make_marking_card, write_marker
from tests.helpers.models import GATE, OEDEMA, QUALITIES, SETS, make_card, write_model


def test_the_list(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    metric = Metric(
        name="AUC",
        measured_on="other clinic",
        photographs=40,
        result=Interval(value=0.876, low=0.8, high=0.93),
    )
    share = Interval(value=0.875, low=0.8, high=0.93)
    measured = Coverage(measured_on="other clinic", photographs=40, coverage=share, mean_size=1.5)
    refused = Refusals(measured_on="other clinic", photographs=40, refused=share)
    write_model(
        bundled / "measured.onnx",
        make_card(
            name="measured",
            title="Measured",
            metrics=(metric,),
            limits=("Adults only.",),
            prediction_sets=SETS.model_copy(update={"measured": (measured,)}),
            quality_names=QUALITIES,
            gate=GATE.model_copy(update={"measured": (refused,)}),
            macular_oedema=OEDEMA,
        ),
    )
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert "tiny-dr 0.0.1: Tiny DR grader" in out
    assert "task: diabetic_retinopathy, backbone: tiny, 5 classes, input 32 × 32, float32" in out
    assert "refer from 50.0%; sensitivity 90.0% (80.0%–95.0%)" in out
    assert "AUC: 0.876 (0.800–0.930), other clinic, 40 photographs" in out
    assert "made to hold the true grade in 90% of photographs, fitted on 100" in out
    assert "87.5% (80.0%–93.0%), 1.50 grades on average, other clinic, 40 photographs" in out
    assert "refuses above 60.0% for reject and an unfamiliarity of 0.500, fitted on 100" in out
    assert "refused 87.5% (80.0%–93.0%) of gradable photographs, other clinic" in out
    assert "refer from 50.0% for risk 2; sensitivity 90.0% (80.0%–95.0%), specificity" in out
    assert "limit: Adults only." in out
    assert str(bundled / "measured.onnx") in out
    assert str(bundled) in out.splitlines()[-1]
    assert str(user_models_dir()) in out.splitlines()[-1]


def test_refused_files_are_listed_with_the_reason(
    bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bundled / "letter.onnx").write_text("Dear colleague")
    write_model(bundled / "cardless.onnx", metadata={})
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert "letter.onnx\n  refused: letter.onnx: " in out
    assert "cardless.onnx\n  refused: cardless.onnx: has no FundusViewer card" in out
    assert out.index("tiny-dr") < out.index("cardless.onnx") < out.index("letter.onnx")


def test_models_of_the_user(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    user_models_dir().mkdir(parents=True)
    write_model(user_models_dir() / "own.onnx", make_card(name="own", title="My own"))
    assert main(["models"]) == 0
    assert "own 0.0.1: My own" in capsys.readouterr().out


def test_one_whole_card(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "tiny-dr"]) == 0
    assert ModelCard.from_json(capsys.readouterr().out) == make_card()


def test_the_card_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_model(tmp_path / "m.onnx", make_card(name="elsewhere"))
    assert main(["models", str(path)]) == 0
    assert ModelCard.from_json(capsys.readouterr().out).name == "elsewhere"


def test_an_unknown_model(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "nope"]) == 2
    assert "model 'nope' was not found; there are: tiny-dr" in capsys.readouterr().err


def test_the_card_of_a_refused_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "half.onnx"
    path.write_bytes(write_model(path).read_bytes()[:200])
    assert main(["models", str(path)]) == 2
    assert "half.onnx: " in capsys.readouterr().err


def test_an_empty_library(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bundled / "tiny.onnx").unlink()
    assert main(["models"]) == 0
    assert "Model folders: " in capsys.readouterr().out


def test_models_that_mark_places_are_listed_last(
    bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_marker(bundled / "a.onnx", make_marking_card(limits=("One clinic.",)))
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert out.index("tiny-dr") < out.index("tiny-landmarks 0.0.1: Tiny landmarks")
    assert "role: landmarks, beside every model that grades" in out
    assert "marks: disc_centre from 50%, fovea from 50%, disc from 50%" in out
    assert "limit: One clinic." in out


def test_the_card_of_a_model_that_marks_places(
    bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_marker(bundled / "a.onnx")
    assert main(["models", "tiny-landmarks"]) == 0
    assert '"role": "landmarks"' in capsys.readouterr().out


def test_a_card_of_a_role_that_is_damaged(
    bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_marker(bundled / "a.onnx")
    path.write_bytes(path.read_bytes().replace(b'"fovea"', b'"nevoa"'))
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert "a.onnx\n  refused: a.onnx: card: document: " in out
    assert main(["models", "tiny-dr"]) == 0
