"""The arguments that name labels: of ``train`` and of ``evaluate``."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_labels_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the labels and what their columns are called."""
    parser.add_argument(
        "--data",
        nargs="+",
        type=Path,
        required=True,
        metavar="LABELS.csv|DIR",
        help="labels files, or folders with a folder of photographs for each grade",
    )
    parser.add_argument(
        "--columns",
        nargs="+",
        type=_column,
        default=[],
        metavar="OURS=NAME",
        help="what the labels files call a column, such as file=foto grade=stage class=finding, "
        "where it is none of the names that are known",
    )


def _column(text: str) -> tuple[str, str]:
    ours, separator, theirs = text.partition("=")
    if not (separator and ours.strip() and theirs.strip()):
        raise argparse.ArgumentTypeError(f"{text!r}: OURS=NAME is expected, such as grade=stage")
    return ours.strip(), theirs.strip()
