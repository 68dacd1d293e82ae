"""The photographs by week, camera and field, with the alarm where there is one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.text.formatting import day, number, percent
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.widgets.basic import label
from fundusviewer.gui.widgets.dialog_foot import dialog_foot
from fundusviewer.screening.monitoring.drift import Alarm, Watch
from fundusviewer.screening.monitoring.observations import Observation
from fundusviewer.screening.monitoring.weeks import Group, by_camera, by_field, by_week
from fundusviewer.screening.monitoring.words import (
    ADVICE,
    by_how_much,
    new_since,
    state,
    what_changed,
)

# Column of the referral rate.
_REFERRED = 2


class DriftDialog(QDialog):
    """Tables, and a sentence above them.

    Parameters
    ----------
    parent
        The window.
    hide_referrals
        Whether referral rates are kept back: they would tell a blind grader the answer to a week
        of one photograph.
    grades
        Whether the model in use grades: one of other classes refers nobody.

    Signals
    -------
    usual(datetime)
        What came after this moment is the new usual.
    """

    usual = Signal(object)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        hide_referrals: bool = False,
        grades: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Photographs over time"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._hide, self._grades = hide_referrals, grades
        self._alarm: Alarm | None = None
        self.state = label(self.tr("Reading the database…"), size=1.15, bold=True)
        self.reason = label()
        self.since = label(name="muted")
        self.tabs = QTabWidget()
        titles = (self.tr("By week"), self.tr("By camera"), self.tr("By field"))
        self.tables = tuple(_table(title) for title in titles)
        for title, table in zip(titles, self.tables, strict=True):
            self.tabs.addTab(table, title)
        self.accepted_button = QPushButton(self.tr("This is the new &usual"))
        self.accepted_button.setToolTip(
            self.tr("What comes from now on is compared with the photographs since the change")
        )
        self.accepted_button.setAutoDefault(False)
        self.accepted_button.clicked.connect(self._call_usual)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.accepted_button, QDialogButtonBox.ButtonRole.ActionRole)
        # Not before: the box shows what is given to it.
        self.accepted_button.hide()
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for part in (self.state, self.reason, self.since, self.tabs):
            layout.addWidget(part)
        layout.addWidget(
            label(
                self.tr(
                    "The first photographs are what the others are compared with. Weeks are those "
                    "in which they were examined. A camera is known by the size of its pictures."
                ),
                name="muted",
            )
        )
        layout.addLayout(dialog_foot(buttons))
        self.resize(760, 560)

    def show_watched(
        self, observed: Sequence[Observation], came: Watch, since: dt.datetime | None
    ) -> None:
        """Show what was watched."""
        self._alarm = alarm = came.alarm
        self.accepted_button.setVisible(alarm is not None)
        if alarm is None:
            self.state.setText(translate_message(state(came)))
            self.reason.setText("")
        else:
            self.state.setText(translate_message(what_changed(alarm)))
            self.reason.setText("\n".join(self._reasons(alarm)))
        self.since.setText(
            self.tr(
                "Photographs until {day} do not count: you called what came then usual."
            ).format(day=day(since.astimezone()))
            if since is not None
            else ""
        )
        self.since.setVisible(since is not None)
        self.reason.setVisible(alarm is not None)
        groups = (by_week(observed), by_camera(observed), by_field(observed))
        for table, part in zip(self.tables, groups, strict=True):
            self._fill(table, part)

    def _reasons(self, alarm: Alarm) -> list[str]:
        hidden = self._hide and alarm.chart.measure == "referred"
        return [
            self.tr(
                "Since about {since}; noticed on {raised}, by photograph {at} after the first."
            ).format(
                since=day(alarm.since.astimezone()),
                raised=day(alarm.raised.astimezone()),
                at=alarm.at,
            ),
            *([] if hidden else [translate_message(by_how_much(alarm))]),
            *([translate_message(new_since(alarm))] if new_since(alarm) else []),
            translate_message(ADVICE),
        ]

    def _fill(self, table: QTableWidget, groups: Sequence[Group]) -> None:
        names = [
            "",
            self.tr("Photographs"),
            self.tr("Referred"),
            self.tr("Refused"),
            self.tr("Ungradable"),
            self.tr("Unfamiliarity"),
        ]
        table.setColumnCount(len(names))
        table.setHorizontalHeaderLabels(names)
        table.setColumnHidden(_REFERRED, not self._grades)
        table.setRowCount(len(groups))
        for row, group in enumerate(groups):
            values = (
                translate_message(group.name),
                str(group.photographs),
                "–" if self._hide else _share(group.referred),
                _share(group.refused),
                _share(group.reject),
                "–" if group.unfamiliarity is None else number(group.unfamiliarity, 2),
            )
            for column, text in enumerate(values):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                table.setItem(row, column, item)

    def _call_usual(self) -> None:
        if self._alarm is not None:
            self.accepted_button.hide()
            # The photographs since the change are what the next ones are compared with.
            self.usual.emit(self._alarm.since - dt.timedelta(seconds=1))


def _table(name: str) -> QTableWidget:
    table = QTableWidget()
    table.setAccessibleName(name)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    # No head is cut off; the group has the room that is left.
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.setColumnCount(1)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value, 1)
