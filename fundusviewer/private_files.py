"""The user's own folder and files: for this user alone, whatever the process's mask says.

They tell which patients' photographs lie where, and what was found in them. Windows keeps a user's
data folder from other users by itself.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

#: Folders with these marks are meant for several users.
_SHARED = stat.S_ISVTX | stat.S_ISGID


def make_private_folder(folder: Path) -> None:
    """Make a folder for the user's data, or close an existing one to others.

    Folders above it that have to be made for it are closed to others, too. A folder of another
    user, one that is marked as shared (setgid, sticky) and the user's home are left as they are.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    if not folder.parent.exists():
        # By itself, mkdir gives folders above the rights that everybody's folders have.
        make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    close_to_others(folder)


def close_to_others(path: Path) -> None:
    """Take the rights of group and others from a file or folder of this user, where it is there.

    Those of the user stay: what is marked read-only is meant so.
    """
    if os.name == "nt":
        return
    try:
        status = path.stat()
        others = stat.S_IRWXG | stat.S_IRWXO
        left = status.st_mode & _SHARED or path.samefile(Path.home())
        if status.st_mode & others and not left and status.st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(status.st_mode) & ~others)
    except (OSError, RuntimeError):
        # It is not there, or a file system that knows no rights.
        return
