"""The clinic of the tests of pages."""

from __future__ import annotations

from tests.web.conftest import _quick_hashes, clinic

__all__ = ["_quick_hashes", "clinic"]
