"""A real window in a process of its own, off screen, which presses keys that it is told.

Reads a key name a line from standard input and answers with a line of JSON when that is done: which
photograph is shown, and all new texts that the window has shown until then, to the eye or to a
reader, notices that came and went among them. An empty line only asks. It ends with the input.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.helpers.screen import of_usual_size

os.environ["QT_QPA_PLATFORM"] = of_usual_size("offscreen")

# Before Qt, as the program does.
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import fundusviewer.inference  # noqa: F401
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.application import make_application, start_window
from fundusviewer.gui.window.main_window import MainWindow
from tests.gui.texts import list_texts, widget_texts

#: How long a step may take in a window that others keep busy, in seconds.
_PATIENCE = 15.0


class Listener:
    """Takes in what a window tells."""

    def __init__(self, window: MainWindow, turn: Callable[[], object]) -> None:
        self._window, self._turn = window, turn
        self._told: set[str] = set()
        self._new: list[str] = []

    def look(self) -> None:
        self._turn()
        texts = widget_texts(self._window)
        for row in range(min(20, self._window.workspace.list.model.rowCount())):
            texts += list_texts(self._window, row)
        for text in set(texts) - self._told:
            self._told.add(text)
            self._new.append(text)

    def settle(self) -> None:
        end = time.monotonic() + _PATIENCE
        self.look()
        while not self._window.is_idle and time.monotonic() < end:
            time.sleep(0.02)
            self.look()

    def taken(self) -> list[str]:
        new, self._new = self._new, []
        return new


def main() -> None:
    folder, database, model = map(Path, sys.argv[1:4])
    app = make_application()
    window = start_window(
        Theme(app), CrashReporter(app), [folder], model=str(model), database=database
    )
    listener = Listener(window, app.processEvents)
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line.strip())
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        listener.look()
        try:
            line = lines.get(timeout=0.02)
        except queue.Empty:
            continue
        if line is None:
            break
        listener.settle()
        if line:
            QTest.keyClick(window.worklist.list, Qt.Key[f"Key_{line}"])
            listener.settle()
        shown = None if window.current is None else window.current.path.name
        print(json.dumps({"shown": shown, "told": listener.taken()}), flush=True)
    window.close()
    app.processEvents()


if __name__ == "__main__":
    main()
