"""Python's garbage collection, on the GUI thread only."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

#: Milliseconds between two looks at what has gathered: a run makes tens of thousands of objects a
#: second, and to look through those of half a second stopped the window for 18 ms.
_INTERVAL = 100

#: From how many objects, and collections of the generation before, on one is collected: as Python
#: does by itself, but for the last, since what all of them look through grows with the list.
_THRESHOLDS = (700, 10, 50)


class GarbageCollector(QObject):
    """Collects Python's reference cycles between two events of the window.

    Python collects on whichever thread happens to allocate. A closed window or dialog is a cycle
    of widgets: collected by a thread that reads photographs, Qt's objects die outside of the GUI
    thread, which Qt forbids and which ends in a segmentation fault. Automatic collection is off
    while this object lives; as much is collected as thresholds ask for.

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
    def settle() -> None:
        """Take what is alive now out of the collector's sight, for as long as the program runs.

        For the window when it stands: a full collection that looks through all of its parts stops
        it for longer than anything else that it does.
        """
        gc.collect()
        gc.freeze()

    @staticmethod
    def collect_what_is_due() -> None:
        """Collect the oldest generation whose threshold is passed, and those younger."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(
                zip(gc.get_count(), _THRESHOLDS, strict=True)
            )
            if count > threshold
        ]
        if due:
            gc.collect(due[-1])
