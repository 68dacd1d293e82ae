"""Which model examines, and what it runs on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from fundusviewer.gui.text.formatting import percent
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.operating_points import operating_point_label
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.threads.inference_worker import LoadedModel
from fundusviewer.gui.widgets.basic import PlainLabel
from fundusviewer.inference import ModelEntry, OperatingPoint
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.inference.providers.availability import providers_here, why_missing

_TIP = Qt.ItemDataRole.ToolTipRole


class ModelChooser(QWidget):
    """Three lists: model, operating point, provider.

    Signals
    -------
    chosen(Path, str)
        Another model or provider was chosen.
    point_chosen(OperatingPoint)
        Another operating point was chosen.
    """

    chosen = Signal(object, str)
    point_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.models = QComboBox()
        self.points = QComboBox()
        self.providers = QComboBox()
        self._entries: tuple[ModelEntry, ...] = ()
        self._point_caption = PlainLabel()
        self._rows = QStandardItemModel(self)
        self.models.setModel(self._rows)
        self._pairs = (
            (PlainLabel(), self.models),
            (self._point_caption, self.points),
            (PlainLabel(), self.providers),
        )
        for (caption, box), width in zip(self._pairs, (150, 110, 100), strict=True):
            caption.setBuddy(box)
            box.setMinimumWidth(width)
        self.providers.addItem("", "auto")
        for entry in providers_here():
            self.providers.addItem(entry.name, entry.key)
            why = why_missing(entry)
            if why is not None:
                self.providers.setItemData(
                    self.providers.count() - 1, tip(translate_message(why)), _TIP
                )
        self._form = _stand(self, self._pairs)
        on_language_changed(self._say)
        adjust = QComboBox.SizeAdjustPolicy.AdjustToContents
        self.models.setSizeAdjustPolicy(adjust)
        self.models.activated.connect(self._choose)
        self.providers.activated.connect(self._choose)
        self.points.activated.connect(lambda row: self.point_chosen.emit(self.points.itemData(row)))

    def add_row(self, caption: str, control: QWidget) -> None:
        """Put another control below the lists, in line with them."""
        self._form.addRow(caption, control)

    @property
    def provider(self) -> ProviderRequest:
        """The provider that the network is to run on."""
        value: ProviderRequest = self.providers.currentData()
        return value

    def show_provider(self, provider: ProviderRequest) -> None:
        """Show a choice of provider."""
        with QSignalBlocker(self.providers):
            self.providers.setCurrentIndex(max(0, self.providers.findData(provider)))

    def show_models(
        self,
        entries: tuple[ModelEntry, ...],
        loaded: LoadedModel | None,
        point: OperatingPoint | None,
        *,
        loading: bool,
    ) -> None:
        """Show all models; refused files cannot be chosen and say why."""
        self._entries = entries
        with QSignalBlocker(self.models):
            self._rows.clear()
            for entry in entries:
                self._rows.appendRow(_row(entry))
            paths = [entry.path for entry in entries]
            known = loaded is not None and loaded.path in paths
            self.models.setCurrentIndex(paths.index(loaded.path) if known and loaded else -1)
        self.models.setPlaceholderText(
            self.tr("Loading…") if loading else self.tr("No model installed")
        )
        self.models.setEnabled(bool(entries))
        self.providers.setEnabled(loaded is not None and not loading)
        if loaded is not None and not loading:
            self.show_provider(loaded.provider.requested)
            self.providers.setToolTip(tip(_runs_on(loaded)))
        self._show_points(loaded, point)

    def _show_points(self, loaded: LoadedModel | None, point: OperatingPoint | None) -> None:
        points = loaded.card.operating_points if loaded else ()
        with QSignalBlocker(self.points):
            self.points.clear()
            for row, other in enumerate(points):
                label = short(operating_point_label(other.name))
                self.points.addItem(f"{label} ({percent(other.threshold, 0)})", other)
                self.points.setItemData(row, tip(_performance(other)), _TIP)
                if other == point:
                    self.points.setCurrentIndex(row)
        shown = bool(points)
        self.points.setVisible(shown)
        self._point_caption.setVisible(shown)
        if point is not None:
            self.points.setToolTip(tip(_performance(point)))

    def _say(self) -> None:
        names = (self.tr("Model"), self.tr("Operating point"), self.tr("Runs on"))
        for (caption, box), name in zip(self._pairs, names, strict=True):
            caption.setText(name)
            box.setAccessibleName(name)
        self.providers.setItemText(0, self.tr("Automatic"))

    def _choose(self) -> None:
        row = self.models.currentIndex()
        if 0 <= row < len(self._entries) and self._entries[row].card is not None:
            path: Path = self._entries[row].path
            self.chosen.emit(path, self.provider)


def _stand(chooser: QWidget, rows: Iterable[tuple[QLabel, QComboBox]]) -> QFormLayout:
    layout = QFormLayout(chooser)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(16)
    layout.setVerticalSpacing(10)
    for caption, box in rows:
        layout.addRow(caption, box)
    return layout


def _row(entry: ModelEntry) -> QStandardItem:
    item = QStandardItem(short(entry.card.title if entry.card else entry.path.name))
    item.setEditable(False)
    item.setEnabled(entry.card is not None)
    problem = translate_message(entry.problem or "")
    item.setToolTip(tip(problem or str(entry.path)))
    item.setData(problem, Qt.ItemDataRole.AccessibleDescriptionRole)
    return item


def _runs_on(loaded: LoadedModel) -> str:
    report = loaded.provider
    reason = report.reason
    return f"{report.name}: {translate_message(reason)}" if reason else report.name


def _performance(point: OperatingPoint) -> str:
    words = QCoreApplication.translate(
        "ModelChooser",
        "{name}: refers from {threshold}; sensitivity {sensitivity}, specificity {specificity} "
        "({measured_on})",
    )
    return words.format(
        name=operating_point_label(point.name),
        threshold=percent(point.threshold, 0),
        sensitivity=percent(point.sensitivity.value, 1),
        specificity=percent(point.specificity.value, 1),
        measured_on=point.measured_on,
    )
