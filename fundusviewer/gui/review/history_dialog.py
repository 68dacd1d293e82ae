"""The review history of a photograph: who entered what, and when."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.grading.schemes import stored_decision, stored_grade
from fundusviewer.gui.text.formatting import moment
from fundusviewer.gui.text.outside import plain, short
from fundusviewer.gui.text.report_language import speech_of
from fundusviewer.gui.text.translation import chosen
from fundusviewer.gui.widgets.basic import label
from fundusviewer.reporting.mark_words import kind_name
from fundusviewer.screening import Change

translate = QCoreApplication.translate


class HistoryDialog(QDialog):
    """The history of one photograph; nothing in it can be changed."""

    def __init__(self, name: str, changes: Sequence[Change], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("History"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = QTableWidget(len(changes), 3)
        self.table.setAccessibleName(self.tr("Review history of {name}").format(name=short(name)))
        self.table.setHorizontalHeaderLabels([self.tr("When"), self.tr("Who"), self.tr("What")])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        for row, change in enumerate(changes):
            texts = (moment(change.at), change.who, change_words(change))
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(plain(text)))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.resizeRowsToContents()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(14)
        layout.addWidget(label(name, size=1.2, bold=True))
        if changes:
            layout.addWidget(self.table, 1)
        else:
            self.table.setParent(self)
            self.table.hide()
            layout.addWidget(label(self.tr("This photograph has no review history.")))
        layout.addWidget(buttons)
        self.resize(640, 380)


def change_words(change: Change) -> str:
    """Return what was changed, in words."""
    old: Mapping[str, object] = json.loads(change.old_json or "{}")
    new: Mapping[str, object] = json.loads(change.new_json)
    tell = {"review": _review_words, "mark": _mark_words}.get(change.what, _identity_words)
    return "\n".join(tell(old, new)) or translate("History", "No change")


def _form_words(said: Mapping[str, object]) -> str:
    text = said.get("form")
    if not isinstance(text, str):
        return ""
    if stored_decision(text) is None:
        return translate("History", "not finished")
    return stored_grade(text) or translate("History", "filled in")


def _review_words(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    lines = []
    if old.get("form") != new.get("form"):
        form = _form_words(new) or translate("History", "removed")
        lines.append(translate("History", "Form: {form}").format(form=form))
    before, after = _verdict(old), _verdict(new)
    if before != after:
        if not before:
            line = after
        elif not after:
            line = translate("History", "{before} withdrawn").format(before=before)
        else:
            line = f"{before} → {after}"
        if new.get("blind"):
            line = translate("History", "{verdict}, before the network's answer was shown").format(
                verdict=line
            )
        lines.append(line)
    if (old.get("note") or "") != (new.get("note") or ""):
        note = new.get("note")
        lines.append(
            translate("History", "Note: {note}").format(note=note)
            if note
            else translate("History", "Note removed")
        )
    return lines


def _mark_words(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Say what became of a mark, and what it says."""
    if new.get("deleted"):
        line = translate("History", "Mark taken away")
    elif not old or old.get("deleted"):
        line = translate("History", "Mark drawn")
    elif old.get("points") != new.get("points"):
        line = translate("History", "Mark moved")
    else:
        line = translate("History", "Mark changed")
    kind, text, speech = new.get("kind"), new.get("text"), speech_of(chosen())
    said = (kind_name(kind, speech) if isinstance(kind, str) else "", text)
    return [": ".join(str(part) for part in (line, *said) if part)]


def _identity_words(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    names = {
        "patient": translate("History", "Patient"),
        "eye": translate("History", "Eye"),
        "date": translate("History", "Date"),
    }
    nothing = translate("History", "not known")
    return [
        f"{name}: {new.get(key) or nothing}"
        for key, name in names.items()
        if not old or old.get(key) != new.get(key)
    ]


def _verdict(said: Mapping[str, object]) -> str:
    if said.get("ungradable"):
        return translate("History", "Ungradable")
    grade = said.get("grade")
    return "" if grade is None else translate("History", "Grade {grade}").format(grade=grade)
