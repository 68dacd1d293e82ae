"""The program behind the icon: its arguments are photographs, and nobody reads its console.

Whatever keeps the window from opening is said in a window of the system, on the console and in
the log.
"""

from __future__ import annotations

import argparse
import logging
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime

from fundusviewer import __version__
from fundusviewer.cli import USAGE, is_trial, trial
from fundusviewer.cli import open as open_window
from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.crash.native_alert import show_alert
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_data_dir

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window with photographs and folders in it.

    Parameters
    ----------
    arguments
        Files and folders, and the options of ``fundusviewer open``; ``None`` for those that the
        program was started with.

    Returns
    -------
    int
        0, or 2 where the window cannot be shown.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    if is_trial(words):
        return trial(words)
    try:
        return open_window.run(_parse(words), tell)
    except FundusViewerError as error:
        tell(str(error))
    # The edge of a program without a console: it must not end without a word.
    except Exception as error:
        log.exception("the window cannot be shown")
        tell(f"The window cannot be shown: {type(error).__name__}: {error}", _places(error))
    return USAGE


def tell(text: str, details: str = "") -> None:
    """Say why the window cannot be shown, everywhere where it may be read."""
    _write_down(f"{text}\n{details}")
    if sys.stderr is not None:
        print(f"fundusviewer: {text}", file=sys.stderr, flush=True)
    show_alert(text)


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="FundusViewer")
    parser.add_argument("--version", action="version", version=f"FundusViewer {__version__}")
    open_window.add_arguments(parser)
    return parser.parse_args(words)


def _write_down(text: str) -> None:
    """Add to the log; Qt, which the window's own log needs, may be what is missing."""
    path = user_data_dir() / "fundusviewer.log"
    try:
        make_private_folder(path.parent)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} ERROR {text.strip()}\n")
    except OSError:
        # The console and the window are left.
        return


def _places(error: BaseException) -> str:
    """Return where an error came from, without texts that may name a photograph."""
    return "".join(traceback.format_tb(error.__traceback__))
