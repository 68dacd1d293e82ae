"""Objects on their way to the archive: nothing is lost while it is down.

A folder with each object and, beside it, how often and when it was tried. Both outlive the
program; an object is removed when the archive has said that it stored it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from fundusviewer.atomic import remove_left_over, write_atomically, write_new
from fundusviewer.dicom.network.send import NotSent, Sent
from fundusviewer.errors import FundusViewerError, NetworkError, OutputError
from fundusviewer.held_files import is_held
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_data_dir
from fundusviewer.screening.database.report_store import ReportLine
from fundusviewer.screening.database.store import Store

log = logging.getLogger(__name__)

#: Seconds before the next attempt, by the number of those that failed.
_WAITS = (10, 30, 60, 300, 900, 3600)

#: Objects of one connection.
_PORTION = 50

Sender = Callable[[Sequence[Path]], Iterator[Sent | NotSent]]


@dataclass(frozen=True)
class Carried:
    """The report that an object carries, to be noted when it has arrived.

    Attributes
    ----------
    database
        In which it is noted.
    kind
        See :class:`.Reported`.
    lines
        What it says.
    """

    database: str
    kind: str
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True)
class Waiting:
    """An object in the outbox.

    Attributes
    ----------
    file
        The object.
    attempts
        That failed.
    next_attempt
        Not before this time, in seconds since 1970.
    reason
        Why the last attempt failed; empty before the first.
    refused
        Whether the archive does not want it: it stays, and is tried again when somebody says so.
    report
        What it reports; ``None`` where it is no report, or nobody asked.
    """

    file: Path
    attempts: Annotated[int, Field(ge=0)] = 0
    next_attempt: float = 0.0
    reason: str = ""
    refused: bool = False
    report: Carried | None = None


_NOTE = TypeAdapter(Waiting)


class Outbox:
    """The folder of objects to be sent.

    Parameters
    ----------
    folder
        Made where it is not there, for this user alone; ``None``: in the user's data folder.
    clock
        Seconds since 1970; replaced in tests.
    suffix
        Of the objects' files.

    Raises
    ------
    OutputError
        If the folder cannot be made.
    """

    def __init__(
        self,
        folder: Path | None = None,
        clock: Callable[[], float] = time.time,
        suffix: str = ".dcm",
    ) -> None:
        self.folder = folder or user_data_dir() / "outbox"
        self._suffix = suffix
        self._clock = clock
        try:
            if folder is None:
                make_private_folder(user_data_dir())
            make_private_folder(self.folder)
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot be made ({error.strerror})") from error
        remove_left_over(self.folder)

    def put(self, file: Path, *, replaces: bool = False, report: Carried | None = None) -> None:
        """Take a copy of an object; it is on the disk when this returns.

        Parameters
        ----------
        file
            The object.
        replaces
            Whether it takes the place of one of the same name that still waits; otherwise both
            are sent.
        report
            Noted in its database when the other side has said that it has the object.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        if is_held(file):
            raise OutputError(f"{file.name}: is the screening database that is open, no photograph")
        try:
            if not file.is_file():
                raise OutputError(f"{file}: is no file")
            data = file.read_bytes()
        except OSError as error:
            raise OutputError(f"{file}: cannot be read ({error.strerror})") from error
        name = file.stem.removesuffix(self._suffix)
        target = self._replaced(name, data) if replaces else self._kept(name, data)
        self._note(Waiting(target, report=report))

    def _replaced(self, name: str, data: bytes) -> Path:
        target = self.folder / f"{name}{self._suffix}"
        write_atomically(target, data, private=True)
        return target

    def _kept(self, name: str, data: bytes) -> Path:
        """Write an object; another one of the same name stays, and waits beside it."""
        digest = hashlib.sha256(data).hexdigest()
        for target in (
            self.folder / f"{name}{self._suffix}",
            self.folder / f"{name}-{digest[:12]}{self._suffix}",
        ):
            if write_new(target, data, private=True) or _holds(target, data):
                return target
        raise OutputError(f"{name}: another object waits under its name")

    def waiting(self) -> list[Waiting]:
        """Return what is in the outbox, by name."""
        return [self._state(file) for file in sorted(self.folder.glob(f"*{self._suffix}"))]

    def retry(self) -> None:
        """Try everything again at the next delivery, also what was refused."""
        for waiting in self.waiting():
            self._note(replace(waiting, next_attempt=0.0, refused=False))

    def deliver(self, send: Sender) -> tuple[int, list[NotSent]]:
        """Send what is due.

        Parameters
        ----------
        send
            Sends files to the archive; see :func:`fundusviewer.dicom.network.send.send_files`.

        Returns
        -------
        int, list of NotSent
            How many objects the archive has now, and what it has not.
        """
        now = self._clock()
        due = [one for one in self.waiting() if not one.refused and _is_due(one, now)]
        sent, failed = 0, []
        for start in range(0, len(due), _PORTION):
            portion = {one.file: one for one in due[start : start + _PORTION]}
            for outcome in self._attempt(list(portion), send):
                if isinstance(outcome, Sent):
                    _note_arrived(portion[outcome.file].report)
                    self._remove(outcome.file)
                    sent += 1
                else:
                    self._postpone(portion[outcome.file], outcome)
                    failed.append(outcome)
        return sent, failed

    def _attempt(self, files: list[Path], send: Sender) -> Iterator[Sent | NotSent]:
        left = list(files)
        try:
            for outcome in send(files):
                left.remove(outcome.file)
                yield outcome
        except NetworkError as error:
            for file in left:
                yield NotSent(file, str(error), final=False)

    def _postpone(self, waiting: Waiting, outcome: NotSent) -> None:
        # Another program with the same outbox may have sent it meanwhile.
        if not waiting.file.exists():
            self._remove(waiting.file)
            return
        self._note(
            replace(
                waiting,
                attempts=waiting.attempts + 1,
                next_attempt=self._clock() + _wait_after(waiting.attempts),
                reason=outcome.reason,
                refused=outcome.final,
            )
        )

    def _remove(self, file: Path) -> None:
        file.unlink(missing_ok=True)
        _note_file(file).unlink(missing_ok=True)

    def _note(self, waiting: Waiting) -> None:
        values = asdict(waiting)
        del values["file"]
        write_atomically(_note_file(waiting.file), json.dumps(values).encode(), private=True)

    def _state(self, file: Path) -> Waiting:
        """Return an object's state; one whose note is lost or damaged is sent as if it were new."""
        try:
            return _NOTE.validate_python(
                {**json.loads(_note_file(file).read_bytes()), "file": file}
            )
        except (OSError, ValueError, TypeError):
            return Waiting(file)


def _note_arrived(report: Carried | None) -> None:
    """Note that a report has arrived; where that fails, it counts as one that was not made."""
    if report is None:
        return
    database = Path(report.database)
    try:
        # A database that is gone is not made anew.
        if database.is_file():
            with Store(database) as store:
                store.note_report_lines(report.kind, report.lines)
    except (FundusViewerError, OSError):
        log.exception("that a report has arrived could not be noted")


def _wait_after(attempts: int) -> float:
    """Return the seconds before the next attempt."""
    return _WAITS[min(attempts, len(_WAITS) - 1)]


def _is_due(waiting: Waiting, now: float) -> bool:
    """Return whether an object is to be tried; a clock that was set back keeps nothing waiting."""
    longest = _wait_after(max(0, waiting.attempts - 1))
    return not now < waiting.next_attempt <= now + longest


def _holds(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except OSError:
        return False


def _note_file(file: Path) -> Path:
    return file.with_suffix(".json")
