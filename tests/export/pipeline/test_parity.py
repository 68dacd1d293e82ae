"""Every backbone, exported, against Keras with ``tf.GradientTape`` on the same pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.export.pipeline.writer import write_model
from fundusviewer.export.sources.backbones import backbone_names, find_backbone
from fundusviewer.export.sources.class_names import imagenet_classes
from fundusviewer.export.sources.classifier_spec import DenseHead, ExplainedModel, transfer_model
from fundusviewer.export.sources.weights import load_weights
from fundusviewer.imaging import InputSpec, read_image, to_model_input
from fundusviewer.inference import Classifier, ModelLibrary
from tests.export.networks import (
    MAP_TOLERANCE,
    Reference,
    map_error,
    photographs,
    reference,
    shaken,
)
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = [pytest.mark.tensorflow, pytest.mark.parity]

CARD = {"name": "m", "title": "M", "version": "1.0.0", "task": "other", "licence": "none"}
NAMES = [name for name in backbone_names() if name not in ("resnet", "inception")]
PICTURES = Path(__file__).parents[2] / "data"


def check(model: ExplainedModel, classes: tuple[str, ...], folder: Path) -> None:
    path = write_model(model, {**CARD, "class_names": classes}, folder / "m.onnx").path
    classifier = Classifier(path, provider="cpu")
    images = photographs(5, model.input_size[0])
    for count in (1, 5):
        for given in ([-1] * count, [2] * count):
            _compare(classifier, images[:count], given, reference(model, images[:count], given))


def _compare(
    classifier: Classifier, images: np.ndarray, given: list[int], wanted: Reference
) -> None:
    indices = None if given[0] < 0 else given
    for answer, probabilities, heatmap, terms in zip(
        classifier.predict_batch(images, indices), *wanted, strict=True
    ):
        assert np.abs(answer.probabilities - probabilities).max() < 1e-5
        assert map_error(answer.heatmap, heatmap, terms) < MAP_TOLERANCE
        # Where more than rounding is left over, another map must not pass for the same.
        if heatmap.max() > 1e-3 * terms:
            assert map_error(answer.heatmap, heatmap[::-1], terms) > MAP_TOLERANCE
            assert map_error(answer.heatmap, 1.01 * heatmap, terms) > MAP_TOLERANCE


@pytest.mark.parametrize("name", NAMES)
def test_random_weights(name: str, tmp_path: Path) -> None:
    import keras

    keras.utils.set_random_seed(1)
    backbone = find_backbone(name)
    network = shaken(backbone.build())
    model = ExplainedModel(network, backbone.preprocessing, backbone.layer, name)
    check(model, imagenet_classes(), tmp_path)


@pytest.mark.parametrize("name", ["xception", "vgg16"])
def test_imagenet_weights(name: str, shared_data: Path, tmp_path: Path) -> None:
    backbone = find_backbone(name)
    features = backbone.build(include_top=False)
    load_weights(features, shared_data / "weights" / f"{name}_imagenet_notop.npz")
    channels = features.output_shape[-1]
    kernel = np.random.default_rng(0).normal(0, 0.1, (channels, 5)).astype(np.float32)
    head = DenseHead(kernel, np.zeros(5, np.float32))
    check(transfer_model(features, backbone, head), tuple("abcde"), tmp_path)


@pytest.mark.parametrize("picture", ["cat.jpg", "espresso.jpg"])
def test_the_input_path_equals_load_img(picture: str) -> None:
    """The same file by Keras' reader and by ours: the same pixels and the same five classes."""
    import keras

    classifier = Classifier(ModelLibrary.default().find("squeezenet-imagenet").path, "cpu")
    spec = InputSpec(height=227, width=227, interpolation="nearest")
    theirs = np.asarray(keras.utils.load_img(PICTURES / picture, target_size=(227, 227)), np.uint8)
    ours = to_model_input(read_image(PICTURES / picture).pixels, spec).pixels
    # JPEG decoders may differ by rounding, not by position.
    assert np.abs(ours.astype(int) - theirs).max() <= 4
    answers: list[Any] = [classifier.predict(pixels).ranked(5) for pixels in (theirs, ours)]
    assert answers[0] == answers[1]
