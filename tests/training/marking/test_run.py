"""A whole run on drawn photographs: masks in, model file with a role and report out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import ExportError, TrainingError
from fundusviewer.export.pipeline.marking_writer import write_marking_model
from fundusviewer.export.sources.efficientnet_lite import efficientnet_lite0
from fundusviewer.export.sources.marking_network import marking_network
from fundusviewer.export.sources.weights import save_weights
from fundusviewer.inference import Marker
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.config.settings import Identity
from fundusviewer.training.learning import checkpoint
from fundusviewer.training.marking.evaluate_file import evaluate_marker
from fundusviewer.training.marking.labels.marked import read_marked
from fundusviewer.training.marking.learning.learner import MarkingLearner
from fundusviewer.training.marking.learning.model_weights import convolutions_of, set_convolutions
from fundusviewer.training.marking.learning.network import start_network
from fundusviewer.training.marking.report import MarkingOutcome
from fundusviewer.training.marking.run import train_marking
from fundusviewer.training.marking.settings import MarkingPlan, MarkingSettings
from tests.helpers.extras import require_tensorflow
from tests.training.marking.sets import make_masked_set

require_tensorflow()

pytestmark = [
    pytest.mark.tensorflow,
    pytest.mark.training,
    # Keras calls NumPy 2 in the way of NumPy 1.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> MarkingSettings:
    folder = tmp_path_factory.mktemp("marking")
    return MarkingSettings(
        "lesions",
        (make_masked_set(folder / "clinic", 20),),
        folder / "run",
        Identity("drawn-lesions", "Drawn", terms={"clinic": "drawn"}),
        image_size=64,
        plan=MarkingPlan(steps=2, batch=2, crop=64),
        precision="float32",
    )


@pytest.fixture(scope="module")
def outcome(settings: MarkingSettings) -> MarkingOutcome:
    """Return what came of a run that was stopped after its first step and gone on with."""
    real = MarkingLearner._save

    def save_and_stop(learner: MarkingLearner) -> None:
        real(learner)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MarkingLearner, "_save", save_and_stop)
        run = MarkingLearner.run
        patch.setattr(MarkingLearner, "run", lambda one, progress: run(one, progress, 1))
        with pytest.raises(KeyboardInterrupt):
            train_marking(settings, SilentProgress())
    stored = checkpoint.load(settings.output / "fine-tune" / "last.npz")
    assert stored is not None
    assert stored.numbers["done"] == 1
    return train_marking(settings, SilentProgress())


def test_the_file_opens_and_proves_itself(outcome: MarkingOutcome) -> None:
    marker = Marker(outcome.shipped.path, "cpu")
    card = marker.card
    assert (card.role, card.input.height, card.height) == ("lesions", 64, 64)
    assert card.thresholds == outcome.shipped.measured.thresholds
    assert card.training_data[0].name == "clinic"
    assert card.training_data[0].terms == "drawn"
    # What the weights that it began with have learned from.
    assert "by fundusviewer-lesions" in card.training_data[-1].name
    assert any(metric.name.endswith("hard exudates") for metric in card.metrics)
    golden = marker.check_golden()
    assert golden is not None
    assert golden.passed


def test_the_report_holds_what_was_measured(
    outcome: MarkingOutcome, settings: MarkingSettings
) -> None:
    text = outcome.report.read_text("utf-8")
    for part in ("clinic | train", "hard exudates", "drawn-lesions.onnx", "Few photographs"):
        assert part in text
    facts = json.loads(outcome.report.with_suffix(".json").read_text("utf-8"))
    assert [one["kind"] for one in facts["test"]] == ["EX"]
    assert len(facts["rounds"]) == 1
    assert list((settings.output / "examples").glob("01-clinic-*.jpg"))


def test_a_run_without_a_stop_ends_with_the_same_weights(
    outcome: MarkingOutcome, settings: MarkingSettings, tmp_path: Path
) -> None:
    again = train_marking(replace(settings, output=tmp_path / "run"), SilentProgress())
    ((first,), (second,)) = again.rounds, outcome.rounds
    assert first.steps == second.steps == 2
    assert first.validation_loss == pytest.approx(second.validation_loss, rel=1e-3)
    for one, other in zip(
        convolutions_of(again.shipped.path).values(),
        convolutions_of(outcome.shipped.path).values(),
        strict=True,
    ):
        np.testing.assert_allclose(one[0], other[0], atol=1e-4)


def test_the_file_can_be_learned_from(outcome: MarkingOutcome, settings: MarkingSettings) -> None:
    network = marking_network(settings.shape)
    path = outcome.shipped.path
    set_convolutions(network, convolutions_of(path), path)
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    logits = np.asarray(network(picture[None].astype(np.float32) / 127.5 - 1, training=False))[0]
    np.testing.assert_allclose(
        1 / (1 + np.exp(-logits)), Marker(path, "cpu").mark(picture), atol=1e-4
    )


def test_a_backbone_alone_is_a_start(settings: MarkingSettings, tmp_path: Path) -> None:
    backbone = efficientnet_lite0(include_top=False, input_shape=(64, 64, 3))
    file = tmp_path / "lite0.npz"
    save_weights(backbone, file)
    network = start_network(replace(settings, weights=str(file)))
    assert not network.has_decoder
    kernel = backbone.get_layer("stem_conv").get_weights()[0]
    for model in (network.whole, network.learning):
        np.testing.assert_allclose(
            model.get_layer("stem_conv").get_weights()[0], kernel.astype(np.float16), rtol=1e-6
        )
        # Most of a map shows nothing.
        assert (model.get_layer("marks_coarse").get_weights()[1] == -4).all()
    with pytest.raises(ExportError, match=r"no download .* lite0.npz"):
        start_network(replace(settings, weights="imagenet"))


def test_a_file_in_8_bits_is_a_start_as_exact_as_it_is(
    outcome: MarkingOutcome, settings: MarkingSettings, tmp_path: Path
) -> None:
    exact = convolutions_of(outcome.shipped.path)
    network = marking_network(settings.shape)
    set_convolutions(network, exact, outcome.shipped.path)
    coarse = np.random.default_rng(2).integers(0, 256, (6, 8, 8, 3), dtype=np.uint8)
    pictures = coarse.repeat(8, axis=1).repeat(8, axis=2)
    fields = outcome.shipped.card.model_dump() | {"content_sha256": None}
    path = tmp_path / "small.onnx"
    write_marking_model(
        network, fields, path, picture=pictures[0], precision="int8", photographs=pictures
    )
    found = convolutions_of(path)
    assert set(found) == set(exact)
    again = marking_network(settings.shape)
    set_convolutions(again, found, path)
    image = pictures[1:2].astype(np.float32) / 127.5 - 1
    first, second = (np.asarray(one(image, training=False)) for one in (network, again))
    assert np.corrcoef(first.ravel(), second.ravel())[0, 1] > 0.98


def test_the_finished_file_is_measured_again(
    outcome: MarkingOutcome, settings: MarkingSettings
) -> None:
    from fundusviewer.training.data.splits import Split

    labels = read_marked(settings.labels, "lesions")
    marker = Marker(outcome.shipped.path, "cpu")
    side = (settings.output / "split.csv", Split.TEST)
    found = evaluate_marker(marker, labels, SilentProgress(), side)
    assert found.results == outcome.shipped.measured.test
    assert found.photographs == outcome.shipped.measured.photographs
    assert evaluate_marker(marker, labels, SilentProgress()).photographs == 20


def test_another_run_in_the_same_folder_is_refused(
    outcome: MarkingOutcome, settings: MarkingSettings
) -> None:
    with pytest.raises(TrainingError, match="other settings"):
        train_marking(replace(settings, image_size=96), SilentProgress())
