"""What a DICOM file holds: one photograph, several, none, or a list of other files."""

from __future__ import annotations

import io
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag, Tag
from pydicom.uid import MediaStorageDirectoryStorage

from fundusviewer.file_memory import remembers_files
from fundusviewer.imaging.dicom.kinds import is_photograph
from fundusviewer.imaging.dicom.layout import MAX_FRAMES, frames_of
from fundusviewer.imaging.dicom.parse import peek
from fundusviewer.imaging.dicom.refusal import RefusalError
from fundusviewer.imaging.file import frame_path

#: The elements that tell what a file is; the others are passed over.
_TELLING: list[BaseTag | int] = [
    Tag(keyword) for keyword in ("SOPClassUID", "NumberOfFrames", "Rows", "ManufacturerModelName")
]

#: What leads out of a folder, also on Windows, or is no name.
_NO_NAME = frozenset("/\\:\0")

#: Most bytes and records of one DICOMDIR, and how a record begins (PS3.5, 7.5).
_MAX_DIRECTORY_BYTES, _MAX_RECORDS, _ITEM = 128 * 2**20, 200_000, b"\xfe\xff\x00\xe0"


@remembers_files(100_000)
def contents_of(path: Path, _state: tuple[int, int]) -> tuple[Path, ...] | None:
    """Return the photographs of a DICOM file.

    Parameters
    ----------
    path
        The file, recognised as DICOM.
    _state
        Its size and time of change: a watched folder is looked at again and again.

    Returns
    -------
    tuple of Path or None
        The file itself; or a path for each of its frames; or the files that a DICOMDIR names;
        ``None`` for an object that is no photograph. A file that cannot be read stands for
        itself, so that reading it says why.
    """
    try:
        header = peek(path, _TELLING)
        if _is_directory(header):
            return _files_of(path)
        if not is_photograph(header):
            return None
        frames = frames_of(header)
    # Whatever is wrong with it is said by reading it.
    except Exception:  # noqa: BLE001
        return (path,)
    if not 1 < frames <= MAX_FRAMES:
        return (path,)
    return tuple(frame_path(path, number) for number in range(1, frames + 1))


def _is_directory(header: Dataset) -> bool:
    meta = getattr(header, "file_meta", Dataset())
    return bool(meta.get("MediaStorageSOPClassUID") == MediaStorageDirectoryStorage)


def _files_of(path: Path) -> tuple[Path, ...]:
    """Return the image files that a DICOMDIR names, below its own folder only."""
    data = path.read_bytes() if path.stat().st_size <= _MAX_DIRECTORY_BYTES else b""
    # Before they are read: each takes a hundred times its eight bytes.
    if not data or data.count(_ITEM) > _MAX_RECORDS:
        raise RefusalError("names more files than can be read")
    records = dcmread(io.BytesIO(data), force=True).get("DirectoryRecordSequence") or []
    named = (
        record.get("ReferencedFileID")
        for record in records
        if record.get("DirectoryRecordType") == "IMAGE"
    )
    files = [_named_file(path.parent, parts) for parts in named if parts]
    return tuple(file for file in files if file is not None) or (path,)


def _named_file(folder: Path, parts: object) -> Path | None:
    """Return a file by the parts of its name; a path out of the folder is none."""
    names = [parts] if isinstance(parts, str) else [str(part) for part in parts]  # type: ignore[attr-defined]
    if any(name in ("", ".", "..") or set(name) & _NO_NAME for name in names):
        return None
    file = folder
    for name in names:
        file = _child(file, name)
    return file


def _child(folder: Path, name: str) -> Path:
    """Return a file or folder by its name; discs that were copied may have small letters."""
    exact = folder / name
    if exact.exists() or not folder.is_dir():
        return exact
    alike = (child for child in sorted(folder.iterdir()) if child.name.upper() == name.upper())
    return next(alike, exact)
