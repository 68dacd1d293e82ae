"""What photographs are examined with and how they are read: database, model, operating point."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fundusviewer.gui.state.database_handles import NO_METHOD, Database
from fundusviewer.gui.state.grade_blindness import GradeBlindness
from fundusviewer.gui.state.model_loader import ModelLoader
from fundusviewer.gui.state.operating_point import OperatingPointInUse
from fundusviewer.gui.state.seat_in_use import SeatInUse
from fundusviewer.gui.threads.inference_thread import InferenceService
from fundusviewer.gui.threads.inference_worker import Job, LoadedModel
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.screening import Method, NamePattern, name_pattern


class Setup(QObject):
    """Owns these, each of them alone; what follows from a change is the session's."""

    def __init__(
        self, service: InferenceService, background: JobPool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.models = ModelLoader(service, background, self)
        self.point = OperatingPointInUse(self)
        self.blindness = GradeBlindness(lambda: self.grades, self)
        self.seat = SeatInUse(self)
        self.database: Database | None = None
        #: Whether lesions are marked on every photograph, not only where that is asked for.
        self.marks_lesions = False
        #: How names tell patient, eye and date.
        self.pattern: NamePattern = name_pattern()

    @property
    def model(self) -> LoadedModel | None:
        """The model that is loaded."""
        return self.models.current

    @property
    def method(self) -> Method:
        """How results are made now."""
        return NO_METHOD if self.model is None else self.model.method.at(self.point.current)

    @property
    def job(self) -> Job | None:
        """How photographs are examined; ``None`` while that cannot be."""
        if self.database is None or self.model is None:
            return None
        return Job(self.database.work, self.method, self.point.current, self.marks_lesions)

    @property
    def grades(self) -> bool:
        """Whether retinopathy is graded: not where the model in use has other classes."""
        return self.model is None or self.model.card.grades
