"""Every backbone and head, exported both ways, against Keras with ``tf.GradientTape``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.export.graph.tracing import Tracer
from fundusviewer.export.sources.backbones import backbone_names, find_backbone
from fundusviewer.export.sources.class_names import imagenet_classes
from fundusviewer.export.sources.classifier_spec import DenseHead, ExplainedModel, transfer_model
from fundusviewer.export.sources.weights import load_weights
from fundusviewer.imaging import InputSpec, read_image, to_model_input
from fundusviewer.inference import Classifier, ModelLibrary
from tests.export.classifying_heads import HEADS
from tests.export.networks import network as network_of
from tests.export.networks import shaken
from tests.export.parity import both_tracers, check
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = [pytest.mark.tensorflow, pytest.mark.parity]

NAMES = [name for name in backbone_names() if name not in ("resnet", "inception")]
PICTURES = Path(__file__).parents[2] / "data"


@both_tracers
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", NAMES)
def test_random_weights(name: str, tracer: Tracer, tmp_path: Path) -> None:
    import keras

    keras.utils.set_random_seed(1)
    backbone = find_backbone(name)
    network = shaken(backbone.build())
    model = ExplainedModel(network, backbone.preprocessing, backbone.layer, name)
    check(model, imagenet_classes(), tmp_path, tracer)


@both_tracers
@pytest.mark.parametrize("name", ["xception", "vgg16"])
def test_imagenet_weights(name: str, tracer: Tracer, shared_data: Path, tmp_path: Path) -> None:
    backbone = find_backbone(name)
    features = backbone.build(include_top=False)
    load_weights(features, shared_data / "weights" / f"{name}_imagenet_notop.npz")
    channels = features.output_shape[-1]
    kernel = np.random.default_rng(0).normal(0, 0.1, (channels, 5)).astype(np.float32)
    head = DenseHead(kernel, np.zeros(5, np.float32))
    check(transfer_model(features, backbone, head), tuple("abcde"), tmp_path, tracer)


@both_tracers
@pytest.mark.parametrize("head", HEADS)
def test_heads(head: Any, tracer: Tracer, tmp_path: Path) -> None:
    model = ExplainedModel(network_of(head), "bgr/255", "maps", "tiny")
    check(model, tuple("abcd"), tmp_path, tracer)


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
