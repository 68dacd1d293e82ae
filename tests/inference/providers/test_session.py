"""A session on one provider: what was compiled in is not what works. onnxruntime is a stand-in."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from fundusviewer.errors import ModelContractError, ProviderError
from fundusviewer.inference import ProviderRequest, runtime_description
from fundusviewer.inference.providers import Selection, availability, failures, session
from fundusviewer.inference.providers.session import open_session, share_of_nodes

CUDA, CPU = "CUDAExecutionProvider", "CPUExecutionProvider"
OPENVINO = "OpenVINOExecutionProvider"


class Session:
    """Runs on ``works`` only; falls back silently, as onnxruntime does."""

    works: tuple[str, ...] = (CPU,)
    error: Exception | None = None
    opened: list[tuple[list[str], dict[str, Any]]]

    def __init__(self, _path: str, options: Any, providers: Any, **rest: Any) -> None:
        names = [name for name, _ in providers or [(device.ep_name, {}) for device in options.used]]
        type(self).opened.append((names, rest))
        if self.error is not None and names != [CPU]:
            raise self.error
        self._providers = [name for name in (*names, CPU) if name in self.works]

    def get_providers(self) -> list[str]:
        return self._providers


class Options:
    """Keeps the devices that it is given."""

    def __init__(self) -> None:
        self.used: list[Any] = []

    def add_session_config_entry(self, *_: str) -> None:
        pass

    def add_provider_for_devices(self, devices: list[Any], _options: dict[str, str]) -> None:
        self.used = devices


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> type[Session]:
    class Fresh(Session):
        opened: list[tuple[list[str], dict[str, Any]]] = []  # noqa: RUF012

    stand_in = SimpleNamespace(
        __version__="1.2.3",
        InferenceSession=Fresh,
        SessionOptions=Options,
        get_available_providers=lambda: [CUDA, CPU],
        preload_dlls=lambda: None,
    )
    monkeypatch.setattr(session, "ort", stand_in)
    monkeypatch.setattr(availability, "ort", stand_in)
    monkeypatch.setattr(availability, "exists_here", lambda _entry: True)
    monkeypatch.setattr(failures, "_can_be_loaded", lambda _library: True)
    return Fresh


def opened(requested: ProviderRequest) -> session.ProviderReport:
    return open_session(Path("m.onnx"), Selection.of(requested))[1]


def test_cuda_that_was_asked_for(runtime: type[Session]) -> None:
    runtime.works = (CUDA, CPU)
    report = opened("cuda")
    assert (report.name, report.requested, report.reason) == ("CUDA", "cuda", None)


@pytest.mark.parametrize("requested", ["cpu", "auto"])
def test_the_processor_never_touches_cuda(
    runtime: type[Session], requested: ProviderRequest
) -> None:
    assert opened(requested).name == "CPU"
    assert [names for names, _ in runtime.opened] == [[CPU]]


def test_a_silent_fallback_is_noticed(runtime: type[Session]) -> None:
    with pytest.raises(ProviderError, match="CUDA cannot be used here: it found no device"):
        opened("cuda")


def test_a_library_that_is_missing_is_named_and_not_printed(
    runtime: type[Session], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """onnxruntime prints it; standard output belongs to the JSON of ``classify``."""
    said = "Failed to load libcublas.so.13: libcublas.so.13: cannot open shared object file"
    monkeypatch.setattr(vars(session)["ort"], "preload_dlls", lambda: print(said))
    with pytest.raises(
        ProviderError, match=r"here: libcublas\.so\.13 cannot be found; pip install"
    ):
        opened("cuda")
    runtime.works = (CUDA, CPU)
    assert opened("cuda").name == "CUDA"
    assert capsys.readouterr().out == ""


def test_cuda_that_fails_with_an_error(runtime: type[Session]) -> None:
    runtime.error = RuntimeError("CUDA failure 100: no CUDA-capable device\nat line 17")
    with pytest.raises(ProviderError, match=r"no graphics card .*; allowed are auto and cpu$"):
        opened("cuda")
    runtime.error = RuntimeError("no such thing\nat line 17")
    with pytest.raises(ProviderError, match=r"no such thing; allowed are auto and cpu$"):
        opened("cuda")
    runtime.error = MemoryError()
    with pytest.raises(ProviderError, match="here: too little memory is free"):
        opened("cuda")


@pytest.mark.parametrize("requested", ["cuda", "cpu"])
def test_onnxruntime_may_not_change_the_provider_by_itself(
    runtime: type[Session], requested: ProviderRequest
) -> None:
    """Its fallback in the middle of a run would make the report a lie."""
    runtime.works = (CUDA, CPU)
    opened(requested)
    assert [rest for _, rest in runtime.opened] == [{"enable_fallback": 0}]


def test_a_model_that_cannot_be_loaded_at_all(
    runtime: type[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("bad model")

    monkeypatch.setattr(runtime, "__init__", broken)
    with pytest.raises(ModelContractError, match=r"m\.onnx: .*bad model"):
        opened("cpu")


@pytest.fixture
def plugin(runtime: type[Session], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Install a plug-in for OpenVINO and return the devices that it finds."""
    module = ModuleType("onnxruntime_ep_openvino")
    vars(module)["get_library_path"] = lambda: "/usr/lib/plugin.so"
    devices: list[Any] = []
    loaded: list[str] = []
    runtime.works = (OPENVINO, CPU)
    stand_in = vars(session)["ort"]
    monkeypatch.setitem(sys.modules, "onnxruntime_ep_openvino", module)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    vars(stand_in)["register_execution_provider_library"] = lambda _name, path: loaded.append(path)
    vars(stand_in)["get_ep_devices"] = lambda: devices if loaded else []
    return devices


def device(kind: str) -> Any:
    return SimpleNamespace(
        ep_name=OPENVINO, device=SimpleNamespace(type=SimpleNamespace(name=kind))
    )


def test_a_plug_in_runs_on_its_best_device(runtime: type[Session], plugin: list[Any]) -> None:
    plugin += [device("CPU"), device("GPU"), device("NPU")]
    _, report = open_session(Path("m.onnx"), Selection.of("openvino"))
    assert report.name == "OpenVINO"
    assert [names for names, _ in runtime.opened] == [[OPENVINO]]


def test_a_plug_in_without_a_device(plugin: list[Any]) -> None:
    with pytest.raises(ProviderError, match="OpenVINO cannot be used here: it found no device"):
        opened("openvino")


def test_a_plug_in_that_cannot_be_loaded(
    plugin: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: str) -> None:
        raise RuntimeError("libze_loader.so.1: not found")

    monkeypatch.setattr(vars(session)["ort"], "register_execution_provider_library", broken)
    with pytest.raises(ProviderError, match="libze_loader"):
        opened("openvino")


def test_the_share_of_a_network() -> None:
    def part(name: str, nodes: int) -> Any:
        return SimpleNamespace(ep_name=name, get_nodes=lambda: [None] * nodes)

    answer = [part(CUDA, 3), part(CPU, 1)]
    told = SimpleNamespace(
        get_providers=lambda: [CUDA, CPU], get_provider_graph_assignment_info=lambda: answer
    )
    assert share_of_nodes(told) == 0.75
    answer[:] = [part(CPU, 4)]
    assert share_of_nodes(told) == 0
    answer[:] = []
    assert share_of_nodes(told) is None
    assert share_of_nodes(SimpleNamespace(get_providers=lambda: [CPU])) is None


def test_description() -> None:
    description = runtime_description()
    assert description["onnxruntime"][0].isdigit()
    assert CPU in description["built with"]
