"""Which driver, card and libraries a provider finds here: where they change, it is tried anew.

Nothing is loaded for that: it is asked at every start.
"""

from __future__ import annotations

import os
import re
import sys
from importlib import metadata
from pathlib import Path

from fundusviewer.inference.providers.registry import ExecutionProvider

#: What the driver of NVIDIA's cards says of itself and of each card, on Linux.
_DRIVER = Path("/proc/driver/nvidia")

#: Where the driver's library lies where it does not say anything: Windows, and Linux within it.
_DRIVER_LIBRARIES = (
    Path(os.environ.get("SystemRoot", r"C:\Windows")) / "System32" / "nvcuda.dll",  # noqa: SIM112
    Path("/usr/lib/wsl/lib/libcuda.so.1"),
)

#: The loader's list of all libraries of the system, on Linux.
_LOADER = Path("/etc/ld.so.cache")

_PACKAGE = re.compile(r"[\w.-]+")


def driver_and_libraries(entry: ExecutionProvider) -> tuple[str, ...]:
    """Return what a provider's trial depends on beside its own version; the order is fixed.

    Empty for all but CUDA: the others' drivers are not known here.
    """
    return (*_driver(), *_packages()) if entry.key == "cuda" else ()


def search_path(entry: ExecutionProvider) -> str:
    """Return, in one line, where the loader looks: a library that was missing may be there now."""
    if entry.key != "cuda":
        return ""
    name = "PATH" if sys.platform == "win32" else "LD_LIBRARY_PATH"
    return " ".join(f"{os.environ.get(name, '')} {_stamp(_LOADER)}".split())


def _driver() -> list[str]:
    told = [_text(_DRIVER / "version")]
    cards = sorted(_DRIVER.glob("gpus/*/information"))
    # Other lines change from start to start.
    told += [line for card in cards for line in _text(card).splitlines() if "Model" in line]
    return told + [_stamp(library) for library in _DRIVER_LIBRARIES]


def _packages() -> list[str]:
    """Return the versions of the packages that bring CUDA's libraries."""
    try:
        wanted = metadata.requires("onnxruntime-gpu") or []
    except metadata.PackageNotFoundError:
        return []
    names = [found[0] for text in wanted if "extra" in text and (found := _PACKAGE.match(text))]
    return [f"{name} {_version(name)}" for name in names]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _stamp(path: Path) -> str:
    """Return size and date of a file; empty where there is none."""
    try:
        state = path.stat()
    except OSError:
        return ""
    return f"{state.st_size} {state.st_mtime_ns}"
