"""The provider that is taken: the one that was asked for, or the fastest one that is admitted."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from fundusviewer.errors import ProviderError
from fundusviewer.inference.admission.provider_trial import Verdict
from fundusviewer.inference.admission.verdicts import verdict_on
from fundusviewer.inference.model_file import ModelFile
from fundusviewer.inference.providers.availability import available, providers_here
from fundusviewer.inference.providers.registry import (
    CPU,
    ExecutionProvider,
    ProviderRequest,
    find_provider,
)
from fundusviewer.inference.providers.session import Selection, cannot_be_used
from fundusviewer.own_process import GivenUpError

#: Another provider is taken where it needs at most this share of the processor's time: less is
#: within what two timings of the same thing differ by.
_WORTH = 0.9

_NONE_THERE = "nothing for graphics cards or other accelerators is installed"


@dataclass(frozen=True)
class Candidate:
    """One line of the table of providers.

    Attributes
    ----------
    provider, verdict
        The entry and what is known of it with one model file.
    is_chosen
        Whether it would be taken where nothing else is asked for.
    """

    provider: ExecutionProvider
    verdict: Verdict
    is_chosen: bool


def choose_provider(
    file: ModelFile[Any],
    requested: ProviderRequest,
    stop: threading.Event | None = None,
) -> Selection:
    """Return what a model is to run on.

    Parameters
    ----------
    file
        The model.
    requested
        ``auto`` takes the fastest admitted one. A name is taken or refused, and never replaced.
    stop
        Ends a trial when it is set.

    Raises
    ------
    ProviderError
        If the provider that was asked for is not admitted, or ``stop`` was set.
    """
    if requested == "cpu":
        return Selection(CPU, requested)
    try:
        if requested == "auto":
            return _automatic(file, stop)
        return _asked_for(file, requested, stop)
    except GivenUpError as error:
        raise ProviderError(f"{file.path.name}: providers were not tried to the end") from error


def candidates(file: ModelFile[Any]) -> tuple[list[Candidate], str]:
    """Try all providers of this system anew; return the table and why the chosen one is taken."""
    found = [(entry, verdict_on(entry, file, again="all")) for entry in providers_here()]
    selection = choose_provider(file, "auto")
    rows = [Candidate(entry, verdict, entry is selection.provider) for entry, verdict in found]
    return rows, selection.reason or ""


def _asked_for(
    file: ModelFile[Any], requested: ProviderRequest, stop: threading.Event | None
) -> Selection:
    entry = find_provider(requested)
    # A refused one is tried again: a driver may have come since.
    verdict = verdict_on(entry, file, stop, again="refused")
    if not verdict.is_admitted:
        raise cannot_be_used(entry, verdict.reason or "")
    return Selection(entry, requested)


def _automatic(file: ModelFile[Any], stop: threading.Event | None) -> Selection:
    entries = available()
    if not entries:
        return Selection(CPU, "auto", _NONE_THERE)
    found = [(entry, verdict_on(entry, file, stop)) for entry in entries]
    timed = [(verdict.milliseconds, entry) for entry, verdict in found if verdict.milliseconds]
    if not timed:
        reasons = [f"{entry.name}: {verdict.reason}" for entry, verdict in found]
        return Selection(CPU, "auto", "\n".join(reasons))
    took, best = min(timed, key=lambda pair: pair[0])
    processor = verdict_on(CPU, file, stop)
    own = processor.milliseconds
    if own is None:
        return Selection(best, "auto", f"CPU: {processor.reason}")
    if took > _WORTH * own:
        return Selection(
            CPU,
            "auto",
            f"{best.name} is not faster: {took:.0f} ms a photograph, the CPU {own:.0f} ms",
        )
    return Selection(best, "auto", f"the fastest: {took:.0f} ms a photograph, the CPU {own:.0f} ms")
