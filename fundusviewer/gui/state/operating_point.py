"""The operating point at which the window decides about referral."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from fundusviewer.inference import ModelCard, OperatingPoint
from fundusviewer.screening import Finding
from fundusviewer.screening.examination.operating_point import at_operating_point


class OperatingPointInUse(QObject):
    """Which of the model's operating points is used, and which one is wanted of any model.

    Signals
    -------
    chosen(OperatingPoint)
        A person has chosen another one of the present model.
    """

    chosen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: OperatingPoint | None = None
        self._wanted: str | None = None

    @property
    def current(self) -> OperatingPoint | None:
        """The one in use; ``None`` without a model, or where the model has none."""
        return self._current

    def want(self, name: str | None) -> None:
        """Use the one of this name from the next model on; ``None``: each model's first."""
        self._wanted = name

    def choose(self, point: OperatingPoint) -> None:
        """Use another one of the present model, and the same of those to come."""
        self._current, self._wanted = point, point.name
        self.chosen.emit(point)

    def take(self, card: ModelCard) -> None:
        """Use the one that is wanted of another model, its first where it has none of the name."""
        points = card.operating_points
        wanted = (point for point in points if point.name == self._wanted)
        self._current = next(wanted, next(iter(points), None))

    def decided(self, finding: Finding) -> Finding:
        """Return a finding of the present model as it is decided here.

        It may have been asked for before another point was chosen.
        """
        point = self._current
        same = point is None or point == finding.operating_point
        if same or point not in finding.card.operating_points:
            return finding
        return at_operating_point(finding, point)
