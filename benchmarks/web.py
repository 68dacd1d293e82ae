"""Whether pages stay quick and right with many readers: nothing lost, nothing seen by others.

    python benchmarks/web.py [--readers 50] [--photographs 20000] [--seconds 600] [--pause 1]

``fundusviewer serve`` runs as a process of its own on the loopback address. Half of the readers are
first readers, the others second readers, two arbiters among them. Each logs in, and again and again
takes the next photograph, has its page, picture and layers sent, answers, and now and then leaves a
note, reads the list, and asks for photographs and pages that are not for this reader.

At the end each answer that the server has acknowledged is looked for in the database, and each
answer there among those that were given. Notes carry the reader's name: a page with another
reader's is counted, whatever else is on it.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import http.client
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from fundusviewer.grading import Role
from fundusviewer.screening import Method, Store
from fundusviewer.web.accounts import Accounts
from tests.helpers.rows import fill_database

_METHOD = Method("load", "1.0", "0" * 64, "{}")
_PASSWORD = "load of {} readers"  # noqa: S105
_NOTE = "note of reader {:03}."
_FOREIGN = re.compile(r"note of reader (\d{3})\.")


@dataclass
class Tally:
    """What all readers have seen."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[tuple[str, str, str], int | None] = field(default_factory=dict)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Reader(threading.Thread):
    """One reader with one browser."""

    def __init__(
        self, number: int, role: Role, port: int, until: float, pause: float, tally: Tally
    ) -> None:
        super().__init__(name=f"reader {number}")
        self.number, self.role, self.until, self.pause = number, role, until, pause
        self.tally, self.random = tally, random.Random(number)  # noqa: S311
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.taken: list[int] = []

    def run(self) -> None:
        """Click until the time is over."""
        try:
            self._log_in()
            while time.monotonic() < self.until:
                self._click()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told at the end
            with self.tally.lock:
                self.tally.wrong.append(f"{self.name}: {type(error).__name__} {error}")

    def _click(self) -> None:
        home = "/arbiter/" if self.role is Role.ARBITER else "/reader/"
        status, location, _ = self._ask("next", f"{home}next")
        if status == 303 and location.startswith("/photograph/"):
            self._read(location)
        else:
            self._wait()
        chance = self.random.random()
        if chance < 0.1:
            self._look(*self._ask("list", f"{home}?page={self.random.randint(1, 9)}"))
        elif chance < 0.2:
            # Of whatever queue: either it is this reader's, or there is no such page.
            key = self.random.randint(1, 20_000)
            self._look(*self._ask("any photograph", f"/photograph/{key}"))
            self._ask("any picture", f"/photograph/{key}/picture-1024.jpg")
        elif chance < 0.23 and self.role is not Role.ARBITER:
            status, *_ = self._ask("forbidden", "/results")
            self._expect(status == 404, f"results for {self.role}")

    def _read(self, address: str) -> None:
        status, _, page = self._ask("page", address)
        self._look(status, "", page)
        if status != 200:
            return
        self._ask("picture", f"{address}/picture-1024.jpg")
        self._ask("layers", f"{address}/layers.json")
        self._wait()
        fields = {
            name: html.unescape(re.findall(rf'name="{name}" value="([^"]*)"', page)[0])
            for name in ("token", "sha256", "stands")
        }
        if self.random.random() < 0.2:
            note = {**fields, "note": _NOTE.format(self.number)}
            self._ask("note", f"{address}/note", note)
            _, _, page = self._ask("page", address)
            if 'name="stands"' not in page:
                return
            fields["stands"] = re.findall(r'name="stands" value="([^"]*)"', page)[0]
        verdict = self.random.choice(("0", "0", "1", "2", "3", "4", "ungradable"))
        fields["verdict"] = verdict
        status, location, _ = self._ask("answer", f"{address}/verdict", fields)
        if status == 303 and "next" in location:
            grade = None if verdict == "ungradable" else int(verdict)
            with self.tally.lock:
                self.tally.answers[self.name, self.role.value, fields["sha256"]] = grade

    def _look(self, status: int, _: str, page: str) -> None:
        self._expect(status in (200, 303, 404), f"status {status}")
        for number in _FOREIGN.findall(page):
            foreign = int(number) != self.number
            self._expect(
                not foreign or self.role is Role.ARBITER, f"{self.role} saw a note of {number}"
            )

    def _expect(self, holds: bool, what: str) -> None:
        if not holds:
            with self.tally.lock:
                self.tally.wrong.append(f"{self.name}: {what}")

    def _log_in(self) -> None:
        _, _, page = self._ask("login page", "/login")
        token = re.findall(r'name="token" value="([^"]+)"', page)[0]
        fields = {"token": token, "name": self.name, "password": password_of(self.number)}
        while (status := self._ask("login", "/login", fields)[0]) == 503:
            # Many log in at this moment.
            self._wait()
        self._expect(status == 303, f"login {status}")

    def _wait(self) -> None:
        time.sleep(self.pause * self.random.uniform(0.5, 1.5))

    def _ask(
        self, what: str, address: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begin = time.perf_counter()
        self.connection.request("GET" if fields is None else "POST", address, body, headers)
        answer = self.connection.getresponse()
        data = answer.read()
        took = time.perf_counter() - begin
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        with self.tally.lock:
            self.tally.times[what].append(took * 1000)
            self.tally.statuses[what, answer.status] += 1
        is_text = answer.headers.get_content_type() in ("text/html", "application/json")
        location = answer.headers.get("Location") or ""
        return answer.status, location, data.decode() if is_text else ""


def password_of(number: int) -> str:
    """Return the password of a reader."""
    return _PASSWORD.format(number)


def make_clinic(folder: Path, photographs: int, readers: int) -> tuple[Path, list[Role]]:
    """Make database and photographs, and return the role of each reader."""
    database = folder / "clinic.sqlite"
    with Store(database) as store:
        fill_database(database, _METHOD, photographs)
        with sqlite3.connect(database) as connection:
            for number in range(1, photographs + 1):
                eye = "left" if number % 2 else "right"
                path = folder / f"{(number + 1) // 2:05}_{eye}.jpg"
                pixels = np.random.default_rng(number).integers(0, 255, (24, 32, 3), np.uint8)
                data = cv2.imencode(".jpg", pixels)[1].tobytes()
                path.write_bytes(data)
                sha256 = hashlib.sha256(data).hexdigest()
                connection.execute(
                    "UPDATE photograph SET sha256 = ?, width = 32, height = 24 WHERE id = ?",
                    (sha256, number),
                )
                connection.execute(
                    "UPDATE file SET path = ? WHERE id = ?", (str(path).encode(), number)
                )
        connection.close()
        accounts, roles = Accounts(store), []
        for number in range(readers):
            role = Role.ARBITER if number % 25 == 24 else (Role.FIRST, Role.SECOND)[number % 2]
            store.set_reader(f"reader {number}", [role])
            accounts.set_password(f"reader {number}", password_of(number))
            roles.append(role)
        store.set_programme(share=0.5)
    return database, roles


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--photographs", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between clicks, about")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database, roles = make_clinic(Path(folder), options.photographs, options.readers)
        command = [sys.executable, "-m", "fundusviewer", "serve", str(database), "--port", "0"]
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline().split("/ ")[0].rsplit(":", 1)[1])
            tally = run(options, roles, port)
        finally:
            server.terminate()
            server.wait()
        return report(database, tally, options)


