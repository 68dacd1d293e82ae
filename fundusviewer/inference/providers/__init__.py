"""Execution providers: what the network runs on.

The list of them (:mod:`.registry`), whether one is installed (:mod:`.availability`), a session on
it (:mod:`.session`), why it failed (:mod:`.failures`), which driver and libraries it finds
(:mod:`.surroundings`) and how many threads it gets (:mod:`.threads`). Which of them may compute
here, and which one is taken, is decided above (:mod:`fundusviewer.inference.admission`).
"""

from fundusviewer.inference.providers.failures import in_words
from fundusviewer.inference.providers.registry import (
    PROVIDER_REQUESTS,
    ExecutionProvider,
    ProviderRequest,
)
from fundusviewer.inference.providers.session import (
    ProviderReport,
    Selection,
    open_session,
    runtime_description,
)

__all__ = [
    "PROVIDER_REQUESTS",
    "ExecutionProvider",
    "ProviderReport",
    "ProviderRequest",
    "Selection",
    "in_words",
    "open_session",
    "runtime_description",
]
