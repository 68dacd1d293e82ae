"""The pages in a real Chromium: logins, two readers at once, keys, the form, forged and foreign."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fundusviewer.grading import Role
from fundusviewer.inference import open_classifier
from fundusviewer.resources import sample_photographs
from fundusviewer.screening import Method, Store, name_pattern, screen
from fundusviewer.web.application import create_app
from fundusviewer.web.served import Options, Served
from fundusviewer.web.server import Listening, WebServer
from tests.web.clinic import PASSWORD
from tests.web.nginx import nginx

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

#: What a person waits at most, in milliseconds.
_PATIENCE = 20_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a Chromium; skip where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra browser")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("chromium is not installed (scripts/system-packages.sh browser)")
    with playwright.sync_playwright() as started:
        # Root, as in containers, has no sandbox.
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Site:
    """What is served, and where."""

    store: Store
    served: Served
    address: str

    def reviews(self) -> set[tuple[object, ...]]:
        return {
            (change.who, change.role, change.new_json.split(",")[0])
            for change in self.store.history()
        }


@pytest.fixture
def site(tmp_path: Path, tried_model: Path, chromium: Browser) -> Iterator[Site]:
    """Serve the sample photographs, graded by a tiny model that says grade 2 to all of them."""
    photographs = []
    for number, sample in enumerate(sample_photographs()[:3]):
        photographs.append(tmp_path / f"200{number}_left.jpg")
        shutil.copy(sample, photographs[-1])
    classifier = open_classifier(tried_model, "cpu")
    method = Method.of(classifier)
    with Store(tmp_path / "clinic.sqlite") as store:
        assert len(list(screen(photographs, classifier, store, method))) == 3
        for name in ("Ann", "Ben"):
            store.set_reader(name, [Role.FIRST, Role.SECOND])
        store.set_reader("Cid", [Role.ARBITER])
        store.set_programme(share=0.0)
        served = Served(store, method, name_pattern(), classifier)
        for reader in store.readers():
            served.accounts.set_password(reader.name, PASSWORD.format(reader.name))
        server = WebServer(create_app(served), Listening(port=0))
        thread = threading.Thread(target=server.serve)
        thread.start()
        yield Site(store, served, server.address)
        # Before the server: what a page still loads would fail.
        for context in chromium.contexts:
            context.close()
        server.stop()
        thread.join()
        served.close()


def visit(chromium: Browser, site: Site, name: str, password: str | None = None) -> Page:
    """Log in as somebody, in a browser of one's own."""
    page = chromium.new_context(locale="en").new_page()
    page.set_default_timeout(_PATIENCE)
    # Whatever the policy keeps out, and whatever fails in a script, fails the test.
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda said: _no_error(said.type, said.text))
    page.goto(site.address)
    page.fill("[name=name]", name)
    page.fill("[name=password]", password or PASSWORD.format(name))
    page.click("button.main")
    return page


def _no_error(kind: str, text: str) -> None:
    assert kind != "error" or "status of" in text, text


def begin(page: Page) -> str:
    """Go to the next photograph by key, and return its address when it is seen."""
    # The list's keys are there when its script has run.
    page.wait_for_selector("html.scripted #begin")
    page.keyboard.press("j")
    return shown(page)


def shown(page: Page) -> str:
    page.wait_for_selector("#canvas[data-ready=yes]")
    page.wait_for_selector("#canvas[data-told=yes]")
    return str(page.url)


