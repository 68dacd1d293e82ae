"""How the results in these tests were made, and a second way into their database."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from fundusviewer.screening import Method, Store
from tests.helpers.databases import connect

METHOD = Method("tiny-dr", "0.0.1", "0" * 64, '{"operating_point": "screening"}')
OTHER = replace(METHOD, settings='{"operating_point": "specific"}')


def raw(store: Store) -> sqlite3.Connection:
    return connect(store.path, isolation_level=None)
