"""The distributions (in pip's sense) that are inside the folder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from fundusviewer.errors import FundusViewerError

_ROOT = Path(__file__).parents[1]

#: Both install the same Python module; the one that is there goes in.
_ONNXRUNTIMES = ("onnxruntime-gpu", "onnxruntime")


class NotInstalledError(FundusViewerError):
    """A distribution that the program needs is not installed here."""


def runtime_distributions() -> tuple[str, ...]:
    """Return the names of all distributions that the program needs to run, sorted.

    Raises
    ------
    NotInstalledError
        If one of them is not installed.
    """
    found: set[str] = set()
    waiting = [*_own_requirements(), _onnxruntime()]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_required_by(name))
    return tuple(sorted(found))


def _own_requirements() -> list[str]:
    """Return what the program requires, as it is written now, not when it was installed."""
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return _names(project["dependencies"])


def _required_by(name: str) -> list[str]:
    try:
        return _names(metadata.requires(name) or [])
    except metadata.PackageNotFoundError as error:
        raise NotInstalledError(f"{name} is not installed; 'make package' installs it") from error


def _names(requirements: Iterable[str]) -> list[str]:
    """Return the distributions that are required here and without an extra."""
    parsed = (Requirement(text) for text in requirements)
    return [
        canonicalize_name(requirement.name)
        for requirement in parsed
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    ]


def _onnxruntime() -> str:
    for name in _ONNXRUNTIMES:
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        return name
    raise NotInstalledError("onnxruntime is not installed; 'make package' installs it")
