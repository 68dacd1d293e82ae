"""Passwords: which are taken, and what the database knows of them."""

from __future__ import annotations

import pytest

from fundusviewer.errors import InputError
from tests.web.clinic import PASSWORD, Clinic


@pytest.mark.parametrize("password", ["short", "x" * 201, "aaaaaaaaaaaa", ""])
def test_passwords_that_are_guessed_are_refused(clinic: Clinic, password: str) -> None:
    with pytest.raises(InputError):
        clinic.served.accounts.set_password("Ann", password)
    assert clinic.browser().log_in("Ann").status_code == 303


def test_the_database_holds_hashes_alone(clinic: Clinic) -> None:
    hashed = clinic.store.password("Ann")
    assert hashed is not None
    assert hashed.startswith("scrypt:")
    assert PASSWORD.format("Ann") not in hashed
