"""Behind a real proxy that speaks https: who asks, addresses, cookies; and past it."""

from __future__ import annotations

import http.client
import re
import ssl
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from fundusviewer.cli import main
from fundusviewer.errors import InputError
from fundusviewer.web.application import create_app
from fundusviewer.web.proxy import check_prefix
from fundusviewer.web.served import Options
from fundusviewer.web.server import Listening, WebServer
from tests.helpers.screen import wait_for
from tests.web.clinic import PASSWORD, Clinic, make_clinic
from tests.web.nginx import Proxy, nginx


@dataclass
class Asked:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("Location") or ""


@dataclass
class Visitor:
    """A browser at an address of its own, on the other side of the proxy."""

    proxy: Proxy
    address: str = "127.0.0.1"
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, address: str, fields: dict[str, str] | None = None, **more: str) -> Asked:
        trusting = ssl.create_default_context(cafile=str(self.proxy.authority))
        connection = http.client.HTTPSConnection(
            "localhost",
            self.proxy.port,
            context=trusting,
            timeout=20,
            source_address=(self.address, 0),
        )
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, **self.headers, **more}
        body = None if fields is None else urllib.parse.urlencode(fields)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if body is None else "POST", address, body, headers)
        answer = connection.getresponse()
        found = Asked(answer.status, answer.headers, answer.read().decode("utf-8", "replace"))
        connection.close()
        for one in found.headers.get_all("Set-Cookie") or ():
            name, _, value = one.split(";")[0].partition("=")
            self.cookies[name] = value
        return found

    def log_in(
        self, name: str, password: str | None = None, prefix: str = "", **more: str
    ) -> Asked:
        page = self.ask(f"{prefix}/login", None, **more).text
        token = re.findall(r'name="token" value="([^"]+)"', page)[0]
        said = password or PASSWORD.format(name)
        fields = {"token": token, "name": name, "password": said}
        return self.ask(f"{prefix}/login", fields, **more)


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Clinic]:
    """Return a clinic whose pages are behind a proxy."""
    listening = Listening(behind_proxy=True)
    made = make_clinic(tmp_path, Options(encrypted=True, proxies=listening.believed))
    with made.store:
        yield made
        made.served.close()


@contextmanager
def standing(clinic: Clinic, folder: Path, location: str = "/") -> Iterator[Proxy]:
    server = WebServer(clinic.app, Listening(port=0, behind_proxy=True))
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        with nginx(folder / "nginx", int(server.address.rsplit(":", 1)[1][:-1]), location) as proxy:
            yield proxy
    finally:
        server.stop()
        thread.join()


def test_a_reader_works_behind_the_documented_proxy(behind: Clinic, tmp_path: Path) -> None:
    with standing(behind, tmp_path) as proxy:
        ann = Visitor(proxy)
        here = f"https://localhost:{proxy.port}"
        answer = ann.ask("/")
        assert urllib.parse.urljoin(f"{here}/", answer.location) == f"{here}/login"
        answer = ann.log_in("Ann", Origin=here)
        assert urllib.parse.urljoin(f"{here}/login", answer.location) == f"{here}/"
        cookie = next(one for one in answer.headers.get_all("Set-Cookie") or () if "__Host-" in one)
        for word in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
            assert word in cookie
        assert answer.headers["Strict-Transport-Security"]
        assert ann.ask("/").location == "/reader/"
        key = ann.ask("/reader/next").location
        page = ann.ask(key).text
        assert ann.ask(f"{key}/picture-1024.jpg").status == 200
        fields = {
            name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0]
            for name in ("token", "sha256", "stands")
        }
        evil = ann.ask(f"{key}/verdict", {**fields, "verdict": "0"}, Origin="https://evil.example")
        assert evil.status == 400
        assert behind.reviews() == []
        answer = ann.ask(f"{key}/verdict", {**fields, "verdict": "3"}, Origin=here)
        assert answer.location.startswith("/reader/next?")
        assert behind.reviews() == [("1001_left.jpg", "first", 3, 0, "Ann")]


def test_scheme_and_host_are_the_proxys_whatever_a_reader_says(
    behind: Clinic, tmp_path: Path
) -> None:
    from flask import request, url_for

    @behind.app.get("/told")
    def told() -> str:
        return f"{url_for('static', filename='app.svg', _external=True)} {request.remote_addr}"

    forged = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Port": "1",
        "X-Forwarded-For": "203.0.113.9",
        "X_Forwarded_For": "203.0.113.9",
        "Forwarded": "for=203.0.113.9;proto=http;host=evil.example",
    }
    with standing(behind, tmp_path) as proxy:
        ann = Visitor(proxy, "127.0.0.2")
        ann.log_in("Ann")
        expected = f"https://localhost:{proxy.port}/static/app.svg 127.0.0.2"
        assert ann.ask("/told").text == expected
        assert ann.ask("/told", None, **forged).text == expected


def test_failures_count_by_the_readers_own_address(behind: Clinic, tmp_path: Path) -> None:
    with standing(behind, tmp_path) as proxy:
        guesser = Visitor(proxy, "127.0.0.2")
        # Another name in each header each time: it is one address that guesses.
        statuses = [
            guesser.log_in(
                "Ann",
                "wrong password",
                **{
                    "X-Forwarded-For": f"127.0.0.3, 198.51.100.{number}",
                    "X_Forwarded_For": f"198.51.100.{number}",
                    "X-Real-IP": f"198.51.100.{number}",
                    "Forwarded": f"for=198.51.100.{number}",
                },
            ).status
            for number in range(6)
        ]
        assert statuses == [401] * 5 + [429]
        assert guesser.log_in("Ann").status == 429
        # Nobody else is locked out by it, not even whom the header named.
        for address in ("127.0.0.1", "127.0.0.3"):
            assert Visitor(proxy, address).log_in("Ann").status == 303
        assert {key[-1] for key in behind.served.limit._failures if key[0] == "address"} == {
            "127.0.0.2"
        }


