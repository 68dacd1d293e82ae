"""Heads on a finished file: what they answer, and that they can be replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.heads.side_heads import Familiarity, SideAnswers, attach, pooled_features
from fundusviewer.export.pipeline.writer import restamp, write_model
from fundusviewer.export.sources.classifier_spec import DenseHead
from fundusviewer.inference import Classifier
from tests.export.classifying_heads import pooled_dense
from tests.export.gradcam.test_gradcam import names
from tests.export.networks import network, photographs
from tests.helpers.extras import require_tensorflow
from tests.helpers.models import write_model as write_tiny

require_tensorflow()
pytestmark = pytest.mark.tensorflow

CHANNELS, SIZE, REFERENCES = 6, 4, 5


@pytest.fixture(scope="module", params=["none", "float16", "int8"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from fundusviewer.export.sources.classifier_spec import ExplainedModel

    model = ExplainedModel(network(pooled_dense), "tf", "maps", "tiny")
    target = tmp_path_factory.mktemp("model") / "out.onnx"
    write_model(model, names(4), target, precision=request.param, calibration=photographs(9))
    return target


def answers(seed: int) -> SideAnswers:
    generator = np.random.default_rng(seed)

    def drawn(*shape: int) -> np.ndarray:
        return generator.normal(0, 1, shape).astype(np.float32)

    basis = np.linalg.qr(drawn(CHANNELS, SIZE - 1))[0]
    familiarity = Familiarity(drawn(CHANNELS) / 9, basis, drawn(REFERENCES, SIZE) / 3)
    steps = np.array([1, 0], np.float32)
    oedema = DenseHead(np.repeat(drawn(CHANNELS, 1), 2, axis=1), drawn(1) + steps)
    return SideAnswers(DenseHead(drawn(CHANNELS, 3), drawn(3)), familiarity, oedema)


def with_heads(path: Path, target: Path, heads: SideAnswers) -> Classifier:
    card = Classifier(path, "cpu").card
    fields = {"quality_names": ("good", "usable", "reject"), "embedding_size": SIZE}
    restamp(path, card.model_copy(update=fields), target, heads)
    return Classifier(target, "cpu")


def test_they_answer_what_their_parameters_say(path: Path, tmp_path: Path) -> None:
    images, heads = photographs(5), answers(1)
    features = pooled_features(path, iter(images))
    assert features.shape == (5, CHANNELS)
    classifier = with_heads(path, tmp_path / "heads.onnx", heads)
    scores = features @ heads.quality.kernel + heads.quality.bias
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    embeddings = heads.familiarity.embed(features)
    gaps = embeddings[:, None] - heads.familiarity.references
    for row, prediction in enumerate(classifier.predict_batch(images)):
        assert prediction.quality is not None
        assert prediction.embedding is not None
        np.testing.assert_allclose(prediction.quality, powers[row] / powers[row].sum(), atol=1e-5)
        np.testing.assert_allclose(prediction.embedding, embeddings[row], atol=1e-5)
        nearest = np.sqrt((gaps[row] ** 2).sum(axis=1)).min()
        assert prediction.unfamiliarity == pytest.approx(nearest, abs=1e-4)
        assert heads.oedema is not None
        risks = 1 / (1 + np.exp(-(features[row] @ heads.oedema.kernel + heads.oedema.bias)))
        assert prediction.macular_oedema is not None
        np.testing.assert_allclose(prediction.macular_oedema, risks, atol=1e-5)


def test_without_a_new_head_the_old_one_for_macular_oedema_stays(
    path: Path, tmp_path: Path
) -> None:
    before = with_heads(path, tmp_path / "before.onnx", answers(1))
    others = replace(answers(2), oedema=None)
    after = with_heads(before.path, tmp_path / "after.onnx", others)
    image = photographs(1)[0]
    was, found = before.predict(image), after.predict(image)
    assert found.unfamiliarity != was.unfamiliarity
    assert was.macular_oedema is not None
    assert found.macular_oedema is not None
    np.testing.assert_array_equal(found.macular_oedema, was.macular_oedema)


def test_a_file_without_such_a_head_gets_none(path: Path, tmp_path: Path) -> None:
    heads = replace(answers(1), oedema=None)
    classifier = with_heads(path, tmp_path / "plain.onnx", heads)
    assert classifier.predict(photographs(1)[0]).macular_oedema is None


def test_grades_and_heat_maps_stay(path: Path, tmp_path: Path) -> None:
    before = Classifier(path, "cpu").predict(photographs(1)[0])
    after = with_heads(path, tmp_path / "heads.onnx", answers(1)).predict(photographs(1)[0])
    np.testing.assert_array_equal(before.probabilities, after.probabilities)
    np.testing.assert_array_equal(before.heatmap, after.heatmap)


def test_new_heads_take_the_place_of_the_old(path: Path, tmp_path: Path) -> None:
    once, twice, other = (tmp_path / f"{name}.onnx" for name in ("once", "twice", "other"))
    with_heads(path, other, answers(2))
    again = with_heads(other, twice, answers(1))
    only = with_heads(path, once, answers(1))
    assert len(onnx.load(twice).graph.node) == len(onnx.load(once).graph.node)
    image = photographs(1)[0]
    assert again.predict(image).unfamiliarity == only.predict(image).unfamiliarity


def test_a_file_without_a_last_layer_is_refused(tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path / "tiny.onnx")
    with pytest.raises(ExportError, match="linear layer"):
        pooled_features(tiny, iter(()))
    with pytest.raises(ExportError, match="linear layer"):
        attach(onnx.load(tiny), answers(1))
