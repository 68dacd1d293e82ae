"""Python's garbage collection, on the GUI thread only."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

#: Milliseconds between two looks at what has gathered.
_INTERVAL = 500


class GarbageCollector(QObject):
    """Collects Python's reference cycles between two events of the window.

    Python collects on whichever thread happens to allocate. A closed window or dialog is a cycle
    of widgets: collected by a thread that reads photographs, Qt's objects die outside of the GUI
    thread, which Qt forbids and which ends in a segmentation fault. Automatic collection is off
    while this object lives; as much is collected as Python's own thresholds ask for.

    Parameters
    ----------
    parent
        Lives on the GUI thread; the collector ends with it.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL)
        self._timer.timeout.connect(self.collect_what_is_due)
        self._timer.start()
        self.destroyed.connect(gc.enable)

    @staticmethod
    def collect_what_is_due() -> None:
        """Collect the oldest generation whose threshold is passed, and those younger."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > threshold > 0
        ]
        if due:
            gc.collect(due[-1])
