"""Shows Qt's fatal messages to the user, before Qt ends the program."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

#: Exit status where the window cannot be shown.
STATUS = 2


@contextmanager
def reporting_qt_fatal(tell: Callable[[str], object]) -> Iterator[None]:
    """While the context is open, fatal messages of Qt are reported before the program ends.

    Qt aborts where it can load no screen plug-in or reaches no display. No exception can be
    raised from there, so the program ends in the handler, without Qt's crash.

    Parameters
    ----------
    tell
        Takes the sentences that Qt said, the last one being why it stops.
    """
    said: list[str] = []
    before: list[object] = []

    def listen(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        said.append(text)
        if kind == QtMsgType.QtFatalMsg:
            tell("\n".join(said))
            os._exit(STATUS)
        if callable(before[0]):
            before[0](kind, context, text)

    before.append(qInstallMessageHandler(listen))
    try:
        yield
    finally:
        qInstallMessageHandler(before[0])  # type: ignore[arg-type]
