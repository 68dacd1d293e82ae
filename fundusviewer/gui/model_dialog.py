"""Model cards to read: all models of the library, refused files with their reason."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.inference import Interval, ModelCard, ModelEntry

_CONTEXT = "ModelCard"


class ModelDialog(QDialog):
    """A list of models; beside it the card of the one that is chosen."""

    def __init__(
        self,
        entries: tuple[ModelEntry, ...],
        current: Path | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Model cards"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 620)
        self._entries = entries
        self.list = QListWidget()
        self.list.setFixedWidth(240)
        self.list.setAccessibleName(self.tr("Models"))
        for entry in entries:
            title = entry.card.title if entry.card else entry.path.name
            item = QListWidgetItem(
                title if entry.card else self.tr("{name} (refused)").format(name=title)
            )
            item.setToolTip(str(entry.path))
            self.list.addItem(item)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(False)
        self.text.setAccessibleName(self.tr("Card"))
        self.list.currentRowChanged.connect(self._show)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(row)
        layout.addWidget(buttons)
        paths = [entry.path for entry in entries]
        self.list.setCurrentRow(paths.index(current) if current in paths else 0)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._entries):
            return
        entry = self._entries[row]
        if entry.card is None:
            self.text.setPlainText(entry.problem or "")
        else:
            self.text.setHtml(card_html(entry.card))


def card_html(card: ModelCard) -> str:
    """Return a card as a page to read."""
    sections = [
        f"<h2>{escape(card.title)}</h2>",
        _rows(
            [
                (_tr("Name and version"), f"{card.name}, {card.version} ({card.created})"),
                (_tr("Purpose"), _TASKS[card.task]()),
                (_tr("Network"), f"{card.backbone}, {card.precision}"),
                (_tr("Input"), _input(card)),
                (
                    _tr("Heat map"),
                    f"Grad-CAM, {card.gradcam.layer}, {card.gradcam.width} × {card.gradcam.height}",
                ),
                (_tr("Classes"), _classes(card)),
                (_tr("Licence"), card.licence),
            ]
        ),
    ]
    sections += _section(_tr("Limits"), [f"<li>{escape(limit)}</li>" for limit in card.limits])
    sections += _table(
        _tr("Operating points"),
        (
            _tr("Name"),
            _tr("Refers from"),
            _tr("Sensitivity"),
            _tr("Specificity"),
            _tr("Measured on"),
        ),
        [
            (
                point.name,
                f"{point.threshold:.1%}",
                _interval(point.sensitivity, percent=True),
                _interval(point.specificity, percent=True),
                point.measured_on,
            )
            for point in card.operating_points
        ],
    )
    sections += _table(
        _tr("Measured"),
        (_tr("What"), _tr("Result (95 % confidence)"), _tr("On"), _tr("Photographs")),
        [
            (metric.name, _interval(metric.result), metric.measured_on, str(metric.photographs))
            for metric in card.metrics
        ],
    )
    sections += _table(
        _tr("Trained on"),
        (_tr("Photographs of"), _tr("Number"), _tr("Terms")),
        [(data.name, str(data.photographs), data.terms) for data in card.training_data],
    )
    if card.agreement is not None:
        agreement = card.agreement
        sections.append(
            f"<h3>{_tr('Agreement with the float32 original')}</h3>"
            + _rows(
                [
                    (_tr("Same first class"), f"{agreement.top1:.1%}"),
                    (
                        _tr("Largest difference of a probability"),
                        f"{agreement.largest_probability_difference:.3f}",
                    ),
                    (_tr("Correlation of the heat maps"), f"{agreement.heatmap_correlation:.3f}"),
                    (_tr("Speed"), f"{agreement.speed_ratio:.2f} ×"),
                    (_tr("Photographs"), str(agreement.photographs)),
                ]
            )
        )
    return "".join(sections)


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


_TASKS = {
    "diabetic_retinopathy": lambda: _tr("Grades diabetic retinopathy (ICDR scale)"),
    "imagenet": lambda: _tr("Recognises everyday things (ImageNet); makes no clinical statement"),
    "other": lambda: _tr("Classifies pictures; makes no clinical statement"),
}


def _input(card: ModelCard) -> str:
    spec = card.input
    crop = _tr("the retina's disc") if spec.crop == "field_of_view" else _tr("whole photograph")
    return f"{spec.width} × {spec.height}, {crop}, {spec.resize}, {spec.interpolation}"


def _classes(card: ModelCard) -> str:
    names = ", ".join(card.class_names[:8])
    more = len(card.class_names) - 8
    return names if more <= 0 else f"{names} … (+{more})"


def _interval(interval: Interval, *, percent: bool = False) -> str:
    kind = ".1%" if percent else ".3f"
    text = f"{interval.value:{kind}} ({interval.low:{kind}} – {interval.high:{kind}})"
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _rows(rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td style='padding:3px 16px 3px 0'><b>{escape(name)}</b></td>"
        f"<td style='padding:3px 0'>{escape(value)}</td></tr>"
        for name, value in rows
    )
    return f"<table>{cells}</table>"


def _section(title: str, items: list[str]) -> list[str]:
    return [f"<h3>{escape(title)}</h3><ul>{''.join(items)}</ul>"] if items else []


def _table(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    head = "".join(
        f"<th align='left' style='padding:3px 16px 3px 0'>{escape(text)}</th>" for text in heads
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td style='padding:3px 16px 3px 0'>{escape(cell)}</td>" for cell in row)
        + "</tr>"
        for row in rows
    )
    return [f"<h3>{escape(title)}</h3><table><tr>{head}</tr>{body}</table>"]
