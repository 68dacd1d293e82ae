"""A provider's trial with one model file, in a process of its own.

Drivers end programs and hang. So a provider is loaded elsewhere first, has to compute the file's
golden vector within its tolerance, and is timed.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from fundusviewer.errors import FundusViewerError, ProviderError
from fundusviewer.inference.classifier import Classifier
from fundusviewer.inference.marker import Marker
from fundusviewer.inference.model_file import role_of
from fundusviewer.inference.onnx_file import read_metadata
from fundusviewer.inference.providers.failures import TOO_LITTLE_MEMORY
from fundusviewer.inference.providers.registry import (
    PROVIDER_REQUESTS,
    ExecutionProvider,
)
from fundusviewer.own_process import TRY_PROVIDER, NotEndedError, run_apart

#: How long a trial may take, in seconds. Some providers compile the network first.
TIME_LIMIT = 120

#: Seconds for the timing.
_TIMING = 4.0

_LONGEST_SENTENCE = 2000


@dataclass(frozen=True)
class Verdict:
    """What a trial has shown.

    Attributes
    ----------
    milliseconds
        Of one photograph; ``None``: the provider is not admitted.
    reason
        Why it is not; ``None`` where it is.
    """

    milliseconds: float | None
    reason: str | None = None

    @property
    def is_admitted(self) -> bool:
        """Whether the provider may compute."""
        return self.milliseconds is not None

    def to_json(self) -> str:
        """Return it as it is remembered."""
        return json.dumps({"milliseconds": self.milliseconds, "reason": self.reason})

    @classmethod
    def from_json(cls, text: str) -> Self | None:
        """Read it; ``None`` where the text is none."""
        try:
            fields = json.loads(text)
            took, reason = fields["milliseconds"], fields["reason"]
        except (ValueError, KeyError, TypeError):
            return None
        timed = isinstance(took, int | float) and math.isfinite(took) and took > 0
        if timed == isinstance(reason, str):
            return None
        return cls(float(took) if timed else None, reason)


def try_provider(
    entry: ExecutionProvider, path: Path, stop: threading.Event | None = None
) -> Verdict:
    """Try a provider with a model file.

    Parameters
    ----------
    entry
        The provider.
    path
        The model file.
    stop
        Ends the trial when it is set.

    Raises
    ------
    GivenUpError
        If ``stop`` was set: nothing is known then.
    """
    words = [TRY_PROVIDER, entry.key, str(path.absolute())]
    try:
        ended = run_apart(words, TIME_LIMIT, stop)
    except NotEndedError:
        return Verdict(None, f"it has not answered within {TIME_LIMIT} seconds")
    except OSError as error:
        return Verdict(None, f"it could not be tried: {error.strerror}")
    # A driver may have printed something before.
    lines = ended.said.decode("utf-8", "replace").splitlines()
    verdict = Verdict.from_json(lines[-1]) if lines and ended.status == 0 else None
    if verdict is None:
        return Verdict(None, f"it ends the program that tries it (status {ended.status})")
    return verdict


def run_provider_trial(key: str, path: Path) -> int:
    """Be the process that tries a provider, and return its exit status."""
    text = _verdict(key, path).to_json()
    with contextlib.suppress(OSError):
        os.write(1, f"\n{text}\n".encode())
        # Not through the usual end: there some drivers crash, after all was done.
        os._exit(0)
    return 1


def _verdict(key: str, path: Path) -> Verdict:
    if key not in PROVIDER_REQUESTS:
        return Verdict(None, f"there is no provider {key}")
    try:
        network = Classifier if role_of(read_metadata(path)) is None else Marker
        return _measured(network(path, key))
    except ProviderError as error:
        return Verdict(None, error.reason[:_LONGEST_SENTENCE])
    except FundusViewerError as error:
        return Verdict(None, str(error)[:_LONGEST_SENTENCE])
    except MemoryError:
        return Verdict(None, TOO_LITTLE_MEMORY)


def _measured(network: Classifier | Marker) -> Verdict:
    if network.share_on_provider() == 0:
        return Verdict(None, "it takes no part of this network; all of it would run on the CPU")
    check = network.check_golden()
    if check is None:
        return Verdict(
            None, "the file carries no golden vector that could show that it computes rightly"
        )
    if not check.passed:
        return Verdict(None, f"it computes something else than when the file was made ({check})")
    return Verdict(network.runs_in(_TIMING))
