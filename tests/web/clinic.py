"""A clinic that is served: photographs on disk, readers with accounts, and their browsers."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fundusviewer.grading import Role
from fundusviewer.screening import Method, Store, name_pattern
from fundusviewer.web.application import create_app
from fundusviewer.web.served import Options, Served
from tests.helpers.databases import connect
from tests.helpers.rows import add_photograph

METHOD = Method("model", "1.0", "0" * 64, "{}")
PASSWORD = "correct horse {}"  # noqa: S105

#: Files, and what the program says of each.
PHOTOGRAPHS = (
    ("1001_left.jpg", "refer", 3, 0.9),
    ("1001_right.jpg", "no_referral", 0, 0.1),
    ("1002_left.jpg", "refer", 2, 0.7),
    ("1003_left.jpg", "no_referral", 0, 0.05),
)


@dataclass(eq=False)
class Browser:
    """One browser of somebody.

    Attributes
    ----------
    client
        Keeps cookies.
    """

    client: FlaskClient

    def get(self, address: str, **query: object) -> TestResponse:
        # Read to its end, so that files are closed.
        return self.client.get(address, query_string=query or None, buffered=True)

    def text(self, address: str) -> str:
        answer = self.get(address)
        assert answer.status_code == 200, answer.status
        # A token is any 64 hexadecimal digits: a patient's number may be among them.
        return html.unescape(re.sub(r'(name="token" value=)"[^"]*"', r'\1""', answer.text))

    def token(self, address: str = "/account") -> str:
        return str(re.findall(r'name="token" value="([^"]+)"', self.get(address).text)[0])

    def post(self, address: str, **fields: object) -> TestResponse:
        given = {"token": self.token(), **fields}
        return self.client.post(address, data=given)

    def log_in(self, name: str, password: str | None = None) -> TestResponse:
        token = self.token("/login")
        fields = {"token": token, "name": name, "password": password or PASSWORD.format(name)}
        return self.client.post("/login", data=fields)

    def work_as(self, role: Role) -> None:
        assert self.post("/role", role=role.value).status_code == 303

    def fields(self, key: int) -> dict[str, str]:
        """Return the hidden fields of a photograph's page, which was shown with its picture."""
        page = self.get(f"/photograph/{key}").text
        self.get(f"/photograph/{key}/picture-1024.jpg")
        return {
            name: html.unescape(re.findall(rf'name="{name}" value="([^"]*)"', page)[0])
            for name in ("sha256", "stands")
        }

    def grade(self, key: int, verdict: object, **other: object) -> TestResponse:
        fields = {**self.fields(key), "verdict": str(verdict), **other}
        return self.post(f"/photograph/{key}/verdict", **fields)


@dataclass(eq=False)
class Clinic:
    """The database, what serves it, and the folder of its photographs."""

    store: Store
    served: Served
    folder: Path
    keys: dict[str, int] = field(default_factory=dict)

    def browser(self, name: str | None = None, role: Role | None = None) -> Browser:
        """Return a browser in which somebody has logged in."""
        browser = Browser(self.app.test_client())
        if name is not None:
            assert browser.log_in(name).status_code == 303
        if role is not None:
            browser.work_as(role)
        return browser

    def __post_init__(self) -> None:
        self.app = create_app(self.served)

    def reviews(self) -> list[tuple[object, ...]]:
        with connect(self.store.path) as connection:
            return connection.execute(
                "SELECT f.name, r.role, r.grade, r.ungradable, r.changed_by FROM review r "
                "JOIN file f ON f.photograph_id = r.photograph_id ORDER BY r.id"
            ).fetchall()


def make_clinic(folder: Path, options: Options | None = None) -> Clinic:
    """Make a clinic; the share of negatives that are read twice is none."""
    photographs = folder / "photographs"
    photographs.mkdir()
    store = Store(folder / "clinic.sqlite")
    keys = {}
    for number, (name, decision, grade, risk) in enumerate(PHOTOGRAPHS):
        add_picture(store.path, photographs / name, number, decision, grade, risk)
    for path, key in store.keys_of([photographs / one[0] for one in PHOTOGRAPHS]).items():
        keys[path.name] = key
    for name in ("Ann", "Ben", "Eva"):
        store.set_reader(name, [Role.FIRST, Role.SECOND])
    store.set_reader("Cid", [Role.ARBITER])
    store.set_reader("Dee", [Role.ADMINISTRATOR])
    store.set_programme(share=0.0)
    served = Served(store, METHOD, name_pattern(), options=options or Options())
    for reader in store.readers():
        served.accounts.set_password(reader.name, PASSWORD.format(reader.name))
    return Clinic(store, served, photographs, keys)


def add_picture(
    database: Path, path: Path, seed: int, decision: str, grade: int, risk: float
) -> None:
    """Write a small photograph and what the program says of it."""
    pixels = np.random.default_rng(seed).integers(0, 255, (40, 60, 3), np.uint8)
    assert cv2.imwrite(str(path), pixels)
    made_up = add_photograph(database, METHOD, str(path), decision, grade, risk)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with connect(database) as connection:
        connection.execute(
            "UPDATE photograph SET sha256 = ?, width = 60, height = 40 WHERE sha256 = ?",
            (sha256, made_up),
        )