def test_a_photograph_is_read_by_keys_alone(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, "Ann")
    assert page.url.endswith("/reader/")
    first = begin(page)
    assert page.get_attribute("#photograph", "src") != ""
    fitted = page.evaluate("viewer.scale")
    page.keyboard.press("h")
    assert page.is_visible("#heat")
    assert page.evaluate(
        "document.querySelector('#heat').naturalWidth"
    ) > 0 or page.wait_for_function("document.querySelector('#heat').naturalWidth > 0")
    assert "Heat map of" in page.inner_text("#legend")
    page.keyboard.down("v")
    assert not page.is_visible("#heat")
    page.keyboard.up("v")
    assert page.is_visible("#heat")
    page.keyboard.press("z")
    assert page.evaluate("viewer.scale") > fitted
    page.mouse.move(400, 400)
    page.mouse.wheel(0, -300)
    page.keyboard.press("f")
    assert page.evaluate("viewer.scale") == pytest.approx(fitted)
    page.keyboard.press("n")
    page.keyboard.type("see 3 months later")
    assert page.input_value("#note") == "see 3 months later"
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.wait_for_url(lambda address: address != first)
    second = shown(page)
    assert second != first
    page.keyboard.press("u")
    page.wait_for_url(lambda address: address != second)
    shown(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/reader/")
    assert "Nothing waits for you." in page.inner_text("body")
    stored = [(change.who, change.new_json) for change in site.store.history()]
    assert len(stored) == 3
    assert '"grade":3' in stored[0][1]
    assert '"ungradable":1' in stored[1][1]
    assert '"grade":2' in stored[2][1]


def test_two_readers_at_once_and_the_arbiter(chromium: Browser, site: Site) -> None:
    ann, ben = visit(chromium, site, "Ann"), visit(chromium, site, "Ben")
    one, other = begin(ann), begin(ben)
    assert one != other
    # The other one's photograph is not there, not even by its address.
    answer = ben.request.get(one)
    assert answer.status == 404
    ann.keyboard.press("4")
    ann.wait_for_url(lambda address: address != one)
    ben.select_option("select[name=role]", "second")
    ben.wait_for_selector("option[value=second][selected]", state="attached")
    assert begin(ben) == one
    text = ben.inner_text("body")
    assert "Ann" not in text
    assert "Your answer: none yet" in text
    ben.keyboard.press("0")
    ben.wait_for_url("**/reader/")
    cid = visit(chromium, site, "Cid")
    assert cid.url.endswith("/arbiter/")
    assert begin(cid) == one
    text = cid.inner_text(".panel")
    assert "Ann" in text
    assert "Ben" in text
    cid.keyboard.press("3")
    cid.wait_for_url("**/arbiter/")
    assert [change.role for change in site.store.history()] == ["first", "second", "arbiter"]


def test_the_form_is_filled_in_and_counts(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, "Ann")
    first = begin(page)
    page.keyboard.press("F4")
    page.check("[value=me_severe]")
    page.check("[value=cataract]")
    # Digits and letters belong to the form while it has the keys.
    page.keyboard.press("4")
    page.click("button[name=finish]")
    page.wait_for_url(lambda address: address != first)
    (change,) = site.store.history()
    assert "me_severe" in change.new_json
    assert '"grade":null' in change.new_json


def test_a_wrong_password_is_told(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, "Ann", "wrong password")
    assert "Name or password is wrong." in page.inner_text("[role=alert]")
    page.goto(f"{site.address}reader/")
    assert "/login" in page.url


def test_what_was_held_counts_once(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, "Ann")
    first = begin(page)
    page.keyboard.down("2")
    for _ in range(5):
        page.keyboard.down("2")
    page.keyboard.up("2")
    page.wait_for_url(lambda address: address != first)
    shown(page)
    assert len(site.store.history()) == 1


class _Forger(BaseHTTPRequestHandler):
    """Another site, whose page sends a form to ours as soon as it is opened."""

    target = ""

    def do_GET(self) -> None:
        form = (
            f'<form method="post" action="{self.target}"><input name="verdict" value="0">'
            '<input name="token" value="guessed"></form><script>document.forms[0].submit()</script>'
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(form.encode())

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def test_a_forged_form_changes_nothing(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, "Ann")
    address = begin(page)
    _Forger.target = f"{address}/verdict"
    forger = HTTPServer(("127.0.0.1", 0), _Forger)
    thread = threading.Thread(target=forger.serve_forever)
    thread.start()
    try:
        with page.context.expect_page() as opened:
            page.evaluate(f"window.open('http://localhost:{forger.server_port}/')")
        opened.value.wait_for_url(f"{site.address}**")
    finally:
        forger.shutdown()
        thread.join()
        forger.server_close()
    assert site.store.history() == []


@pytest.mark.parametrize("path", ["static/../application.py", "photograph/../../etc/passwd"])
def test_paths_lead_nowhere(chromium: Browser, site: Site, path: str) -> None:
    page = visit(chromium, site, "Ann")
    answer = page.request.get(site.address + path)
    assert answer.status == 404
    assert "root:" not in answer.text()


def test_nothing_comes_from_elsewhere(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, "Ann")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    begin(page)
    page.keyboard.press("h")
    page.keyboard.press("F9")
    page.wait_for_url("**/patient/*")
    assert asked
    assert all(address.startswith(site.address) for address in asked)


def test_the_last_answer_is_taken_back_by_key(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, "Ann")
    first = begin(page)
    page.keyboard.press("3")
    page.wait_for_url(lambda address: address != first)
    shown(page)
    page.keyboard.press("Control+z")
    page.wait_for_url(first)
    shown(page)
    assert "none yet" in page.inner_text("#own")
    assert "Taken back" in page.inner_text("[role=status].notice")
    page.keyboard.press("1")
    page.wait_for_url(lambda address: address != first)
    page.goto(first)
    shown(page)
    page.keyboard.press("Control+h")
    page.wait_for_url("**/history")
    told = page.inner_text("table")
    assert "Grade 3 withdrawn" in told
    assert told.count("Ann") == 3
    page.keyboard.press("Escape")
    page.wait_for_url(first)


def test_behind_a_proxy_that_speaks_https(chromium: Browser, site: Site, tmp_path: Path) -> None:
    listening = Listening(port=0, behind_proxy=True)
    options = Options(encrypted=True, proxies=listening.believed)
    behind = site.served
    served = Served(behind.store, behind.method, behind.pattern, behind.classifier, options)
    server = WebServer(create_app(served), listening)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        port = int(server.address.rsplit(":", 1)[1].rstrip("/"))
        with nginx(tmp_path / "nginx", port) as proxy:
            # The certificate is that of an authority which only the test knows.
            context = chromium.new_context(locale="en", ignore_https_errors=True)
            page = context.new_page()
            page.set_default_timeout(_PATIENCE)
            page.on("console", lambda said: _no_error(said.type, said.text))
            page.goto(f"https://localhost:{proxy.port}/")
            page.fill("[name=name]", "Ann")
            page.fill("[name=password]", PASSWORD.format("Ann"))
            page.click("button.main")
            first = begin(page)
            assert first.startswith(f"https://localhost:{proxy.port}/photograph/")
            (cookie,) = [one for one in context.cookies() if "fundus" in str(one.get("name"))]
            assert cookie["name"] == "__Host-fundusviewer"
            assert cookie["secure"]
            assert cookie["httpOnly"]
            assert cookie["sameSite"] == "Strict"
            page.keyboard.press("3")
            page.wait_for_url(lambda address: address != first)
            context.close()
    finally:
        server.stop()
        thread.join()
        served.close()
    assert site.reviews() == {("Ann", "first", '{"grade":3')}


def test_pages_speak_german(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, "Ann")
    page.click("button[value=de]")
    assert "Zu lesen" in page.inner_text("h1")
    begin(page)
    assert "mäßige NPDR" in page.inner_text(".grades")
    assert "Nur für Forschungszwecke" in page.inner_text(
        "footer"
    ) or "Forschung" in page.inner_text("footer")
