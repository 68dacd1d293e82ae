"""What is known of a provider with a model file: looked up, or found out and remembered.

Once for each file, machine, version of the provider, of onnxruntime and of this program.
"""

from __future__ import annotations

import threading
from typing import Any, Literal

from fundusviewer.inference.admission.provider_trial import Verdict, try_provider
from fundusviewer.inference.model_file import ModelFile
from fundusviewer.inference.providers.availability import provider_version, why_missing
from fundusviewer.inference.providers.registry import CPU, ExecutionProvider
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
    fact = ("provider", file.identity, entry.key, provider_version(entry))
    known = Verdict.from_json(recall(*fact) or "")
    if known is not None and (again == "none" or (again == "refused" and known.is_admitted)):
        return known
    found = try_provider(entry, file.path, stop)
    keep(found.to_json(), *fact)
    return found
