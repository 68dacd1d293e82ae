"""A network's weights as the start of another run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.backbones import find_backbone
from fundusviewer.export.sources.classifier_spec import DenseHead
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.imaging import read_image, to_model_input
from fundusviewer.inference import Classifier, ModelLibrary
from fundusviewer.resources import asset
from fundusviewer.training.fitting.temperature_scaling import with_temperature
from fundusviewer.training.learning.head import head_probabilities
from fundusviewer.training.learning.network import (
    RETINA,
    RETINA_BACKBONE,
    RETINA_SIZE,
    build_network,
    load_pretrained,
)
from tests.helpers.extras import require_tensorflow
from tests.training.networks import SIZE, tiny_network, weights_of

require_tensorflow()

pytestmark = pytest.mark.tensorflow


def test_a_saved_network_is_loaded_with_its_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tiny_network(seed=1), tiny_network(seed=2)
    rng = np.random.default_rng(1)
    first.set_head(DenseHead(rng.normal(size=(8, 5)).astype(np.float32), np.arange(5.0)))
    for network in (first, second):
        monkeypatch.setattr(
            type(network.backbone), "build", lambda *_, **__: tiny_network(seed=3).maps
        )
    first.save(tmp_path / "network.npz")
    assert load_pretrained(second, str(tmp_path / "network.npz"))
    for wanted, found in zip(weights_of(first), weights_of(second), strict=True):
        np.testing.assert_allclose(found, wanted, atol=2e-3)
    images = rng.integers(0, 256, (2, SIZE, SIZE, 3)).astype(np.uint8)
    np.testing.assert_allclose(second.pooled(images), first.pooled(images), atol=1e-2)


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "network.npz"
    file.write_bytes(b"nothing")
    with pytest.raises(ExportError, match=r"network\.npz: cannot be read as weights"):
        load_pretrained(tiny_network(), str(file))


def test_the_bundled_weights_fit_their_own_backbone_only() -> None:
    with pytest.raises(ExportError, match="retina are those of efficientnetlite2; for tiny give"):
        load_pretrained(tiny_network(), RETINA)


def test_the_bundled_weights_are_those_of_the_bundled_grader() -> None:
    """The file that training starts from answers as the shipped one does, but for 8 bits."""
    network = build_network(find_backbone(RETINA_BACKBONE), RETINA_SIZE, len(GRADE_NAMES))
    assert load_pretrained(network, RETINA)
    classifier = Classifier(ModelLibrary.default().find().path, "cpu")
    image = to_model_input(read_image(asset("sample.jpg")).pixels, classifier.card.input).pixels
    probabilities = head_probabilities(network.head(), np.asarray(network.pooled(image[None])))
    shipped = classifier.predict_batch(image[None])[0].probabilities
    assert with_temperature(probabilities, classifier.card.temperature)[0] == pytest.approx(
        shipped, abs=0.08
    )
