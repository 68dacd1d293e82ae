"""Offers to open a file that was written, or its folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from fundusviewer.gui.output.list_export import ListExport
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.widgets.notice_bar import NoticeBar


class WrittenNotice(QObject):
    """Says where a report is. What opens it can show, print and hand it on.

    Why nothing was written before is over then.
    """

    def __init__(self, exporting: ListExport, notice: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._notice, self._failure = notice, ""
        exporting.notification.connect(self._note)
        exporting.ended.connect(lambda: notice.end(self._failure))
        exporting.written.connect(self._tell)

    def _note(self, sentence: str) -> None:
        self._failure = sentence

    def _tell(self, path: Path) -> None:
        self._notice.offer(
            self.tr("Written: {name}").format(name=short(path.name)),
            self.tr("&Open"),
            lambda: _open(path),
            (self.tr("Show in &folder"), lambda: _open(path.parent)),
        )


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
