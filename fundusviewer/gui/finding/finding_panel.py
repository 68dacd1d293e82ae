"""The finding in words: the decision first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QScrollArea, QVBoxLayout, QWidget

from fundusviewer.grading import FIRST_REFERABLE_GRADE
from fundusviewer.gui.finding.anatomy_text import lesion_lines, oedema_line
from fundusviewer.gui.finding.decision_card import DecisionCard
from fundusviewer.gui.finding.finding_text import (
    ShownModel,
    detail_rows,
    grade_set_lines,
    refer_reason,
)
from fundusviewer.gui.finding.laterality_text import eye_warning
from fundusviewer.gui.finding.probability_bars import Bar, ProbabilityBars
from fundusviewer.gui.state.photograph import Photograph, Progress, wording
from fundusviewer.gui.text.formatting import percent
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.basic import PlainLabel, label, line
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.inference import ModelCard
from fundusviewer.screening import Row
from fundusviewer.screening.stored_anatomy import later_lesion_remarks

#: How many classes are listed for a model with many.
TOP = 5

#: Names and values that the finding of a network that grades has.
_USUAL_ROWS = 7

#: Size of the grade's letters as times the program's; room around the parts, and between them.
_GRADE, _MARGIN, _SPACING = 1.35, 16, 8

#: The same in a low window.
_LOW_GRADE, _LOW_MARGIN, _LOW_SPACING = 1.15, 10, 5


class ResultPanel(QScrollArea):
    """Shows the finding of one photograph."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        self.card = DecisionCard(theme)
        self.grade = label(size=_GRADE, bold=True)
        self.grade_set = label()
        self.referable = label()
        self.oedema = label()
        self.lesions = label()
        # Between the remarks and what follows them in a low window.
        self._end_of_remarks = line()
        self.bars = ProbabilityBars(theme)
        self.quality = _Section()
        self.probabilities = _Section(self.bars)
        self.details = _Details()
        self._body = QWidget()
        self._parts = QVBoxLayout(self._body)
        self._tight: bool | None = None
        self.set_tight(False)
        self._parts.addStretch(1)
        self.setWidget(self._body)
        on_language_changed(self._say)
        self.show_photograph(None, None)

    def show_photograph(
        self, photograph: Photograph | None, model: ShownModel | None, paint: float | None = None
    ) -> None:
        """Show a photograph's state.

        Parameters
        ----------
        photograph
            ``None`` for none.
        model
            The one that is loaded; ``None`` for none.
        paint
            Milliseconds that the overlay took, where it has been painted.
        """
        self._body.setVisible(photograph is not None)
        if photograph is None:
            return
        examined = photograph.progress is Progress.EXAMINED and model is not None
        words = wording(photograph)
        why = refer_reason(photograph.row, model) if examined and model is not None else ""
        self.card.show_words(replace(words, remark=why) if why else words)
        self._show_grade(photograph.row, model if examined else None)
        self._show_reasons(photograph, grades=model is not None and model.card.grades)
        self._show_probabilities(photograph.row, model.card if examined and model else None)
        self.details.setVisible(examined)
        if examined and model is not None:
            self.details.show_rows(detail_rows(photograph, model, paint))

    def warm_up(self) -> None:
        """Make and style what the first finding will be shown with."""
        self.details.warm_up()

    def set_tight(self, on: bool) -> None:
        """Say first what must be seen without scrolling, in smaller letters, in a low window."""
        if on is self._tight:
            return
        self._tight = on
        margin = _LOW_MARGIN if on else _MARGIN
        self._parts.setContentsMargins(margin, margin, margin, margin)
        self._parts.setSpacing(_LOW_SPACING if on else _SPACING)
        for place, widget in enumerate(self._in_order(tight=on)):
            self._parts.insertWidget(place, widget)
        self.card.set_tight(on)
        font = self.grade.font()
        font.setPointSizeF(self.lesions.font().pointSizeF() * (_LOW_GRADE if on else _GRADE))
        self.grade.setFont(font)
        self._part_remarks()

    def _part_remarks(self) -> None:
        self._end_of_remarks.setVisible(bool(self._tight) and not self.referable.isHidden())

    def _in_order(self, *, tight: bool) -> Iterator[QWidget]:
        """Yield the parts from top to bottom."""
        rests_on = (self.grade_set, self.referable)
        yield from (self.card, self.grade)
        yield from () if tight else rests_on
        # What asks to look again stands before the list of marks: seen without scrolling.
        yield from (self.oedema, self.quality)
        yield self._end_of_remarks
        yield from rests_on if tight else ()
        yield from (self.lesions, self.probabilities, self.details)

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Finding"))
        self.probabilities.set_title(self.tr("Probabilities"))
        self.details.set_title(self.tr("How this finding was made"))

    def _show_grade(self, row: Row, model: ShownModel | None) -> None:
        graded = model is not None and row.found.grade is not None
        for widget in (self.grade, self.referable, self.oedema):
            widget.setVisible(graded)
        self._part_remarks()
        words, promise = grade_set_lines(row, model.card) if graded and model else ("", "")
        self.grade_set.setVisible(bool(words))
        marked = lesion_lines(row) if graded else ""
        self.lesions.setVisible(bool(marked))
        self.lesions.setText(marked)
        if not graded or model is None:
            return
        self.oedema.setText(oedema_line(row))
        self.grade_set.setText(words)
        self.grade_set.setToolTip(tip(promise))
        # Where the doctor has decided, it is said that this is the network's answer.
        words = (
            self.tr("Network: grade {grade}: {name}, {probability}")
            if row.is_reviewed
            else self.tr("Grade {grade}: {name}, {probability}")
        )
        self.grade.setText(
            words.format(
                grade=row.found.grade,
                name=translate_message(row.found.label or ""),
                probability=percent(row.found.probability),
            )
        )
        self.referable.setText(
            self.tr(
                "Referable diabetic retinopathy: {probability}\n"
                "Refers from {threshold} on, and from grade {grade} on"
            ).format(
                probability=percent(row.found.referable_probability),
                threshold=percent(model.point.threshold if model.point else None),
                grade=FIRST_REFERABLE_GRADE,
            )
        )

    def _show_reasons(self, photograph: Photograph, *, grades: bool) -> None:
        row = photograph.row
        failed = photograph.progress is Progress.FAILED
        examined = photograph.progress is Progress.EXAMINED
        self.quality.setVisible(failed or (examined and grades))
        refused = examined and row.found.label is None
        title = self.tr("Reason") if failed or refused else self.tr("Remarks")
        self.quality.set_title(title)
        if failed:
            self.quality.set_text(translate_message(photograph.reason))
        elif examined:
            later = later_lesion_remarks(row) if grades else ()
            sentences = (*photograph.identity.remarks, *row.reasons, *later)
            said = (eye_warning(photograph), *map(translate_message, sentences))
            shown = [one for one in said if one]
            # Where each begins is seen.
            mark = "\N{BULLET} " if len(shown) > 1 else ""
            text = "\n".join(mark + one for one in shown)
            self.quality.set_text(text or self.tr("Gradable; no remarks"))

    def _show_probabilities(self, row: Row, card: ModelCard | None) -> None:
        found = row.probabilities if card is not None else {}
        self.probabilities.setVisible(bool(found))
        if not found or card is None:
            return
        ranked, labels = sorted(found, key=lambda name: -found[name]), row.labels
        # The grades stand in their clinical order, other classes in the order of probability.
        shown = card.class_names if card.grades else ranked[: max(TOP, len(labels))]
        possible = {card.class_names[grade] for grade in row.grade_set} if card.grades else set()
        graded = row.review_grade if card.grades else None
        doctors = None if graded is None else card.class_names[graded]
        self.bars.show_bars(
            tuple(
                Bar(
                    short(translate_message(name)),
                    found[name],
                    name in labels,
                    name in possible,
                    name == doctors,
                )
                for name in shown
            )
        )


