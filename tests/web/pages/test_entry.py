"""Who comes in: passwords, limits, forged forms, sessions."""

from __future__ import annotations

import threading

import pytest

from fundusviewer.grading import Role
from fundusviewer.screening import Method, name_pattern
from fundusviewer.web import accounts
from fundusviewer.web.application import create_app
from fundusviewer.web.login_limit import WINDOW_SECONDS, LoginLimit
from fundusviewer.web.served import Options, Served
from fundusviewer.web.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions
from tests.web.clinic import PASSWORD, Browser, Clinic


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("name", "home"), [("Ann", "/reader/"), ("Cid", "/arbiter/"), ("Dee", "/admin/")]
)
def test_the_role_decides_where_one_is_led(clinic: Clinic, name: str, home: str) -> None:
    browser = clinic.browser()
    assert browser.get("/").location.startswith("/login")
    assert browser.log_in(name).location == "/"
    assert browser.get("/").location == home
    assert browser.get(home).status_code == 200
    for other in {"/reader/", "/arbiter/", "/admin/"} - {home}:
        assert browser.get(other).status_code == 404


def test_names_are_those_of_readers(clinic: Clinic) -> None:
    browser = clinic.browser()
    assert browser.log_in(" aNN ", PASSWORD.format("Ann")).status_code == 303
    assert ">Ann" in browser.text("/reader/").replace("\u2068", "")


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ann", "wrong password"), ("Nobody", PASSWORD.format("Ann")), ("", ""), ("Ann", "x" * 5000)],
)
def test_wrong_names_and_passwords_are_told_alike(clinic: Clinic, name: str, password: str) -> None:
    browser = clinic.browser()
    answer = browser.client.post(
        "/login", data={"token": browser.token("/login"), "name": name, "password": password}
    )
    assert answer.status_code == 401
    assert "Name or password is wrong." in answer.text
    assert browser.get("/reader/").status_code == 303


