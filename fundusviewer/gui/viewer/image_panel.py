"""The middle of the window: photograph or page, two photographs, and what is said of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.finding.eye_cards import ActiveFrame, EyeCards
from fundusviewer.gui.text.formatting import percent
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.overlay_layers import Drawing, OverlayChoice
from fundusviewer.gui.viewer.pair_bar import PairBar, PartnerPane
from fundusviewer.gui.viewer.placeholder_pages import EmptyPage, FailurePage, NothingFoundPage
from fundusviewer.gui.viewer.view_caption import ViewCaption
from fundusviewer.gui.viewer.viewing_toolbar import ViewingToolbar
from fundusviewer.gui.widgets.basic import ElidedComboBox, PlainLabel
from fundusviewer.gui.widgets.notice_bar import NoticeBar
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.screening import Finding

#: Least width in logical pixels.
_LEAST = 320

#: Least height of a photograph, in logical pixels.
_LEAST_HEIGHT = 110


class ImagePanel(QWidget):
    """Shows one photograph.

    Signals
    -------
    opacity_changed(float)
        Of the heat map, 0–1.
    class_chosen(int)
        The class that the heat map is to explain.
    partner_shown(bool)
        A second photograph has its place beside the first, or has it no more.
    """

    opacity_changed = Signal(float)
    class_chosen = Signal(int)
    partner_shown = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = NoticeBar(theme)
        self.view = ImageView()
        self.empty = EmptyPage(theme)
        self.failure, self.nothing = FailurePage(theme), NothingFoundPage(theme)
        self._blank = QWidget()
        self._blank.setObjectName("canvas")
        self._blank.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.pages = QStackedWidget()
        for page in (self.empty, self.view, self.failure, self.nothing, self._blank):
            self.pages.addWidget(page)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.classes = ElidedComboBox()
        self.zoom = PlainLabel()
        self.drawing = Drawing((), 0.0)
        #: Below the photograph, and below the second one.
        self.captions = ViewCaption(), ViewCaption()
        self.tools = ViewingToolbar(theme)
        self.pair_bar = PairBar(theme)
        self.partner = PartnerPane(theme)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(2)
        self._stands = tuple(map(_stand, (self.pages, self.partner), self.captions))
        self._stands[1].hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.pair_bar)
        self.order_partner(current_left=True)
        layout.addLayout(self._sides, 1)
        self.cards = EyeCards()
        layout.addWidget(self.cards)
        self.setMinimumWidth(_LEAST)
        self.view.zoomed.connect(self._show_zoom)
        self._frame = QFrame(self)
        self._frame.setObjectName("dropTarget")
        self._frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._frame.hide()
        self._active = ActiveFrame(self)
        for widget in (self.pages, *self._stands):
            widget.installEventFilter(self)
        self.pages.currentChanged.connect(self._let_shrink)
        self.partner.setMinimumHeight(_LEAST_HEIGHT)

    def fill_tools(self, actions: Actions) -> None:
        """Put the window's tools on their bar, and what explains the photograph."""
        self._set_up_opacity()
        self._set_up_classes()
        self.zoom.setObjectName("muted")
        self.zoom.setMinimumWidth(52)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.tools.fill(actions, [self.opacity, self.classes], self.zoom)
        on_language_changed(self._say)

    def show_partner(self, shown: bool) -> None:
        """Show or hide the second photograph."""
        self.partner.setVisible(shown)
        self._stands[1].setVisible(shown)
        self.partner_shown.emit(shown)

    def show_active(self, shown: bool) -> None:
        """Show of two photographs which is the active one, with a card for each, or neither."""
        self.cards.setVisible(shown)
        self._active.setVisible(shown)
        self._active.raise_()

    def _let_shrink(self) -> None:
        """Let a photograph be low on a low screen; words on a page need their room."""
        low = self.pages.currentWidget() in (self.view, self._blank)
        self.pages.setMinimumHeight(_LEAST_HEIGHT if low else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the frame follow the active photograph."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            place = self.pages.mapTo(self, self.pages.rect().topLeft())
            self._active.setGeometry(QRect(place, self.pages.size()))
        return super().eventFilter(watched, event)

    def order_partner(self, *, current_left: bool) -> None:
        """Put the photograph on screen left or right of the second one."""
        self.current_left = current_left
        for widget in self._stands if current_left else reversed(self._stands):
            # Both are as wide, whatever is in them.
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            self._sides.removeWidget(widget)
            self._sides.addWidget(widget, 1)

    def want_captions(self, wanted: bool) -> None:
        """Show the lines below the photographs, or put them away."""
        for caption in self.captions:
            caption.set_wanted(wanted)

    def show_drop_target(self, shown: bool) -> None:
        """Show that what is being dragged can be dropped."""
        self._frame.setGeometry(self.rect())
        self._frame.setVisible(shown)
        self._frame.raise_()

    def show_empty(self) -> None:
        """Show what to do."""
        self.view.clear()
        self.zoom.clear()
        self.pages.setCurrentWidget(self.empty)
        self.tools.hide()
        self.captions[0].hide()

    def show_nothing_found(self) -> None:
        """Show that search and filters leave nothing."""
        self.view.clear()
        self.zoom.clear()
        self.pages.setCurrentWidget(self.nothing)

    def show_loading(self) -> None:
        """Show black until the photograph has been read."""
        self.view.clear()
        self.zoom.clear()
        self.tools.show()
        self.captions[0].show_again()
        self.pages.setCurrentWidget(self._blank)

    def show_pyramid(self, pyramid: Pyramid) -> None:
        """Show a photograph."""
        self.captions[0].show_again()
        self.pages.setCurrentWidget(self.view)
        self.view.show_photograph(pyramid)
        self.view.show_layers(self.drawing.layers)

    def show_failure(self, reason: str) -> None:
        """Show why there is no photograph."""
        self.view.clear()
        self.zoom.clear()
        self.failure.show_reason(reason)
        # The page says it all; an empty black line below it says nothing.
        self.captions[0].hide()
        self.pages.setCurrentWidget(self.failure)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show the overlay."""
        self.drawing = drawing
        self.captions[0].show_legend(drawing.legend)
        if self.pages.currentWidget() is self.view:
            self.view.show_layers(drawing.layers)

    def show_choices(
        self, finding: Finding | None, choice: OverlayChoice, *, left_out: bool
    ) -> None:
        """Offer the classes of the model that examined the photograph.

        Parameters
        ----------
        finding
            Of the photograph on screen; ``None`` where there is none.
        choice
            Which parts of the explanation are drawn.
        left_out
            Whether nothing of it is drawn since nobody asked.
        """
        prediction = finding.prediction if finding else None
        blocked = QSignalBlocker(self.classes)
        self.classes.clear()
        if finding is not None and prediction is not None:
            order = range(len(finding.card.class_names))
            for index in order if finding.card.grades else prediction.ranked():
                name = short(translate_message(finding.card.class_names[index]))
                self.classes.addItem(name, index)
            self.classes.setCurrentIndex(self.classes.findData(prediction.class_index))
        blocked.unblock()
        drawn = choice.heatmap or choice.contours
        self.classes.setEnabled(prediction is not None and (drawn or left_out))
        self.opacity.setEnabled(prediction is not None and choice.heatmap and not left_out)

    def _set_up_opacity(self) -> None:
        for control in (self.opacity, self.classes):
            # A click chooses and leaves the keys where they are.
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        self.opacity.setMinimumWidth(60)
        self.opacity.setMaximumWidth(90)
        self.opacity.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))

    def _set_up_classes(self) -> None:
        # A thousand class names must not widen the window.
        adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.classes.setSizeAdjustPolicy(adjust)
        self.classes.setMinimumContentsLength(9)
        self.classes.setMaximumWidth(210)
        self.classes.setPlaceholderText("–")
        self.classes.setMaxVisibleItems(20)
        self.classes.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.classes.activated.connect(
            lambda row: self.class_chosen.emit(int(self.classes.itemData(row)))
        )

    def _say(self) -> None:
        opacity = self.tr("Opacity of the heat map")
        explained = self.tr("Class that the heat map explains")
        for control, name in ((self.opacity, opacity), (self.classes, explained)):
            control.setToolTip(name)
            control.setAccessibleName(name)

    def _show_zoom(self, scale: float) -> None:
        self.zoom.setText(percent(scale, 0))


def _stand(photograph: QWidget, caption: ViewCaption) -> QWidget:
    """Return a photograph with its line below it."""
    stand = QWidget()
    column = QVBoxLayout(stand)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(photograph, 1)
    column.addWidget(caption)
    return stand
