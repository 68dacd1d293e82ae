"""``fundusviewer accounts``: which readers can log in to ``fundusviewer serve``."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from fundusviewer.cli.pieces.extras import require_web
from fundusviewer.cli.pieces.stored_results import existing_database
from fundusviewer.errors import InputError
from fundusviewer.grading import Role
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.readers import role_name


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "accounts",
        help="give readers passwords for fundusviewer serve",
        description="Readers and their roles are those of fundusviewer readers. Passwords are "
        "asked for, and kept as scrypt hashes. Exit status: 0 done, 2 wrong usage.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, text in (
        ("add", "give a reader a password"),
        ("password", "give a reader another password; who is logged in is logged out"),
        ("remove", "take a reader's account away; the reader stays"),
        ("list", "print who can log in"),
    ):
        action = actions.add_parser(name, help=text, description=text.capitalize() + ".")
        if name != "list":
            action.add_argument("name", metavar="NAME", help="of the reader")
        if name in ("add", "password"):
            action.add_argument(
                "--password-stdin", action="store_true", help="read it from standard input"
            )
        action.add_argument(
            "--database",
            type=Path,
            metavar="FILE",
            help="default: that in the user's data folder",
        )
        action.set_defaults(run=run, action=name)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    require_web("accounts")
    from fundusviewer.web.accounts import Accounts

    with Store(existing_database(options.database)) as store:
        accounts = Accounts(store)
        if options.action == "list":
            _print(store, accounts)
            return 0
        reader = store.reader(options.name)
        if reader is None or not reader.is_active:
            raise InputError(
                f"{options.name}: there is no reader of this name; fundusviewer readers --set "
                "NAME --role ROLE adds one"
            )
        if options.action == "remove":
            accounts.remove(reader.name)
            return 0
        if accounts.has(reader) is (options.action == "add"):
            other = "password" if options.action == "add" else "add"
            has = "has an account already" if options.action == "add" else "has no account yet"
            raise InputError(f"{reader.name} {has}: fundusviewer accounts {other} NAME")
        accounts.set_password(reader.name, _password(options))
    return 0


def _print(store: Store, accounts: Any) -> None:
    for reader in store.readers():
        if reader.is_active:
            roles = ", ".join(role_name(role) for role in Role if role in reader.roles)
            state = "can log in" if accounts.has(reader) else "no account"
            print(f"{reader.name}: {roles}; {state}")


def _password(options: argparse.Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise InputError("the password was not typed twice alike")
    return password
