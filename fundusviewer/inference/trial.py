"""The first run of a model that is not the program's own, in a process of its own with limits.

A network may run for ever or take all memory, and nothing in this process could stop it. So a file
that nobody knows yet is loaded and run once elsewhere (:mod:`fundusviewer.own_process`).
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

from fundusviewer.errors import FundusViewerError, InferenceError, ModelContractError
from fundusviewer.inference.classifier import Classifier
from fundusviewer.inference.marker import Marker
from fundusviewer.inference.model_file import role_of
from fundusviewer.inference.onnx_file import read_metadata
from fundusviewer.own_process import TRY_MODEL, GivenUpError, NotEndedError, run_apart

#: How long a first run may take, with loading, in seconds. It takes about one.
TIME_LIMIT = 45

#: How much memory it may take, and how much more for each byte of its file. Windows and macOS know
#: no such limit.
_MEMORY = 4 * 2**30
_MEMORY_PER_BYTE = 8

_REFUSED = 3
_LONGEST_SENTENCE = 2000


def try_out(path: Path, stop: threading.Event | None = None) -> None:
    """Load and run a model once in a process of its own.

    Parameters
    ----------
    path
        The model file.
    stop
        Ends the trial when it is set.

    Raises
    ------
    ModelContractError
        If the model is refused, takes too long or too much memory, or was not tried to the end.
    """
    try:
        ended = run_apart([TRY_MODEL, str(path.absolute())], TIME_LIMIT, stop)
    except GivenUpError as error:
        raise ModelContractError(f"{path.name}: was not tried to the end") from error
    except NotEndedError as error:
        raise ModelContractError(
            f"{path.name}: its first run has not ended within {TIME_LIMIT} seconds; it is not used"
        ) from error
    if ended.status == _REFUSED:
        raise ModelContractError(ended.said.decode("utf-8", "replace"))
    if ended.status != 0:
        raise ModelContractError(
            f"{path.name}: ends the program that tries it (status {ended.status}): it is "
            "damaged or takes too much memory"
        )


def run_trial(path: Path) -> int:
    """Be the process that tries a model, and return its exit status."""
    _limit(path)
    try:
        network = Classifier if role_of(read_metadata(path)) is None else Marker
        network(path, "cpu", threads=1).run_once()
    except InferenceError as error:
        return _refuse(f"{path.name}: its first run failed: {error}")
    except FundusViewerError as error:
        return _refuse(str(error))
    except MemoryError:
        return _refuse(f"{path.name}: takes too much memory")
    return 0


def _refuse(sentence: str) -> int:
    with contextlib.suppress(OSError):
        os.write(1, sentence.encode("utf-8", "replace")[:_LONGEST_SENTENCE])
    return _REFUSED


def _limit(path: Path) -> None:
    """Bound memory and processor time, also for when nobody is left to end this process."""
    try:
        import resource
    except ImportError:
        # Windows.
        return
    with contextlib.suppress(OSError):
        size = path.stat().st_size
        _set_limit(resource.RLIMIT_AS, _MEMORY + _MEMORY_PER_BYTE * size)
    _set_limit(resource.RLIMIT_CPU, TIME_LIMIT)
    _set_limit(resource.RLIMIT_CORE, 0)


def _set_limit(kind: int, value: int) -> None:
    import resource

    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    # Not every system knows every limit.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (value, hard))
