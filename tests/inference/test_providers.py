"""CUDA or CPU: what was compiled in is not what works. onnxruntime is played by a stand-in."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fundusviewer.errors import ModelContractError, ProviderError
from fundusviewer.inference import ProviderRequest, providers, runtime_description
from fundusviewer.inference.providers import first_line, open_session

CUDA, CPU = "CUDAExecutionProvider", "CPUExecutionProvider"


class Session:
    """Runs on ``works`` only; falls back silently, as onnxruntime does."""

    works: tuple[str, ...] = (CPU,)
    error: Exception | None = None
    opened: list[tuple[list[str], dict[str, Any]]]

    def __init__(self, *_: Any, providers: list[str], **rest: Any) -> None:
        type(self).opened.append((providers, rest))
        if self.error is not None and CUDA in providers:
            raise self.error
        self._providers = [name for name in providers if name in self.works]

    def get_providers(self) -> list[str]:
        return self._providers


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> type[Session]:
    class Fresh(Session):
        opened: list[tuple[list[str], dict[str, Any]]] = []  # noqa: RUF012

    stand_in = SimpleNamespace(
        InferenceSession=Fresh,
        SessionOptions=lambda: SimpleNamespace(add_session_config_entry=lambda *_: None),
        get_available_providers=lambda: [CUDA, CPU],
        preload_dlls=lambda: print("Failed to load libcudnn.so"),
    )
    monkeypatch.setattr(providers, "ort", stand_in)
    return Fresh


def test_auto_takes_cuda_where_it_works(runtime: type[Session]) -> None:
    runtime.works = (CUDA, CPU)
    _, report = open_session(Path("m.onnx"), "auto")
    assert (report.name, report.requested, report.fallback_reason) == ("CUDA", "auto", None)


def test_cuda_that_was_asked_for(runtime: type[Session]) -> None:
    runtime.works = (CUDA, CPU)
    _, report = open_session(Path("m.onnx"), "cuda")
    assert (report.name, report.requested) == ("CUDA", "cuda")


def test_cpu_never_touches_cuda(runtime: type[Session]) -> None:
    runtime.works = (CUDA, CPU)
    _, report = open_session(Path("m.onnx"), "cpu")
    assert report.name == "CPU"
    assert [names for names, _ in runtime.opened] == [[CPU]]


def test_a_silent_fallback_is_noticed(runtime: type[Session]) -> None:
    session, report = open_session(Path("m.onnx"), "auto")
    assert report.name == "CPU"
    assert report.fallback_reason == "no usable NVIDIA driver or CUDA library was found"
    assert session.get_providers() == [CPU]
    with pytest.raises(ProviderError, match="no usable NVIDIA driver"):
        open_session(Path("m.onnx"), "cuda")


def test_cuda_that_fails_with_an_error(runtime: type[Session]) -> None:
    runtime.error = RuntimeError("CUDA failure 100: no CUDA-capable device\nat line 17")
    _, report = open_session(Path("m.onnx"), "auto")
    assert report.name == "CPU"
    assert report.fallback_reason == "CUDA failure 100: no CUDA-capable device"
    with pytest.raises(ProviderError, match="no CUDA-capable device; allowed are auto and cpu"):
        open_session(Path("m.onnx"), "cuda")


def test_onnxruntime_may_not_change_the_provider_by_itself(runtime: type[Session]) -> None:
    """Its fallback in the middle of a run would make the report a lie."""
    open_session(Path("m.onnx"), "auto")
    assert runtime.opened
    assert all(rest == {"enable_fallback": 0} for _, rest in runtime.opened)


def test_nothing_is_printed(runtime: type[Session], capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output belongs to the JSON of ``classify``."""
    open_session(Path("m.onnx"), "auto")
    assert capsys.readouterr().out == ""


def test_errors_without_a_text(runtime: type[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    runtime.error = MemoryError()
    _, report = open_session(Path("m.onnx"), "auto")
    assert report.fallback_reason == "MemoryError"
    assert first_line(ValueError("one\ntwo")) == "one"


@pytest.mark.parametrize("requested", ["auto", "cpu"])
def test_a_model_that_cannot_be_loaded_at_all(
    runtime: type[Session], requested: ProviderRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("bad model")

    monkeypatch.setattr(runtime, "__init__", broken)
    with pytest.raises(ModelContractError, match=r"m\.onnx: .*bad model"):
        open_session(Path("m.onnx"), requested)


@pytest.mark.parametrize("both", [True, False])
def test_one_package_that_hides_the_other_is_named(
    both: bool, runtime: type[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if name == "onnxruntime-gpu" and not both:
            raise metadata.PackageNotFoundError(name)
        return "1.22.0"

    monkeypatch.setattr(
        "fundusviewer.inference.providers.ort.get_available_providers", lambda: [CPU]
    )
    monkeypatch.setattr(metadata, "version", version)
    _, report = open_session(Path("m.onnx"), "auto")
    assert report.fallback_reason is not None
    assert ("uninstall both" in report.fallback_reason) is both


def test_description() -> None:
    description = runtime_description()
    assert description["onnxruntime"][0].isdigit()
    assert CPU in description["built with"]
