"""Mutated model files: refused in a sentence, or they answer as before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import FundusViewerError
from fundusviewer.inference import Classifier, ModelLibrary, read_entry
from fundusviewer.inference.model_file import verified_file
from fundusviewer.inference.trial import try_out
from tests.fuzz.mutations import mutated, tries
from tests.helpers.models import write_model

pytestmark = pytest.mark.fuzz


def test_a_mutated_model_that_carries_its_hash_is_refused(tmp_path: Path) -> None:
    """Weights, graph, card or answers: whatever was changed, wherever the file lies."""
    whole = ModelLibrary.default().find("squeezenet-imagenet").path.read_bytes()
    path = tmp_path / "changed.onnx"
    for seed in tries(80):
        data = mutated(whole, seed)
        if data == whole:
            continue
        path.write_bytes(data)
        try:
            file = verified_file(path)
        except FundusViewerError as error:
            assert str(error).startswith("changed.onnx"), seed  # noqa: PT017
        else:
            # What is no part of graph, weights and card may be another.
            assert file.is_hashed, seed
            assert file.card.name == "squeezenet-imagenet", seed


def test_a_mutated_model_of_somebody_else(tmp_path: Path) -> None:
    """It has no hash: it is tried in a process of its own, and a card that fits is still needed."""
    whole = write_model(tmp_path / "whole.onnx").read_bytes()
    path = tmp_path / "changed.onnx"
    for seed in tries(8):
        path.write_bytes(mutated(whole, seed))
        try:
            entry = read_entry(path)
            if entry.card is None:
                continue
            try_out(path)
            classifier = Classifier(path, "cpu")
            size = (classifier.card.input.height, classifier.card.input.width, 3)
            prediction = classifier.predict(np.full(size, 100, np.uint8))
        except FundusViewerError:
            continue
        assert np.isfinite(prediction.probabilities).all(), seed
        assert abs(float(prediction.probabilities.sum()) - 1) < 1e-2, seed
