"""``fundusviewer open``: the window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fundusviewer.errors import DisplayError

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

#: Where Linux says that there is a display; the last one chooses among Qt's own.
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "open",
        help="open the window (the default)",
        description="Open the window, with photographs or folders in it.",
    )
    add_arguments(parser)
    parser.set_defaults(run=run)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes: also what the program behind the icon takes."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PHOTO|FOLDER")
    parser.add_argument("--model", metavar="NAME|FILE", help="model; default: the one used last")
    parser.add_argument(
        "--provider",
        choices=("auto", "cpu", "cuda"),
        help="what the network runs on; default: the one used last",
    )
    parser.add_argument(
        "--database",
        type=Path,
        metavar="FILE",
        help="screening database; made where it is not there (default: the one used last)",
    )


def say_on_console(text: str) -> None:
    """Print what Qt says before it ends the program."""
    print(f"fundusviewer: {text}", file=sys.stderr, flush=True)


def run(args: argparse.Namespace, tell: Callable[[str], object] = say_on_console) -> int:
    """Show the window; returns the exit status when it is closed.

    Parameters
    ----------
    args
        See :func:`add_arguments`.
    tell
        Takes what Qt says before it ends the program, where no exception can be raised.

    Raises
    ------
    DisplayError
        If there is no display or Qt cannot be loaded.
    """
    _check_display()
    # Loading Qt before onnxruntime has crashed programs on Windows: inference comes first.
    import fundusviewer.inference  # noqa: F401

    try:
        from fundusviewer.gui.window.application import run_window
    except ImportError as error:
        raise DisplayError(
            f"the window cannot be shown: Qt cannot be loaded ({error}){_remedy()}"
        ) from error
    return run_window(
        args.paths,
        model=args.model,
        provider=args.provider,
        database=args.database,
        tell=tell,
    )


def _remedy() -> str:
    """Return what installs the missing libraries, where that is known."""
    if sys.platform != "linux":
        return ""
    if getattr(sys, "frozen", False):
        return "; the installation guide names the system's packages that it needs"
    return "; 'make system-packages' installs what it needs on Debian and Ubuntu"


def _check_display() -> None:
    """Qt ends the whole program where it finds no display; say so before."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        raise DisplayError(
            "the window cannot be shown: there is no display; "
            "'fundusviewer classify' works without one"
        )
