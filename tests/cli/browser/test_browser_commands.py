"""``accounts`` and ``serve``, as far as it does not come to serving."""

from __future__ import annotations

import hashlib
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from fundusviewer.cli import main
from fundusviewer.screening.database.store import Store
from tests.helpers.markers import make_marking_card, write_marker
from tests.helpers.peers import until
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


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let ``serve`` end as soon as nothing waits to be examined."""

    class Server:
        address = "http://nowhere/"

        def __init__(self, app: Flask, _listening: object) -> None:
            self._store: Store = app.extensions["fundusviewer"].store

        def serve(self) -> None:
            until(self._has_examined, "all is examined")

        def _has_examined(self) -> bool:
            return any(list(self._store.rows(method)) for method in self._store.methods())

    monkeypatch.setattr("fundusviewer.web.server.WebServer", Server)
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("served")
def test_what_is_examined_meanwhile_is_marked_by_the_files_that_are_named(
    tmp_path: Path, tiny_model: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, database = tmp_path / "photographs", tmp_path / "clinic.sqlite"
    folder.mkdir()
    shutil.copy(sample, folder / "1001_left.jpg")
    places = write_marker(tmp_path / "places.onnx")
    lesions = write_marker(tmp_path / "lesions.onnx", make_marking_card("lesions"))
    with Store(database):
        pass
    command = ["serve", str(database), str(folder), "--port", "0", "--model", str(tiny_model)]
    own = ["--marks-model", str(places), str(lesions), "--lesions"]
    assert main([*command, *own]) == 0
    with Store(database) as store:
        (method,) = store.methods()
        assert hashlib.sha256(places.read_bytes()).hexdigest() in method.settings
        (row,) = store.rows(method)
        assert row.result is not None
        assert row.result.lesions_model == "tiny-lesions 0.0.1"
    # Without them nothing new may be added to these results, and it is said why.
    assert main(["serve", str(database), str(folder), "--port", "0"]) == 2
    assert "--marks-model" in capsys.readouterr().err
    assert main([*command, "--marks-model", str(folder / "1001_left.jpg")]) == 2
    assert "1001_left.jpg" in capsys.readouterr().err
