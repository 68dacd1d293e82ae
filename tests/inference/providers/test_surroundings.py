"""Which driver and libraries are here: what changes is seen, what does not matter is not."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from fundusviewer.inference.providers import surroundings
from fundusviewer.inference.providers.registry import ACCELERATORS, CPU, find_provider
from fundusviewer.inference.providers.surroundings import driver_and_libraries, search_path

CUDA = find_provider("cuda")


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which the driver of one card says what it is."""
    folder = tmp_path / "nvidia"
    card = folder / "gpus" / "0000:01:00.0"
    card.mkdir(parents=True)
    (folder / "version").write_text("NVRM version: NVIDIA UNIX Module  580.159.04\n")
    (card / "information").write_text("Model: \t NVIDIA H200\nIRQ: \t 21\n")
    monkeypatch.setattr(surroundings, "_DRIVER", folder)
    return folder


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the versions of what is installed; the package of onnxruntime names two."""
    installed = {"nvidia-cudnn-cu13": "9.19.0.56"}
    wanted = [
        "numpy>=1.21.6",
        'nvidia-curand~=10.0; extra == "cuda"',
        'nvidia-cudnn-cu13~=9.0; extra == "cudnn"',
    ]

    def version(name: str) -> str:
        if name not in installed:
            raise metadata.PackageNotFoundError(name)
        return installed[name]

    monkeypatch.setattr(metadata, "requires", lambda _name: wanted)
    monkeypatch.setattr(metadata, "version", version)
    return installed


def test_a_new_driver_and_another_card_are_seen(driver: Path, packages: dict[str, str]) -> None:
    before = driver_and_libraries(CUDA)
    assert driver_and_libraries(CUDA) == before
    card = driver / "gpus" / "0000:01:00.0" / "information"
    card.write_text("Model: \t NVIDIA H200\nIRQ: \t 22\n")
    assert driver_and_libraries(CUDA) == before
    card.write_text("Model: \t NVIDIA H100\nIRQ: \t 22\n")
    other = driver_and_libraries(CUDA)
    assert other != before
    (driver / "version").write_text("NVRM version: NVIDIA UNIX Module  590.1\n")
    assert driver_and_libraries(CUDA) not in (before, other)


def test_a_library_that_came_or_went_is_seen(driver: Path, packages: dict[str, str]) -> None:
    before = driver_and_libraries(CUDA)
    packages["nvidia-curand"] = "10.4"
    assert driver_and_libraries(CUDA) != before
    del packages["nvidia-curand"]
    packages["numpy"] = "2.0"
    assert driver_and_libraries(CUDA) == before
    packages.clear()
    assert driver_and_libraries(CUDA) != before


def test_where_nothing_is_installed_nothing_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", none)
    monkeypatch.setattr(surroundings, "_DRIVER", tmp_path / "nothing")
    monkeypatch.setattr(surroundings, "_DRIVER_LIBRARIES", (tmp_path / "nothing",))
    assert set(driver_and_libraries(CUDA)) == {""}


def test_a_library_in_a_new_place_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loader = tmp_path / "ld.so.cache"
    monkeypatch.setattr(surroundings, "_LOADER", loader)
    before = search_path(CUDA)
    loader.write_bytes(b"libcurand.so.10")
    after = search_path(CUDA)
    assert after != before
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/local/cuda/lib64\nelsewhere")
    assert search_path(CUDA) not in (before, after)
    assert "\n" not in search_path(CUDA)


def test_others_depend_on_nothing_that_is_known() -> None:
    for entry in (CPU, *ACCELERATORS):
        if entry is not CUDA:
            assert (driver_and_libraries(entry), search_path(entry)) == ((), "")
