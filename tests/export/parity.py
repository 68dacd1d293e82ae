"""What is asked of an exported network, whichever way it became a graph."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.export.graph.tracing import Tracer
from fundusviewer.export.pipeline.writer import write_model
from fundusviewer.export.sources.classifier_spec import ExplainedModel
from fundusviewer.inference import Classifier
from tests.export.networks import MAP_TOLERANCE, map_error, photographs, reference

CARD = {"name": "m", "title": "M", "version": "1.0.0", "task": "other", "licence": "none"}

#: How far two probabilities may be apart.
TOLERANCE = 1e-5

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None or find_spec("onnxscript") is None,
    reason="the torch extra is not installed",
)

#: Parameter of a test that both ways must pass.
both_tracers = pytest.mark.parametrize(
    "tracer", ["tf2onnx", pytest.param("torch", marks=needs_torch)]
)


def check(
    model: ExplainedModel, classes: Sequence[str], folder: Path, tracer: Tracer, count: int = 5
) -> None:
    """Compare probabilities and heat maps with TensorFlow's, one picture and several at once.

    Heat maps of the most probable class and of a named one. Of thousand classes of random weights
    two may be equally probable but for rounding: then either may be explained.
    """
    card = {**CARD, "class_names": tuple(classes)}
    result = write_model(model, card, folder / "m.onnx", tracer=tracer)
    classifier = Classifier(result.path, provider="cpu")
    images = photographs(count, model.input_size[0])
    for pictures in (images[:1], images):
        for indices in (None, [2] * len(pictures)):
            answers = classifier.predict_batch(pictures, indices)
            explained = [answer.class_index for answer in answers]
            wanted = reference(model, pictures, explained)
            probabilities = wanted.probabilities
            if not result.softmax_inside:
                powers = np.exp(probabilities - probabilities.max(axis=1, keepdims=True))
                probabilities = powers / powers.sum(axis=1, keepdims=True)
            for answer, expected, heatmap, terms in zip(
                answers, probabilities, wanted.heatmaps, wanted.terms, strict=True
            ):
                assert np.abs(answer.probabilities - expected).max() < TOLERANCE
                if indices is None:
                    assert expected[answer.class_index] > expected.max() - TOLERANCE
                _compare_maps(answer.heatmap, heatmap, terms)


def _compare_maps(found: np.ndarray, wanted: np.ndarray, terms: float) -> None:
    assert map_error(found, wanted, terms) < MAP_TOLERANCE
    # Where more than rounding is left over, another map must not pass for the same.
    if wanted.max() > 1e-3 * terms:
        assert map_error(found, wanted[::-1], terms) > MAP_TOLERANCE
        assert map_error(found, 1.01 * wanted, terms) > MAP_TOLERANCE
