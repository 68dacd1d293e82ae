"""Who sees what: blindness between readers, others' photographs, addresses that lead elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fundusviewer.grading import Role
from fundusviewer.screening import Review
from fundusviewer.web.served import Options
from tests.web.clinic import Browser, Clinic, make_clinic

#: What a page of another reader must not hold: unlike anything else on any page.
_NOTE = "zebra crossing"


def pages_of(key: int) -> list[str]:
    return [
        f"/photograph/{key}",
        f"/photograph/{key}/layers.json",
        f"/photograph/{key}/picture-1024.jpg",
        f"/photograph/{key}/heat.png",
        f"/patient/{key}",
    ]


def crawl(browser: Browser) -> str:
    """Return the text of all pages that lead from a reader's list, and theirs."""
    wanted, seen, texts = ["/"], set(), []
    while wanted:
        address = wanted.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = browser.get(address)
        if answer.status_code == 303:
            wanted.append(answer.location)
            continue
        if answer.mimetype == "text/html":
            texts.append(answer.text)
            wanted += re.findall(r'(?:href|src|data-layers)="(/[^"]*)"', answer.text)
        elif answer.mimetype == "application/json":
            texts.append(answer.text)
    assert len(texts) > 2
    return "\n".join(texts)


def test_first_and_second_reader_do_not_see_each_other(clinic: Clinic) -> None:
    key = clinic.keys["1001_left.jpg"]
    ann = clinic.browser("Ann")
    ann.grade(key, 4)
    ann.post(f"/photograph/{key}/note", **ann.fields(key), note=_NOTE)
    assert _NOTE in ann.text(f"/photograph/{key}")
    ben = clinic.browser("Ben", Role.SECOND)
    page = ben.text(f"/photograph/{key}")
    assert "none yet" in page
    everything = crawl(ben)
    assert _NOTE not in everything
    assert "Ann" not in everything
    assert "given" not in everything
    # And the other way round.
    ben.grade(key, 2)
    ben.post(f"/photograph/{key}/note", **ben.fields(key), note="a second note")
    everything = crawl(ann)
    assert "a second note" not in everything
    assert "Ben" not in everything


def test_the_arbiter_sees_both_and_only_what_they_disagree_on_waits(clinic: Clinic) -> None:
    left, right = clinic.keys["1001_left.jpg"], clinic.keys["1002_left.jpg"]
    ann, ben = clinic.browser("Ann"), clinic.browser("Ben", Role.SECOND)
    ann.grade(left, 3)
    ann.grade(right, 3)
    ben.grade(left, 0)
    ben.grade(right, 4)
    cid = clinic.browser("Cid")
    assert "To decide" in cid.text("/arbiter/")
    assert cid.get("/arbiter/next").location == f"/photograph/{left}"
    page = cid.text(f"/photograph/{left}").replace("\u2068", "").replace("\u2069", "")
    assert "3 – severe NPDR, Ann" in page
    assert "0 – no apparent retinopathy, Ben" in page
    assert cid.grade(left, 2).status_code == 303
    assert "It does not wait for your answer." in cid.text(f"/photograph/{right}")
    assert cid.post(f"/photograph/{right}/verdict", verdict="0").status_code == 404
    assert ("1001_left.jpg", "arbiter", 2, 0, "Cid") in clinic.reviews()
    assert len(clinic.reviews()) == 5


@pytest.mark.parametrize("situation", ["read by another", "on another's desk", "not for a second"])
def test_photographs_of_another_queue_do_not_exist(clinic: Clinic, situation: str) -> None:
    key = clinic.keys["1001_left.jpg"]
    ben = clinic.browser("Ben")
    if situation == "read by another":
        clinic.browser("Ann").grade(key, 4)
    elif situation == "on another's desk":
        clinic.browser("Ann").get(f"/photograph/{key}")
    else:
        ben.work_as(Role.SECOND)
    nowhere = ben.get("/photograph/123456")
    for address in pages_of(key):
        answer = ben.get(address)
        assert answer.status_code == 404
        assert answer.text == nowhere.text
    fields = {"verdict": "0", "sha256": "x", "stands": ""}
    for what in ("verdict", "note", "form"):
        assert ben.post(f"/photograph/{key}/{what}", **fields).status_code == 404
    assert "1001_left" not in ben.text("/reader/")
    assert "1001_left" not in crawl(ben)


