"""Clinics for the tests of pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("flask", reason="needs the extra web (Flask)")
pytest.importorskip("cheroot", reason="needs the extra web (cheroot)")

from fundusviewer.web import accounts
from tests.web.clinic import Clinic, make_clinic


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed in no time: what makes them slow is werkzeug's."""
    monkeypatch.setattr(accounts, "_METHOD", "scrypt:128:8:1")
    accounts._nobodys.cache_clear()


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """Return a clinic with two patients' photographs, readers, an arbiter, an administrator."""
    made = make_clinic(tmp_path)
    with made.store:
        yield made
        made.served.close()
