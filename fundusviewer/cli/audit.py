"""``fundusviewer audit``: whether something is open, or has changed, in a database."""

from __future__ import annotations

from typing import Any

from fundusviewer.cli.pieces.audit_cohort import add_cohort
from fundusviewer.cli.pieces.audit_drift import add_drift


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "audit",
        help="look after a database: whether somebody was lost, or the photographs have changed",
        description="Looks after a database; changes nothing. For research use only. Not for "
        "diagnosis.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (add_cohort, add_drift):
        add(commands)
