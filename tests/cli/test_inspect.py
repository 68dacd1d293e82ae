"""The inside of a network as files."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from fundusviewer.cli import main
from fundusviewer.imaging import read_image
from fundusviewer.inference import Classifier, ModelLibrary, Prediction
from fundusviewer.inference.inspection import Inspection
from fundusviewer.overlay import BESIDE_NOTICE
from fundusviewer.resources import asset
from tests.helpers.models import make_card, write_model

PICTURES = Path(__file__).parents[1] / "data"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_model(tmp_path / "tiny.onnx")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_layers_are_printed(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(tiny)]) == 0
    out = capsys.readouterr().out
    assert "AveragePool" in out
    assert "3 × 4 × 4" in out


def test_all_of_squeezenet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "inside"
    entry = ModelLibrary.default().find("squeezenet-imagenet")
    words = ["inspect", "squeezenet-imagenet", str(PICTURES / "cat.jpg"), "--output", str(folder)]
    assert main([*words, "--class", "tench", "--provider", "cpu"]) == 0
    rows = table(folder / "layers.csv")
    assert sum(int(row["weights"]) for row in rows) == 1_235_496
    (maps,) = folder.glob("maps-*.csv")
    values = table(maps)
    last = next(row for row in rows if f"maps-{row['layer']}.csv".replace("/", "-") == maps.name)
    assert f"{len(values)} × " in last["output"]
    assert all(
        float(one["smallest"]) <= float(one["mean"]) <= float(one["largest"]) for one in values
    )
    heat = np.loadtxt(folder / "heatmap-tench.csv", delimiter=",", skiprows=1)
    card = entry.require_card()
    assert heat.shape == (card.gradcam.height, card.gradcam.width)
    photograph = read_image(PICTURES / "cat.jpg")
    drawn = read_image(folder / "heatmap-tench.png")
    assert (drawn.width, drawn.height) == (photograph.width, photograph.height)
    for picture in (folder / "filters.png", maps.with_suffix(".png")):
        assert read_image(picture).width > 700
    assert "no finding" in capsys.readouterr().out


def test_another_class_is_another_heat_map(tmp_path: Path) -> None:
    for name in ("tench", "8"):
        words = ["squeezenet-imagenet", str(PICTURES / "cat.jpg"), "--class", name]
        assert main(["inspect", *words, "--output", str(tmp_path), "--provider", "cpu"]) == 0
    first, second = (tmp_path / f"heatmap-{name}.csv" for name in ("tench", "hen"))
    assert first.read_text() != second.read_text()


@pytest.mark.parametrize("task", ["other", "imagenet"])
def test_heat_beside_the_retina_is_drawn_or_told_of(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    task: str,
) -> None:
    """Photographs of anything have no retina's edge; on others nothing is left out in silence."""
    card = make_card(task=task, class_names=("a", "b", "c"), operating_points=())
    path = write_model(tmp_path / "other.onnx", card)
    really = Classifier.predict

    def looking(*asked: object) -> Prediction:
        heat = np.zeros((9, 9), np.float32)
        heat[[0, 0, -1, -1], [0, -1, 0, -1]] = 1.0
        return replace(really(*asked), heatmap=heat)  # type: ignore[arg-type]

    monkeypatch.setattr(Classifier, "predict", looking)
    # The tiny network has no layer with maps.
    monkeypatch.setattr("fundusviewer.cli.inspect._layer", lambda *_: "none")
    monkeypatch.setattr(Inspection, "maps", lambda *_: np.ones((1, 4, 4), np.float32))
    words = ["inspect", str(path), str(asset("sample.jpg")), "--class", "a", "--provider", "cpu"]
    assert main([*words, "--output", str(tmp_path)]) == 0
    drawn = read_image(tmp_path / "heatmap-a.png").pixels[:20, :20].max() > 60
    assert drawn == (task == "imagenet")
    assert (BESIDE_NOTICE in capsys.readouterr().out) is (task == "other")


def test_a_network_without_a_convolution_has_no_maps(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["inspect", str(tiny), str(asset("sample.jpg")), "--output", str(tmp_path)]
    assert main(words) == 2
    assert "has no layer with maps" in capsys.readouterr().err


def test_what_lists_all_classes_is_said_where_there_are_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["models", "squeezenet-imagenet"]) == 0
    assert len(json.loads(capsys.readouterr().out)["class_names"]) == 1000
    card = make_card(task="other", class_names=("a", "b"), operating_points=())
    few = str(write_model(tmp_path / "few.onnx", card))
    monkeypatch.setattr("fundusviewer.cli.inspect._layer", lambda *_: "none")
    words = ["inspect", few, str(asset("sample.jpg")), "--class", "x", "--output", str(tmp_path)]
    assert main(words) == 2
    assert capsys.readouterr().err.endswith("none of the 2 classes; there are a, b\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--layer", "fire"], "--layer and --class need a photograph"),
        (["--class", "3"], "--layer and --class need a photograph"),
        ([str(PICTURES / "cat.jpg")], "name their folder with --output DIR"),
        ([str(PICTURES / "cat.jpg"), "--layer", "fir9", "--output", "{}"], "is no layer with maps"),
        ([str(PICTURES / "cat.jpg"), "--class", "tensh", "--output", "{}"], "there are tench"),
        ([str(PICTURES / "cat.jpg"), "--class", "1000", "--output", "{}"], "none of the 1000"),
        (
            [str(PICTURES / "cat.jpg"), "--class", "1000", "--output", "{}"],
            "all of them: fundusviewer models squeezenet-imagenet",
        ),
        (
            [str(PICTURES / "cat.jpg"), "--layer", "fir9", "--output", "{}"],
            "all of them: fundusviewer inspect squeezenet-imagenet",
        ),
        (["gone.jpg", "--output", "{}"], "gone.jpg"),
    ],
)
def test_what_cannot_be_shown_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    filled = [word.format(tmp_path) for word in words]
    assert main(["inspect", "squeezenet-imagenet", *filled]) == 2
    out, error = capsys.readouterr()
    assert message in error
    assert "Traceback" not in error
    # Neither a long table before it, nor half of the files.
    assert out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_model_without_card_shows_its_layers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = helper.make_graph(
        [helper.make_node("Relu", ["=first"], ["=second"])],
        "bare",
        [helper.make_tensor_value_info("=first", TensorProto.FLOAT, ["N", 3, 8, 8])],
        [helper.make_tensor_value_info("=second", TensorProto.FLOAT, ["N", 3, 8, 8])],
    )
    path = tmp_path / "bare.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), path)
    assert main(["inspect", str(path), "--output", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert "Relu" in captured.out
    assert "has no FundusViewer card" in captured.err
    # No spreadsheet computes a layer's name.
    assert "'=second" in (tmp_path / "layers.csv").read_text()


def test_a_refused_photograph_is_said_to_be_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grader = ModelLibrary.default().find().require_card()
    for picture, refused in ((PICTURES / "cat.jpg", True), (asset("sample.jpg"), False)):
        words = [grader.name, str(picture), "--output", str(tmp_path), "--provider", "cpu"]
        assert main(["inspect", *words, "--class", "no apparent retinopathy"]) == 0
        assert ("The gate refuses this photograph" in capsys.readouterr().out) is refused
