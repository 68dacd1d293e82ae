"""A whole run on drawn photographs: labels in, model file with card and report out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.cli import main
from fundusviewer.errors import ExportError, LabelsError, TrainingError
from fundusviewer.export.sources.backbones import find_backbone
from fundusviewer.inference import Classifier
from fundusviewer.training.config.plans import FineTunePlan
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.config.settings import Identity, TrainingSettings
from fundusviewer.training.pipeline import run
from fundusviewer.training.pipeline.outcome import Outcome
from fundusviewer.training.pipeline.run import train
from tests.helpers.extras import require_tensorflow
from tests.training.photographs import make_set

require_tensorflow()

pytestmark = [
    pytest.mark.tensorflow,
    pytest.mark.training,
    # Keras calls NumPy 2 in the way of NumPy 1.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> TrainingSettings:
    folder = tmp_path_factory.mktemp("clinics")
    labels = tuple(
        make_set(folder / name, [0, 4, 1, 3, 2] * 12, eyes=2, seed=seed, oedema=True)
        for seed, name in enumerate(("north", "south"))
    )
    weights = folder / "mobilenet.weights.h5"
    find_backbone("mobilenetv2").build(include_top=False, size=96).save_weights(weights)
    return TrainingSettings(
        labels=labels,
        output=folder / "run",
        identity=Identity("drawn-dr", "Drawn", terms={"north": "drawn"}),
        backbone="mobilenetv2",
        weights=str(weights),
        image_size=96,
        fine_tune=FineTunePlan(epochs=1, batch=8, share=0.2),
        precision="float16",
        leave_one_set_out=True,
    )


@pytest.fixture(scope="module")
def outcome(settings: TrainingSettings) -> Outcome:
    return train(settings, SilentProgress())


def test_the_file_is_a_grading_model_that_proves_itself(outcome: Outcome) -> None:
    classifier = Classifier(outcome.shipped.path, "cpu")
    card = classifier.card
    assert card.grades
    assert [point.name for point in card.operating_points] == ["screening", "specific"]
    assert [(source.name, source.terms) for source in card.training_data] == [
        ("north", "drawn"),
        ("south", "not stated"),
    ]
    golden = classifier.check_golden()
    assert golden is not None
    assert golden.passed


def test_the_file_answers_for_macular_oedema(outcome: Outcome) -> None:
    classifier = Classifier(outcome.shipped.path, "cpu")
    point = classifier.card.macular_oedema
    assert point is not None
    assert [(source.name, source.terms) for source in point.training_data] == [
        ("north", "drawn"),
        ("south", "not stated"),
    ]
    assert [figures.measured_on.split(",")[0] for figures in point.measured] == [
        "north",
        "south",
        "all",
    ]
    assert not any("oedema is not assessed" in limit for limit in classifier.card.limits)
    golden = classifier.check_golden()
    assert golden is not None
    assert golden.oedema_difference is not None
    facts = json.loads(outcome.report.with_suffix(".json").read_text(encoding="utf-8"))
    assert facts["macular_oedema"]["test"][-1]["sensitivity"]["value"] == pytest.approx(
        point.sensitivity.value
    )
    assert "Risk 2 from a probability of" in outcome.report.read_text(encoding="utf-8")


def test_the_report_holds_what_was_measured(outcome: Outcome) -> None:
    for name in ("curves.csv", "curves.png"):
        assert outcome.report.with_name(name).is_file()
    text = outcome.report.read_text(encoding="utf-8")
    for part in ("Held-out patients", "Each whole set left out", "north | test", "drawn-dr.onnx"):
        assert part in text
    facts = json.loads(outcome.report.with_suffix(".json").read_text(encoding="utf-8"))
    assert len(facts["epochs"]) == 1
    assert {result["name"] for result in facts["left_out"]} == {"north", "south"}


def test_evaluate_gives_the_cards_figures_again(
    outcome: Outcome, settings: TrainingSettings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stored = tmp_path / "figures.json"
    words = ["evaluate", str(outcome.shipped.path), "--split", "test", "--json", str(stored)]
    words += ["--split-file", str(settings.output / "split.csv"), "--provider", "cpu", "--data"]
    assert main([*words, *map(str, settings.labels)]) == 0
    figures = json.loads(stored.read_text(encoding="utf-8"))
    whole, oedema = figures["results"][2], figures["macular_oedema"][2]
    point = outcome.shipped.card.operating_points[0]
    assert whole["name"] == "all"
    assert whole["points"][0]["sensitivity"]["value"] == pytest.approx(point.sensitivity.value)
    on_card = outcome.shipped.card.macular_oedema
    assert on_card is not None
    measured = on_card.measured[-1]
    assert oedema["name"] == "all"
    assert (oedema["count"], oedema["risk_2"]) == (measured.photographs, measured.risk_2)
    assert oedema["sensitivity"]["value"] == pytest.approx(on_card.sensitivity.value)
    assert oedema["auc"]["value"] == pytest.approx(measured.auc.value if measured.auc else None)
    assert "north" in capsys.readouterr().out


def test_weights_that_do_not_fit_are_noticed_before_a_photograph_is_read(
    settings: TrainingSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepared(*_: object) -> None:
        pytest.fail("photographs were prepared")

    monkeypatch.setattr(run, "load_data", prepared)
    other = replace(settings, output=tmp_path / "other", backbone="squeezenet")
    with pytest.raises(ExportError, match=r"mobilenet.weights.h5: layer 'conv1' has"):
        train(other, SilentProgress())


def test_another_run_in_the_same_folder_is_refused(
    outcome: Outcome, settings: TrainingSettings
) -> None:
    with pytest.raises(TrainingError, match=r"other settings \(\"image_size\": 96, now"):
        train(replace(settings, image_size=128), SilentProgress())


def test_a_finished_run_is_only_measured_again(
    outcome: Outcome, settings: TrainingSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fundusviewer.training.data.batches.BatchMaker.make", None)
    monkeypatch.setattr("fundusviewer.training.learning.features.augment", None)
    again = train(replace(settings, leave_one_set_out=False), SilentProgress())
    assert again.fine_tuned_loss == outcome.fine_tuned_loss
    before, after = outcome.shipped.test[0].auc, again.shipped.test[0].auc
    assert before is not None
    assert after is not None
    assert np.isclose(before.value, after.value, atol=1e-6)


def test_new_photographs_need_a_new_folder(outcome: Outcome, settings: TrainingSettings) -> None:
    labels = settings.labels[0]
    text = labels.read_text(encoding="utf-8")
    extra = labels.parent / "images" / "new.png"
    extra.write_bytes((labels.parent / "images" / "000.png").read_bytes())
    try:
        labels.write_text(text + "images/new.png,0,new\n", encoding="utf-8")
        with pytest.raises(
            LabelsError, match=r"not in the run's split file, the first is images/new"
        ):
            train(settings, SilentProgress())
    finally:
        labels.write_text(text, encoding="utf-8")


def test_a_finished_file_is_fitted_again_without_training(
    outcome: Outcome,
    settings: TrainingSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("fundusviewer.training.pipeline.run.Stages", None)
    (tmp_path / "split.csv").write_bytes((settings.output / "split.csv").read_bytes())
    identity = Identity("again", "Fitted again", version="1.2.3")
    path = outcome.shipped.path
    own = replace(settings, output=tmp_path, identity=identity, fit_only=path)
    again = train(own, SilentProgress())
    card, before = again.shipped.card, outcome.shipped.card
    assert (card.name, card.version) == ("again", "1.2.3")
    assert card.training_data == before.training_data
    assert card.macular_oedema is not None
    assert before.macular_oedema is not None
    assert card.macular_oedema.training_data == before.macular_oedema.training_data
    assert card.temperature == pytest.approx(before.temperature, rel=0.02)
    assert card.prediction_sets is not None
    assert before.prediction_sets is not None
    for old, new in zip(
        before.prediction_sets.measured, card.prediction_sets.measured, strict=True
    ):
        assert new.coverage.value == pytest.approx(old.coverage.value, abs=0.1)
    assert Classifier(again.shipped.path, "cpu").card == card
    assert str(path) in again.report.read_text(encoding="utf-8")


def test_a_grader_of_ones_own_is_fitted(settings: TrainingSettings, tmp_path: Path) -> None:
    """An exported one takes whole photographs and has no embedding, quality or gate yet."""
    import keras

    image = keras.Input((96, 96, 3))
    maps = keras.layers.Conv2D(8, 5, strides=2, activation="relu", name="maps")(image / 255.0)
    pooled = keras.layers.GlobalAveragePooling2D()(maps)
    keras.Model(image, keras.layers.Dense(5, activation="softmax")(pooled)).save(
        tmp_path / "own.keras"
    )
    names, exported = tmp_path / "names.txt", tmp_path / "own.onnx"
    names.write_text("No DR\nMild\nModerate\nSevere\nPDR\n")
    words = ["--classes", str(names), "--task", "diabetic_retinopathy", "--output", str(exported)]
    assert main(["export", str(tmp_path / "own.keras"), *words]) == 0
    before = Classifier(exported, "cpu").card

    own = replace(settings, output=tmp_path / "run", fit_only=exported)
    card = train(own, SilentProgress()).shipped.card

    assert before.input.crop == card.input.crop == "none"
    assert before.operating_points[0].measured_on.startswith("nothing")
    assert all("nothing" not in point.measured_on for point in card.operating_points)
    assert card.gate is not None
    assert not any("nothing was measured" in limit for limit in card.limits)


def test_a_file_of_another_size_cannot_be_fitted(
    outcome: Outcome, settings: TrainingSettings, tmp_path: Path
) -> None:
    path = outcome.shipped.path
    other = replace(settings, output=tmp_path, image_size=128, fit_only=path)
    with pytest.raises(TrainingError, match="not of 128 "):
        train(other, SilentProgress())