def test_an_unknown_name_costs_a_hash_as_well(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    def check(hashed: str, _: str) -> bool:
        checked.append(hashed)
        return False

    monkeypatch.setattr("fundusviewer.web.accounts.check_password_hash", check)
    clinic.browser().log_in("Ann", "wrong password")
    clinic.browser().log_in("Nobody", "wrong password")
    assert len(checked) == 2
    assert len({hashed.split("$")[0] for hashed in checked}) == 1


def test_a_flood_of_logins_leaves_threads_for_pages(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, late = clinic.browser("Ann"), clinic.browser()
    monkeypatch.setattr(accounts, "_AT_MOST", threading.BoundedSemaphore(1))
    with accounts._AT_MOST:
        answer = late.log_in("Ben")
        assert answer.status_code == 503
        assert "try again in some seconds" in answer.text
        assert ann.get("/reader/").status_code == 200
    assert late.log_in("Ben").status_code == 303


def test_passwords_are_not_tried_without_end(clinic: Clinic) -> None:
    clock = Clock()
    clinic.served.limit = LoginLimit(clock)
    browser = clinic.browser()
    assert [browser.log_in("Ann", "wrong password").status_code for _ in range(6)] == [401] * 5 + [
        429
    ]
    late = browser.log_in("Ann")
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) == WINDOW_SECONDS
    # Another name from the same place may, and after a while the first one as well.
    assert browser.log_in("Ben").status_code == 303
    clock.now += WINDOW_SECONDS + 1
    assert clinic.browser().log_in("Ann").status_code == 303


def test_one_address_tries_many_names_for_a_while_only() -> None:
    limit = LoginLimit(Clock())
    for number in range(20):
        assert not limit.wait(f"name {number}", "10.0.0.7")
        limit.failed(f"name {number}", "10.0.0.7")
    assert limit.wait("another", "10.0.0.7")
    assert not limit.wait("another", "10.0.0.8")


def test_a_success_forgets_the_failures() -> None:
    limit = LoginLimit(Clock())
    for _ in range(4):
        limit.failed("Ann", "10.0.0.7")
    limit.succeeded("ANN", "10.0.0.7")
    limit.failed("Ann", "10.0.0.7")
    assert not limit.wait("Ann", "10.0.0.7")


def test_memory_of_failures_is_bounded() -> None:
    limit = LoginLimit(Clock())
    for number in range(12_000):
        limit.failed(f"name {number}", f"address {number}")
    assert len(limit._failures) <= 10_000


# -- forged forms ------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [None, "", "x", "ä"])
def test_a_form_without_the_token_changes_nothing(clinic: Clinic, token: str | None) -> None:
    browser = clinic.browser("Ann")
    key = clinic.keys["1001_left.jpg"]
    fields = browser.fields(key) | {"verdict": "0"}
    if token is not None:
        fields["token"] = token
    answer = browser.client.post(f"/photograph/{key}/verdict", data=fields)
    assert answer.status_code == 400
    assert "nothing was stored" in answer.text
    assert clinic.reviews() == []


def test_the_token_of_another_session_does_not_count(clinic: Clinic) -> None:
    ann, ben = clinic.browser("Ann"), clinic.browser("Ben")
    key = clinic.keys["1001_left.jpg"]
    fields = ann.fields(key) | {"verdict": "0", "token": ben.token()}
    assert ann.client.post(f"/photograph/{key}/verdict", data=fields).status_code == 400
    assert clinic.reviews() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_form_changes_nothing(clinic: Clinic, headers: dict[str, str]) -> None:
    browser = clinic.browser("Ann")
    fields = {"token": browser.token(), "role": "second"}
    assert browser.client.post("/role", data=fields, headers=headers).status_code == 400
    here = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert browser.client.post("/role", data=fields, headers=here).status_code == 303


def test_nobody_is_logged_in_by_another_sites_form(clinic: Clinic) -> None:
    browser = clinic.browser()
    fields = {"name": "Ann", "password": PASSWORD.format("Ann")}
    assert browser.client.post("/login", data=fields).status_code == 400
    # The token of another browser.
    fields["token"] = clinic.browser().token("/login")
    assert browser.client.post("/login", data=fields).status_code == 400


@pytest.mark.parametrize(
    "address", ["/logout", "/role", "/account", "/photograph/1/verdict", "/photograph/1/form"]
)
def test_nothing_is_changed_by_an_address_alone(clinic: Clinic, address: str) -> None:
    browser = clinic.browser("Ann")
    if address != "/account":
        assert browser.get(address).status_code == 404


# -- sessions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encrypted", [False, True])
def test_cookies_are_for_this_site_and_no_script(clinic: Clinic, encrypted: bool) -> None:
    options = Options(encrypted=encrypted)
    method = Method("m", "1", "0" * 64, "{}")
    served = Served(clinic.store, method, name_pattern(), options=options)
    answer = Browser(create_app(served).test_client())
    cookies = answer.log_in("Ann").headers.getlist("Set-Cookie")
    cookie = next(one for one in cookies if "fundusviewer=" in one)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert ("Secure" in cookie) is encrypted
    assert cookie.startswith("__Host-") is encrypted
    assert "Domain" not in cookie
    headers = answer.get("/login").headers
    assert ("Strict-Transport-Security" in headers) is encrypted
    served.close()


def test_a_session_ends_after_a_while(clinic: Clinic) -> None:
    clock = Clock()
    clinic.served.sessions = Sessions(clock)
    browser = clinic.browser("Ann")
    clock.now += IDLE_SECONDS - 1
    assert browser.get("/reader/").status_code == 200
    clock.now += IDLE_SECONDS + 1
    assert browser.get("/reader/").location.startswith("/login")
    again = clinic.browser("Ann")
    for _ in range(int(LONGEST_SECONDS / IDLE_SECONDS) + 1):
        clock.now += IDLE_SECONDS - 1
        last = again.get("/reader/")
    assert last.status_code == 303


def test_an_old_cookie_is_of_no_use_after_the_end(clinic: Clinic) -> None:
    browser = clinic.browser("Ann")
    cookie = browser.client.get_cookie("fundusviewer")
    assert cookie is not None
    assert browser.post("/logout").status_code == 303
    browser.client.set_cookie("fundusviewer", cookie.value)
    assert browser.get("/reader/").status_code == 303


def test_a_login_makes_another_session(clinic: Clinic) -> None:
    browser = clinic.browser()
    browser.client.set_cookie("fundusviewer", "chosen by somebody else")
    browser.log_in("Ann")
    cookie = browser.client.get_cookie("fundusviewer")
    assert cookie is not None
    assert cookie.value != "chosen by somebody else"


@pytest.mark.parametrize("what", ["deleted", "role", "password", "account"])
def test_who_may_not_any_more_is_out_at_once(clinic: Clinic, what: str) -> None:
    browser = clinic.browser("Ann")
    if what == "deleted":
        clinic.store.delete_reader("Ann")
    elif what == "role":
        clinic.store.set_reader("Ann", [Role.SECOND])
    elif what == "password":
        clinic.served.accounts.set_password("Ann", "another password")
    else:
        clinic.served.accounts.remove("Ann")
    assert browser.get("/reader/").location.startswith("/login")


def test_another_password_ends_the_other_browsers(clinic: Clinic) -> None:
    here, there = clinic.browser("Ann"), clinic.browser("Ann")
    fields = {
        "old": PASSWORD.format("Ann"),
        "new": "a new pass phrase",
        "again": "a new pass phrase",
    }
    assert here.post("/account", **fields | {"old": "wrong"}).status_code == 401
    assert here.post("/account", **fields | {"again": "another"}).status_code == 400
    assert here.post("/account", **fields | {"new": "short", "again": "short"}).status_code == 400
    assert here.post("/account", **fields).status_code == 303
    assert here.get("/reader/").status_code == 200
    assert there.get("/reader/").status_code == 303
    assert clinic.browser().log_in("Ann", "a new pass phrase").status_code == 303


def test_roles_are_those_one_has(clinic: Clinic) -> None:
    browser = clinic.browser("Ann")
    assert browser.post("/role", role="administrator").status_code == 404
    assert browser.post("/role", role="second").location == "/reader/"
    assert "second reader" in browser.text("/reader/")
