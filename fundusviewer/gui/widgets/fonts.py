"""The font of the window where the system has none."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication

from fundusviewer.resources import asset

_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")


def ensure_fonts() -> bool:
    """Use the fonts that come with the program where the system has none.

    Without a single font every text of the window is a row of empty boxes.

    Returns
    -------
    bool
        Whether the program's own are used.
    """
    # Linux lists names like "Sans Serif" even where no font stands behind them.
    if QFontMetrics(QApplication.font()).inFontUcs4(ord("e")):
        return False
    added = [QFontDatabase.addApplicationFont(str(asset(f"fonts/{name}"))) for name in _FILES]
    families = QFontDatabase.applicationFontFamilies(added[0])
    font = QApplication.font()
    QApplication.setFont(QFont(families[0], font.pointSize()))
    return True
