"""What is said of a photograph: stored once, for what was seen, and never over another answer."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from fundusviewer.grading import Decision, Role
from fundusviewer.screening import Filter, Method, Review, name_pattern
from fundusviewer.web.served import Served
from tests.helpers.databases import connect
from tests.web.clinic import METHOD, PASSWORD, Clinic, add_picture


@pytest.fixture
def key(clinic: Clinic) -> int:
    return clinic.keys["1001_left.jpg"]


@pytest.mark.parametrize(
    ("verdict", "stored"), [*((grade, (grade, 0)) for grade in range(5)), ("ungradable", (None, 1))]
)
def test_an_answer_is_in_the_database(
    clinic: Clinic, key: int, verdict: object, stored: tuple[object, ...]
) -> None:
    answer = clinic.browser("Ann").grade(key, verdict)
    assert answer.location == f"/reader/next?after={key}"
    assert clinic.reviews() == [("1001_left.jpg", "first", *stored, "Ann")]


def test_the_next_one_follows_by_risk_until_nothing_waits(clinic: Clinic) -> None:
    ann, read = clinic.browser("Ann"), []
    address = "/reader/next"
    while (location := ann.get(address).location) != "/reader/":
        key = int(location.rsplit("/", 1)[1])
        read.append(next(name for name, one in clinic.keys.items() if one == key))
        address = ann.grade(key, 0).location
    assert read == ["1001_left.jpg", "1002_left.jpg", "1001_right.jpg", "1003_left.jpg"]
    assert "Nothing waits for you." in ann.text("/reader/")


@pytest.mark.parametrize("verdict", ["5", "-1", "", "x", "4.0"])
def test_other_grades_are_refused(clinic: Clinic, key: int, verdict: str) -> None:
    assert clinic.browser("Ann").grade(key, verdict).status_code == 400
    assert clinic.reviews() == []


def test_withdrawn_it_waits_again(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    ann.grade(key, 3)
    ann.grade(key, "withdraw")
    assert clinic.reviews() == [("1001_left.jpg", "first", None, 0, "Ann")]
    assert clinic.store.seen_by(None).to_review(METHOD, Filter(only=frozenset({key}))) == 1


def test_the_networks_answer_becomes_ones_own(clinic: Clinic, key: int) -> None:
    clinic.browser("Ann").grade(key, "accept")
    assert clinic.reviews() == [("1001_left.jpg", "first", 3, 0, "Ann")]


def test_a_referral_by_risk_is_not_accepted_as_a_grade(clinic: Clinic) -> None:
    path = clinic.folder / "1009_left.jpg"
    add_picture(clinic.store.path, path, 9, "refer", 1, 0.6)
    key = clinic.store.keys_of([path])[path]
    answer = clinic.browser("Ann").grade(key, "accept")
    assert answer.status_code == 409
    assert clinic.reviews() == []


# -- only what was seen --------------------------------------------------------------------------


def test_what_was_not_on_screen_is_not_graded(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    fields = ann.fields(key)
    other = clinic.browser("Ann")
    answer = other.post(f"/photograph/{key}/verdict", **fields, verdict="0")
    assert answer.status_code == 409
    assert "not on screen" in answer.text
    assert clinic.reviews() == []


def test_a_photograph_that_is_in_no_list_any_more(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    fields = ann.fields(key)
    with connect(clinic.store.path) as connection:
        connection.execute("DELETE FROM file WHERE photograph_id = ?", (key,))
    connection.close()
    for what, said in (("verdict", {"verdict": "0"}), ("note", {"note": "x"}), ("form", {})):
        answer = ann.post(f"/photograph/{key}/{what}", **fields, **said, scheme="icdr")
        assert answer.status_code == 409
        assert "nothing was stored" in answer.text
    assert clinic.reviews() == []


@pytest.mark.parametrize("what", ["removed", "changed"])
def test_what_is_gone_meanwhile_is_only_ungradable(clinic: Clinic, key: int, what: str) -> None:
    ann = clinic.browser("Ann")
    fields = ann.fields(key)
    path = clinic.folder / "1001_left.jpg"
    if what == "removed":
        path.unlink()
    else:
        path.write_bytes((clinic.folder / "1003_left.jpg").read_bytes())
    answer = ann.post(f"/photograph/{key}/verdict", **fields, verdict="0")
    assert answer.status_code == 409
    assert "gone or was changed" in answer.text
    assert clinic.reviews() == []
    page = ann.text(f"/photograph/{key}")
    assert 'class="failure"' in page
    assert "<img id" not in page
    assert ann.get(f"/photograph/{key}/picture-2048.jpg").status_code == 404
    assert ann.post(f"/photograph/{key}/verdict", **fields, verdict="ungradable").status_code == 303
    assert clinic.reviews() == [("1001_left.jpg", "first", None, 1, "Ann")]


def test_the_file_holds_another_photograph_now(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    fields = ann.fields(key)
    # Another program has examined what lies there now.
    clinic.store.knows(clinic.folder / "1001_left.jpg", _hash(clinic, "1003_left.jpg"), METHOD)
    answer = ann.post(f"/photograph/{key}/verdict", **fields, verdict="0")
    assert answer.status_code == 409
    assert "another photograph now" in answer.text
    assert clinic.reviews() == []


def test_a_failed_file_says_so_and_is_nothing_healthy(clinic: Clinic) -> None:
    key = clinic.keys["1003_left.jpg"]
    clinic.store.add_failure(clinic.folder / "1003_left.jpg", "1003_left.jpg: is damaged")
    ann, dee = clinic.browser("Ann"), clinic.browser("Dee")
    assert ann.get(f"/photograph/{key}").status_code == 404
    page = dee.text(f"/photograph/{key}")
    assert "is damaged" in page
    assert "No referral" not in page
    dee.post("/results", text="1003")
    assert "Error" in dee.text("/results")


# -- two at once -------------------------------------------------------------------------------


def test_another_window_of_the_same_reader_is_noticed(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    fields = ann.fields(key)
    ann.grade(key, 3)
    answer = ann.post(f"/photograph/{key}/verdict", **fields, verdict="0")
    assert answer.status_code == 409
    assert "another window" in answer.text
    assert clinic.reviews() == [("1001_left.jpg", "first", 3, 0, "Ann")]


def test_the_window_answered_meanwhile(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    fields = ann.fields(key)
    ben = clinic.store.reader("Ben")
    assert ben is not None
    sha256 = _hash(clinic, "1001_left.jpg")
    clinic.store.review({sha256: Review(4)}, ben.seat(Role.FIRST))
    answer = ann.post(f"/photograph/{key}/verdict", **fields, verdict="0")
    assert answer.status_code == 409
    assert "does not wait for you any more" in answer.text
    assert ann.get(f"/photograph/{key}").status_code == 404
    assert clinic.reviews() == [("1001_left.jpg", "first", 4, 0, "Ben")]


def test_a_reader_who_is_deleted_with_open_cases(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    fields = ann.fields(key)
    token = ann.token()
    assert clinic.browser("Ben").get(f"/photograph/{key}").status_code == 404
    clinic.store.delete_reader("Ann")
    answer = ann.client.post(
        f"/photograph/{key}/verdict", data={**fields, "verdict": "0", "token": token}
    )
    assert answer.location == "/login?ended=1"
    assert clinic.reviews() == []
    # What was on the desk is the others' at once.
    assert clinic.browser("Ben").get(f"/photograph/{key}").status_code == 200


def test_readers_who_begin_together_get_different_photographs(clinic: Clinic) -> None:
    locations: list[str] = []

    def begin(name: str) -> None:
        locations.append(browsers[name].get("/reader/next").location)

    browsers = {name: clinic.browser(name) for name in ("Ann", "Ben", "Eva")}
    threads = [threading.Thread(target=begin, args=(name,)) for name in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(locations)) == 3


def test_what_is_passed_over_waits_for_others_at_once(clinic: Clinic, key: int) -> None:
    ann, ben = clinic.browser("Ann"), clinic.browser("Ben")
    assert ann.get("/reader/next").location == f"/photograph/{key}"
    assert ann.get(f"/reader/next?after={key}").location != f"/photograph/{key}"
    assert ben.get("/reader/next").location == f"/photograph/{key}"


# -- notes and forms ---------------------------------------------------------------------------


def test_a_note_keeps_the_answer(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    ann.grade(key, 3)
    answer = ann.post(f"/photograph/{key}/note", **ann.fields(key), note="<b>ask\r\nagain</b>")
    assert answer.status_code == 303
    page = ann.get(f"/photograph/{key}").text
    assert "&lt;b&gt;ask\nagain&lt;/b&gt;" in page
    assert clinic.reviews() == [("1001_left.jpg", "first", 3, 0, "Ann")]
    assert (
        ann.post(f"/photograph/{key}/note", **ann.fields(key), note="x" * 2001).status_code == 409
    )


def test_a_form_counts_when_it_is_done(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    ticked = {"scheme": "icdr", "maculopathy": "me_severe", "findings": ["amd", "cataract"]}
    answer = ann.post(f"/photograph/{key}/form", **ann.fields(key), **ticked, keep="1")
    assert answer.location == f"/photograph/{key}"
    row = _row(clinic, key)
    assert not row.is_reviewed
    assert "it does not count yet" in ann.text(f"/photograph/{key}")
    answer = ann.post(f"/photograph/{key}/form", **ann.fields(key), **ticked, finish="1")
    assert answer.location == f"/reader/next?after={key}"
    row = _row(clinic, key)
    assert row.form is not None
    assert (row.form.ticked, row.form.findings) == (("me_severe",), ("amd", "cataract"))
    assert row.decision is Decision.REFER
    page = ann.text(f"/photograph/{key}")
    assert 'value="me_severe" checked' in page
    assert 'value="amd" checked' in page


@pytest.mark.parametrize(
    "fields",
    [
        {"scheme": "unknown"},
        {"scheme": "icdr", "maculopathy": "me_imagined"},
        {"scheme": "icdr", "maculopathy": ["me_mild", "me_severe"]},
        {"scheme": "icdr", "findings": "plague"},
        {"scheme": "icdr", "quality": "splendid"},
        {"scheme": "icdr", "plan": "wait"},
        {"scheme": "icdr", "months": "many"},
        {"scheme": "icdr", "months": "61"},
        {"scheme": "icdr", "finish": "1"},
    ],
)
def test_forms_that_are_none_are_refused(
    clinic: Clinic, key: int, fields: dict[str, object]
) -> None:
    ann = clinic.browser("Ann")
    answer = ann.post(f"/photograph/{key}/form", **ann.fields(key), **fields)
    assert answer.status_code in (400, 409)
    assert clinic.reviews() == []


def test_a_form_of_a_later_version_stays(clinic: Clinic, key: int) -> None:
    ann = clinic.browser("Ann")
    later = json.dumps({"version": 99, "decision": "refer", "grade": "R9"})
    reader = clinic.store.reader("Ann")
    assert reader is not None
    sha256 = _hash(clinic, "1001_left.jpg")
    clinic.store.review({sha256: Review(2, form=later)}, reader.seat(Role.FIRST))
    assert "A later version" in ann.text(f"/photograph/{key}")
    answer = ann.post(f"/photograph/{key}/form", **ann.fields(key), scheme="icdr", keep="1")
    assert answer.status_code == 409
    assert _row(clinic, key).review_form == later


def test_a_database_that_fails_says_so(
    clinic: Clinic, key: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ann = clinic.browser("Ann")
    fields, token = ann.fields(key), ann.token()
    clinic.store.path.rename(Path(f"{clinic.store.path}.away"))
    try:
        answer = ann.client.post(
            f"/photograph/{key}/verdict", data={**fields, "verdict": "3", "token": token}
        )
    finally:
        Path(f"{clinic.store.path}.away").rename(clinic.store.path)
    assert answer.status_code == 503
    assert "nothing was stored" in answer.text
    assert clinic.reviews() == []


def _row(clinic: Clinic, key: int):  # type: ignore[no-untyped-def]
    return clinic.store.rows_at(METHOD, [key])[0]


def _hash(clinic: Clinic, name: str) -> str:
    sha256 = _row(clinic, clinic.keys[name]).sha256
    assert isinstance(sha256, str)
    return sha256


def test_beside_a_model_of_other_classes_there_are_notes_alone(clinic: Clinic, key: int) -> None:
    other = Method("others", "1.0", "1" * 64, '{"operating_point": null, "steps": 1}')
    with connect(clinic.store.path) as connection:
        connection.execute(
            "INSERT INTO method (model_name, model_version, model_sha256, settings) "
            "VALUES (?, ?, ?, ?)",
            (other.model_name, other.model_version, other.model_sha256, other.settings),
        )
        connection.execute(
            "INSERT INTO result (photograph_id, method_id, label, probability, probabilities, "
            "reasons, provider, application_version, milliseconds, examined_at) "
            "SELECT photograph_id, (SELECT max(id) FROM method), 'glaucoma; amd', 0.8, "
            """'{"amd": 0.6, "glaucoma": 0.8}', '[]', provider, '0', 1.0, examined_at """
            "FROM result"
        )
    served = Served(clinic.store, other, name_pattern())
    try:
        shown = Clinic(clinic.store, served, clinic.folder, clinic.keys)
        for reader in ("Ann", "Dee"):
            served.accounts.set_password(reader, PASSWORD.format(reader))
        ann = shown.browser("Ann")
        page = ann.text(f"/photograph/{key}")
        assert "glaucoma (80.0\xa0%), amd (60.0\xa0%)" in page
        for word in ("etinopathy", "NPDR", "Grading form", "oedema", "referral"):
            assert word not in page, word
        assert "Store the note" in page
        answer = ann.grade(key, 0)
        assert answer.status_code == 409
        assert "other classes than grades" in answer.text
        finished = ann.post(f"/photograph/{key}/form", **ann.fields(key), scheme="icdr", finish="1")
        assert finished.status_code == 409
        assert clinic.reviews() == []
        results = shown.browser("Dee", Role.ADMINISTRATOR).text("/results")
        assert "No grade: the model has other classes" in results
        assert "glaucoma (80.0\xa0%), amd (60.0\xa0%)" in results
    finally:
        served.close()
