"""The bundled grader as a start: its weights in Keras answer as its file does."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.imaging import read_image, to_model_input
from fundusviewer.inference import Classifier, ModelLibrary
from fundusviewer.resources import asset
from fundusviewer.training.fitting.temperature_scaling import with_temperature
from fundusviewer.training.learning.network import (
    RETINA,
    RETINA_BACKBONE,
    RETINA_SIZE,
    build_network,
    load_pretrained,
)
from tests.helpers.extras import require_tensorflow

require_tensorflow()

pytestmark = [pytest.mark.tensorflow, pytest.mark.parity]


def test_the_weights_in_keras_say_what_the_bundled_file_says() -> None:
    from fundusviewer.export.sources.backbones import find_backbone
    from fundusviewer.export.sources.preprocessing import preprocess

    classifier = Classifier(ModelLibrary.default().find().path, "cpu")
    card = classifier.card
    network = build_network(find_backbone(RETINA_BACKBONE), RETINA_SIZE, 5)
    assert load_pretrained(network, RETINA)
    pixels = to_model_input(read_image(asset("sample.jpg")).pixels, card.input).pixels
    views = [pixels, pixels[:, ::-1], np.clip(pixels * 0.8, 0, 255).astype(np.uint8)]
    model = network.explained()
    for view in views:
        said = classifier.predict(np.ascontiguousarray(view)).probabilities
        images = preprocess(view[None].astype(np.float32), model.preprocessing)
        found = np.asarray(model.network(images, training=False))
        calibrated = with_temperature(found, card.temperature)[0]
        # The file computes in 8 bits: its card says by how much that may move a probability.
        assert card.agreement is not None
        largest = card.agreement.largest_probability_difference
        assert np.abs(calibrated - said).max() <= largest
        assert calibrated.argmax() == said.argmax()
