"""The examination of the photograph on screen: what the list does not keep, its heat map."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.state.operating_point import OperatingPointInUse
from fundusviewer.gui.threads.inference_thread import Answer, InferenceService
from fundusviewer.gui.threads.inference_worker import Examine, Explain, Job
from fundusviewer.gui.threads.lesion_request import MarkLesions
from fundusviewer.gui.threads.whole_photograph import WholePhotograph
from fundusviewer.screening import Failure, Finding

#: Findings that are kept; each is some kilobytes.
_KEPT = 100


class CurrentExamination(QObject):
    """Examines the photograph that is looked at, before everything that waits.

    Signals
    -------
    found(Path)
        A photograph was examined; its finding is in the database too.
    failed(Failure)
        It could not be, and why.
    explained(Path)
        Its heat map is that of another class now.
    unexplained()
        The heat map of another class could not be made.
    marked(Path)
        Its lesions are marked; they are in the database too.
    notification(str)
        A sentence for the user.
    unexpected_error(Exception)
        Something went wrong that should not.
    """

    found = Signal(object)
    failed = Signal(object)
    explained = Signal(object)
    unexplained = Signal()
    marked = Signal(object)
    notification = Signal(str)
    unexpected_error = Signal(object)

    def __init__(
        self,
        service: InferenceService,
        point: OperatingPointInUse,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service, self._point = service, point
        self._kept: OrderedDict[Path, Finding] = OrderedDict()
        self._asked: tuple[int, Path] | None = None
        self._awaited: Path | None = None
        self._obstacles: dict[Path, str] = {}
        self._explaining: int | None = None
        #: By whether it is the photograph beside the one that is looked at.
        self._marking: dict[bool, tuple[int, Path]] = {}
        point.chosen.connect(self._decide_anew)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being examined, explained or marked."""
        return self._asked is None and self._explaining is None and not self._marking

    @property
    def is_examining(self) -> bool:
        """Whether a photograph is being examined that was asked for."""
        return self._asked is not None

    def get(self, path: Path, sha256: str | None) -> Finding | None:
        """Return a photograph's finding, where it is there and shows what the database knows."""
        finding = self._kept.get(path)
        fits = finding is not None and finding.image.source.sha256 == sha256
        return finding if fits else None

    def is_awaited(self, path: Path) -> bool:
        """Return whether this photograph is being examined, or what the run finds is waited for."""
        return path == self._awaited or (self._asked is not None and self._asked[1] == path)

    def obstacle(self, path: Path) -> str:
        """Return why a photograph could not be examined when it was looked at; empty: it was."""
        return self._obstacles.get(path, "")

    def forget_obstacles(self) -> None:
        """Let everything be tried again that could not be examined."""
        self._obstacles.clear()

    def ask(self, path: Path, job: Job, *, keep_failure: bool) -> None:
        """Examine a photograph; another one that was asked for before is not waited for."""
        if self._asked is not None:
            if self._asked[1] == path:
                return
            self._service.cancel(self._asked[0])
        request = Examine(path, job, keep_failure)
        self._asked = self._service.submit(request, self._answered, urgent=True), path

    def wait_for(self, path: Path) -> None:
        """Take what the run finds in a photograph, which it is examining already."""
        self._awaited = path

    def take(self, finding: Finding) -> None:
        """Keep what the run found, where that is waited for; the run tells that it is there."""
        if finding.path == self._awaited:
            self._awaited = None
            self._keep(finding)

    def explain(self, finding: Finding, class_index: int) -> None:
        """Make the heat map of another class."""
        if self._explaining is not None:
            self._service.cancel(self._explaining)
        self._explaining = self._service.submit(
            Explain(finding, class_index), self._explain_answered, urgent=True
        )

    def mark(
        self,
        finding: Finding,
        job: Job,
        whole: WholePhotograph | None = None,
        *,
        beside: bool = False,
    ) -> None:
        """Mark the lesions on a photograph; those of another one are not waited for any more.

        Parameters
        ----------
        finding, job, whole
            See :class:`MarkLesions`.
        beside
            Whether it is the photograph beside the one that is looked at.
        """
        if beside in self._marking:
            if self._marking[beside][1] == finding.path:
                return
            self._service.cancel(self._marking[beside][0])
        number = self._service.submit(
            MarkLesions(finding, job, whole), partial(self._mark_answered, beside), urgent=True
        )
        self._marking[beside] = number, finding.path

    def forget(self, path: Path | None = None) -> None:
        """Forget a photograph's finding, or all of them."""
        if path is None:
            self._kept.clear()
            if self._explaining is not None:
                self._service.cancel(self._explaining)
                self._explaining = None
            self._obstacles.clear()
        else:
            self._kept.pop(path, None)
            self._obstacles.pop(path, None)
        if path in (None, self._awaited):
            self._awaited = None
        if self._asked is not None and path in (None, self._asked[1]):
            self._service.cancel(self._asked[0])
            self._asked = None

    def _answered(self, answer: Answer) -> None:
        self._asked = None
        if isinstance(answer.value, Finding):
            self._keep(answer.value)
            self.found.emit(answer.value.path)
        elif isinstance(answer.value, Failure):
            self._obstacles[answer.value.path] = answer.value.reason
            self.failed.emit(answer.value)
        else:
            self._report(answer)

    def _mark_answered(self, beside: bool, answer: Answer) -> None:
        self._marking.pop(beside, None)
        value = answer.value
        if answer.error is not None:
            self._report(answer)
        elif isinstance(value, Finding) and value.lesions is not None:
            before = self._kept.get(value.path)
            if before is not None and before.image.source.sha256 == value.image.source.sha256:
                self._keep(replace(before, lesions=value.lesions))
                self.marked.emit(value.path)

    def _explain_answered(self, answer: Answer) -> None:
        self._explaining = None
        if isinstance(answer.value, Finding):
            self._keep(answer.value)
            self.explained.emit(answer.value.path)
        else:
            self._report(answer)
            self.unexplained.emit()

    def _decide_anew(self) -> None:
        for path, finding in self._kept.items():
            self._kept[path] = self._point.decided(finding)

    def _keep(self, finding: Finding) -> None:
        self._obstacles.pop(finding.path, None)
        self._kept[finding.path] = self._point.decided(finding)
        self._kept.move_to_end(finding.path)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def _report(self, answer: Answer) -> None:
        if isinstance(answer.error, FundusViewerError):
            self.notification.emit(str(answer.error))
        else:
            self.unexpected_error.emit(answer.error)
