"""What the commands have in common."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

from fundusviewer.errors import FundusViewerError, OutputError


def run_command(work: Callable[[], object]) -> int:
    """Do a command's work with its log on standard error; return the exit status.

    What can be put right by the user is said in one sentence.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    try:
        work()
    except FundusViewerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def open_output(folder: Path) -> None:
    """Make a run's folder, before the long work begins.

    Raises
    ------
    OutputError
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror})") from error
