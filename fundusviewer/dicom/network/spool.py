"""Received objects on the disk: whole and safe before the caller is told so."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

from fundusviewer.atomic import write_atomically
from fundusviewer.errors import NetworkError, OutputError

#: Free space that must remain on the disk, in bytes.
RESERVE_BYTES = 500_000_000

#: An identifier (PS3.5, 9.1); never "..".
_UID = re.compile(r"[0-9]+(\.[0-9]+)*")


class FullError(OutputError):
    """There is no room for the object."""


class Spool:
    """A folder of received objects, each under its identifier in the folder of its study.

    Parameters
    ----------
    folder
        Made where it is not there, for this user alone.

    Raises
    ------
    NetworkError
        If the folder cannot be made or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # The photographs carry names.
            folder.chmod(0o700)
        except OSError as error:
            raise NetworkError(
                f"{folder}: received photographs cannot be kept there ({error.strerror})"
            ) from error
        if not os.access(folder, os.W_OK):
            raise NetworkError(f"{folder}: received photographs cannot be kept there (read-only)")

    def keep(self, study_uid: str, sop_instance_uid: str, data: bytes) -> tuple[Path, bool]:
        """Write an object; it is on the disk when this returns.

        Parameters
        ----------
        study_uid, sop_instance_uid
            Identifiers of its study and itself.
        data
            The whole file.

        Returns
        -------
        pathlib.Path, bool
            The file, and whether it is new: what was sent again is kept once, and another object
            under the same identifier lies beside the first.

        Raises
        ------
        FullError
            If the disk is full, or nearly.
        OutputError
            If the object cannot be written, or its identifier is none.
        """
        if not all(len(uid) <= 64 and _UID.fullmatch(uid) for uid in (study_uid, sop_instance_uid)):
            raise OutputError("the object's identifier is none")
        self._check_room(len(data))
        study = self._study(study_uid)
        path = study / f"{sop_instance_uid}.dcm"
        if path.exists() and not _is_same(path, data):
            digest = hashlib.sha256(data).hexdigest()
            path = study / f"{sop_instance_uid}-{digest[:12]}.dcm"
        if path.exists() and _is_same(path, data):
            return path, False
        write_atomically(path, data, private=True)
        _flush_folder(study)
        return path, True

    def _study(self, study_uid: str) -> Path:
        study = self.folder / study_uid
        if not study.is_dir():
            try:
                study.mkdir(mode=0o700, exist_ok=True)
                _flush_folder(self.folder)
            except OSError as error:
                raise OutputError(f"{study}: cannot be made ({error.strerror})") from error
        return study

    def _check_room(self, size: int) -> None:
        try:
            free = shutil.disk_usage(self.folder).free
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot be used ({error.strerror})") from error
        if free - size < RESERVE_BYTES:
            raise FullError(f"{self.folder}: only {free / 1e6:,.0f} MB are free")


def _is_same(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _flush_folder(folder: Path) -> None:
    """Make the file's name as safe as its content; Windows does that by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
