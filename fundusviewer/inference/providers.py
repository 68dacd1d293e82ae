"""Execution providers: what the network runs on, and why.

``onnxruntime.get_available_providers()`` says what was compiled in, not what works here, and a
session falls back to the CPU without an error. So a provider counts only when a session that
exists reports it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import onnxruntime as ort

from fundusviewer.errors import ModelContractError, ProviderError

ProviderRequest = Literal["auto", "cpu", "cuda"]
PROVIDER_REQUESTS: tuple[ProviderRequest, ...] = ("auto", "cpu", "cuda")

_CUDA = "CUDAExecutionProvider"
_CPU = "CPUExecutionProvider"

#: onnxruntime's severities: 3 = errors only. Its warnings go to stderr, where no user looks.
_ERRORS_ONLY = 3

#: How onnxruntime says that a graph has an operator that it has not.
_UNKNOWN = re.compile(
    r"(?:([\w.:]+)\(-?\d+\) is not a registered function/op|No Op registered for (\w+))"
)


@dataclass(frozen=True)
class ProviderReport:
    """What a session runs on.

    Attributes
    ----------
    name
        ``"CUDA"`` or ``"CPU"``, as the session reports it.
    requested
        What was asked for.
    fallback_reason
        Why it is the CPU although CUDA would have been taken; ``None`` without a fallback.
    """

    name: Literal["CPU", "CUDA"]
    requested: ProviderRequest
    fallback_reason: str | None = None


def open_session(
    path: Path, requested: ProviderRequest, threads: int | None = None
) -> tuple[ort.InferenceSession, ProviderReport]:
    """Open a session on the provider that was asked for.

    Parameters
    ----------
    path
        Model file.
    requested
        ``auto`` takes CUDA where a session on it really works, otherwise the CPU.
    threads
        Threads of one operator; ``None`` for as many as there are processors, at most eight.

    Raises
    ------
    ProviderError
        If ``cuda`` was asked for and does not work here.
    ModelContractError
        If onnxruntime cannot load the file.
    """
    if requested == "cpu":
        return _session(path, [_CPU], threads), ProviderReport("CPU", requested)
    session, reason = _try_cuda(path, threads)
    if session is not None:
        return session, ProviderReport("CUDA", requested)
    if requested == "cuda":
        raise ProviderError(f"CUDA cannot be used here: {reason}; allowed are auto and cpu")
    return _session(path, [_CPU], threads), ProviderReport("CPU", requested, reason)


def _try_cuda(path: Path, threads: int | None) -> tuple[ort.InferenceSession | None, str]:
    if _CUDA not in ort.get_available_providers():
        return None, _without_cuda()
    if hasattr(ort, "preload_dlls"):
        # It prints what it misses, into what may be the JSON of ``classify``.
        with contextlib.redirect_stdout(io.StringIO()):
            ort.preload_dlls()
    try:
        session = _session(path, [_CUDA, _CPU], threads)
    except ModelContractError as error:
        return None, first_line(error.__cause__ or error)
    if session.get_providers()[0] != _CUDA:
        return None, "no usable NVIDIA driver or CUDA library was found"
    return session, ""


def _without_cuda() -> str:
    """Say why onnxruntime knows no CUDA: two packages install the same module."""
    try:
        metadata.version("onnxruntime-gpu")
    except metadata.PackageNotFoundError:
        return "no support for graphics cards (CUDA) is installed"
    return "onnxruntime hides onnxruntime-gpu: uninstall both, then install onnxruntime-gpu alone"


def _session(path: Path, providers: list[str], threads: int | None) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    options.intra_op_num_threads = threads or min(8, os.cpu_count() or 1)
    # Spinning threads would take the time that the window needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        # Without onnxruntime's own fallback: it changes the provider in the middle of a run and
        # says so on stdout alone.
        return ort.InferenceSession(str(path), options, providers=providers, enable_fallback=0)
    # onnxruntime's exceptions share no base class but Exception.
    except Exception as error:
        unknown = _UNKNOWN.search(str(error))
        if unknown:
            operator = unknown[1] or unknown[2]
            raise ModelContractError(
                f"{path.name}: onnxruntime cannot load it: it has no operator {operator}"
            ) from error
        raise ModelContractError(
            f"{path.name}: onnxruntime cannot load it ({first_line(error)})"
        ) from error


def first_line(error: BaseException) -> str:
    """Return the first line of an error's text, or its kind where it has no text."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def runtime_description() -> dict[str, Any]:
    """Return onnxruntime's version and what it was built with, for ``doctor``."""
    return {"onnxruntime": ort.__version__, "built with": ort.get_available_providers()}
