"""Which providers can be tried here, without loading one."""

from __future__ import annotations

import importlib.util
import sys
from importlib import metadata

import onnxruntime
import pytest

from fundusviewer.inference.providers import PROVIDER_REQUESTS
from fundusviewer.inference.providers.availability import (
    available,
    provider_version,
    providers_here,
    why_missing,
)
from fundusviewer.inference.providers.registry import ACCELERATORS, CPU, find_provider


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is installed: packages, and providers that are compiled in."""
    there: list[str] = []

    def version(name: str) -> str:
        if name not in there:
            raise metadata.PackageNotFoundError(name)
        return "9.9"

    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: list(there))
    monkeypatch.setattr(metadata, "version", version)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name if name in there else None)
    monkeypatch.setattr(sys, "platform", "linux")
    return there


def test_each_provider_can_be_asked_for_by_its_name() -> None:
    assert ["auto", *(entry.key for entry in (CPU, *ACCELERATORS))] == list(PROVIDER_REQUESTS)
    assert all(find_provider(entry.key) is entry for entry in ACCELERATORS)


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_each_system_has_its_own(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    keys = {entry.key for entry in providers_here()}
    assert {"cpu", "webgpu"} <= keys
    assert ("coreml" in keys) is (system == "darwin")
    assert ("directml" in keys) is (system == "win32")
    assert why_missing(find_provider("coreml")) != "there is no CoreML for this system" or (
        system != "darwin"
    )


def test_nothing_is_installed(installed: list[str]) -> None:
    assert available() == []
    assert why_missing(find_provider("cuda")) == "onnxruntime-gpu is not installed"
    assert why_missing(find_provider("directml")) == "there is no DirectML for this system"


def test_what_is_compiled_in(installed: list[str]) -> None:
    installed.append("OpenVINOExecutionProvider")
    assert [entry.key for entry in available()] == ["openvino"]
    assert provider_version(find_provider("openvino")) == onnxruntime.__version__


def test_a_plug_in(installed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    installed += ["onnxruntime_ep_webgpu", "onnxruntime-ep-webgpu"]
    assert [entry.key for entry in available()] == ["webgpu"]
    assert provider_version(find_provider("webgpu")).endswith(" 9.9")
    monkeypatch.delattr(onnxruntime, "register_execution_provider_library")
    assert available() == []


@pytest.mark.parametrize("both", [True, False])
def test_one_package_that_hides_the_other_is_named(both: bool, installed: list[str]) -> None:
    if both:
        installed.append("onnxruntime-gpu")
    assert ("uninstall both" in (why_missing(find_provider("cuda")) or "")) is both
