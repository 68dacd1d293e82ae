from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import TrainingError
from fundusviewer.imaging import InputSpec
from fundusviewer.training.config.plans import FineTunePlan, HeadPlan
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.data.batches import BatchMaker
from fundusviewer.training.data.labels import read_labels
from fundusviewer.training.data.ordinal_targets import soft_ordinal_targets
from fundusviewer.training.data.prepared_images import PreparedPhotographs, prepare
from fundusviewer.training.learning.finetune import FineTuner, Validation
from fundusviewer.training.learning.head import Examples, head_probabilities, train_head
from fundusviewer.training.learning.network import TransferNetwork
from tests.helpers.extras import require_tensorflow
from tests.training.networks import SIZE, tiny_network, weights_of
from tests.training.photographs import make_set

require_tensorflow()

pytestmark = pytest.mark.tensorflow

GRADES = [0, 4] * 12
PLAN = FineTunePlan(epochs=3, batch=4, learning_rate=1e-2, share=1.0, averaging=0.5)


@pytest.fixture
def prepared(tmp_path: Path) -> PreparedPhotographs:
    labels = make_set(tmp_path / "clinic", GRADES)
    spec = InputSpec(height=SIZE, width=SIZE)
    return prepare(read_labels([labels]), spec, tmp_path / "cache", SilentProgress())


def batches(prepared: PreparedPhotographs) -> BatchMaker:
    targets = soft_ordinal_targets(np.array(GRADES))
    rows = np.arange(len(GRADES))
    return BatchMaker(prepared, rows, targets, np.ones(len(rows)), size=4, seed=1)


def tuner(
    prepared: PreparedPhotographs, folder: Path, network: TransferNetwork, plan: FineTunePlan = PLAN
) -> FineTuner:
    images = np.stack([prepared.image(row) for row in range(len(prepared))])
    targets = soft_ordinal_targets(np.array(GRADES))

    def validate() -> Validation:
        features = np.asarray(network.pooled(images))
        answers = head_probabilities(network.head(), features)
        loss = float(-(targets * np.log(answers)).sum(axis=1).mean())
        return Validation(loss, score=0.5)

    return FineTuner(network, batches(prepared), validate, plan, steps_per_epoch=6, folder=folder)


def test_a_batch_depends_on_its_step_alone(prepared: PreparedPhotographs) -> None:
    maker = batches(prepared)
    ahead = list(maker.steps(2, 5))
    images, targets = maker.make(3)
    assert images.shape == (4, SIZE, SIZE, 3)
    assert (ahead[1][0] == images).all()
    assert (ahead[1][1] == targets).all()
    assert (ahead[0][0] != images).any()


def test_fine_tuning_learns_and_keeps_the_best(
    prepared: PreparedPhotographs, tmp_path: Path
) -> None:
    network = tiny_network()
    before = weights_of(network)
    epochs = tuner(prepared, tmp_path / "run", network).run(SilentProgress())
    assert [epoch.number for epoch in epochs] == [1, 2, 3]
    assert epochs[-1].validation_loss < np.log(5)
    assert any((old != new).any() for old, new in zip(before, weights_of(network), strict=True))


def test_a_killed_run_ends_as_if_it_had_not_been_killed(
    prepared: PreparedPhotographs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tiny_network()
    epochs = tuner(prepared, tmp_path / "whole", whole).run(SilentProgress(), save_every=4)

    real = BatchMaker.make

    def dies(self: BatchMaker, step: int) -> tuple[np.ndarray, np.ndarray]:
        if step >= 9:
            raise KeyboardInterrupt
        return real(self, step)

    monkeypatch.setattr(BatchMaker, "make", dies)
    killed = tuner(prepared, tmp_path / "killed", tiny_network())
    with pytest.raises(KeyboardInterrupt):
        killed.run(SilentProgress(), save_every=4)
    monkeypatch.setattr(BatchMaker, "make", real)
    resumed = tiny_network(seed=2)
    again = tuner(prepared, tmp_path / "killed", resumed).run(SilentProgress(), save_every=4)
    assert [epoch.validation_loss for epoch in again] == pytest.approx(
        [epoch.validation_loss for epoch in epochs], rel=1e-4
    )
    for one, other in zip(weights_of(whole), weights_of(resumed), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_other_settings_are_not_mixed_in(prepared: PreparedPhotographs, tmp_path: Path) -> None:
    tuner(prepared, tmp_path, tiny_network()).run(SilentProgress())
    other = FineTunePlan(epochs=4, batch=4, share=1.0)
    with pytest.raises(TrainingError, match="holds a fine-tuning with other settings"):
        tuner(prepared, tmp_path, tiny_network(), other).run(SilentProgress())


def test_it_stops_when_the_validation_loss_stays(
    prepared: PreparedPhotographs, tmp_path: Path
) -> None:
    plan = FineTunePlan(epochs=9, batch=4, learning_rate=1e-7, share=1.0, patience=2)
    network = tiny_network()
    images = FineTuner(
        network,
        batches(prepared),
        lambda: Validation(1.0, 0.0),
        plan,
        steps_per_epoch=1,
        folder=tmp_path,
    )
    assert len(images.run(SilentProgress())) == 3


def test_only_the_upper_layers_learn(prepared: PreparedPhotographs, tmp_path: Path) -> None:
    network = tiny_network()
    before = weights_of(network)
    plan = FineTunePlan(epochs=1, batch=4, learning_rate=1e-2, share=0.34)
    tuner(prepared, tmp_path, network, plan).run(SilentProgress())
    changed = [
        bool((old != new).any()) for old, new in zip(before, weights_of(network), strict=True)
    ]
    assert changed[:2] == [False, False]
    assert all(changed[2:])


def test_the_head_separates_what_can_be_separated() -> None:
    rng = np.random.default_rng(1)
    grades = rng.integers(0, 5, 400)
    features = rng.normal(size=(2, 400, 12)).astype(np.float32) * 3 + 7
    features[:, np.arange(400), grades] += 12
    targets = soft_ordinal_targets(grades)
    examples = Examples(features, targets, np.ones(400))
    head = train_head(examples, examples, HeadPlan(), seed=1)
    answers = head_probabilities(head, features[0])
    assert np.allclose(answers.sum(axis=1), 1, atol=1e-5)
    assert (answers.argmax(axis=1) == grades).mean() > 0.97
