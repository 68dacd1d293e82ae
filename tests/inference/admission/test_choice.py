"""The fastest provider that is admitted, or the one that was asked for; trials are stand-ins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.errors import ProviderError
from fundusviewer.inference import open_classifier, open_to_check
from fundusviewer.inference.admission import choice, verdicts
from fundusviewer.inference.admission.choice import candidates, choose_provider
from fundusviewer.inference.admission.provider_trial import Verdict
from fundusviewer.inference.model_file import ModelFile, verified_file
from fundusviewer.inference.providers.failures import TOO_LITTLE_MEMORY
from fundusviewer.inference.providers.registry import ACCELERATORS, CPU, ExecutionProvider
from fundusviewer.own_process import GivenUpError
from tests.helpers.models import make_card, write_model


class Trials:
    """Answers for each provider what it is told to; counts."""

    def __init__(self) -> None:
        self.verdicts: dict[str, Verdict] = {}
        self.there = ["openvino", "webgpu"]
        self.tried: list[str] = []
        self.driver = self.place = "one"

    def try_provider(
        self, entry: ExecutionProvider, _path: Path, stop: threading.Event | None = None
    ) -> Verdict:
        if stop is not None and stop.is_set():
            raise GivenUpError
        self.tried.append(entry.key)
        return self.verdicts[entry.key]

    def why_missing(self, entry: ExecutionProvider) -> str | None:
        return None if entry.key in self.there else f"{entry.package} is not installed"


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> Trials:
    made = Trials()
    made.verdicts = {
        "cpu": Verdict(80.0),
        "openvino": Verdict(40.0),
        "webgpu": Verdict(None, "it ends the program that tries it (status -11)"),
    }
    here = [CPU, *ACCELERATORS]
    monkeypatch.setattr(verdicts, "try_provider", made.try_provider)
    monkeypatch.setattr(verdicts, "why_missing", made.why_missing)
    monkeypatch.setattr(choice, "providers_here", lambda: here)
    monkeypatch.setattr(
        choice, "available", lambda: [e for e in ACCELERATORS if e.key in made.there]
    )
    return made


@pytest.fixture
def file(tiny_model: Path) -> ModelFile[Any]:
    return verified_file(tiny_model)


def test_the_fastest_admitted_one_is_taken(trials: Trials, file: ModelFile[Any]) -> None:
    chosen = choose_provider(file, "auto")
    assert chosen.provider.key == "openvino"
    assert chosen.reason == "the fastest: 40 ms a photograph, the CPU 80 ms"
    trials.verdicts["webgpu"] = Verdict(20.0)
    assert {row.provider.key for row in candidates(file)[0] if row.is_chosen} == {"webgpu"}


def test_one_that_gains_nothing_is_not(trials: Trials, file: ModelFile[Any]) -> None:
    trials.verdicts["openvino"] = Verdict(79.0)
    chosen = choose_provider(file, "auto")
    assert chosen.provider is CPU
    assert chosen.reason == "OpenVINO is not faster: 79 ms a photograph, the CPU 80 ms"


def test_where_none_is_admitted_each_says_why(trials: Trials, file: ModelFile[Any]) -> None:
    trials.verdicts["openvino"] = Verdict(None, "it computes something else")
    chosen = choose_provider(file, "auto")
    assert chosen.provider is CPU
    assert chosen.reason is not None
    assert chosen.reason.splitlines() == [
        "OpenVINO: it computes something else",
        "WebGPU: it ends the program that tries it (status -11)",
    ]


def test_nothing_is_tried_where_nothing_is_installed(trials: Trials, file: ModelFile[Any]) -> None:
    trials.there = []
    assert choose_provider(file, "auto").provider is CPU
    assert trials.tried == []


def test_a_trial_is_remembered(trials: Trials, file: ModelFile[Any]) -> None:
    for _ in range(3):
        choose_provider(file, "auto")
    assert sorted(trials.tried) == ["cpu", "openvino", "webgpu"]
    candidates(file)
    assert len(trials.tried) == 6


def test_another_file_is_another_trial(
    trials: Trials, file: ModelFile[Any], tmp_path: Path
) -> None:
    choose_provider(file, "auto")
    other = write_model(tmp_path / "other.onnx", make_card(version="0.0.2"))
    choose_provider(verified_file(other), "auto")
    assert trials.tried.count("openvino") == 2


def test_a_damaged_memory_is_a_new_trial(
    trials: Trials,
    file: ModelFile[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_provider(file, "openvino")
    monkeypatch.setattr(verdicts, "recall", lambda *_: '{"milliseconds": -1, "reason": null}')
    choose_provider(file, "openvino")
    assert trials.tried == ["openvino", "openvino"]


@pytest.mark.parametrize(
    ("key", "reason"),
    [("webgpu", "ends the program"), ("cuda", "onnxruntime-gpu is not installed")],
)
def test_one_that_was_asked_for_is_never_replaced(
    trials: Trials,
    tiny_model: Path,
    key: str,
    reason: str,
) -> None:
    with pytest.raises(ProviderError, match=f"cannot be used here: .*{reason}.*; allowed are"):
        open_classifier(tiny_model, key)  # type: ignore[arg-type]


def test_a_refused_one_is_tried_again_when_it_is_asked_for(
    trials: Trials,
    file: ModelFile[Any],
) -> None:
    choose_provider(file, "auto")
    trials.verdicts["webgpu"] = Verdict(30.0)
    assert choose_provider(file, "auto").provider.key == "openvino"
    assert choose_provider(file, "webgpu").provider.key == "webgpu"


@pytest.fixture
def refused(trials: Trials, file: ModelFile[Any], monkeypatch: pytest.MonkeyPatch) -> Trials:
    """CUDA alone is installed, and was refused; ``driver`` and ``place`` are what is found here."""
    trials.there = ["cuda"]
    trials.verdicts["cuda"] = Verdict(None, "libcurand.so.10 cannot be found")
    monkeypatch.setattr(verdicts, "driver_and_libraries", lambda _entry: (trials.driver,))
    monkeypatch.setattr(verdicts, "search_path", lambda _entry: trials.place)
    assert choose_provider(file, "auto").provider is CPU
    trials.verdicts["cuda"] = Verdict(10.0)
    assert choose_provider(file, "auto").provider is CPU
    return trials


@pytest.mark.parametrize("what", ["driver", "place"])
def test_a_refused_one_is_tried_again_where_driver_or_libraries_have_changed(
    refused: Trials, file: ModelFile[Any], what: str
) -> None:
    setattr(refused, what, "another")
    assert choose_provider(file, "auto").provider.key == "cuda"
    # And once only.
    tried = len(refused.tried)
    choose_provider(file, "auto")
    assert len(refused.tried) == tried


def test_an_admitted_one_is_tried_again_with_another_driver_alone(
    refused: Trials, file: ModelFile[Any]
) -> None:
    refused.driver = "another"
    assert choose_provider(file, "auto").provider.key == "cuda"
    refused.verdicts["cuda"] = Verdict(None, "it computes something else")
    refused.place = "another"
    assert choose_provider(file, "auto").provider.key == "cuda"
    refused.driver = "a third"
    assert choose_provider(file, "auto").provider is CPU


def test_a_refusal_for_want_of_memory_is_not_remembered(
    trials: Trials, file: ModelFile[Any]
) -> None:
    trials.there = ["openvino"]
    trials.verdicts["openvino"] = Verdict(None, f"m: the network failed ({TOO_LITTLE_MEMORY})")
    chosen = choose_provider(file, "auto")
    assert (chosen.provider, TOO_LITTLE_MEMORY in (chosen.reason or "")) == (CPU, True)
    trials.verdicts["openvino"] = Verdict(30.0)
    assert choose_provider(file, "auto").provider.key == "openvino"


@pytest.mark.parametrize("opened", [open_classifier, open_to_check])
def test_one_that_was_admitted_and_does_not_open_any_more(
    trials: Trials, tiny_model: Path, opened: Callable[..., Any]
) -> None:
    """By itself the processor is taken, and it is said; one that was asked for is refused."""
    trials.there, trials.verdicts["cuda"] = ["cuda"], Verdict(10.0)
    network = opened(tiny_model, "auto")
    assert network.provider.name == "CPU"
    assert network.provider.reason == "CUDA: onnxruntime-gpu is not installed"
    with pytest.raises(ProviderError, match="CUDA cannot be used here"):
        opened(tiny_model, "cuda")


def test_eight_bits_are_no_reason_against_one_without_them(trials: Trials, tmp_path: Path) -> None:
    """It is given the same network in float32, and its trial decides."""
    path = write_model(tmp_path / "int8.onnx", make_card(precision="int8"))
    trials.there = ["coreml"]
    trials.verdicts["coreml"] = Verdict(30.0)
    chosen = choose_provider(verified_file(path), "auto")
    assert (chosen.provider.key, trials.tried) == ("coreml", ["coreml", "cpu"])
    assert choose_provider(verified_file(path), "coreml").provider.key == "coreml"


def test_nothing_is_known_of_a_trial_that_was_given_up(
    trials: Trials,
    file: ModelFile[Any],
) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(ProviderError, match="were not tried to the end"):
        choose_provider(file, "auto", stop)
    assert choose_provider(file, "auto").provider.key == "openvino"
