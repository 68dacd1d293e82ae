"""Objects on their way to the archive: nothing is lost while it is down.

A folder with each object and, beside it, how often and when it was tried. Both outlive the
program; an object is removed when the archive has said that it stored it.
"""

from __future__ import annotations

import json
import logging
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from fundusviewer.atomic import atomic_file, write_atomically
from fundusviewer.dicom.network.send import NotSent, Sent
from fundusviewer.errors import NetworkError, OutputError
from fundusviewer.held_files import is_held
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_data_dir

log = logging.getLogger(__name__)

#: Seconds before the next attempt, by the number of those that failed.
_WAITS = (10, 30, 60, 300, 900, 3600)

#: Objects of one connection.
_PORTION = 50

Sender = Callable[[Sequence[Path]], Iterator[Sent | NotSent]]


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
    """

    file: Path
    attempts: int = 0
    next_attempt: float = 0.0
    reason: str = ""
    refused: bool = False


class Outbox:
    """The folder of objects to be sent.

    Parameters
    ----------
    folder
        Made where it is not there, for this user alone; ``None``: in the user's data folder.
    clock
        Seconds since 1970; replaced in tests.

    Raises
    ------
    OutputError
        If the folder cannot be made.
    """

    def __init__(self, folder: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder or user_data_dir() / "outbox"
        self._clock = clock
        try:
            if folder is None:
                make_private_folder(user_data_dir())
            make_private_folder(self.folder)
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot be made ({error.strerror})") from error

    def put(self, file: Path) -> None:
        """Take a copy of an object; it is on the disk when this returns.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        if is_held(file):
            raise OutputError(f"{file.name}: is the screening database that is open, no photograph")
        target = self.folder / f"{file.stem}.dcm"
        with atomic_file(target, private=True) as partial:
            shutil.copyfile(file, partial)
        self._note(Waiting(target))

    def waiting(self) -> list[Waiting]:
        """Return what is in the outbox, by name."""
        return [self._state(file) for file in sorted(self.folder.glob("*.dcm"))]

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
        due = [one for one in self.waiting() if not one.refused and one.next_attempt <= now]
        sent, failed = 0, []
        for start in range(0, len(due), _PORTION):
            portion = {one.file: one for one in due[start : start + _PORTION]}
            for outcome in self._attempt(list(portion), send):
                if isinstance(outcome, Sent):
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
        wait = _WAITS[min(waiting.attempts, len(_WAITS) - 1)]
        self._note(
            replace(
                waiting,
                attempts=waiting.attempts + 1,
                next_attempt=self._clock() + wait,
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
            return Waiting(file, **json.loads(_note_file(file).read_bytes()))
        except (OSError, ValueError, TypeError):
            return Waiting(file)


def _note_file(file: Path) -> Path:
    return file.with_suffix(".json")
