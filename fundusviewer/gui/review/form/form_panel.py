"""The grading form beside the photograph: features, findings, quality and plan, all by keys."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fundusviewer.grading.schemes import (
    MAX_MONTHS,
    OTHER_FINDINGS,
    Form,
    Plan,
    Quality,
    Scheme,
    result_of,
    scheme_named,
)
from fundusviewer.gui.review.form.form_section import FormSection
from fundusviewer.gui.review.form.form_words import (
    plan_name,
    plan_words,
    quality_words,
    section_title,
)
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.basic import label

#: What is not written yet is written after so many milliseconds.
_SOON = 700

_MONTHS = (1, 2, 3, 6, 9, 12, 18, 24, 36, MAX_MONTHS)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormPanel(QWidget):
    """The form of one photograph. It shows nothing that the program says.

    Signals
    -------
    changed(Form)
        What is to be kept; it does not count yet.
    finished()
        Enter or the button: it counts now.
    left()
        Escape: it counts now, and the keys go back to the list.
    """

    changed = Signal(object)
    finished = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.form = Form()
        self.grade: int | None = None
        self.sections: dict[str, FormSection] = {}
        self._keys: dict[str, tuple[FormSection, str]] = {}
        self._scheme: Scheme | None = None
        self._waits, self._usable, self._roomy = False, True, False
        self.heading = label(name="heading")
        self.result = label(bold=True)
        self.remark = label(name="muted")
        self.done = QPushButton()
        self._area, self._inner = QScrollArea(), QWidget()
        self._column = QVBoxLayout(self._inner)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.keep)
        self._lay_out()
        self.done.clicked.connect(self.finished)
        on_language_changed(self._say)

    @property
    def scheme(self) -> Scheme:
        """The scheme of the form that is shown."""
        return scheme_named(self.form.scheme)

    def begin(self, form: Form, grade: int | None, remark: str = "") -> None:
        """Show the form of a photograph.

        Parameters
        ----------
        form
            As it is stored, or an empty one.
        grade
            ICDR grade that was given beside it; ``None`` for none.
        remark
            What is to be known of it, for instance that it cannot be changed.
        """
        self._soon.stop()
        self._waits = False
        self.form, self.grade = form, grade
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
        if self._scheme is not self.scheme:
            self._build()
        self._show()

    def key(self, sign: str) -> tuple[FormSection, str]:
        """Return section and code of the item that a letter or digit ticks."""
        return self._keys[sign]

    def rewind(self) -> None:
        """Show the top of the form, as for another photograph."""
        self.set_roomy(self._roomy)
        self._area.verticalScrollBar().setValue(0)

    def set_usable(self, on: bool) -> None:
        """Let it be filled in, or not; the panel has the keys either way."""
        self._usable = on
        self._inner.setEnabled(on)
        self.done.setEnabled(on)

    def show_grade(self, grade: int | None) -> None:
        """Show what the form comes to beside another grade."""
        self.grade = grade
        self._show_result()

    @property
    def is_waiting(self) -> bool:
        """Whether something was ticked that nobody was told of."""
        return self._waits

    def keep(self) -> None:
        """Tell what is to be kept, where that is not done yet."""
        self._soon.stop()
        if self._waits:
            self._waits = False
            self.changed.emit(self.form)

    def take_keys(self) -> None:
        """Take the keys."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_roomy(self, roomy: bool) -> None:
        """Open all sections, where there is room."""
        self._roomy = roomy
        shown = ("retinopathy", "maculopathy", "treatment")
        for code, section in self.sections.items():
            section.set_open(roomy or code in shown)

    def event(self, event: QEvent) -> bool:
        """Keep the form's keys from the window's shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._means_something(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick what the key stands for."""
        key = event.text().lower()
        if not self._means_something(event):
            super().keyPressEvent(event)
        elif event.key() in _ENTERS:
            self.finished.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.isAutoRepeat() or not self._usable:
            event.accept()
        elif key in self._keys:
            section, code = self._keys[key]
            section.toggle(code)
            self._area.ensureWidgetVisible(section.rows[code])
        elif key in ("q", "r"):
            section = self.sections["quality" if key == "q" else "plan"]
            section.step()
            QTimer.singleShot(0, section, lambda: self._area.ensureWidgetVisible(section))
        else:
            self._step_months(1 if key == "+" else -1)

    def _means_something(self, event: QKeyEvent) -> bool:
        if event.modifiers() & _COMMANDS:
            return False
        if event.key() in (*_ENTERS, Qt.Key.Key_Escape):
            return True
        key = event.text().lower()
        return key in self._keys or (bool(key) and key in "qr+-")

    # -- what is ticked ----------------------------------------------------------------------

    def _ticked(self) -> None:
        items = set(self.scheme.codes)
        ticked = [code for one in self.sections.values() for code in one.codes if code in items]
        quality, plan = self.sections["quality"].codes, self.sections["plan"].codes
        # What another version or scheme knew stays.
        kept = [code for code in self.form.ticked if code not in items]
        known = {one.code for one in OTHER_FINDINGS}
        others = [code for code in self.form.findings if code not in known]
        before = self.form.plan
        self.form = replace(
            self.form,
            ticked=tuple(sorted({*ticked, *kept})),
            findings=tuple(sorted({*self.sections["findings"].codes, *others})),
            quality=Quality(quality[0]) if quality else None,
            plan=Plan(plan[0]) if plan else None,
            finished=False,
        )
        if self.form.plan is not before:
            recalls = self.form.plan in (Plan.RECALL, Plan.EARLY_RECALL)
            self.form = replace(self.form, months=12 if recalls else None)
        self._changed()

    def _step_months(self, by: int) -> None:
        months = result_of(self.form, self.grade).months or 12
        above = [one for one in _MONTHS if one > months]
        below = [one for one in _MONTHS if one < months]
        following = (above[:1] if by > 0 else below[-1:]) or [months]
        self.form = replace(self.form, months=following[0], finished=False)
        self._changed()

    def _changed(self) -> None:
        self._waits = True
        self._show_result()
        self._soon.start()

    # -- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        form = self.form
        for code, section in self.sections.items():
            if code == "findings":
                section.show_codes(form.findings)
            elif code == "quality":
                section.show_codes(() if form.quality is None else (form.quality.value,))
            elif code == "plan":
                section.show_codes(() if form.plan is None else (form.plan.value,))
            else:
                section.show_codes(form.ticked)
        self._show_result()

    def _show_result(self) -> None:
        result = result_of(self.form, self.grade)
        own = self.form.plan is not None or self.form.months is not None
        plan = plan_words(result, own=own)
        self.sections["plan"].set_title(section_title("plan"), plan)
        lines = [" · ".join(part for part in (result.grade, plan if result.plan else "") if part)]
        if result.falls_short:
            lines.append(self.tr("The scheme asks for a referral: it stays one"))
        self.result.setText("\n".join(lines) if lines[0] else self.tr("Nothing decided yet"))

    def _say(self) -> None:
        self.done.setText(self.tr("Done (Enter)"))
        self.heading.setText(self.tr("Grading form"))
        if self._scheme is not None:
            self._name()

    def _name(self) -> None:
        self.heading.setText(
            self.tr("Grading form · {scheme}").format(scheme=translate_message(self.scheme.title))
        )
        for code, section in self.sections.items():
            section.set_title(section_title(code))
        for one in self.scheme.sections:
            for item in one.items:
                row = self.sections[one.code].rows[item.code]
                texts = translate_message(item.text), translate_message(item.definition)
                row.show_item(item.key, *texts)
        for finding in OTHER_FINDINGS:
            row = self.sections["findings"].rows[finding.code]
            row.show_item(finding.key, translate_message(finding.text), "")
        for quality in Quality:
            self.sections["quality"].rows[quality].show_item("", quality_words(quality), "")
        for plan in Plan:
            self.sections["plan"].rows[plan].show_item("", plan_name(plan), "")
        self.remark.setVisible(bool(self.remark.text()))
        self._show_result()

    # -- putting together --------------------------------------------------------------------

    def _build(self) -> None:
        for section in self.sections.values():
            section.setParent(None)
            section.deleteLater()
        self._scheme = self.scheme
        self._keys, self.sections = {}, {}
        for one in self.scheme.sections:
            self._add(one.code, [(item.code, item.key) for item in one.items], one.exclusive)
        self._add("findings", [(one.code, one.key) for one in OTHER_FINDINGS])
        self._add("quality", [(one.value, "") for one in Quality], exclusive=True)
        self._add("plan", [(one.value, "") for one in Plan], exclusive=True)
        self._name()
        self.set_roomy(self._roomy)

    def _add(self, code: str, items: list[tuple[str, str]], exclusive: bool = False) -> None:
        section = self.sections[code] = FormSection(exclusive=exclusive)
        for item, key in items:
            section.add(item)
            if key:
                self._keys[key] = section, item
        section.ticked.connect(self._ticked)
        self._column.insertWidget(self._column.count() - 1, section)

    def _lay_out(self) -> None:
        self._column.setContentsMargins(12, 4, 12, 4)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self._area.setWidget(self._inner)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 0)
        top.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(self.heading, 1)
        line.addWidget(self.done)
        top.addLayout(line)
        top.addWidget(self.result)
        top.addWidget(self.remark)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._area, 1)
