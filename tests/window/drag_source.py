"""A small window from which files are dragged, as from a file manager.

python -m tests.window.drag_source FILE…
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Source(QLabel):
    """Begins a drag of files as soon as it is pressed."""

    def mousePressEvent(self, _: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in sys.argv[1:]])
        drag = QDrag(self)
        drag.setMimeData(data)
        print("dragging", flush=True)
        print(drag.exec(Qt.DropAction.CopyAction), flush=True)


if __name__ == "__main__":
    app = QApplication([])
    source = Source("files")
    source.setWindowFlags(
        Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.WindowStaysOnTopHint
        | Qt.WindowType.X11BypassWindowManagerHint
    )
    source.setGeometry(0, 0, 80, 60)
    source.show()
    app.exec()
