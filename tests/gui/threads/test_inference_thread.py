"""The worker thread: a model that never ends must not keep the window open."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from fundusviewer.gui.threads.inference_thread import InferenceService
from fundusviewer.gui.threads.inference_worker import LoadModel
from fundusviewer.inference import trial
from tests.inference.graphs import changed
from tests.inference.test_trial import endless


def test_closing_gives_up_a_model_that_is_being_tried(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fundusviewer.inference.opening.try_out", trial.try_out)
    # Longer than the test waits: it is the closing that ends it.
    monkeypatch.setattr(trial, "TIME_LIMIT", 600)
    service = InferenceService()
    service.submit(LoadModel(changed(tmp_path / "loop.onnx", endless), "cpu", None), print)
    begin = time.monotonic()
    service.close()
    assert not service.is_running
    assert time.monotonic() - begin < 60
