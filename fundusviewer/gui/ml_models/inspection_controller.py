"""Connects the window "Inside the network" with the worker."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.ml_models.inspection_requests import (
    DescribeNetwork,
    ForgetNetwork,
    LayerMaps,
    NetworkDescription,
    ShowMaps,
)
from fundusviewer.gui.ml_models.inspection_window import InsideWindow
from fundusviewer.gui.threads.inference_thread import Answer, InferenceService
from fundusviewer.screening import Finding


class InspectionController(QObject):
    """Asks for what the window shows while it is open, and for nothing otherwise.

    Signals
    -------
    unexpected_error(Exception)
        Something went wrong that should not.
    """

    unexpected_error = Signal(object)

    def __init__(self, service: InferenceService, parent: QWidget) -> None:
        super().__init__(parent)
        self._service = service
        self._finding: Finding | None = None
        self._describing: int | None = None
        self._computing: int | None = None
        self._parent = parent
        self._window: InsideWindow | None = None

    @property
    def window(self) -> InsideWindow:
        """The window; made when it is first wanted, which few sessions do."""
        if self._window is None:
            self._window = InsideWindow(self._parent)
            self._window.layer_chosen.connect(lambda _: self._ask_maps())
            self._window.finished.connect(self._forget)
        return self._window

    @property
    def _is_open(self) -> bool:
        return self._window is not None and self._window.isVisible()

    def open(self) -> None:
        """Show the window."""
        if not self._is_open:
            self.window.show()
            self.describe()
        self.window.raise_()
        self.window.activateWindow()

    def describe(self) -> None:
        """Read the model that is loaded, where the window is open."""
        if not self._is_open:
            return
        self._cancel(self._describing)
        self._describing = self._service.submit(DescribeNetwork(), self._described, urgent=True)

    def follow(self, finding: Finding | None) -> None:
        """Show the maps for another photograph."""
        before, self._finding = self._finding, finding
        if finding is not before and self._describing is None:
            self._ask_maps()

    def tell(self, reason: str) -> None:
        """Show why there are no maps of a photograph."""
        if self._is_open and self._finding is None:
            self.window.show_no_maps(reason)

    def _ask_maps(self) -> None:
        if not self._is_open:
            return
        self._cancel(self._computing)
        self._computing = None
        if self._finding is None:
            self.window.show_no_maps(self.tr("Choose a photograph that has been examined."))
        elif self.window.layer:
            request = ShowMaps(self._finding, self.window.layer)
            self._computing = self._service.submit(request, self._computed, urgent=True)
        else:
            self.window.show_no_maps(self.tr("This network has no layer with maps."))

    def _described(self, answer: Answer) -> None:
        self._describing = None
        if isinstance(answer.value, NetworkDescription):
            self.window.show_network(answer.value)
            self._ask_maps()
        else:
            self._report(answer)

    def _computed(self, answer: Answer) -> None:
        self._computing = None
        if isinstance(answer.value, LayerMaps) and isinstance(answer.request, ShowMaps):
            self.window.show_maps(answer.value, answer.request.finding.path.name)
        else:
            self._report(answer)

    def _report(self, answer: Answer) -> None:
        self.window.show_no_maps(str(answer.error))
        if not isinstance(answer.error, FundusViewerError):
            self.unexpected_error.emit(answer.error)

    def _forget(self) -> None:
        self._cancel(self._describing)
        self._cancel(self._computing)
        self._describing = self._computing = None
        self._service.submit(ForgetNetwork(), lambda _: None, urgent=True)

    def _cancel(self, number: int | None) -> None:
        if number is not None:
            self._service.cancel(number)
