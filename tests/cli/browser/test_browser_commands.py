"""``accounts`` and ``serve``, as far as it does not come to serving."""

from __future__ import annotations

import pytest

from fundusviewer.cli import main
from tests.web.clinic import Clinic


def accounts(clinic: Clinic, *words: str) -> int:
    return main(["accounts", *words, "--database", str(clinic.store.path)])


def test_accounts_are_added_changed_and_removed(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["a new pass phrase", "a new pass phrase", "once", "twice"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert accounts(clinic, "remove", "Ann") == 0
    assert clinic.browser().log_in("Ann").status_code == 401
    assert accounts(clinic, "remove", "Ann") == 2
    assert accounts(clinic, "password", "Ann") == 2
    assert accounts(clinic, "add", "ann") == 0
    assert clinic.browser().log_in("Ann", "a new pass phrase").status_code == 303
    assert accounts(clinic, "add", "Ann") == 2
    assert "has an account already" in capsys.readouterr().err
    assert accounts(clinic, "password", "Ann") == 2
    assert "not typed twice alike" in capsys.readouterr().err
    assert accounts(clinic, "add", "Nobody") == 2
    assert "there is no reader of this name" in capsys.readouterr().err
    assert accounts(clinic, "list") == 0
    assert "Ann: first reader, second reader; can log in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--host", "0.0.0.0"], "could read passwords"),  # noqa: S104
        (["nowhere.sqlite"], "no such database or folder"),
        (["--uploads", "/nowhere/at/all"], "is no folder"),
    ],
)
def test_serve_refuses_with_a_sentence(
    clinic: Clinic, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    database = [] if words[0] == "nowhere.sqlite" else [str(clinic.store.path)]
    assert main(["serve", *database, *words]) == 2
    assert why in capsys.readouterr().err