def run(options: argparse.Namespace, roles: list[Role], port: int) -> Tally:
    tally, until = Tally(), time.monotonic() + options.seconds
    readers = [
        Reader(number, role, port, until, options.pause, tally) for number, role in enumerate(roles)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return tally


def report(database: Path, tally: Tally, options: argparse.Namespace) -> int:
    with sqlite3.connect(database) as connection:
        stored = {
            (name, role, sha256): grade
            for name, role, sha256, grade in connection.execute(
                "SELECT r.changed_by, r.role, p.sha256, r.grade FROM review r "
                "JOIN photograph p ON p.id = r.photograph_id WHERE r.rank IS NOT NULL"
            )
        }
        twice = connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM review WHERE rank IS NOT NULL "
            "GROUP BY photograph_id, role HAVING count(*) > 1)"
        ).fetchone()[0]
    lost = {key: grade for key, grade in tally.answers.items() if stored.get(key, -1) != grade}
    unasked = stored.keys() - tally.answers.keys()
    print(f"{options.readers} readers, {options.photographs} photographs, {options.seconds:.0f} s")
    for what, times in sorted(tally.times.items()):
        ordered = sorted(times)
        print(
            f"{what:16} {len(times):7}  median {statistics.median(times):7.1f} ms  "
            f"95 % {ordered[int(0.95 * (len(ordered) - 1))]:7.1f} ms  longest {ordered[-1]:7.1f} ms"
        )
    print(
        "statuses:",
        ", ".join(f"{what} {code}: {n}" for (what, code), n in sorted(tally.statuses.items())),
    )
    print(f"answers acknowledged: {len(tally.answers)}, in the database: {len(stored)}")
    print(f"lost: {len(lost)}, never given: {len(unasked)}, twice in a role: {twice}")
    print(f"seen by the wrong reader, or failed: {len(tally.wrong)}")
    for line in tally.wrong[:20]:
        print(f"  {line}")
    return 1 if lost or unasked or twice or tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
