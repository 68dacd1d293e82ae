"""How long tests wait: on a loaded machine as long as it takes, it costs nothing otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

#: Seconds that a condition may take to come true.
PATIENCE = 60
_MILLISECONDS = PATIENCE * 1000


class PatientBot(QtBot):
    """pytest-qt's bot, which never gives up before :data:`PATIENCE`."""

    def waitUntil(  # noqa: N802
        self, callback: Callable[[], bool | None], *, timeout: int = _MILLISECONDS
    ) -> None:
        super().waitUntil(callback, timeout=max(timeout, _MILLISECONDS))

    def waitSignal(  # noqa: N802
        self, signal: Any, *, timeout: int = _MILLISECONDS, **options: Any
    ) -> SignalBlocker:
        return super().waitSignal(signal, timeout=max(timeout, _MILLISECONDS), **options)