def test_what_a_reader_has_answered_stays_in_view(clinic: Clinic) -> None:
    key = clinic.keys["1003_left.jpg"]
    ann = clinic.browser("Ann")
    ann.grade(key, 0)
    assert "1003_left" not in ann.text("/reader/")
    assert "1003_left" in ann.text("/reader/read")
    assert ann.get(f"/photograph/{key}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/photograph/../../etc/passwd",
        "/photograph/..%2f..%2fetc%2fpasswd",
        "/static/../application.py",
        "/static/..%2fapplication.py",
        "/static/%2e%2e/application.py",
        "/static//etc/passwd",
        "/static/....//application.py",
        "/photograph/1/picture-1024.jpg/../../../../etc/passwd",
        "/photograph/-1",
        "/photograph/1e3",
        "/photograph/99999999999999999999999999",
        "/photograph/1/picture-9999.jpg",
        "/patient/99999999999999999999",
        "/reader/%00",
    ],
)
def test_no_address_leads_out(clinic: Clinic, address: str) -> None:
    for browser in (clinic.browser("Ann"), clinic.browser("Dee")):
        answer = browser.get(address)
        assert answer.status_code in (404, 308)
        assert "root:" not in answer.text
        assert "import " not in answer.text


def test_nothing_is_seen_without_a_session(clinic: Clinic) -> None:
    browser = clinic.browser()
    key = clinic.keys["1001_left.jpg"]
    for rule in clinic.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in ("static", "entry.login"):
            continue
        address = str(rule).replace("<int:key>", str(key)).replace("<int:side>", "1024")
        answer = browser.get(address)
        assert answer.status_code == 303, address
        assert answer.location.startswith("/login")


def test_results_are_for_those_who_see_all_answers(clinic: Clinic) -> None:
    assert clinic.browser("Ann").get("/results").status_code == 404
    for name in ("Cid", "Dee"):
        assert clinic.browser(name).get("/results").status_code == 200


def test_administrators_answer_nothing(clinic: Clinic) -> None:
    dee = clinic.browser("Dee")
    key = clinic.keys["1001_left.jpg"]
    assert "verdict" not in dee.text(f"/photograph/{key}").replace("verdict counts", "")
    fields = {"verdict": "0", "sha256": "x", "stands": ""}
    assert dee.post(f"/photograph/{key}/verdict", **fields).status_code == 404


def test_blind_readers_are_not_told_the_networks_answer(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path, Options(blind=True))
    with clinic.store:
        ann = clinic.browser("Ann")
        key = clinic.keys["1001_left.jpg"]
        page = ann.text(f"/photograph/{key}")
        assert "Hidden until you have answered" in page
        assert "90.0" not in page
        assert "Accept the network's answer" not in page
        assert set(ann.get(f"/photograph/{key}/layers.json").get_json()) == {"frame"}
        assert ann.get(f"/photograph/{key}/heat.png").status_code == 404
        everything = crawl(ann)
        assert "Refer" not in everything.replace("Refer urgently", "").replace(">Refer<", "")
        # By name: the order would tell which are the worst.
        names = re.findall(r"\d{4}_\w+\.jpg", ann.text("/reader/"))
        assert names == sorted(names)
        ann.grade(key, "accept")
        assert clinic.reviews() == []
        ann.grade(key, 1)
        assert "Refer, grade 3" in ann.text(f"/photograph/{key}")
        (review,) = clinic.store.blind_verdicts().values()
        assert review == Review(1, False, "", True)
        clinic.served.close()
