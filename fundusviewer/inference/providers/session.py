"""A session on one provider, and none else in its place.

``onnxruntime.get_available_providers()`` says what was compiled in, not what works here, and a
session falls back to the CPU without an error. So a provider counts only when a session that
exists reports it.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import onnxruntime as ort

from fundusviewer.errors import ModelContractError, ProviderError
from fundusviewer.inference.providers.availability import is_plugin, why_missing
from fundusviewer.inference.providers.failures import (
    NO_DEVICE,
    in_words,
    why_not_opened,
)
from fundusviewer.inference.providers.float_sibling import float_sibling
from fundusviewer.inference.providers.registry import (
    CPU,
    ExecutionProvider,
    ProviderRequest,
    find_provider,
)
from fundusviewer.inference.providers.threads import default_threads

#: onnxruntime's severities: 3 = errors only. Its warnings go to stderr, where no user looks.
_ERRORS_ONLY = 3

#: How onnxruntime says that a graph has an operator that it has not.
_UNKNOWN = re.compile(
    r"(?:([\w.:]+)\(-?\d+\) is not a registered function/op|No Op registered for (\w+))"
)

#: Of a plug-in's devices the first of the first kind is taken.
_KINDS = ("GPU", "NPU", "CPU")


@dataclass(frozen=True)
class Selection:
    """Which provider a network is to run on.

    Attributes
    ----------
    provider
        The one.
    requested
        What was asked for.
    reason
        Why it is this one, in a sentence; ``None``: because it was asked for.
    """

    provider: ExecutionProvider
    requested: ProviderRequest
    reason: str | None = None

    @classmethod
    def of(cls, requested: ProviderRequest) -> Selection:
        """Return what a name stands for by itself: ``auto`` is the processor, which always is."""
        return cls(CPU if requested == "auto" else find_provider(requested), requested)


@dataclass(frozen=True)
class ProviderReport:
    """What a session runs on.

    Attributes
    ----------
    name
        ``"CPU"``, ``"CUDA"``, …, as the session reports it.
    requested
        What was asked for.
    reason
        Why it is this one, in a sentence; ``None`` where it was asked for.
    """

    name: str
    requested: ProviderRequest
    reason: str | None = None


def open_session(
    path: Path, selection: Selection, threads: int | None = None
) -> tuple[ort.InferenceSession, ProviderReport]:
    """Open a session on a provider.

    Parameters
    ----------
    path
        Model file.
    selection
        The provider.
    threads
        Threads of one operator; ``None`` for :func:`.default_threads`.

    Raises
    ------
    ProviderError
        If the provider cannot be used here.
    ModelContractError
        If onnxruntime cannot load the file.
    """
    entry, options = selection.provider, _options(threads)
    if entry is CPU:
        if _has_shared_memory():
            options.add_session_config_entry("session.use_env_allocators", "1")
        session = _session(path, options, [(CPU.runtime_name, {})])
    else:
        session = _accelerated(path, options, entry)
    return session, ProviderReport(entry.name, selection.requested, selection.reason)


def share_of_nodes(session: Any) -> float | None:
    """Return which share of the network's nodes runs on the session's first provider, 0–1.

    ``None`` where onnxruntime does not tell.
    """
    first = session.get_providers()[0]
    try:
        parts = session.get_provider_graph_assignment_info()
    # Older versions have no such question; of a session on the processor nothing was written down.
    except Exception:  # noqa: BLE001
        return None
    nodes = {False: 0, True: 0}
    for part in parts:
        nodes[part.ep_name == first] += len(part.get_nodes())
    everything = sum(nodes.values())
    return nodes[True] / everything if everything else None


def run_options_for_part() -> ort.RunOptions:
    """Return the options of a run that computes what the wanted outputs need, and no more."""
    options = ort.RunOptions()
    options.only_execute_path_to_fetches = True
    return options


def _accelerated(
    path: Path, options: ort.SessionOptions, entry: ExecutionProvider
) -> ort.InferenceSession:
    reason = why_missing(entry)
    if reason is not None:
        raise cannot_be_used(entry, reason)
    options.add_session_config_entry("session.record_ep_graph_assignment_info", "1")
    providers: list[tuple[str, dict[str, str]]] | None = None
    printed = ""
    try:
        sibling = None if "int8" in entry.precisions else float_sibling(path)
        if is_plugin(entry):
            device = _plugin_device(entry, entry.plugin or "")
            options.add_provider_for_devices([device], dict(entry.options))
        else:
            printed = _preload(entry)
            providers = [(entry.runtime_name, dict(entry.options)), (CPU.runtime_name, {})]
        session = _session(path, options, providers, sibling)
    except ModelContractError as error:
        reason = why_not_opened(entry, printed, error.__cause__ or error)
        raise cannot_be_used(entry, reason) from error
    if session.get_providers()[0] != entry.runtime_name:
        raise cannot_be_used(entry, why_not_opened(entry, printed))
    return session


def cannot_be_used(entry: ExecutionProvider, reason: str) -> ProviderError:
    """Return the error that says that a provider does not run here, and why."""
    return ProviderError(
        f"{entry.name} cannot be used here: {reason}; allowed are auto and cpu", reason
    )


def _preload(entry: ExecutionProvider) -> str:
    """Load what a provider needs, where onnxruntime finds it; return what that printed."""
    printed = io.StringIO()
    if entry.key == "cuda" and hasattr(ort, "preload_dlls"):
        # It prints what it misses, into what may be the JSON of ``classify``.
        with contextlib.redirect_stdout(printed):
            ort.preload_dlls()
    return printed.getvalue()


def _plugin_device(entry: ExecutionProvider, module: str) -> Any:
    """Load a plug-in and return the device that it is to run on."""
    try:
        if not any(device.ep_name == entry.runtime_name for device in ort.get_ep_devices()):
            library = importlib.import_module(module).get_library_path()
            ort.register_execution_provider_library(module, library)
        devices = [each for each in ort.get_ep_devices() if each.ep_name == entry.runtime_name]
    # A plug-in's module and onnxruntime may raise anything.
    except Exception as error:
        raise cannot_be_used(entry, in_words(error)) from error
    for kind in _KINDS:
        for device in devices:
            if device.device.type.name == kind:
                return device
    raise cannot_be_used(entry, NO_DEVICE)


def _options(threads: int | None) -> ort.SessionOptions:
    options = ort.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    options.intra_op_num_threads = threads or default_threads()
    # Spinning threads would take the time that the window needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


@cache
def _has_shared_memory() -> bool:
    """Let all networks on the processor compute in the same memory; return whether they can.

    Each would keep its own otherwise, as large as its largest run and rounded up to a power of
    two: 56 MB more for the bundled grader and landmarks, and 134 MB with the lesions.
    """
    info = ort.OrtMemoryInfo(
        "Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT
    )
    as_much_as_asked_for = ort.OrtArenaCfg({"arena_extend_strategy": 1})
    try:
        ort.create_and_register_allocator(info, as_much_as_asked_for)
    # An onnxruntime that cannot: each network has its own, and computes the same.
    except Exception:  # noqa: BLE001
        return False
    return True


def _session(
    path: Path,
    options: ort.SessionOptions,
    providers: list[tuple[str, dict[str, str]]] | None,
    sibling: bytes | None = None,
) -> ort.InferenceSession:
    try:
        # Without onnxruntime's own fallback: it changes the provider in the middle of a run and
        # says so on stdout alone.
        return ort.InferenceSession(
            sibling or str(path), options, providers=providers, enable_fallback=0
        )
    # onnxruntime's exceptions share no base class but Exception.
    except Exception as error:
        unknown = _UNKNOWN.search(str(error))
        if unknown:
            operator = unknown[1] or unknown[2]
            raise ModelContractError(
                f"{path.name}: onnxruntime cannot load it: it has no operator {operator}"
            ) from error
        raise ModelContractError(
            f"{path.name}: onnxruntime cannot load it ({in_words(error)})"
        ) from error


def runtime_description() -> dict[str, Any]:
    """Return onnxruntime's version and what it was built with, for ``doctor``."""
    return {"onnxruntime": ort.__version__, "built with": ort.get_available_providers()}
