"""What is known of a provider with a model file: looked up, or found out and remembered.

Once for each file, machine, driver and libraries of CUDA, version of the provider, of onnxruntime
and of this program. A refusal is forgotten where the loader looks elsewhere since, and one for want
of memory, or because CUDA failed for no known reason, at once.
"""

from __future__ import annotations

import threading
from typing import Any, Literal

from fundusviewer.inference.admission.provider_trial import Verdict, try_provider
from fundusviewer.inference.model_file import ModelFile
from fundusviewer.inference.providers.availability import provider_version, why_missing
from fundusviewer.inference.providers.failures import may_pass
from fundusviewer.inference.providers.registry import CPU, ExecutionProvider
from fundusviewer.inference.providers.surroundings import driver_and_libraries, search_path
from fundusviewer.inference.trusted import keep, recall

Again = Literal["none", "refused", "all"]


def verdict_on(
    entry: ExecutionProvider,
    file: ModelFile[Any],
    stop: threading.Event | None = None,
    *,
    again: Again = "none",
) -> Verdict:
    """Return whether a provider may compute a model, and how fast it does.

    Parameters
    ----------
    entry, file
        The provider and the model.
    stop
        Ends a trial when it is set; see :func:`.try_provider`.
    again
        What is tried again although it is known: what was refused, or all.

    Raises
    ------
    GivenUpError
        If ``stop`` was set.
    """
    reason = why_missing(entry) if entry is not CPU else None
    if reason is not None:
        return Verdict(None, reason)
    fact = (
        *("provider", file.identity, entry.key, provider_version(entry)),
        *driver_and_libraries(entry),
    )
    looked_in = search_path(entry)
    known, looked_in_then = _remembered(fact)
    if known is not None:
        is_new = not known.is_admitted and looked_in != looked_in_then
        if not is_new and (again == "none" or (again == "refused" and known.is_admitted)):
            return known
    found = try_provider(entry, file.path, stop)
    if not may_pass(found.reason or ""):
        keep(f"{found.to_json()}\n{looked_in}", *fact)
    return found


def _remembered(fact: tuple[str, ...]) -> tuple[Verdict | None, str]:
    """Return a verdict and where the loader looked then."""
    verdict, _, looked_in = (recall(*fact) or "").partition("\n")
    return Verdict.from_json(verdict), looked_in
