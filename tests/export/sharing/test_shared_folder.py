"""Folders for others: what they ask for is there, and nothing that the card does not say."""

import json
from pathlib import Path

import pytest

from fundusviewer.errors import OutputError
from fundusviewer.export.sharing.shared_folder import KINDS, Kind, share
from fundusviewer.inference import Classifier, Interval, Metric, ModelCard
from fundusviewer.inference.card import DataSource
from tests.helpers.models import make_card, write_model

#: What MONAI's schema of metadata.json requires (meta_schema_20240725).
REQUIRED = {
    "schema",
    "version",
    "monai_version",
    "pytorch_version",
    "numpy_version",
    "required_packages_version",
    "optional_packages_version",
    "task",
    "description",
    "authors",
    "copyright",
    "network_data_format",
}


def measured_card() -> ModelCard:
    result = Interval(value=0.876, low=0.8, high=0.93)
    metric = Metric(name="AUC", measured_on="Kliniken: A–Z", photographs=40, result=result)
    return make_card(
        metrics=(metric,),
        limits=("Adults only.",),
        training_data=(DataSource(name="setA", photographs=99, terms="research only"),),
    )


def shared(folder: Path, kind: Kind, card: ModelCard) -> Path:
    folder.mkdir(exist_ok=True)
    model = write_model(folder / "tiny.onnx", card)
    share(model, card, kind, folder / "shared")
    return folder / "shared"


def metadata(folder: Path) -> dict[str, object]:
    _, head, _ = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    pairs = (line.split(": ", 1) for line in head.splitlines())
    return {key: json.loads(value) for key, value in pairs}


@pytest.mark.parametrize("kind", KINDS)
def test_the_model_is_the_same_and_runs(tmp_path: Path, kind: Kind) -> None:
    folder = shared(tmp_path, kind, measured_card())
    (copy,) = folder.rglob("model.onnx")
    assert copy.read_bytes() == (tmp_path / "tiny.onnx").read_bytes()
    assert Classifier(copy).card.name == "tiny-dr"


@pytest.mark.parametrize("kind", KINDS)
def test_its_text_says_what_it_is_and_is_not(tmp_path: Path, kind: Kind) -> None:
    folder = shared(tmp_path, kind, measured_card())
    (readme,) = folder.rglob("README.md")
    text = readme.read_text(encoding="utf-8")
    for words in (
        "For research use only. Not for diagnosis.",
        "- Adults only.",
        "| Kliniken: A–Z | AUC | 0.876 [0.800, 0.930] | 40 |",
        "| setA | 99 | research only |",
    ):
        assert words in text
    assert "research only" in (folder / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_refused_before_other_classes(tmp_path: Path, kind: Kind) -> None:
    graders = shared(tmp_path / "a", kind, measured_card())
    card = make_card(task="other", class_names=("amd", "normal"), operating_points=())
    others = shared(tmp_path / "b", kind, card)
    texts = [
        next(folder.rglob("README.md")).read_text(encoding="utf-8") for folder in (graders, others)
    ]
    assert ["The program refuses photographs that" in text for text in texts] == [True, False]
    assert "Neither the program nor the file refuses a photograph." in texts[1]


def test_the_hub_reads_its_metadata(tmp_path: Path) -> None:
    found = metadata(shared(tmp_path, "huggingface", measured_card()))
    assert found["license"] == "other"
    assert found["license_link"] == "LICENSE"
    index = found["model-index"]
    assert isinstance(index, list)
    (model,) = index
    (result,) = model["results"]
    assert result["dataset"] == {"type": "Kliniken-A-Z", "name": "Kliniken: A–Z"}
    assert result["metrics"] == [{"type": "auc", "name": "AUC", "value": 0.876}]


@pytest.mark.parametrize(("said", "known"), [("CC BY 4.0", "cc-by-4.0"), ("MIT", "mit")])
def test_a_licence_that_the_hub_knows(tmp_path: Path, said: str, known: str) -> None:
    assert metadata(shared(tmp_path, "huggingface", make_card(licence=said)))["license"] == known


def test_the_metadata_is_yaml(tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    folder = shared(tmp_path, "huggingface", measured_card())
    head = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)[1]
    assert yaml.safe_load(head) == metadata(folder)


def test_a_bundle_has_what_monai_requires(tmp_path: Path) -> None:
    folder = shared(tmp_path, "monai", measured_card())
    found = json.loads((folder / "configs/metadata.json").read_text(encoding="utf-8"))
    assert set(found) >= REQUIRED
    image = found["network_data_format"]["inputs"]["image"]
    card = measured_card()
    assert image["spatial_shape"] == [card.input.height, card.input.width]
    assert found["eval_metrics"] == {"AUC, Kliniken: A–Z": 0.876}


def test_a_bundle_runs_behind_the_gate(tmp_path: Path) -> None:
    folder = shared(tmp_path, "monai", measured_card())
    run = json.loads((folder / "configs/inference.json").read_text(encoding="utf-8"))
    assert "main(['classify'" in run["run"][0]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_overwritten(tmp_path: Path, kind: Kind) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "thesis.txt").write_text("mine")
    with pytest.raises(OutputError, match="is there already, and not an empty folder"):
        shared(tmp_path, kind, make_card())
    assert [path.name for path in (tmp_path / "shared").iterdir()] == ["thesis.txt"]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    card = make_card()
    model = write_model(tmp_path / "tiny.onnx", card)
    with pytest.raises(OutputError, match="cannot be written"):
        share(model, card, "monai", tmp_path / "missing" / "shared")
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.onnx"]
