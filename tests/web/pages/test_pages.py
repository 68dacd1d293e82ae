"""What every answer carries, lists in pages, pictures, languages, what the log says."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.resources import asset, languages
from fundusviewer.web import seen
from fundusviewer.web.language import available, speech_of
from fundusviewer.web.sessions import Sessions
from scripts import translations
from tests.web.clinic import Browser, Clinic

_ADDRESSES = ("/login", "/reader/", "/nowhere", "/static/pages.css", "/photograph/1")


@pytest.mark.parametrize("address", _ADDRESSES)
def test_pages_load_nothing_from_elsewhere(clinic: Clinic, address: str) -> None:
    answer = clinic.browser("Ann").get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    # Nothing inside of a page is run or styled either: the policy would keep it out.
    assert not re.search(r"<script(?![^>]*\bsrc=\"/static/)|\bon\w+=|\bstyle=|<style", answer.text)
    assert not re.search(r"(src|href|action)=\"(?!/)", answer.text)


def test_pages_of_patients_are_not_kept_by_browsers(clinic: Clinic) -> None:
    ann = clinic.browser("Ann")
    for address in ("/reader/", "/photograph/1", "/photograph/1/picture-1024.jpg"):
        assert ann.get(address).headers["Cache-Control"] == "no-store"
    assert "max-age" in ann.get("/static/pages.css").headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/reader/", "/photograph/1", "/patient/1", "/nowhere"])
def test_each_page_says_that_it_is_research_software(clinic: Clinic, address: str) -> None:
    assert RESEARCH_NOTICE in clinic.browser("Ann").get(address).text
    assert RESEARCH_NOTICE in clinic.browser().text("/login")


def test_hostile_names_are_words(clinic: Clinic) -> None:
    name = "<script>alert(1)</script>_left.jpg"
    clinic.store.add_failure(clinic.folder / "x", "<img src=x>: is no picture")
    with clinic.store._writing() as connection:
        connection.execute("UPDATE file SET name = ?", (name,))
    for browser, address in (
        (clinic.browser("Ann"), "/reader/"),
        (clinic.browser("Dee"), "/results"),
        (clinic.browser("Dee"), "/photograph/1"),
    ):
        text = browser.get(address).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


# -- lists -------------------------------------------------------------------------------------


def test_lists_are_paged(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "PAGE", 3)
    ann = clinic.browser("Ann")
    first, second = ann.text("/reader/"), ann.text("/reader/?page=2")
    assert "Page 1 of 2" in first
    assert _names(first) + _names(second) == [
        "1001_left.jpg",
        "1002_left.jpg",
        "1001_right.jpg",
        "1003_left.jpg",
    ]
    for number in ("0", "-1", "99", "x", "1e9", "²", "9" * 40):
        assert ann.get("/reader/", page=number).status_code == 200


def test_results_are_those_of_patients_by_risk(clinic: Clinic) -> None:
    dee = clinic.browser("Dee")
    clinic.store.announce([clinic.folder / "1004_left.jpg"])
    page = dee.text("/results").replace("\u2068", "").replace("\u2069", "")
    patients = re.findall(r'href="/patient/\d+">(\d+)', page)
    assert patients == ["1001", "1002", "1004", "1003"]
    assert "4 of 4 patients and visits" in page
    assert "has not been examined yet" in dee.text(f"/photograph/{_key_of(clinic, '1004_left')}")
    assert "OD: no photograph" in page
    assert "not final: no first reader has read it yet" in page.lower()
    filtered = dee.text("/results?kind=refer")
    assert "Filtered: 2 patients and visits are not shown." in filtered
    # What is left out by the filter is counted on the page.
    assert re.search(r"<b>1</b> Error", filtered)
    assert "1003" not in _found(dee, "1001")


def test_a_page_of_results_is_read_anew(clinic: Clinic) -> None:
    """The order may be some seconds old; what is said of a patient never is."""
    dee = clinic.browser("Dee")
    assert 'state unsettled">No referral so far' in _found(dee, "1003")
    clinic.browser("Ann").grade(clinic.keys["1003_left.jpg"], 4)
    page = dee.text("/results")
    assert 'state refer">Refer' in page


def test_nothing_is_healthy_before_it_is_final_and_whole(clinic: Clinic) -> None:
    dee, ann = clinic.browser("Dee"), clinic.browser("Ann")
    assert 'class="state no_referral">' not in dee.text("/results").split("<table")[1]
    assert "state no_referral" not in ann.text("/reader/")
    for name in ("1001_left.jpg", "1001_right.jpg", "1003_left.jpg"):
        ann.grade(clinic.keys[name], 0)
    clinic.served.results._looked_at = None
    page = dee.text("/results")
    # Both eyes of one; of the other there is no photograph of the right eye.
    assert re.search(r"<b>1</b> No referral<", page)
    assert re.search(r"<b>1</b> No referral so far", page)
    assert "1001" in dee.text("/results?kind=no_referral")
    assert "1003" not in dee.text("/results?kind=no_referral")


def test_the_page_of_a_patient_tells_what_it_leaves_out(clinic: Clinic) -> None:
    ann, ben = clinic.browser("Ann"), clinic.browser("Ben")
    left, right = clinic.keys["1001_left.jpg"], clinic.keys["1001_right.jpg"]
    ann.grade(left, 4)
    page = ben.text(f"/patient/{right}")
    assert "1001_right.jpg" in page
    assert "1001_left.jpg" not in page
    assert "There may be others of this patient." in page
    assert {"1001_right.jpg", "1001_left.jpg"} <= set(_names(ann.text(f"/patient/{left}")))
    dees = clinic.browser("Dee").text(f"/patient/{left}")
    assert {"1001_right.jpg", "1001_left.jpg"} <= set(_names(dees))
    assert "1002" not in dees


def test_the_admin_page_tells_who_reads_and_what_is_open(clinic: Clinic) -> None:
    clinic.served.accounts.remove("Eva")
    page = clinic.browser("Dee").text("/admin/")
    assert re.search(r"<b>4</b> not final: no first reader", page)
    assert page.count(">none<") == 1
    assert page.count(">logged in<") == 1


# -- pictures ----------------------------------------------------------------------------------


def test_a_picture_is_the_photograph_without_its_files_other_words(clinic: Clinic) -> None:
    path = clinic.folder / "1001_left.jpg"
    answer = clinic.browser("Ann").get("/photograph/1/picture-0.jpg")
    assert answer.mimetype == "image/jpeg"
    assert answer.data != path.read_bytes()
    sent = cv2.imdecode(np.frombuffer(answer.data, np.uint8), cv2.IMREAD_COLOR)
    kept = cv2.imread(str(path))
    assert sent is not None
    assert kept is not None
    assert sent.shape == kept.shape
    assert float(np.abs(sent.astype(int) - kept.astype(int)).mean()) < 30


def test_layers_say_why_there_is_no_heat_map(clinic: Clinic) -> None:
    told = clinic.browser("Ann").get("/photograph/1/layers.json").get_json()
    assert told["frame"] == [60, 40]
    assert told["heat"] == {"why": "No heat map: the model is not at hand."}
    assert told["lesions"] is None
    assert clinic.browser("Ann").get("/photograph/1/heat.png").status_code == 404


# -- words -------------------------------------------------------------------------------------


def test_pages_speak_the_languages_of_the_program(clinic: Clinic) -> None:
    assert tuple(available()) == languages()
    german = speech_of("de")
    assert german.sentence(GRADE_NAMES[2]) == "mäßige NPDR"
    assert german.share(0.123, 1) == "12,3\u00a0%"


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
def test_pages_have_what_the_catalogues_have(code: str, tmp_path: Path) -> None:
    """Whoever changes a catalogue runs ``make translations``."""
    catalogue = asset("translations") / f"fundusviewer_{code}.ts"
    made = tmp_path / "made.json"
    translations.release_for_pages(catalogue, made)
    assert json.loads(made.read_text("utf-8")) == json.loads(
        catalogue.with_suffix(".json").read_text("utf-8")
    )
    known = json.loads(made.read_text("utf-8"))["words"]
    assert [text for text in translations.page_words() if text not in known] == []


def test_the_language_is_the_browsers_until_one_is_chosen(clinic: Clinic) -> None:
    browser = clinic.browser()
    german = browser.client.get("/login", headers={"Accept-Language": "de-AT,de;q=0.9"}).text
    assert 'lang="de"' in german
    assert "Anmelden" in german
    assert "Anmelden" not in browser.text("/login")
    ann = clinic.browser("Ann")
    assert ann.post("/language", language="de").status_code == 303
    assert "Zu lesen" in ann.text("/reader/")
    assert ann.post("/language", language="xx").status_code == 404


def test_the_log_names_no_patient(clinic: Clinic, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="fundusviewer.web"):
        ann = clinic.browser("Ann")
        ann.grade(1, 3)
        _found(clinic.browser("Dee"), "1001")
        clinic.browser("Dee").get("/patient/1")
    assert "/photograph/<int:key>/verdict 303" in caplog.text
    for name in ("1001", "left", "Ann", "Dee"):
        assert name not in caplog.text


def test_what_fails_is_said_without_its_values(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(self: Sessions) -> None:
        raise RuntimeError("patient zebra")

    monkeypatch.setattr(Sessions, "readers", fail)
    answer = clinic.browser("Dee").get("/admin/")
    assert answer.status_code == 500
    assert "zebra" not in answer.text
    assert "zebra" not in caplog.text
    assert "RuntimeError at" in caplog.text


def _found(browser: Browser, text: str) -> str:
    """Look for a patient, and return the page that is led to."""
    answer = browser.post("/results", text=text)
    assert answer.status_code == 303
    return browser.text(answer.location)


def _names(page: str) -> list[str]:
    return re.findall(r"\d{4}_\w+\.jpg", page)


def _key_of(clinic: Clinic, stem: str) -> int:
    path = clinic.folder / f"{stem}.jpg"
    return clinic.store.keys_of([path])[path]
