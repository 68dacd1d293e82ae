"""What was said and by whom, taking it back, and that no address ever holds a patient's name."""

from __future__ import annotations

import logging
import re
from urllib.parse import unquote

import pytest

from fundusviewer.grading import Role
from fundusviewer.screening import Review
from fundusviewer.screening.names import Identity
from fundusviewer.web.sessions import Sessions
from tests.web.clinic import METHOD, Browser, Clinic

_NOTE = "zebra crossing"


@pytest.fixture
def key(clinic: Clinic) -> int:
    return clinic.keys["1001_left.jpg"]


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


# -- taking back ---------------------------------------------------------------------------------


def test_the_last_answer_is_taken_back_and_the_photograph_shown(clinic: Clinic, key: int) -> None:
    ann, other = clinic.browser("Ann"), clinic.keys["1002_left.jpg"]
    assert "Take back" not in ann.text("/reader/")
    ann.grade(key, 3)
    ann.grade(other, 0)
    assert "Take back the last answer" in ann.text("/reader/")
    assert ann.post("/undo").location == f"/photograph/{other}"
    assert "Taken back" in ann.text(f"/photograph/{other}")
    assert ann.post("/undo").location == f"/photograph/{key}"
    stood = {(name, grade) for name, _, grade, _, _ in clinic.reviews()}
    assert stood == {("1001_left.jpg", None), ("1002_left.jpg", None)}
    assert "none yet" in ann.text(f"/photograph/{key}")
    assert ann.post("/undo").status_code == 409
    # It waits again, and is answered anew.
    assert ann.grade(key, 1).status_code == 303
    assert ("1001_left.jpg", "first", 1, 0, "Ann") in clinic.reviews()


