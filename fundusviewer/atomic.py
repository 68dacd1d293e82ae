"""Writing a file so that a crash, a full disk or Ctrl-C leaves the old one whole."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING

from fundusviewer.errors import OutputError
from fundusviewer.held_files import is_held

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Seconds after which a temporary file that nobody holds was left over by a program that died.
_LEFT_OVER_AFTER = 2.0

#: How the names of temporary files end, so that they are never taken for others.
_TEMPORARY = ".partial"

#: What is wrong and what there is to do, where the system's words do not say it.
_TO_DO = {
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.ENOENT: "the folder is not there any more; choose another one",
    errno.EROFS: "the drive is read-only; choose another one",
    errno.EACCES: "you may not write there; choose another folder",
    errno.EIO: "the drive does not answer",
}

#: What file systems without links say.
_NO_LINKS = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)

#: One file takes its name at a time, where the file system itself cannot keep two apart.
_naming = Lock()


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file in one step: it is there whole, or it is what it was before.

    Parameters
    ----------
    path
        The file; an older one is replaced. Its folder must exist.
    data
        The whole content.
    private
        Whether nobody but this user may read it.

    Raises
    ------
    OutputError
        If the file cannot be written. The message names the file and the reason.
    """
    with atomic_file(path, private=private) as partial:
        partial.write_bytes(data)


def write_new(path: Path, data: bytes, *, private: bool = False) -> bool:
    """Write a file in one step where there is none of its name; never replaces one.

    Of several threads and programs that write the same name at the same moment, one succeeds.

    Parameters
    ----------
    path, data, private
        See :func:`write_atomically`.

    Returns
    -------
    bool
        Whether it was written; ``False`` where there is a file of the name, which is left as it is.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    if path.exists():
        return False
    try:
        with _temporary_beside(path) as partial:
            partial.write_bytes(data)
            _finish(partial, private=private)
            with _naming:
                return _take_name(partial, path)
    except OSError as error:
        raise _not_written(path, error) from error


def remove_left_over(folder: Path) -> None:
    """Remove the temporary files that a program which died left in a folder.

    Those that are being written stay: they are held, or were made just now. What cannot be
    removed stays too.
    """
    with suppress(OSError):
        for path in sorted(folder.glob(f".*{_TEMPORARY}")):
            with suppress(OSError):
                age = abs(time.time() - path.lstat().st_mtime)
                if path.is_file() and age > _LEFT_OVER_AFTER and not _is_used(path):
                    path.unlink()


def write_text_atomically(path: Path, text: str) -> None:
    """Write a text as UTF-8; see :func:`write_atomically`.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_atomically(path, text.encode("utf-8"))


@contextmanager
def atomic_file(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a temporary file beside ``path`` that takes its place when the context ends well.

    For files that are too large to be held in memory. Whatever ends the context early (an error,
    a full disk, Ctrl-C) removes the temporary file and leaves what was at ``path`` as it was.

    Raises
    ------
    OutputError
        If the file cannot be written. The message names the file and the reason.
    """
    try:
        with _temporary_beside(path) as partial:
            yield partial
            _finish(partial, private=private)
            partial.replace(path)
    except OSError as error:
        raise _not_written(path, error) from error


@contextmanager
def _temporary_beside(path: Path) -> Iterator[Path]:
    """Give a file beside ``path``, for this user alone, that is gone afterwards under its name."""
    if is_held(path):
        raise OutputError(f"{path}: is the screening database that is open; name another file")
    # Beside the target: a rename is atomic only inside one file system. A file name has at
    # most 255 bytes, and a letter up to four.
    descriptor, name = tempfile.mkstemp(_TEMPORARY, f".{path.name[:40]}.", path.parent)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "rb") as held:
            _hold(held)
            if sys.platform == "win32":
                # Windows renames no open file.
                held.close()
            yield partial
    finally:
        partial.unlink(missing_ok=True)


def _finish(partial: Path, *, private: bool) -> None:
    """Bring a written file to the disk, and open it to others unless it is private."""
    _flush(partial)
    if not private:
        partial.chmod(0o666 & ~_umask())


def _take_name(partial: Path, path: Path) -> bool:
    """Give a finished file its name, unless there is one of the name."""
    try:
        if os.name == "nt":
            partial.rename(path)
        else:
            os.link(partial, path)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Threads of this program are still kept apart, by the lock.
        if path.exists():
            return False
        partial.replace(path)
    return True


def _hold(file: IO[bytes]) -> None:
    """Mark a file as being written, until it is closed; Windows does that by itself."""
    if sys.platform != "win32":
        with suppress(OSError):
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_used(path: Path) -> bool:
    if sys.platform == "win32":
        # Where it is open, it cannot be removed.
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _flush(path: Path) -> None:
    # Opened for writing: Windows flushes no file that is open for reading only.
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _not_written(path: Path, error: OSError) -> OutputError:
    said = error.strerror or str(error)
    to_do = _TO_DO.get(error.errno or 0)
    if to_do is None:
        return OutputError(f"{path}: cannot be written ({said})")
    return OutputError(f"{path}: cannot be written: {to_do} ({said})")


def _umask() -> int:
    """Return the process's mask; reading it means setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
