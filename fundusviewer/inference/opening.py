"""Opening a model to grade with it: verified, tried, and found to compute what it should.

What has once been found is remembered (:mod:`fundusviewer.inference.trusted`), so that only the
first opening of a file on a machine costs anything.
"""

from __future__ import annotations

import threading
from pathlib import Path

from fundusviewer.errors import ModelContractError
from fundusviewer.inference.classifier import Classifier
from fundusviewer.inference.model_file import ModelFile, verified_file
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.inference.trial import try_out
from fundusviewer.inference.trusted import is_known, remember

_TRIED, _PROVEN = "tried", "proven"


def open_classifier(
    path: Path,
    provider: ProviderRequest = "auto",
    threads: int | None = None,
    stop: threading.Event | None = None,
) -> Classifier:
    """Return a model that may grade.

    Parameters
    ----------
    path, provider, threads
        See :class:`Classifier`.
    stop
        Ends the first run of a new file when it is set.

    Raises
    ------
    ModelContractError
        If the file is damaged, breaks the contract, does not end within the limits of its first
        run, or computes here something else than when it was made.
    ProviderError, InferenceError
        See :class:`Classifier`.
    """
    file = verified_file(path)
    classifier = _tried(file, provider, threads, stop)
    fact = (_PROVEN, file.identity, classifier.provider.name)
    if not is_known(*fact):
        _prove(classifier)
        remember(*fact)
    return classifier


def open_to_check(path: Path, provider: ProviderRequest = "auto") -> Classifier:
    """Return a model whose golden vector the caller compares; see :func:`open_classifier`."""
    return _tried(verified_file(path), provider, None, None)


def _tried(
    file: ModelFile,
    provider: ProviderRequest,
    threads: int | None,
    stop: threading.Event | None,
) -> Classifier:
    fact = (_TRIED, file.identity)
    if not file.is_bundled and not is_known(*fact):
        try_out(file.path, stop)
        remember(*fact)
    return Classifier(file, provider, threads)


def _prove(classifier: Classifier) -> None:
    check = classifier.check_golden()
    if check is not None and not check.passed:
        raise ModelContractError(
            f"{classifier.path.name}: does not compute on {classifier.provider.name} what it "
            f"computed when it was made ({check}); it is damaged, or this machine does not suit it"
        )
