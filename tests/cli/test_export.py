"""``fundusviewer export`` from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fundusviewer.cli import USAGE, main
from fundusviewer.export.graph import tracing
from fundusviewer.inference import Classifier
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow

PICTURES = Path(__file__).parents[1] / "data"


def export(*arguments: str | Path) -> int:
    return main(["export", *(str(argument) for argument in arguments)])


def test_a_backbone_is_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "My Net.onnx"
    assert export("squeezenet", "--weights", "none", "--output", output) == 0
    streams = capsys.readouterr()
    assert "SqueezeNet" not in streams.err
    assert "adding the gradient of the head" in streams.err
    assert "heat map: fire9_concat, 13 × 13" in streams.out

    classifier = Classifier(output, provider="cpu")
    assert classifier.card.name == "my-net"
    assert classifier.card.task == "imagenet"
    assert classifier.card.class_names[207] == "golden retriever"
    assert "random" in classifier.card.limits[0]


def test_a_new_last_layer_and_eight_bits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    classes = tmp_path / "names.txt"
    classes.write_text("left\nright\n")
    folder = tmp_path / "calibration"
    folder.mkdir()
    for index in range(3):
        shutil.copy(PICTURES / "cat.jpg", folder / f"{index}.jpg")
    (folder / "broken.jpg").write_bytes(b"broken")
    output = tmp_path / "out.onnx"
    options: list[str | Path] = [
        "--no-top",
        "--classes",
        classes,
        "--quantise",
        "int8",
        "--calibrate",
        folder,
    ]
    nearest = ["--interpolation", "nearest", "--title", "Two sides"]

    assert export("squeezenet", "--weights", "none", *options, *nearest, "--output", output) == 0

    card = Classifier(output, provider="cpu").card
    assert card.class_names == ("left", "right")
    assert (card.precision, card.input.interpolation, card.title) == (
        "int8",
        "nearest",
        "Two sides",
    )
    assert card.agreement is not None
    assert card.agreement.photographs == 1
    assert "against float32 on 1 photographs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["alexnet"], "'alexnet' is neither a backbone (vgg16"),
        (["own.keras"], "own.keras is not there"),
        (["own.onnx"], "own.onnx is an ONNX file already; export it from the Keras model"),
        (["squeezenet"], "there is no download of SqueezeNet's weights"),
        (["squeezenet", "--weights", "missing.npz"], "missing.npz: cannot be read"),
        (["squeezenet", "--weights", "w.txt"], "weights end with .npz"),
        (["squeezenet", "--weights", "none", "--no-top"], "--no-top needs --classes"),
        (["squeezenet", "--weights", "none", "--classes", "two.txt"], "2 class names are given"),
        (["squeezenet", "--weights", "none", "--quantise", "int8"], "needs --calibrate"),
        (
            ["squeezenet", "--weights", "none", "--quantise", "int8", "--calibrate", "empty"],
            "holds no photograph",
        ),
        (
            ["squeezenet", "--weights", "none", "--quantise", "int8", "--calibrate", "missing"],
            "is no folder",
        ),
        (["squeezenet", "--layer", "conv1"], "--layer and --preprocessing are for Keras files"),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.txt").write_text("a\nb\n")
    (tmp_path / "empty").mkdir()
    assert export(*arguments, "--output", "out.onnx") == USAGE
    error = [line for line in capsys.readouterr().err.splitlines() if "fundusviewer:" in line]
    assert len(error) == 1
    assert message in error[0]
    assert not list(tmp_path.glob("*.onnx"))
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("output", ["missing/out.onnx", "out.txt", "empty"])
def test_an_output_that_cannot_be_written(
    output: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert export("squeezenet", "--weights", "none", "--output", output) == USAGE
    assert output in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_a_failing_download_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import keras

    def no_network(**_: object) -> None:
        raise Exception("URL fetch failure on https://…")

    monkeypatch.setattr(keras.applications, "VGG16", no_network)
    assert export("vgg16", "--output", tmp_path / "out.onnx") == USAGE
    assert "the ImageNet weights of VGG16 cannot be downloaded" in capsys.readouterr().err


def test_a_saved_model_folder_is_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "saved_model.pb").write_bytes(b"")
    assert export(folder, "--output", tmp_path / "out.onnx") == USAGE
    assert "saved is a SavedModel folder" in capsys.readouterr().err
    assert not (tmp_path / "out.onnx").exists()


def test_a_tracer_that_is_not_installed_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tracing, "find_spec", lambda _: None)
    arguments = ("squeezenet", "--weights", "none", "--output", tmp_path / "out.onnx")
    assert export(*arguments, "--tracer", "torch") == USAGE
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "pip install 'fundusviewer[export,torch]'" in error
