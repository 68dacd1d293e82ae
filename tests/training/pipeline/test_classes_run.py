"""Whole runs of other tasks: any classes from random weights, then several labels from its file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.cli import main
from fundusviewer.inference import Classifier
from tests.helpers.extras import require_tensorflow
from tests.training.photographs import draw_fundus, save

require_tensorflow()

pytestmark = [pytest.mark.tensorflow, pytest.mark.training]

NAMES = ("normal", "spots", "green")


def picture(seed: int, label: int) -> np.ndarray:
    pixels = draw_fundus(seed, 4 if label == 1 else 0)
    return pixels[..., [1, 0, 2]].copy() if label == 2 else pixels


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return drawn photographs of three classes, a folder for each."""
    folder = tmp_path_factory.mktemp("diseases") / "drawn"
    for label, name in enumerate(NAMES):
        for number in range(16):
            save(folder / name / f"{name}{number}.png", picture(100 * label + number, label))
    return folder


@pytest.fixture(scope="module")
def run(folder: Path) -> Path:
    output = folder.parent / "run"
    words = (
        "--backbone smallcnn --image-size 96 --fine-tune-epochs 12 --learning-rate 3e-3 --batch 8"
    )
    words += " --loss focal --dropout 0 --patience 12 --precision float32 --name diseases"
    start = ["train", "--task", "classes", "--data", str(folder), "--output", str(output)]
    assert main([*start, *words.split()]) == 0
    return output


def test_classes_are_learned_from_random_weights(
    run: Path, folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    card = Classifier(run / "diseases.onnx", "cpu").card
    assert (card.task, card.class_names, card.backbone) == (
        "other",
        tuple(sorted(NAMES)),
        "smallcnn",
    )
    assert not card.operating_points
    assert any("Nothing refuses a photograph" in limit for limit in card.limits)
    stored = tmp_path / "figures.json"
    words = ["evaluate", str(run / "diseases.onnx"), "--data", str(folder), "--split", "test"]
    words += ["--split-file", str(run / "split.csv"), "--json", str(stored), "--provider", "cpu"]
    capsys.readouterr()
    assert main([*words, "--pictures", str(tmp_path / "pictures")]) == 0
    said = capsys.readouterr().out
    figures = json.loads(stored.read_text(encoding="utf-8"))["results"][-1]
    metrics = {one.name: one.result.value for one in card.metrics}
    assert figures["balanced"]["value"] == pytest.approx(metrics["balanced accuracy"])
    assert figures["balanced"]["value"] > 0.6
    assert (tmp_path / "pictures" / "drawn.png").is_file()
    for word in ("referable", "retinopathy", "grade"):
        assert word not in said.lower()


def test_the_page_holds_all_of_it_and_loads_nothing(run: Path) -> None:
    page = (run / "report.html").read_text(encoding="utf-8")
    for part in ("Held-out patients", "CLAIM 2024", "TRIPOD+AI", "STARD-AI", "balanced accuracy"):
        assert part in page
    assert page.count("data:image/png;base64,") >= 3
    assert "http" not in page
    assert 'src="' not in page.replace('src="data:', "")


def test_labels_that_do_not_fit_the_model_are_named(
    run: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = folder.parent / "other"
    for name in ("normal", "cataract"):
        save(other / name / f"{name}.png", picture(7, 0))
    assert main(["evaluate", str(run / "diseases.onnx"), "--data", str(other)]) == 2
    assert (
        "the labels of other have the class 'cataract' (cataract.png); known are green, normal"
        in capsys.readouterr().err
    )


def test_several_labels_go_on_from_the_keras_file(
    run: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        f"{name}/{name}{number}.png,{int(name == 'spots')},{int(name == 'green')}"
        for name in NAMES
        for number in range(16)
    ]
    labels = folder / "labels.csv"
    labels.write_text("\n".join(["file,spots,green", *rows]) + "\n", encoding="utf-8")
    output = folder.parent / "labels"
    words = [
        "--task",
        "labels",
        "--classes",
        "spots",
        "green",
        "--init",
        str(run / "diseases.keras"),
    ]
    words += ["--precision", "float32", "--name", "findings", "--output", str(output)]
    assert main(["train", "--data", str(labels), *words]) == 0
    classifier = Classifier(output / "findings.onnx", "cpu")
    assert classifier.card.several
    golden = classifier.check_golden()
    assert golden is not None
    assert golden.passed
    capsys.readouterr()
    photograph = str(folder / "spots" / "spots3.png")
    assert main(["classify", "--model", str(output / "findings.onnx"), photograph]) == 0
    said = capsys.readouterr().out
    assert "spots: " in said
    assert "green: " in said
    assert main(["evaluate", str(output / "findings.onnx"), "--data", str(labels)]) == 0
