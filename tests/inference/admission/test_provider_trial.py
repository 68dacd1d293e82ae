"""A provider's trial in a process of its own: it may crash, hang, and compute wrongly."""

from __future__ import annotations

import importlib.util
import sys
import threading
from pathlib import Path

import pytest

from fundusviewer import own_process
from fundusviewer.inference import ModelLibrary
from fundusviewer.inference.admission import provider_trial
from fundusviewer.inference.admission.provider_trial import Verdict, try_provider
from fundusviewer.inference.providers.registry import CPU, find_provider
from fundusviewer.own_process import GivenUpError
from tests.inference.graphs import golden_of, with_golden


def played_by(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(own_process, "this_program", lambda: [sys.executable, "-c", code])


def test_one_that_computes_what_it_should_is_timed(tiny_model: Path) -> None:
    with_golden(tiny_model)
    verdict = try_provider(CPU, tiny_model)
    assert verdict.is_admitted
    assert verdict.milliseconds is not None
    assert 0 < verdict.milliseconds < 60_000


def test_one_that_computes_something_else_is_not_admitted(tiny_model: Path) -> None:
    golden = golden_of(tiny_model).model_copy(update={"probabilities": (0.2,) * 5})
    with_golden(tiny_model, golden.to_json())
    verdict = try_provider(CPU, tiny_model)
    assert not verdict.is_admitted
    assert (verdict.reason or "").startswith("it computes something else than when the file was")


def test_without_a_golden_vector_nothing_shows_that_it_is_right(tiny_model: Path) -> None:
    assert "no golden vector" in (try_provider(CPU, tiny_model).reason or "")


def test_one_that_is_not_there(tiny_model: Path) -> None:
    if importlib.util.find_spec("onnxruntime_ep_webgpu") is not None:
        pytest.skip("there is one")
    verdict = try_provider(find_provider("webgpu"), tiny_model)
    assert verdict == Verdict(None, "onnxruntime-ep-webgpu is not installed")


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise SystemExit(3)", "print('hello')"])
def test_one_that_ends_the_program(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    played_by(monkeypatch, code)
    verdict = try_provider(CPU, tiny_model)
    assert "ends the program that tries it (status" in (verdict.reason or "")


def test_one_that_never_answers(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    played_by(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(provider_trial, "TIME_LIMIT", 0.3)
    assert "not answered within" in (try_provider(CPU, tiny_model).reason or "")
    stop = threading.Event()
    stop.set()
    with pytest.raises(GivenUpError):
        try_provider(CPU, tiny_model, stop)


def test_what_a_driver_prints_is_no_answer(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Verdict(12.0).to_json()
    played_by(monkeypatch, f"print('loading driver'); print({answer!r})")
    assert try_provider(CPU, tiny_model) == Verdict(12.0)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"milliseconds": 1, "reason": "no"}', '{"milliseconds": NaN}',
     '{"milliseconds": null, "reason": null}', '{"milliseconds": 0, "reason": null}'],
)  # fmt: skip
def test_what_is_no_verdict_is_none(text: str) -> None:
    assert Verdict.from_json(text) is None


def test_openvino_with_the_bundled_grader() -> None:
    entry = find_provider("openvino")
    from fundusviewer.inference.providers.availability import why_missing

    if why_missing(entry) is not None:
        pytest.skip("OpenVINO is not installed")
    verdict = try_provider(entry, ModelLibrary.default().find(None).path)
    if verdict.reason is not None and "no device" in verdict.reason:
        pytest.skip("OpenVINO found no device here")
    assert verdict.is_admitted, verdict.reason
