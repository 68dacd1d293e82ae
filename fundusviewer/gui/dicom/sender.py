"""Findings on their way out of the window: into a folder, or by the outbox to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fundusviewer.dicom.settings import NetworkSettings
from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.dicom.delivery import Delivery
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.inference import Classifier, open_classifier
from fundusviewer.screening import Filter, Method, NamePattern, Row, Store, identify

if TYPE_CHECKING:
    from fundusviewer.dicom.network.send import NotSent

#: Milliseconds between two looks at the outbox.
_DELIVER_EVERY = 5000


@dataclass(frozen=True, eq=False)
class Order:
    """What is to be written; carries all that the work needs.

    Attributes
    ----------
    store, method, pattern
        Where the results are, how they were made, and how names are read.
    keys
        Rows of the list; ``None`` for all photographs in ``folder``.
    folder
        Of received photographs.
    model
        The model's file, for pictures and heat maps.
    """

    store: Store
    method: Method
    pattern: NamePattern
    model: Path | None
    keys: Sequence[int] | None = None
    folder: Path | None = None

    def rows(self) -> list[Row]:
        """Return the rows; reads the database."""
        if self.keys is None:
            return self.store.rows(self.method, Filter(folder=self.folder))
        return self.store.rows_at(self.method, self.keys)

    def everything(self) -> list[Row]:
        """Return all rows of the database; reads it."""
        return self.store.rows(self.method)

    def classifier(self) -> Classifier | None:
        """Return a network of its own: the window's goes on with what waits."""
        return None if self.model is None else open_classifier(self.model, "cpu", threads=1)


class Sending(Delivery):
    """Makes objects in the background and delivers the outbox while there is an archive."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_DELIVER_EVERY, parent)
        # Threads of their own: an archive that does not answer must not hold up anything.
        self.making = JobPool(self, threads=1)
        self.delivering = JobPool(self, threads=1)
        self.settings = NetworkSettings()

    def use(self, settings: NetworkSettings) -> None:
        """Deliver to the archive of the settings from now on."""
        self.settings = settings
        self._receiver_changed()

    def write(self, order: Order, folder: Path) -> None:
        """Write objects into a folder."""
        self.status_message.emit(self.tr("Writing DICOM objects…"))
        self.making.run(
            partial(_written, order, folder), self._tell_written, self.notification.emit
        )

    def deidentify(self, paths: Sequence[Path], folder: Path) -> None:
        """Write photographs without their patients into a folder."""
        self.status_message.emit(self.tr("De-identifying photographs…"))
        work = partial(_deidentified, list(paths), folder)
        self.making.run(work, self._tell_deidentified, self.notification.emit)

    def send(self, order: Order) -> None:
        """Put objects into the outbox and deliver it."""
        self.status_message.emit(self.tr("Preparing findings for the archive…"))
        work = partial(_handed_over, order, self.settings)
        self.making.run(work, self._tell_handed_over, self.notification.emit)

    def close(self) -> None:
        """Stop; what waits in the outbox is delivered at the next start."""
        super().close()
        self.making.close()
        self.delivering.close()

    def _has_receiver(self) -> bool:
        return self.settings.archive is not None

    def _attempt(self) -> None:
        self.delivering.run(partial(_delivered, self.settings), self._tell_delivered, self._failed)

    def _tell_written(self, outcome: tuple[int, list[str]]) -> None:
        count, reasons = outcome
        self.status_message.emit(self.tr("%n DICOM objects written", "", count))
        self._tell_reasons(reasons)

    def _tell_deidentified(self, outcome: tuple[int, list[str]]) -> None:
        count, remarks = outcome
        self.status_message.emit(self.tr("%n de-identified copies saved", "", count))
        if remarks:
            more = len(remarks) - 1
            rest = self.tr(" (and {more} more)").format(more=more) if more else ""
            self.notification.emit(remarks[0] + rest)

    def _tell_handed_over(self, outcome: tuple[int, list[str]]) -> None:
        count, reasons = outcome
        self.status_message.emit(self.tr("%n DICOM objects on their way to the archive", "", count))
        self._tell_reasons(reasons)
        self.deliver()

    def _tell_reasons(self, reasons: list[str]) -> None:
        if reasons:
            more = len(reasons) - 1
            rest = self.tr(" (and {more} more)").format(more=more) if more else ""
            self.notification.emit(
                self.tr("Not written: {reason}").format(reason=reasons[0]) + rest
            )

    def _tell_delivered(self, outcome: tuple[int, list[NotSent], int]) -> None:
        sent, failed, waiting = outcome
        if sent:
            self.status_message.emit(self.tr("%n DICOM objects sent", "", sent))
        reason = failed[0].reason if failed else ""
        words = self.tr("{reason}. %n objects wait in the outbox.", "", waiting)
        self._end(sent, reason, words.format(reason=reason))


# What writes and sends takes a second to import: in the background, and when it is wanted.


def _written(order: Order, folder: Path) -> tuple[int, list[str]]:
    from fundusviewer.dicom.export import Exported, export_findings

    rows = order.rows()
    outcomes = list(
        export_findings(
            rows,
            order.method,
            order.pattern,
            folder,
            everything=order.everything(),
            classifier=order.classifier(),
            marks=order.store.marks,
        )
    )
    told = {sha256 for one in outcomes if isinstance(one, Exported) for sha256 in one.reported}
    order.store.note_report(
        "dicom", (identify(row, order.pattern) for row in rows if row.sha256 in told)
    )
    reasons = [one.reason for one in outcomes if not isinstance(one, Exported)]
    return len(outcomes) - len(reasons), reasons


def _deidentified(paths: list[Path], folder: Path) -> tuple[int, list[str]]:
    """Return how many were written, and what a person must know, the refusals first."""
    from fundusviewer.dicom.deidentification.deidentify import deidentify

    refused: list[str] = []
    warnings: list[str] = []
    for path in paths:
        try:
            warnings.extend(deidentify(path, folder).warnings)
        except FundusViewerError as error:
            refused.append(str(error))
    return len(paths) - len(refused), [*refused, *warnings]


def _handed_over(order: Order, settings: NetworkSettings) -> tuple[int, list[str]]:
    from fundusviewer.dicom.handover import hand_over
    from fundusviewer.dicom.network.outbox import Outbox

    return hand_over(
        order.rows(),
        order.method,
        order.pattern,
        Outbox(),
        everything=order.everything(),
        classifier=order.classifier(),
        kinds=settings.send,
        database=order.store.path,
        marks=order.store.marks,
    )


def _delivered(settings: NetworkSettings) -> tuple[int, list[NotSent], int]:
    from fundusviewer.dicom.network.outbox import Outbox
    from fundusviewer.dicom.network.send import send_files

    outbox, archive = Outbox(), settings.archive
    if archive is None or not outbox.waiting():
        return 0, [], 0
    sent, failed = outbox.deliver(partial(send_files, settings.title, archive))
    return sent, failed, len(outbox.waiting())
