"""Inside the network: first filters, maps of a layer for the photograph on screen, all layers."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.ml_models.inspection_requests import LayerMaps, NetworkDescription
from fundusviewer.gui.text.formatting import number
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.basic import label
from fundusviewer.inference.inspection import LayerRow
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.overlay.network_pictures import MAPS_SHOWN, PICTURE_SIDE


class InsideWindow(QDialog):
    """Shows what :mod:`.inspection_requests` found; stays open beside the window.

    Signals
    -------
    layer_chosen(str)
        The maps of another layer are wanted.
    """

    layer_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resize(900, 640)
        self.heading = label(size=1.3, bold=True)
        self.filters = _Pictures()
        self.maps = _Pictures()
        self.layers = QComboBox()
        self.layers.setMinimumWidth(320)
        self.layers.setMaxVisibleItems(24)
        self.layers.activated.connect(lambda _: self.layer_chosen.emit(self.layer))
        self.maps_text = label(name="muted")
        self.notice = label(name="research")
        self._layer_caption = label(name="muted")
        self.filters_text = label(name="muted")
        self.table = QTableWidget(0, 4)
        self._set_up_table()
        self.tabs = QTabWidget()
        self.tabs.addTab(self._maps_page(), "")
        self.tabs.addTab(_page(self.filters_text, self.filters), "")
        self.tabs.addTab(_page(None, self.table), "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.notice)
        on_language_changed(self._say)

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Inside the network"))
        if not self.layers.count():
            self.heading.setText(self.tr("Reading the model…"))
        self.filters.setAccessibleName(self.tr("Filters of the first layer"))
        self.maps.setAccessibleName(self.tr("Maps of the layer"))
        self.layers.setAccessibleName(self.tr("Layer"))
        self._layer_caption.setText(self.tr("Layer"))
        titles = (self.tr("Maps of a layer"), self.tr("First filters"), self.tr("All layers"))
        for place, title in enumerate(titles):
            self.tabs.setTabText(place, title)
        names = (self.tr("Layer"), self.tr("Operator"), self.tr("Output"), self.tr("Parameters"))
        self.table.setHorizontalHeaderLabels(names)
        self.table.setAccessibleName(self.tr("All layers"))
        self.notice.setText(translate_message(RESEARCH_NOTICE))

    @property
    def layer(self) -> str:
        """Name of the layer that is chosen; empty where there is none."""
        return str(self.layers.currentData() or "")

    def show_network(self, network: NetworkDescription) -> None:
        """Show a model; its last layer with maps is chosen, for that is what Grad-CAM explains."""
        self.heading.setText(
            self.tr("{title}: {layers} layers, {parameters} parameters").format(
                title=network.title,
                layers=len(network.layers),
                parameters=number(network.parameters),
            )
        )
        self.layers.clear()
        for name in network.layers_with_maps:
            self.layers.addItem(short(name), name)
        self.layers.setCurrentIndex(self.layers.count() - 1)
        self.filters.show_pictures(
            (str(place), picture) for place, picture in enumerate(network.filters)
        )
        self.filters_text.setText(
            self.tr("Each filter is scaled between its own smallest and largest weight.")
            if network.filters
            else self.tr("The first layer of this network does not read three colours.")
        )
        self._fill_table(network.layers)

    def show_maps(self, maps: LayerMaps, photograph: str) -> None:
        """Show what a layer makes of a photograph."""
        self.maps.show_pictures((str(place), picture) for place, picture in maps.pictures)
        text = self.tr(
            "{photograph}: {count} maps of {width} × {height}; the strongest {shown} are shown, "
            "each scaled between its own extremes."
        )
        self.maps_text.setText(
            text.format(
                photograph=photograph,
                count=maps.count,
                width=maps.width,
                height=maps.height,
                shown=min(MAPS_SHOWN, maps.count),
            )
        )

    def show_no_maps(self, reason: str) -> None:
        """Show the reason why there are no maps."""
        self.maps.clear()
        self.maps_text.setText(translate_message(reason))

    def _maps_page(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._layer_caption, 0)
        row.addWidget(self.layers, 1)
        page = _page(self.maps_text, self.maps)
        layout = page.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertLayout(0, row)
        return page

    def _set_up_table(self) -> None:
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultSectionSize(150)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.table.horizontalHeader().setDefaultAlignment(left)

    def _fill_table(self, layers: tuple[LayerRow, ...]) -> None:
        self.table.setRowCount(len(layers))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, layer in enumerate(layers):
            shape = " × ".join("?" if size is None else str(size) for size in layer.output_shape)
            count = QTableWidgetItem(f"{layer.parameters:,}" if layer.parameters else "")
            count.setTextAlignment(right)
            for column, text in enumerate((layer.name, layer.operator, shape)):
                self.table.setItem(row, column, QTableWidgetItem(short(text)))
            self.table.setItem(row, 3, count)


class _Pictures(QListWidget):
    """Small pictures with a number below each, flowing with the width."""

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(PICTURE_SIDE, PICTURE_SIDE))
        self.setGridSize(QSize(PICTURE_SIDE + 22, PICTURE_SIDE + 40))

    def show_pictures(self, pictures: Iterable[tuple[str, QImage]]) -> None:
        self.clear()
        for text, picture in pictures:
            self.addItem(QListWidgetItem(QIcon(QPixmap.fromImage(picture)), text))


def _page(text: QWidget | None, content: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 12, 0, 0)
    layout.setSpacing(10)
    if text is not None:
        layout.addWidget(text)
    layout.addWidget(content, 1)
    return page
