"""Says that files of an opened folder are not in the list and may be photographs, and which."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.state.session import Session
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import plain, short
from fundusviewer.gui.widgets.basic import label
from fundusviewer.gui.widgets.notice_bar import NoticeBar
from fundusviewer.screening.folders import LeftOut


class LeftOutNotice(QObject):
    """Tells of an opened folder's files, once, where an eye may be among them."""

    def __init__(self, session: Session, notice: NoticeBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._notice, self._window = notice, parent
        session.left_out.connect(self._tell)

    def _tell(self, left_out: Sequence[LeftOut]) -> None:
        doubtful = sum(one.may_be_photograph for one in left_out)
        if not doubtful:
            return
        self._notice.offer(
            self.tr("%n files here may be photographs and are not in the list.", "", doubtful),
            self.tr("&Show them…"),
            lambda: LeftOutDialog(left_out, self._window).open(),
        )


class LeftOutDialog(QDialog):
    """Names what is not in the list, that which may be a photograph first, and why.

    Attributes
    ----------
    table : QTableWidget
        A row for each.
    """

    def __init__(self, left_out: Sequence[LeftOut], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Files that are not in the list"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = QTableWidget(len(left_out), 2)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels([self.tr("Kind of file"), self.tr("File")])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        ordered = sorted(left_out, key=lambda one: not one.may_be_photograph)
        for row, one in enumerate(ordered):
            self.table.setItem(row, 0, QTableWidgetItem(short(translate_message(one.reason))))
            self.table.setItem(row, 1, QTableWidgetItem(plain(str(one.path))))
        self.table.resizeColumnToContents(0)
        self.table.horizontalHeader().setStretchLastSection(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(14)
        layout.addWidget(label(self.tr("A file that you open by itself is always tried.")))
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(720, 420)
