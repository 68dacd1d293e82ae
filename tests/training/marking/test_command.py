from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from fundusviewer.cli import main, train
from fundusviewer.cli.pieces.marking_run import marking_settings
from tests.helpers.extras import require_tensorflow
from tests.helpers.markers import write_marker
from tests.training.marking.sets import make_pointed_set, write_labels


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    train.add_parser(parser.add_subparsers())
    return parser.parse_args(["train", "--data", "labels.csv", "--output", "run", *words])


def test_words_become_settings() -> None:
    settings = marking_settings(
        options(
            *("--task", "lesions", "--looked-for", "a=MA,exudates", "--empty-is-unknown", "roc"),
            *("--photographs", "b=/there", "--share", "a=0.6", "--steps", "50", "--seed", "7"),
        )
    )
    assert settings.understood.looked_for == {"a": ("MA", "EX")}
    assert settings.understood.unknown_where_empty == {"roc"}
    assert settings.understood.folders == {"b": Path("/there")}
    assert settings.shares == (("a", 0.6),)
    assert (settings.shape.size, settings.learning_shape.size) == (1344, 512)
    assert (settings.weights, settings.precision, settings.plan.steps) == ("bundled", "float16", 50)
    assert settings.identity.name == "my-lesions"
    assert settings.hard_negatives is None
    assert "hard_negatives" not in settings.basis()
    places = marking_settings(options("--task", "landmarks", "--image-size", "448"))
    assert places.shape.size == places.learning_shape.size == 448


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--image-size", "400"], "--image-size 400: a multiple of 32"),
        (["--crop-size", "65"], "--crop-size 65: a multiple of 32"),
        (["--steps", "0"], "--steps 0: 1 to"),
        (["--fit-only", "a.onnx"], "--fit-only is for classes; --task lesions does not take it"),
        (["--backbone", "xception"], "--backbone is for classes"),
        (["--looked-for", "a=MA,NV"], "'NV' is no kind that can be learned; MA (microaneurysms)"),
        (["--looked-for", "a"], "--looked-for 'a': SET=MA,HE is expected"),
        (["--hard-negatives", "no.onnx"], "no.onnx: is no model file that marks lesions"),
        (["--share", "a=2"], "--share a=2: above 0, up to 1"),
        (["--share", "a=0.7", "b=0.7"], "more than 1 together"),
    ],
)
def test_wrong_options_are_one_sentence(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require_tensorflow()
    run = tmp_path / "run"
    command = ["train", "--task", "lesions", "--data", "l.csv", "--output", str(run), *words]
    assert main(command) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert not run.exists()


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "line 2: gone.png: the mask cannot be read"),
        (["--looked-for", "clinic=SE"], "has no column for SE"),
        (["--share", "clinic2=0.5"], "--share clinic2: the sets with marks are clinic"),
    ],
)
def test_marks_that_cannot_be_used_are_told_before_anything_is_prepared(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require_tensorflow()
    labels = write_labels(tmp_path / "clinic", "file,EX", "a.png,gone.png")
    command = ["train", "--task", "lesions", "--data", str(labels), "--output"]
    assert main([*command, str(tmp_path / "run"), *words]) == 2
    assert message in capsys.readouterr().err.replace(f"{tmp_path / 'clinic'}/", "")
    assert not (tmp_path / "run" / "prepared").exists()


def test_a_file_that_marks_places_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from fundusviewer.cli.pieces import marking_run
    from fundusviewer.inference import Marker

    monkeypatch.setattr(marking_run, "open_marker", lambda path, _: Marker(path, "cpu"))
    model = write_marker(tmp_path / "tiny.onnx")
    labels = make_pointed_set(tmp_path / "clinic", 5)
    stored = tmp_path / "figures.json"
    command = ["evaluate", str(model), "--data", str(labels)]
    assert main([*command, "--json", str(stored)]) == 0
    shown = capsys.readouterr().out
    assert "tiny-landmarks 0.0.1, 5 photographs (all)" in shown
    assert "| optic disc | 5 |" in shown
    assert '"place": "fovea"' in stored.read_text("utf-8")
    assert main([*command, "--against", str(model)]) == 2
    assert "--against is for models that grade" in capsys.readouterr().err
