"""What people say, and the history of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fundusviewer.errors import StoreError
from fundusviewer.grading import Decision
from fundusviewer.grading.schemes import Form
from fundusviewer.imaging import Laterality
from fundusviewer.screening import Finding, Identity, Review, Store
from tests.screening.database.methods import METHOD, raw


def test_what_is_taken_back_stays_in_the_history(store: Store, finding: Finding) -> None:
    store.add_finding(finding, METHOD)
    sha256 = finding.image.source.sha256
    first = store.review({sha256: Review(2, note="a")}, "Dr A")
    second = store.review({sha256: Review(3, note="a", blind=True)}, "Dr A")
    undone = store.revert_changes(second, "Dr B", {})
    (row,) = store.rows(METHOD)
    assert (row.verdict, row.reviewed_by) == (Review(2, note="a"), "Dr B")
    assert store.revert_changes(undone, "Dr B", {})[0].new_json == second[0].new_json
    # Only what was said last can be taken back.
    with pytest.raises(StoreError, match="Dr B has changed a photograph's review"):
        store.revert_changes(first, "Dr A", {})
    assert [change.who for change in store.history()] == ["Dr A", "Dr A", "Dr B", "Dr B"]
    assert store.revert_changes((), "Dr A", {}) == []


def test_a_first_correction_gives_way_to_what_was_known(store: Store, finding: Finding) -> None:
    store.add_finding(finding, METHOD)
    sha256 = finding.image.source.sha256
    said = store.correct({sha256: Identity("P2")}, "Dr A")
    store.revert_changes(said, "Dr A", {sha256: Identity("Patient004", Laterality.OS)})
    (row,) = store.rows(METHOD)
    assert (row.patient, row.eye, row.date) == ("Patient004", "OS", None)


def test_reviews_and_their_history(store: Store, finding: Finding) -> None:
    sha256 = finding.image.source.sha256
    store.add_finding(finding, METHOD)
    assert store.to_review(METHOD) == 1
    store.review({sha256: Review(note="Ödem?")}, "Dr A")
    assert store.to_review(METHOD) == 1
    store.review({sha256: Review(grade=3)}, "Dr A")
    store.review({sha256: Review(ungradable=True, note="blurred")}, "Dr B")
    assert store.to_review(METHOD) == 0
    (row,) = store.rows(METHOD)
    assert (row.review_grade, row.review_ungradable, row.note) == (None, 1, "blurred")
    assert row.reviewed_by == "Dr B"
    assert row.found.grade == 2
    changes = store.history(sha256)
    assert [change.who for change in changes] == ["Dr A", "Dr A", "Dr B"]
    assert changes[0].old_json is None
    assert "Ödem?" in changes[0].new_json
    assert changes[2].old_json == '{"grade":3,"ungradable":0,"note":"","blind":0,"form":null}'
    # Whatever program writes, the history knows.
    raw(store).execute("UPDATE review SET grade = 0, ungradable = 0, changed_by = 'script'")
    assert store.history()[-1].who == "script"


def test_wrong_reviews_are_refused(store: Store, finding: Finding) -> None:
    store.add_finding(finding, METHOD)
    sha256 = finding.image.source.sha256
    with pytest.raises(StoreError, match="refuses"):
        store.review({sha256: Review(grade=5)}, "Dr A")
    with pytest.raises(StoreError, match="refuses"):
        store.review({sha256: Review(grade=1, ungradable=True)}, "Dr A")
    with pytest.raises(StoreError, match="needs the name"):
        store.review({sha256: Review(grade=1)}, "  ")
    with pytest.raises(StoreError, match="no photograph"):
        store.review({"f" * 64: Review(grade=1)}, "Dr A")
    assert store.history() == []


def test_corrected_identity(store: Store, finding: Finding) -> None:
    store.add_finding(finding, METHOD)
    assert not store.rows(METHOD)[0].corrected
    store.correct({finding.image.source.sha256: Identity("P7", Laterality.OD)}, "Dr A")
    (row,) = store.rows(METHOD)
    assert (row.patient, row.eye, row.date, row.corrected) == ("P7", "OD", None, 1)
    assert store.history()[0].what == "identity"


def test_a_form_is_blind_where_the_answer_was_hidden_when_it_was_done(
    store: Store, finding: Finding
) -> None:
    store.add_finding(finding, METHOD)
    sha256 = finding.image.source.sha256
    draft = Form("nhs", ("none",))
    store.fill({sha256: draft}, "Dr A", blind=True)
    (row,) = store.rows(METHOD)
    assert (row.review_blind, row.is_reviewed) == (0, False)
    # The answer was shown meanwhile.
    store.fill({sha256: replace(draft, finished=True)}, "Dr A", blind=False)
    (row,) = store.rows(METHOD)
    assert (row.review_blind, row.form_grade) == (0, "R0 M0 P0")
    store.review({sha256: Review(2)}, "Dr A")
    (row,) = store.rows(METHOD)
    # Grade and form stand side by side.
    assert (row.review_grade, row.form_grade, row.decision) == (2, "R0 M0 P0", Decision.REFER)
