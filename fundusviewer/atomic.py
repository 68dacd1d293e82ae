"""Writing a file so that a crash, a full disk or Ctrl-C leaves the old one whole."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fundusviewer.errors import OutputError
from fundusviewer.held_files import is_held

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    if is_held(path):
        raise OutputError(f"{path}: is the screening database that is open; name another file")
    partial: Path | None = None
    try:
        # Beside the target: a rename is atomic only inside one file system. A file name has at
        # most 255 bytes, and a letter up to four.
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        os.close(descriptor)
        partial = Path(name)
        yield partial
        _flush(partial)
        # It was made for this user alone.
        if not private:
            partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{path}: cannot be written ({reason})") from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    # Opened for writing: Windows flushes no file that is open for reading only.
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _umask() -> int:
    """Return the process's mask; reading it means setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
