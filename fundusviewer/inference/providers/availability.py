"""Whether a provider is there to be tried: exists for this system, and is installed.

Nothing of it is loaded for that: it could end the program.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib import metadata

import onnxruntime as ort

from fundusviewer.inference.providers.registry import ACCELERATORS, CPU, ExecutionProvider


def available() -> list[ExecutionProvider]:
    """Return all but the processor that can be tried here."""
    return [entry for entry in ACCELERATORS if why_missing(entry) is None]


def providers_here() -> list[ExecutionProvider]:
    """Return all that there are for this system, the processor first."""
    return [entry for entry in (CPU, *ACCELERATORS) if exists_here(entry)]


def exists_here(entry: ExecutionProvider) -> bool:
    """Return whether there is such a provider for this system at all."""
    return sys.platform in entry.platforms


def why_missing(entry: ExecutionProvider) -> str | None:
    """Return in a sentence why a provider cannot be tried here; ``None`` where it can be."""
    if not exists_here(entry):
        return f"there is no {entry.name} for this system"
    if entry.runtime_name in ort.get_available_providers() or _has_plugin(entry):
        return None
    if entry.key == "cuda" and _version("onnxruntime-gpu") is not None:
        # Two packages install the same module.
        return (
            "onnxruntime hides onnxruntime-gpu: uninstall both, then install onnxruntime-gpu alone"
        )
    return f"{entry.package} is not installed"


def is_plugin(entry: ExecutionProvider) -> bool:
    """Return whether onnxruntime has to load it: it was not compiled in, and a package has it."""
    return entry.runtime_name not in ort.get_available_providers() and _has_plugin(entry)


def provider_version(entry: ExecutionProvider) -> str:
    """Return the version of what computes; what is compiled in has that of onnxruntime."""
    if not is_plugin(entry):
        return str(ort.__version__)
    return f"{ort.__version__} {_version(entry.package)}"


def _has_plugin(entry: ExecutionProvider) -> bool:
    if entry.plugin is None or not hasattr(ort, "register_execution_provider_library"):
        return False
    return importlib.util.find_spec(entry.plugin) is not None


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
