"""The finding in words: the decision first, then what it rests on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fundusviewer.grading import FIRST_REFERABLE_GRADE
from fundusviewer.gui.decision_card import DecisionCard
from fundusviewer.gui.photograph import Photograph, Progress, percent, wording
from fundusviewer.gui.probability_bars import Bar, ProbabilityBars
from fundusviewer.gui.theme import Theme
from fundusviewer.gui.widgets import label, line
from fundusviewer.screening import Finding

#: How many classes are listed for a model with many.
TOP = 5


class ResultPanel(QScrollArea):
    """Shows the finding of one photograph."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Finding"))
        self.setMinimumWidth(300)
        self.card = DecisionCard(theme)
        self.grade = label(size=1.35, bold=True)
        self.referable = label()
        self.oedema = label(self.tr("Macular oedema: not assessed"))
        self.bars = ProbabilityBars(theme)
        self.quality = _Section(self.tr("Image quality"))
        self.probabilities = _Section(self.tr("Probabilities"), self.bars)
        self.details = _Details(self.tr("How this finding was made"))
        self._body = QWidget()
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (
            self.card,
            self.grade,
            self.referable,
            self.oedema,
            self.quality,
            self.probabilities,
            self.details,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(self._body)
        self.show_photograph(None)

    def show_photograph(self, photograph: Photograph | None, paint: float | None = None) -> None:
        """Show a photograph's state.

        Parameters
        ----------
        photograph
            ``None`` for none.
        paint
            Milliseconds that the overlay took, where it has been painted.
        """
        self._body.setVisible(photograph is not None)
        if photograph is None:
            return
        finding = photograph.finding
        self.card.show_words(wording(photograph))
        self._show_grade(finding)
        self._show_reasons(photograph)
        self._show_probabilities(finding)
        self.details.setVisible(finding is not None)
        if finding is not None:
            self.details.show_rows(self._detail_rows(finding, paint))

    def _show_grade(self, finding: Finding | None) -> None:
        assessment = finding.assessment if finding else None
        graded = assessment is not None and assessment.grade is not None
        for widget in (self.grade, self.referable, self.oedema):
            widget.setVisible(graded)
        if not graded or finding is None or assessment is None:
            return
        point = finding.operating_point
        self.grade.setText(
            self.tr("Grade {grade}: {name}, {probability}").format(
                grade=assessment.grade,
                name=finding.card.class_names[assessment.grade or 0],
                probability=percent(finding.probability),
            )
        )
        self.referable.setText(
            self.tr(
                "Referable diabetic retinopathy: {probability}\n"
                "Refers from {threshold} on, and from grade {grade} on"
            ).format(
                probability=percent(assessment.referable_probability),
                threshold=percent(point.threshold if point else None),
                grade=FIRST_REFERABLE_GRADE,
            )
        )

    def _show_reasons(self, photograph: Photograph) -> None:
        finding = photograph.finding
        failed = photograph.progress is Progress.FAILED
        self.quality.setVisible(failed or (finding is not None and finding.card.grades))
        refused = finding is not None and finding.prediction is None
        title = self.tr("Reason") if failed or refused else self.tr("Image quality")
        self.quality.set_title(title)
        if failed:
            self.quality.set_text(photograph.reason)
        elif finding is not None:
            lines = "\n".join(finding.reasons)
            self.quality.set_text(lines or self.tr("Gradable; nothing to remark"))

    def _show_probabilities(self, finding: Finding | None) -> None:
        prediction = finding.prediction if finding else None
        self.probabilities.setVisible(prediction is not None)
        if prediction is None or finding is None:
            return
        names, ranked = finding.card.class_names, prediction.ranked()
        # The grades stand in their clinical order, other classes in the order of probability.
        shown = range(len(names)) if finding.card.grades else ranked[:TOP]
        self.bars.show_bars(
            tuple(
                Bar(names[index], float(prediction.probabilities[index]), index == ranked[0])
                for index in shown
            )
        )

    def _detail_rows(self, finding: Finding, paint: float | None) -> list[tuple[str, str]]:
        provider, timings = finding.provider, finding.timings
        runs_on: str = provider.name
        if provider.fallback_reason:
            runs_on = f"{provider.name} ({provider.fallback_reason})"
        steps = [
            (self.tr("read"), timings.read),
            (self.tr("prepare"), timings.prepare),
            (self.tr("network"), timings.network),
            (self.tr("assess"), timings.assess),
        ]
        if paint is not None:
            steps.append((self.tr("paint"), paint))
        total = sum(value for _, value in steps)
        split = " · ".join(f"{name} {value:.0f}" for name, value in steps)
        rows = [
            (self.tr("Model"), f"{finding.card.title}, {finding.card.version}"),
            (self.tr("Runs on"), runs_on),
        ]
        point = finding.operating_point
        if point is not None:
            rows.append((self.tr("Operating point"), point.name))
        rows.append((self.tr("Time"), f"{total:.0f} ms: {split}"))
        image = finding.image
        rows.append(
            (
                self.tr("Photograph"),
                f"{image.width} × {image.height}, "
                f"{image.source.file_type}, {image.source.bits} bit",
            )
        )
        return rows


class _Section(QWidget):
    """A heading with a text or a widget below it."""

    def __init__(self, title: str, content: QWidget | None = None) -> None:
        super().__init__()
        self._title = label(title, name="heading")
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

    def __init__(self, title: str) -> None:
        self._form = QWidget()
        self._rows = QFormLayout(self._form)
        self._names: list[str] = []
        self.values: list[QLabel] = []
        super().__init__(title, self._form)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(5)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        names = [name for name, _ in rows]
        if names == self._names:
            for shown, (_, text) in zip(self.values, rows, strict=True):
                shown.setText(text)
            return
        while self._rows.rowCount():
            self._rows.removeRow(0)
        self._names = names
        self.values = [label(text) for _, text in rows]
        for name, shown in zip(names, self.values, strict=True):
            caption = QLabel(name)
            caption.setObjectName("muted")
            self._rows.addRow(caption, shown)
