"""Opening a model to grade with it: verified, tried, and found to compute what it should.

What has once been found is remembered (:mod:`fundusviewer.inference.trusted`), so that only the
first opening of a file on a machine costs anything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from fundusviewer.errors import ModelContractError, ModelNotFoundError, ProviderError
from fundusviewer.inference.admission.choice import choose_provider
from fundusviewer.inference.classifier import Classifier
from fundusviewer.inference.library import ModelLibrary
from fundusviewer.inference.marker import Marker
from fundusviewer.inference.model_file import (
    CardT,
    ModelFile,
    marking_card_of,
    role_of,
    verified,
    verified_file,
)
from fundusviewer.inference.onnx_file import read_metadata
from fundusviewer.inference.providers import ProviderRequest, Selection
from fundusviewer.inference.providers.registry import CPU
from fundusviewer.inference.trial import try_out
from fundusviewer.inference.trusted import is_known, remember

#: What is remembered of a model: that its first run ended well, that it computes what it should.
TRIED, PROVEN = "tried", "proven"

NetworkT = TypeVar("NetworkT", Classifier, Marker)


def open_classifier(
    path: Path,
    provider: ProviderRequest = "auto",
    threads: int | None = None,
    stop: threading.Event | None = None,
) -> Classifier:
    """Return a model that may grade.

    Parameters
    ----------
    path, threads
        See :class:`Classifier`.
    provider
        What it is to run on; ``auto`` takes the fastest one that computes the file's golden vector
        on this machine (:mod:`fundusviewer.inference.admission`).
    stop
        Ends the first run of a new file, and of a new provider, when it is set.

    Raises
    ------
    ModelContractError
        If the file is damaged, breaks the contract, does not end within the limits of its first
        run, or computes here something else than when it was made.
    ProviderError, InferenceError
        See :class:`Classifier`.
    """
    file = verified_file(path)
    _try(file, stop)
    classifier = _opened(Classifier, file, provider, threads, stop)
    _prove(classifier, file.identity)
    return classifier


def open_marker(
    path: Path,
    provider: ProviderRequest = "auto",
    threads: int | None = None,
    stop: threading.Event | None = None,
) -> Marker:
    """Return a model whose marks may be used; see :func:`open_classifier`."""
    file = verified(path, marking_card_of)
    _try(file, stop)
    marker = _opened(Marker, file, provider, threads, stop)
    _prove(marker, file.identity)
    return marker


def open_locator(
    library: ModelLibrary,
    provider: ProviderRequest = "auto",
    threads: int | None = None,
    stop: threading.Event | None = None,
) -> Marker | None:
    """Return the model that finds disc and fovea; ``None`` where the library has none.

    Raises what :func:`open_classifier` raises.
    """
    path = library.find_marker("landmarks")
    return None if path is None else open_marker(path, provider, threads, stop)


def open_lesion_marker(
    library: ModelLibrary,
    provider: ProviderRequest = "auto",
    threads: int | None = None,
    stop: threading.Event | None = None,
) -> Marker:
    """Return the model that marks lesions; see :func:`open_classifier`.

    Raises
    ------
    ModelNotFoundError
        If the library has none.
    """
    path = library.find_marker("lesions")
    if path is None:
        raise no_lesion_marker(library)
    return open_marker(path, provider, threads, stop)


def no_lesion_marker(library: ModelLibrary) -> ModelNotFoundError:
    """Return what is to be said where the library has no model that marks lesions."""
    folders = ", ".join(str(folder) for folder in library.directories)
    return ModelNotFoundError(f"no model that marks lesions is in {folders}")


def open_to_check(path: Path, provider: ProviderRequest = "auto") -> Classifier | Marker:
    """Return a model whose golden vector the caller compares; see :func:`open_classifier`."""
    if role_of(read_metadata(path)) is not None:
        marking = verified(path, marking_card_of)
        _try(marking, None)
        return _opened(Marker, marking, provider)
    file = verified_file(path)
    _try(file, None)
    return _opened(Classifier, file, provider)


def _opened(
    kind: Callable[[ModelFile[CardT], Selection, int | None], NetworkT],
    file: ModelFile[CardT],
    provider: ProviderRequest,
    threads: int | None = None,
    stop: threading.Event | None = None,
) -> NetworkT:
    selection = choose_provider(file, provider, stop)
    try:
        return kind(file, selection, threads)
    except ProviderError as error:
        if provider != "auto":
            raise
        # It was admitted, and is not there any more or has no memory left.
        reason = f"{selection.provider.name}: {error.reason}"
        return kind(file, Selection(CPU, "auto", reason), threads)


def _try(file: ModelFile[Any], stop: threading.Event | None) -> None:
    fact = (TRIED, file.identity)
    if not file.is_bundled and not is_known(*fact):
        try_out(file.path, stop)
        remember(*fact)


def _prove(network: Classifier | Marker, identity: str) -> None:
    fact = (PROVEN, identity, network.provider.name)
    if is_known(*fact):
        return
    check = network.check_golden()
    if check is not None and not check.passed:
        raise ModelContractError(
            f"{network.path.name}: does not compute on {network.provider.name} what it "
            f"computed when it was made ({check}); it is damaged, or this machine does not suit it"
        )
    remember(*fact)