class _Section(QWidget):
    """A heading with a text or a widget below it."""

    def __init__(self, content: QWidget | None = None) -> None:
        super().__init__()
        self._title = label(name="heading")
        self.text = label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(7)
        layout.addWidget(line())
        layout.addWidget(self._title)
        layout.addWidget(content or self.text)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def set_text(self, text: str) -> None:
        self.text.setText(text)


class _Details(_Section):
    """A heading with names and values below it."""

    def __init__(self) -> None:
        self._form = QWidget()
        self._rows = QFormLayout(self._form)
        self._pairs: list[tuple[PlainLabel, PlainLabel]] = []
        self._shown = 0
        super().__init__(self._form)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(5)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    @property
    def values(self) -> list[PlainLabel]:
        """Where the values stand that are shown."""
        return [value for _, value in self._pairs[: self._shown]]

    def warm_up(self) -> None:
        """Make labels for as many rows as a finding has; none is shown."""
        if self._pairs:
            return
        self.show_rows([("", "")] * _USUAL_ROWS)
        for pair in self._pairs:
            for one in pair:
                one.ensurePolished()
        self.show_rows([])

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        # Labels stay for the next photograph: Qt needs longer to style a new one than to paint it.
        while len(self._pairs) < len(rows):
            pair = PlainLabel(), label()
            pair[0].setObjectName("muted")
            self._rows.addRow(*pair)
            self._pairs.append(pair)
        for number, (caption, value) in enumerate(self._pairs):
            is_shown = number < len(rows)
            if is_shown != self._rows.isRowVisible(number):
                self._rows.setRowVisible(number, is_shown)
            if is_shown:
                name, text = rows[number]
                caption.setText(name)
                value.setText(text)
        self._shown = len(rows)
