"""Two windows, a browser and a folder run on one database at once, each a process of its own."""

from __future__ import annotations

import html
import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fundusviewer.grading import Role
from fundusviewer.inference import open_classifier
from fundusviewer.screening import Method, Store, screen
from tests.helpers.models import remember_tried, write_model
from tests.screening.photographs import write_photograph, write_photographs

pytest.importorskip("flask", reason="needs the extra web (Flask)")
pytest.importorskip("cheroot", reason="needs the extra web (cheroot)")

from fundusviewer.web.accounts import Accounts
from tests.helpers.databases import connect

pytestmark = pytest.mark.window

_READ, _NEW = 12, 40
_PASSWORD = "correct horse {}"  # noqa: S105
#: Unlike anything else that a window or a page tells.
_NOTE = "zebra of {}"
#: For all of it, in seconds.
_LONGEST = 100.0


@dataclass
class Clinic:
    """What all work on."""

    folder: Path
    database: Path
    model: Path
    home: Path

    @property
    def photographs(self) -> Path:
        return self.folder / "photographs"

    @property
    def new(self) -> Path:
        return self.folder / "new"

    def answers(self) -> list[tuple[str, str, str, int | None]]:
        """Return who answered what: name, role, hash, grade; as another program sees it."""
        with connect(self.database, timeout=30) as connection:
            found = connection.execute(
                "SELECT r.changed_by, r.role, p.sha256, r.grade FROM review r "
                "JOIN photograph p ON p.id = r.photograph_id WHERE r.rank IS NOT NULL"
            ).fetchall()
        connection.close()
        return found

    def answered(self, role: str) -> int:
        return sum(one[1] == role for one in self.answers())

    @contextmanager
    def program(self, name: str, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Start a program with a home of its own; what it says on standard error is kept."""
        said = self.folder / f"{name}.said"
        with said.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | {"FUNDUSVIEWER_HOME": str(self._home_of(name))},
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def said(self) -> str:
        """Return all that programs have said on standard error."""
        return "\n".join(path.read_text("utf-8") for path in self.folder.glob("*.said"))

    def _home_of(self, name: str) -> Path:
        home = self.home / name
        home.mkdir(parents=True)
        role = {"Ann": "first", "Ben": "second"}.get(name, "")
        settings = {"grader": name, "role": role, "language": "en"}
        (home / "settings.json").write_text(json.dumps(settings), "utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FUNDUSVIEWER_HOME", str(home))
            remember_tried(self.model)
        return home


@dataclass
class Window:
    """A window in a process of its own."""

    process: subprocess.Popen[str]
    told: list[str] = field(default_factory=list)

    def press(self, key: str = "") -> str | None:
        """Press a key; returns which photograph is shown then."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{key}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        self.told += answer["told"]
        return answer["shown"]  # type: ignore[no-any-return]

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(timeout=60) == 0


@dataclass
class Browser:
    """A browser of somebody, over the network."""

    port: int
    name: str
    cookies: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)

    def ask(self, address: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if fields is None else urllib.parse.urlencode(fields)
        connection.request("GET" if body is None else "POST", address, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        for one in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = one.split(";")[0].partition("=")
            self.cookies[name] = value
        is_text = answer.headers.get_content_type() in ("text/html", "application/json")
        text = html.unescape(data.decode()) if is_text else ""
        self.told.append(text)
        return answer.status, answer.headers.get("Location") or "", text

    def log_in(self) -> None:
        token = _value("token", self.ask("/login")[2])
        password = _PASSWORD.format(self.name)
        fields = {"token": token, "name": self.name, "password": password}
        assert self.ask("/login", fields)[0] == 303

    def read_next(self, where: str, grade: int) -> bool:
        """Answer what waits next; returns whether the answer was acknowledged."""
        _, address, _ = self.ask(f"/{where}/next")
        if not address.startswith("/photograph/"):
            return False
        status, _, page = self.ask(address)
        if status != 200 or 'name="stands"' not in page:
            return False
        self.ask(f"{address}/picture-1024.jpg")
        self.ask(f"{address}/layers.json")
        note = {"note": _NOTE.format(self.name)}
        self.ask(f"{address}/note", _fields(page) | note)
        page = self.ask(address)[2]
        if 'name="stands"' not in page:
            return False
        fields = _fields(page) | {"verdict": str(grade)}
        status, address, _ = self.ask(f"{address}/verdict", fields)
        if status != 303 or "next" not in address:
            return False
        self.acknowledged[fields["sha256"]] = grade
        return True


def _value(name: str, page: str) -> str:
    return str(re.findall(rf'name="{name}" value="([^"]*)"', page)[0])


def _fields(page: str) -> dict[str, str]:
    return {name: _value(name, page) for name in ("token", "sha256", "stands")}


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Return a programme of twelve photographs, and forty that nobody has examined."""
    model = write_model(tmp_path / "tiny.onnx")
    made = Clinic(tmp_path, tmp_path / "clinic.sqlite", model, tmp_path / "homes")
    eyes = [f"{n + 100}_{eye}.jpg" for n in range(_READ // 2) for eye in ("left", "right")]
    paths = write_photographs(made.photographs, eyes)
    made.new.mkdir()
    for number in range(_NEW):
        # Other bytes than those that are examined already.
        write_photograph(made.new / f"{number}_left.jpg", _READ + number)
    remember_tried(model)
    classifier = open_classifier(model, "cpu")
    with Store(made.database) as store:
        assert len(list(screen(paths, classifier, store, Method.of(classifier)))) == _READ
        for name, role in (
            ("Ann", Role.FIRST),
            ("Eva", Role.FIRST),
            ("Ben", Role.SECOND),
            ("Cid", Role.ARBITER),
        ):
            store.set_reader(name, [role])
            Accounts(store).set_password(name, _PASSWORD.format(name))
        store.set_programme(share=1.0)
    return made


def test_nothing_is_lost_and_nothing_is_told_to_the_wrong_one(clinic: Clinic) -> None:
    window = "tests.window.reading_window"
    places = (str(clinic.photographs), str(clinic.database), str(clinic.model))
    end = time.monotonic() + _LONGEST
    with ExitStack() as stack:
        serving = stack.enter_context(
            clinic.program(
                *("serve", "fundusviewer", "serve", str(clinic.database)),
                *("--model", str(clinic.model), "--port", "0"),
            )
        )
        ann, ben = (
            Window(stack.enter_context(clinic.program(name, window, *places)))
            for name in ("Ann", "Ben")
        )
        assert serving.stdout is not None
        port = int(serving.stdout.readline().split("/ ")[0].rsplit(":", 1)[1])
        eva, cid = Browser(port, "Eva"), Browser(port, "Cid")
        for browser in (eva, cid):
            browser.log_in()
        for one in (ann, ben):
            one.press()
        running = stack.enter_context(
            clinic.program(
                *("screen", "fundusviewer", "screen", str(clinic.new)),
                *("--database", str(clinic.database), "--model", str(clinic.model)),
            )
        )

        def until(role: str, act: Callable[[], object]) -> Callable[[], None]:
            def work() -> None:
                while clinic.answered(role) < _READ and time.monotonic() < end:
                    act()
                    time.sleep(0.2)

            return work

        # The first readers say 3, the second 1: the arbiter has all of them to decide.
        threads = [
            threading.Thread(target=until(role, act))
            for role, act in (
                ("first", lambda: ann.press("3")),
                ("first", lambda: eva.read_next("reader", 3)),
                ("second", lambda: ben.press("1")),
                ("arbiter", lambda: cid.read_next("arbiter", 2)),
            )
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert running.wait(timeout=60) == 0, clinic.said()
        for one in (ann, ben):
            one.press()
            one.end()
        serving.terminate()
        assert serving.wait(timeout=60) == 0
    _check_stored(clinic, eva, cid)
    _check_told(clinic, ann, ben, eva, cid)


def _check_stored(clinic: Clinic, eva: Browser, cid: Browser) -> None:
    """Check that all that was said is there, once, as what was said by whom."""
    answers = clinic.answers()
    # Each photograph has one answer in each role: none is lost, none stands twice.
    for role, names in (("first", {"Ann", "Eva"}), ("second", {"Ben"}), ("arbiter", {"Cid"})):
        said = [one for one in answers if one[1] == role]
        assert len({one[2] for one in said}) == len(said) == _READ, (role, said)
        assert {one[0] for one in said} <= names
    # What the server acknowledged stands there, as what was said and by whom.
    for browser, role in ((eva, "first"), (cid, "arbiter")):
        stored = {sha256: grade for name, as_, sha256, grade in answers if name == browser.name}
        assert browser.acknowledged == stored, role
    # Both first readers had some of them: they worked at once.
    assert {one[0] for one in answers if one[1] == "first"} == {"Ann", "Eva"}
    assert _examined(clinic) == _READ + _NEW


def _check_told(clinic: Clinic, ann: Window, ben: Window, eva: Browser, cid: Browser) -> None:
    """Check that nobody was told what is not for them, and nothing of locks."""
    everything = [*ann.told, *ben.told, *eva.told, *cid.told, clinic.said()]
    assert not [text for text in everything if "locked" in text or "Traceback" in text]
    for told, foreign in (
        (ann.told, ("Eva", "Ben", "zebra")),
        (ben.told, ("Ann", "Eva", "zebra")),
        (eva.told, ("Ann", "Ben")),
    ):
        assert told
        assert not [text for text in told if any(word in text for word in foreign)]
    # The arbiter is told what both have said.
    assert [text for text in cid.told if "Ben" in text and ("Ann" in text or "Eva" in text)]


def _examined(clinic: Clinic) -> int:
    with Store(clinic.database) as store:
        return sum(sum(store.decisions(method).values()) for method in store.methods())
