"""Received objects on the disk: whole and safe before the caller is told so."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.atomic import remove_left_over, write_new
from fundusviewer.dicom.identifiers import file_of, folder_of
from fundusviewer.errors import NetworkError, OutputError
from fundusviewer.private_files import make_private_folder

#: Free space that must remain on the disk, in bytes.
RESERVE_BYTES = 500_000_000


class FullError(OutputError):
    """There is no room for the object."""


@dataclass(frozen=True)
class Kept:
    """An object that is on the disk.

    Attributes
    ----------
    path
        Its file.
    is_new
        Whether it was not there before: what was sent again is kept once.
    is_ambiguous
        Whether another object has its identifier; that one lies there untouched.
    """

    path: Path
    is_new: bool
    is_ambiguous: bool = False


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
            if not folder.parent.exists():
                make_private_folder(folder.parent)
            folder.mkdir(exist_ok=True)
            # The photographs carry names.
            folder.chmod(0o700)
        except OSError as error:
            raise NetworkError(
                f"{folder}: received photographs cannot be kept there ({error.strerror})"
            ) from error
        if not os.access(folder, os.W_OK):
            raise NetworkError(f"{folder}: received photographs cannot be kept there (read-only)")
        for study in _folders(folder):
            remove_left_over(study)

    def keep(self, study_uid: str, sop_instance_uid: str, data: bytes) -> Kept:
        """Write an object; it is on the disk when this returns.

        No object is ever replaced, also where two that name themselves alike arrive at once.

        Parameters
        ----------
        study_uid, sop_instance_uid
            Identifiers of its study and itself.
        data
            The whole file.

        Raises
        ------
        FullError
            If the disk is full, or nearly.
        OutputError
            If the object cannot be written, or its identifier is none.
        """
        study = folder_of(self.folder, study_uid)
        path = file_of(study, sop_instance_uid)
        beside = file_of(study, sop_instance_uid, hashlib.sha256(data).hexdigest()[:12])
        self._check_room(len(data))
        try:
            study.mkdir(mode=0o700, exist_ok=True)
            kept = _kept(path, beside, data)
            _flush_folder(study)
            _flush_folder(self.folder)
        except OSError as error:
            raise OutputError(f"{study}: cannot be written ({error.strerror})") from error
        return kept

    def _check_room(self, size: int) -> None:
        try:
            free = shutil.disk_usage(self.folder).free
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot be used ({error.strerror})") from error
        if free - size < RESERVE_BYTES:
            raise FullError(f"{self.folder}: only {free / 1e6:,.0f} MB are free")


def _kept(path: Path, beside: Path, data: bytes) -> Kept:
    """Write an object under its own name, or beside another one that has taken the name."""
    if write_new(path, data, private=True):
        return Kept(path, is_new=True)
    if _is_same(path, data):
        return Kept(path, is_new=False)
    if write_new(beside, data, private=True):
        return Kept(beside, is_new=True, is_ambiguous=True)
    if _is_same(beside, data):
        return Kept(beside, is_new=False, is_ambiguous=True)
    raise OutputError(f"{beside}: is another object")


def _folders(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_dir()]
    except OSError:
        return []


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
