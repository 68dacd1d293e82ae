"""Opens the window and drops a photograph on it, as a user would: for ``doctor --self-test``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
from PySide6.QtCore import QEventLoop, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget

from fundusviewer.errors import DisplayError
from fundusviewer.grading import Decision
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.state.photograph import decision_words
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.application import make_application, start_window
from fundusviewer.gui.window.main_window import MainWindow

_PATIENCE = 60_000
_LOOK_EVERY = 20
#: Share of the window in a retina's colours from which a photograph is on screen.
_RETINA = 0.05


def drop_on_window(photograph: Path, expected: Decision) -> str:
    """Open the window off screen, drop a photograph on it and wait for its finding.

    The window uses the settings and the database of ``FUNDUSVIEWER_HOME``.

    Parameters
    ----------
    photograph
        Shows a retina.
    expected
        The decision that the window must show.

    Returns
    -------
    str
        The headline of the finding, as the window shows it.

    Raises
    ------
    DisplayError
        If the drop is refused, or finding and photograph do not appear within a minute.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or make_application()
    headline = decision_words(expected).headline
    window = start_window(Theme(cast(QApplication, app)), CrashReporter(app))
    window.resize(1280, 800)
    shown = window.result.card.headline
    try:
        _drop(window, photograph)
        if not _comes_true(lambda: shown.text() == headline and _shows_retina(window)):
            raise DisplayError(
                f"{headline!r} and the photograph did not appear within {_PATIENCE // 1000} s; "
                f"the window shows {shown.text()!r}"
            )
        return shown.text()
    finally:
        window.close()
        window.deleteLater()


def _drop(window: MainWindow, photograph: Path) -> None:
    """Send the events that Qt sends where a file is dropped in the middle of the window."""
    place = window.rect().center()
    target: QWidget | None = window.childAt(place) or window
    while target is not None and not target.acceptDrops():
        target = target.parentWidget()
    if target is None:
        raise DisplayError("the window takes no drop")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photograph))])
    inside = target.mapFrom(window, place)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(inside, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        raise DisplayError(f"the window refused {photograph.name}")
    drop = QDropEvent(QPointF(inside), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(target, drop)


def _shows_retina(window: MainWindow) -> bool:
    """Return whether the window's picture has a retina's red in it."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)
    red, green, blue = (pixels[:, :, channel] for channel in range(3))
    return float(np.mean((red > 90) & (red > green * 1.25) & (red > blue * 1.5))) > _RETINA


def _comes_true(condition: Callable[[], bool]) -> bool:
    """Run the event loop until the condition holds; return whether it did in time."""
    loop = QEventLoop()
    look, give_up = QTimer(), QTimer()
    look.timeout.connect(lambda: loop.exit(1) if condition() else None)
    give_up.timeout.connect(loop.quit)
    look.start(_LOOK_EVERY)
    give_up.start(_PATIENCE)
    return loop.exec() == 1
