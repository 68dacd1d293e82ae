"""``fundusviewer share``: a model in the folder that a hub or another framework expects."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from fundusviewer.cli.models import find_model
from fundusviewer.export.sharing.shared_folder import KINDS, share


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "share",
        help="write a model as a Hugging Face repository or a MONAI bundle",
        description="Writes a folder with the model and its card in the form that others expect. "
        "Nothing is sent anywhere.",
    )
    parser.add_argument("model", metavar="MODEL", help="name or file of the model")
    parser.add_argument("--as", dest="kind", choices=KINDS, required=True)
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER", help="a new folder")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    entry = find_model(options.model)
    card = entry.require_card()
    for name in share(entry.path, card, options.kind, options.output):
        print(options.output / name)
    print(f"Licence: {card.licence}")
    return 0
