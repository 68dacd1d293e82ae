"""Accounts: readers of the database who have a password.

The hash stands beside the reader in the database (:meth:`.ReaderStore.set_password`): a reader who
is deleted has no account any more, in whatever program that was done.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from fundusviewer.errors import InputError, StoreError
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.readers import Reader

#: Letters of a password. The longest keeps a request from costing more than it must.
SHORTEST, LONGEST = 10, 200

#: 32 MB and 50 to 100 ms each: what guessing costs.
_METHOD = "scrypt:32768:8:1"

#: Passwords that are checked at once, and that wait for it: the other threads are for pages.
_AT_ONCE, _AT_MOST = threading.BoundedSemaphore(2), threading.BoundedSemaphore(8)


class BusyError(StoreError):
    """So many log in at this moment that pages would wait for them."""


class Accounts:
    """Readers with passwords.

    Parameters
    ----------
    store
        The database.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def set_password(self, name: str, password: str) -> None:
        """Give a reader a password; sessions of before end.

        Raises
        ------
        InputError
            If it is too short, too long, or the name itself.
        StoreError
            If there is no active reader of that name.
        """
        check_password(name, password)
        self._store.set_password(name, generate_password_hash(password, _METHOD))

    def remove(self, name: str) -> None:
        """Take a reader's account away; the reader stays.

        Raises
        ------
        StoreError
            If there is no account of that name.
        """
        if self._store.password(name) is None:
            raise StoreError(f"{name}: there is no account of this name")
        self._store.set_password(name, None)

    def has(self, reader: Reader) -> bool:
        """Return whether a reader can log in."""
        return self._store.password(reader.name) is not None

    def enter(self, name: str, password: str) -> tuple[Reader, str] | None:
        """Return the reader with that name and password, with the password's stamp.

        ``None`` for a wrong name and a wrong password alike, which take the same time.

        Raises
        ------
        BusyError
            If many passwords are being checked.
        """
        if not _AT_MOST.acquire(blocking=False):
            raise BusyError("many log in at this moment")
        try:
            return self._enter(name, password)
        finally:
            _AT_MOST.release()

    def _enter(self, name: str, password: str) -> tuple[Reader, str] | None:
        hashed = self._store.password(name)
        with _AT_ONCE:
            matches = check_password_hash(hashed or _nobodys(), password[: LONGEST + 1])
        reader = self._store.reader(name)
        if hashed is None or reader is None or not matches or not reader.is_active:
            return None
        return reader, _stamp(hashed)

    def reader(self, number: int, stamp: str) -> Reader | None:
        """Return a reader who is logged in; ``None`` where the account is gone or changed."""
        for reader in self._store.readers():
            if reader.number == number and reader.is_active:
                hashed = self._store.password(reader.name)
                return reader if hashed is not None and _stamp(hashed) == stamp else None
        return None


def check_password(name: str, password: str) -> None:
    """Refuse a password that is guessed at once.

    Raises
    ------
    InputError
        If it is too short, too long, or the name itself.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} letters and signs")
    if password.casefold() == name.casefold() or len(set(password)) < 4:
        raise InputError("this password is guessed at once; take another one")


@cache
def _nobodys() -> str:
    return generate_password_hash(secrets.token_urlsafe(), _METHOD)


def _stamp(hashed: str) -> str:
    return hashlib.sha256(hashed.encode()).hexdigest()
