"""``fundusviewer open``: the window."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "open",
        help="open the window (the default)",
        description="Open the window, with photographs or folders in it.",
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PHOTO|FOLDER")
    parser.add_argument("--model", metavar="NAME|FILE", help="model; default: the one used last")
    parser.add_argument(
        "--provider",
        choices=("auto", "cpu", "cuda"),
        help="what the network runs on; default: the one used last",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show the window; returns the exit status when it is closed."""
    # Loading Qt before onnxruntime has crashed programs on Windows: inference comes first.
    import fundusviewer.inference  # noqa: F401
    from fundusviewer.gui.application import run_window

    return run_window(args.paths, model=args.model, provider=args.provider)
