"""``fundusviewer readers``: who reads a database, in which roles, and by which rules."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from fundusviewer.errors import StoreError
from fundusviewer.grading import Awaited, Role
from fundusviewer.reporting.words import AWAITED
from fundusviewer.resources import default_database
from fundusviewer.screening.database.opening import make_ready
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.readers import role_name

_NO_METHOD = Method("", "", "", "{}")


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "readers",
        help="set up first and second readers and arbiters of a database",
        description="Without a change: prints readers, the rules and how much is still to be "
        "read. The first reader with a role begins a programme. Exit status: 0 done, 2 wrong "
        "usage.",
    )
    parser.add_argument(
        "--database", type=Path, metavar="FILE", help="default: that in the user's data folder"
    )
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--set", metavar="NAME", help="add a reader, or give one other roles")
    change.add_argument(
        "--delete", metavar="NAME", help="cases go back to their queues, answers stay"
    )
    change.add_argument(
        "--end-programme", action="store_true", help="one doctor's verdict counts again"
    )
    parser.add_argument(
        "--role",
        action="append",
        choices=[role.value for role in Role],
        default=[],
        help="with --set; may be given several times",
    )
    parser.add_argument(
        "--share",
        type=float,
        metavar="S",
        help="part of the readings without referral that a second reader gets, 0 to 1 "
        "(default: 0.1)",
    )
    parser.add_argument("--seed", type=int, metavar="N", help="chooses which (default: 1)")
    parser.add_argument(
        "--begins", metavar="YYYY-MM-DD", help="what was read before needs no second reader"
    )
    parser.add_argument("--json", action="store_true", help="print as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.role and not options.set:
        raise StoreError("--role belongs to --set NAME")
    database = (options.database or default_database()).absolute()
    if not database.is_file():
        raise StoreError(f"{database}: there is no such database")
    make_ready(database)
    with Store(database) as store:
        _change(store, options)
        state = _state(store)
    print(json.dumps(state, indent=2, ensure_ascii=False) if options.json else _as_text(state))
    return 0


def _change(store: Store, options: argparse.Namespace) -> None:
    rules = (options.share, options.seed, options.begins)
    if options.set:
        store.set_reader(options.set, [Role(role) for role in options.role])
    elif options.delete:
        store.delete_reader(options.delete)
    elif options.end_programme:
        if any(one is not None for one in rules):
            raise StoreError("a programme that ends has no --share, --seed or --begins")
        store.end_programme()
        return
    before = store.programme()
    if any(one is not None for one in rules) or (options.set and before is None):
        share, seed, begins = rules
        store.set_programme(
            (before.share if before else 0.1) if share is None else share,
            (before.seed if before else 1) if seed is None else seed,
            begins,
        )


def _state(store: Store) -> dict[str, Any]:
    programme, methods = store.programme(), store.methods()
    awaited = store.awaited(methods[0] if methods else _NO_METHOD)
    return {
        "programme": None
        if programme is None
        else {
            "share": programme.share,
            "seed": programme.seed,
            "begins_at": programme.begins_at,
        },
        "readers": [
            {
                "name": one.name,
                "roles": [role.value for role in Role if role in one.roles],
                "deleted_at": one.deleted_at,
            }
            for one in store.readers()
        ],
        "awaited": {one.value: count for one, count in awaited.items()},
    }


def _as_text(state: dict[str, Any]) -> str:
    lines = []
    for one in state["readers"]:
        roles = ", ".join(role_name(Role(role)) for role in one["roles"]) or "no role"
        deleted = f" (deleted {one['deleted_at'][:10]})" if one["deleted_at"] else ""
        lines.append(f"{one['name']}: {roles}{deleted}")
    programme = state["programme"]
    if programme is None:
        lines.append("No programme: one doctor's verdict counts.")
    else:
        lines.append(
            f"Programme since {programme['begins_at'][:10]}: referrals, ungradable photographs and "
            f"{programme['share']:.0%} of the others go to a second reader (seed "
            f"{programme['seed']})."
        )
    for name, count in state["awaited"].items():
        lines.append(f"  {count:6} {AWAITED[Awaited(name)]}")
    return "\n".join(lines)
