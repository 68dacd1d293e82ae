"""Writing a file so that a crash, a full disk or Ctrl-C leaves the old one whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from fundusviewer.errors import OutputError


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file in one step: it is there whole, or it is what it was before.

    Parameters
    ----------
    path
        The file; an older one is replaced. Its folder must exist.
    data
        The whole content.

    Raises
    ------
    OutputError
        If the file cannot be written. The message names the file and the reason.
    """
    partial: Path | None = None
    try:
        # Beside the target: a rename is atomic only inside one file system.
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
        partial = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    except OSError as error:
        if partial is not None:
            partial.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise OutputError(f"{path}: cannot be written ({reason})") from error
    except BaseException:
        if partial is not None:
            partial.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Return the process's mask; reading it means setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