def test_what_stood_before_stands_again(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    ann.grade(key, 3)
    ann.post(f"/photograph/{key}/note", **ann.fields(key), note=_NOTE)
    ticked = {"scheme": "icdr", "maculopathy": "me_severe", "finish": "1"}
    ann.post(f"/photograph/{key}/form", **ann.fields(key), **ticked)
    ann.grade(key, 0)
    ann.grade(key, "withdraw")
    stood = []
    for _ in range(5):
        row = clinic.store.rows_at(METHOD, [key])[0]
        stood.append((row.review_grade, row.note, row.form is not None and row.form.finished))
        assert ann.post("/undo").status_code == 303
    assert stood == [
        (None, _NOTE, False),
        (0, _NOTE, True),
        (3, _NOTE, True),
        (3, _NOTE, False),
        (3, "", False),
    ]
    # Nothing vanishes: the history has what was said and what was taken back.
    assert len(clinic.store.history()) == 10


def test_only_ones_own_is_taken_back(clinic: Clinic, key: int) -> None:
    ann, ben = clinic.browser("Ann"), clinic.browser("Ben", Role.SECOND)
    ann.grade(key, 3)
    assert ben.post("/undo").status_code == 409
    # Neither from another browser, nor in another role.
    assert clinic.browser("Ann").post("/undo").status_code == 409
    ann.work_as(Role.SECOND)
    assert "Take back" not in ann.text("/reader/")
    assert ann.post("/undo").status_code == 409
    assert clinic.browser("Dee").post("/undo").status_code == 404
    assert clinic.reviews() == [("1001_left.jpg", "first", 3, 0, "Ann")]


def test_what_another_has_said_since_stays_and_is_not_named(clinic: Clinic, key: int) -> None:
    ann, eva = clinic.browser("Ann"), clinic.store.reader("Eva")
    assert eva is not None
    ann.grade(key, 3)
    ann.grade(key, "withdraw")
    row = clinic.store.rows_at(METHOD, [key])[0]
    clinic.store.review({str(row.sha256): Review(4)}, eva.seat(Role.FIRST))
    answer = ann.post("/undo")
    assert answer.status_code == 409
    assert "nothing was taken back" in answer.text
    assert "Eva" not in answer.text
    assert ("1001_left.jpg", "first", 4, 0, "Eva") in clinic.reviews()


def test_taking_back_needs_the_token(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    ann.grade(key, 3)
    assert ann.client.post("/undo").status_code == 400
    assert ann.get("/undo").status_code == 404
    assert clinic.reviews() == [("1001_left.jpg", "first", 3, 0, "Ann")]


def test_who_is_deleted_takes_nothing_back(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    ann.grade(key, 3)
    token = ann.token()
    clinic.store.delete_reader("Ann")
    assert ann.client.post("/undo", data={"token": token}).location.startswith("/login")
    assert clinic.reviews() == [("1001_left.jpg", "first", 3, 0, "Ann")]


# -- history -------------------------------------------------------------------------------------


def test_readers_see_their_own_history_and_those_who_decide_all_of_it(
    clinic: Clinic, key: int
) -> None:
    ann, ben = clinic.browser("Ann"), clinic.browser("Ben", Role.SECOND)
    ann.grade(key, 4)
    ann.post(f"/photograph/{key}/note", **ann.fields(key), note=_NOTE)
    ben.grade(key, 0)
    ben.grade(key, 1)
    anns, bens = (plain(one.text(f"/photograph/{key}/history")) for one in (ann, ben))
    assert "Grade 4" in anns
    assert f"Note: {_NOTE}" in anns
    assert "Ben" not in anns
    assert "Grade 0" not in anns
    assert "Grade 0 → Grade 1" in bens
    assert "Ann" not in bens
    assert _NOTE not in bens
    assert "Only what you have said is shown." in bens
    for name in ("Cid", "Dee"):
        told = plain(clinic.browser(name).text(f"/photograph/{key}/history"))
        assert "Grade 4" in told
        assert "Grade 0 → Grade 1" in told
        assert "Only what you have said" not in told
    # A photograph that is not for a reader has no history for that reader either.
    assert clinic.browser("Eva").get(f"/photograph/{key}/history").status_code == 404


def test_a_reader_before_the_answer_sees_nothing_of_the_first(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    ann.grade(key, 4)
    told = clinic.browser("Ben", Role.SECOND).text(f"/photograph/{key}/history")
    assert "This photograph has no review history." in told
    assert "Grade" not in told


def test_the_history_speaks_german(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    ann.grade(key, 4)
    ann.grade(key, "withdraw")
    ann.post("/language", language="de")
    assert "Stadium 4 zurückgezogen" in ann.text(f"/photograph/{key}/history")


# -- addresses -----------------------------------------------------------------------------------


def test_no_address_and_no_line_of_the_log_holds_a_name(
    clinic: Clinic, key: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Browsers and proxies keep addresses: neither patients nor what was looked for are in them."""
    row = clinic.store.rows_at(METHOD, [key])[0]
    clinic.store.correct({str(row.sha256): Identity("Quagliarella", None, None)}, "Dr A")
    addresses: list[str] = []
    with caplog.at_level(logging.DEBUG):
        for name, role in (
            ("Ann", Role.FIRST),
            ("Ben", Role.SECOND),
            ("Cid", Role.ARBITER),
            ("Dee", Role.ADMINISTRATOR),
        ):
            browser = clinic.browser(name, role if name == "Ben" else None)
            if role is Role.FIRST:
                browser.grade(key, 4)
            if role is Role.SECOND:
                browser.grade(key, 0)
            if role in (Role.ARBITER, Role.ADMINISTRATOR):
                answer = browser.post("/results", text="Quagliar", kind="refer")
                addresses.append(answer.location)
                assert "Quagliarella" in browser.text(answer.location)
                # A search that an older page or a person writes into the address is not used.
                assert "Filtered" in browser.text("/results?text=1003")
            addresses += walk(browser)
    assert len(set(addresses)) > 20
    said = "\n".join([*(unquote(one) for one in addresses), caplog.text])
    for word in ("Quagliar", "1001", "1002", "1003", "left", "Ann", "Ben"):
        assert word not in said, word


def walk(browser: Browser) -> list[str]:
    """Return all addresses that lead from a browser's list, and where they lead."""
    wanted, seen = ["/"], []
    while wanted:
        address = wanted.pop()
        if address in seen:
            continue
        seen.append(address)
        answer = browser.get(address)
        if answer.status_code in (301, 302, 303, 308):
            wanted.append(answer.location)
        elif answer.mimetype == "text/html":
            # Browsers keep the titles of pages beside their addresses.
            seen += re.findall(r"<title>(.*?)</title>", answer.text, re.DOTALL)
            found = r'(?:href|src|action|data-[a-z]+)="(/[^"]*)"'
            wanted += [one for one in re.findall(found, answer.text) if one not in seen]
        elif answer.mimetype == "application/json":
            wanted += re.findall(r'"(/[^"]*)"', answer.text)
    return seen


def test_a_search_is_forgotten_with_the_role_and_by_showing_all(clinic: Clinic) -> None:
    clinic.store.set_reader("Dee", [Role.ARBITER, Role.ADMINISTRATOR])
    dee = clinic.browser("Dee")
    dee.post("/results", text="1002")
    assert "Filtered" in dee.text("/results")
    dee.post("/results")
    assert "Filtered" not in dee.text("/results")
    dee.post("/results", text="1002")
    dee.work_as(Role.ADMINISTRATOR)
    assert "Filtered" not in dee.text("/results")
    for name in ("Ann", "Ben"):
        assert clinic.browser(name).post("/results", text="1002").status_code == 404


def test_steps_that_are_kept_are_bounded() -> None:
    session = Sessions().begin(1, Role.FIRST, "stamp")
    for number in range(1000):
        session.note_step(number, ())
    assert len(session.steps) == 200
    assert session.steps[-1].key == 999