def test_pages_are_below_a_path(tmp_path: Path) -> None:
    proxies = Listening(behind_proxy=True).believed
    clinic = make_clinic(tmp_path, Options(encrypted=True, proxies=proxies, prefix="/fundus"))
    with clinic.store, standing(clinic, tmp_path, "/fundus/") as proxy:
        ann = Visitor(proxy)
        assert ann.ask("/fundus/").location == "/fundus/login"
        assert ann.log_in("Ann", prefix="/fundus").location == "/fundus/"
        assert ann.ask("/fundus/").location == "/fundus/reader/"
        page = ann.ask("/fundus/reader/").text
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
        assert addresses
        assert all(one.startswith("/fundus/") for one in addresses)
        for address in addresses:
            if "/static/" in address:
                assert ann.ask(address).status == 200
        assert ann.ask("/reader/").status == 404
        clinic.served.close()


def test_a_proxys_log_names_no_patient(behind: Clinic, tmp_path: Path) -> None:
    with standing(behind, tmp_path) as proxy:
        dee = Visitor(proxy)
        dee.log_in("Dee")
        page = dee.ask("/results").text
        token = re.findall(r'name="token" value="([^"]+)"', page)[0]
        answer = dee.ask("/results", {"token": token, "text": "1002"})
        assert "1002" not in answer.location
        page = dee.ask(answer.location).text
        assert 'value="1002"' in page
        for address in re.findall(r'href="(/(?:patient|photograph)/[^"]*)"', page):
            dee.ask(address)
        # A line is written once its answer is out.
        assert wait_for(lambda: "/patient/" in proxy.log(), 10)
        logged = proxy.log()
    requests = re.findall(r'"((?:GET|POST) [^"]*)"', logged)
    assert len(requests) > 5
    assert not [one for one in requests if "1002" in one or "Dee" in one]


# -- past the proxy ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "status"),
    [
        ("127.0.0.1", 200),
        ("::1", 200),
        ("::ffff:127.0.0.1", 200),
        ("192.0.2.9", 403),
        ("", 403),
        ("unix", 403),
    ],
)
def test_past_the_proxy_nobody_is_answered(behind: Clinic, peer: str, status: int) -> None:
    client = behind.app.test_client()
    for headers in ({}, {"X-Forwarded-For": "127.0.0.1"}):
        answer = client.get("/login", headers=headers, environ_base={"REMOTE_ADDR": peer})
        assert answer.status_code == status


def test_another_computers_proxy_is_named(behind: Clinic) -> None:
    listening = Listening(behind_proxy=True, proxies=("192.0.2.7",))
    behind.served.options = replace(behind.served.options, proxies=listening.believed)
    client = create_app(behind.served).test_client()
    for peer, status in (("192.0.2.7", 200), ("127.0.0.1", 403)):
        answer = client.get("/login", environ_base={"REMOTE_ADDR": peer})
        assert answer.status_code == status


def test_without_a_proxy_no_header_is_believed(clinic: Clinic) -> None:
    client = clinic.app.test_client()
    for number in range(5):
        page = client.get("/login").text
        token = re.findall(r'name="token" value="([^"]+)"', page)[0]
        fields = {"token": token, "name": "Ann", "password": "wrong password"}
        client.post("/login", data=fields, headers={"X-Forwarded-For": f"198.51.100.{number}"})
    assert clinic.served.limit.wait("Ann", "127.0.0.1")


def test_a_header_that_only_looks_like_the_proxys_is_left_out(behind: Clinic) -> None:
    """Not every proxy leaves out what has underscores, as nginx does."""
    from flask import request

    @behind.app.get("/login/told")
    def told() -> str:
        return str(request.remote_addr)

    cookie = behind.browser("Ann").client.get_cookie("__Host-fundusviewer")
    assert cookie is not None
    server = WebServer(behind.app, Listening(port=0, behind_proxy=True))
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        connection = http.client.HTTPConnection(server.address.split("/")[2], timeout=20)
        connection.putrequest("GET", "/login/told")
        connection.putheader("Cookie", f"{cookie.key}={cookie.value}")
        connection.putheader("X-Forwarded-For", "198.51.100.1")
        connection.putheader("X_Forwarded_For", "203.0.113.9")
        connection.endheaders()
        assert connection.getresponse().read() == b"198.51.100.1"
        connection.close()
    finally:
        server.stop()
        thread.join()


@pytest.mark.parametrize("prefix", ["fundus", "/", "/fundus/", "//evil", "/a/../b", "/a b", "/ä"])
def test_paths_that_are_none_are_refused(prefix: str) -> None:
    with pytest.raises(InputError, match="a path like /fundus"):
        check_prefix(prefix)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--proxy-address", "192.0.2.7"], "belongs to --behind-proxy"),
        (["--behind-proxy", "--proxy-address", "proxy.example"], "is no IP address"),
        (["--prefix", "fundus/"], "a path like /fundus"),
    ],
)
def test_the_command_refuses_with_a_sentence(
    clinic: Clinic, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    assert main(["serve", str(clinic.store.path), *words]) == 2
    assert why in capsys.readouterr().err
