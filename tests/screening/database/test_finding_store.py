"""What the program finds comes back as it was, and stays."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from fundusviewer.errors import StoreError
from fundusviewer.grading import Decision
from fundusviewer.inference import Classifier
from fundusviewer.screening import Filter, Finding, Review, Store, examine
from tests.helpers.models import SETS, make_card, write_model
from tests.screening.database.methods import METHOD, OTHER, raw
from tests.screening.marks import marked_lesions
from tests.screening.photographs import HEALTHY, write_black, write_photograph, write_photographs


def test_a_finding_comes_back(store: Store, finding: Finding) -> None:
    store.add_finding(finding, METHOD)
    (row,) = store.rows(METHOD)
    assert row.path == finding.path
    assert row.name == "Patient004_L.jpg"
    assert row.sha256 == finding.image.source.sha256
    assert (row.width, row.height) == (256, 256)
    assert row.decision is Decision.REFER
    assert row.found.grade == 2
    assert finding.assessment is not None
    assert row.found.referable_probability == finding.assessment.referable_probability
    assert row.found.label == "moderate NPDR"
    assert row.probabilities["moderate NPDR"] == pytest.approx(row.found.probability, abs=1e-6)
    assert row.reasons == ()
    assert not row.is_reviewed


def test_a_refused_photograph_has_no_numbers(
    store: Store, tmp_path: Path, classifier: Classifier
) -> None:
    store.add_finding(examine(write_black(tmp_path / "black.png"), classifier), METHOD)
    (row,) = store.rows(METHOD)
    assert row.decision is Decision.UNGRADABLE
    assert row.reasons[0].startswith("Too dark")
    assert (
        row.found.grade,
        row.found.referable_probability,
        row.found.label,
        row.probabilities,
    ) == (
        None,
        None,
        None,
        {},
    )


def test_the_grade_set_comes_back(store: Store, tmp_path: Path) -> None:
    model = write_model(tmp_path / "sets.onnx", make_card(prediction_sets=SETS))
    photograph = write_photograph(tmp_path / "one.jpg")
    finding = examine(photograph, Classifier(model, "cpu"))
    assert finding.grade_set == (2, 3)
    store.add_finding(finding, METHOD)
    assert store.rows(METHOD)[0].grade_set == (2, 3)
    store.add_failure(photograph, "the drive is gone")
    assert store.rows(METHOD)[0].grade_set == ()


def test_one_photograph_at_two_paths(store: Store, finding: Finding, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jpg"
    sha256 = finding.image.source.sha256
    store.add_finding(finding, METHOD)
    assert store.knows(copy, sha256, METHOD)
    assert {row.path for row in store.rows(METHOD)} == {finding.path, copy}
    assert store.paths_of(sha256) == [finding.path, copy]
    assert raw(store).execute("SELECT count(*) FROM result").fetchone()[0] == 1


def test_a_result_is_known_for_its_method_alone(store: Store, finding: Finding) -> None:
    sha256 = finding.image.source.sha256
    assert not store.knows(finding.path, sha256, METHOD)
    store.add_finding(finding, METHOD)
    assert store.knows(finding.path, sha256, METHOD)
    for other in (
        OTHER,
        replace(METHOD, model_version="0.0.2"),
        replace(METHOD, model_sha256="1" * 64),
        replace(METHOD, model_name="x"),
    ):
        assert not store.knows(finding.path, sha256, other)
        (row,) = store.rows(other)
        assert row.decision is None
        assert row.result is None


def test_what_only_an_earlier_version_examined(
    store: Store, finding: Finding, classifier: Classifier, tmp_path: Path
) -> None:
    newer = replace(METHOD, model_version="0.0.2", model_sha256="1" * 64)
    other = replace(METHOD, model_name="another", model_sha256="2" * 64)
    second = examine(write_photographs(tmp_path / "b", ["7_OD.jpg", "8_OD.jpg"])[1], classifier)
    for one in (finding, second):
        store.add_finding(one, METHOD)
    store.add_finding(finding, other)
    paths = [one.image.source.path for one in (finding, second)]
    assert store.outdated(newer) == dict.fromkeys(paths, "0.0.1")
    assert store.outdated(newer, Filter(folder=tmp_path / "b")) == {paths[1]: "0.0.1"}
    # The same network at another operating point, and another model, are not outdated.
    assert store.outdated(METHOD) == store.outdated(OTHER) == {}
    assert store.outdated(replace(METHOD, model_name="a third")) == {}
    store.add_finding(finding, newer)
    assert store.outdated(newer) == {paths[1]: "0.0.1"}
    store.add_failure(paths[1], "is damaged")
    assert store.outdated(newer) == {}


def test_a_stored_result_stays(store: Store, tmp_path: Path, finding: Finding) -> None:
    healthy = Classifier(write_model(tmp_path / "healthy.onnx", logits=HEALTHY), "cpu")
    store.add_finding(finding, METHOD)
    store.add_finding(examine(finding.path, healthy), METHOD)
    assert store.rows(METHOD)[0].decision is Decision.REFER


def test_an_error_stands_above_an_earlier_result(store: Store, finding: Finding) -> None:
    store.add_finding(finding, METHOD)
    store.add_failure(finding.path, "the file is gone")
    (row,) = store.rows(METHOD)
    assert row.decision is Decision.ERROR
    assert row.reasons == ("the file is gone",)
    assert store.rows(METHOD, Filter(grades=frozenset({2}))) == []
    store.add_finding(finding, METHOD)
    assert store.rows(METHOD)[0].decision is Decision.REFER


def test_relative_paths_are_stored_whole(store: Store, tmp_path: Path, finding: Finding) -> None:
    store.add_failure(Path("here.jpg"), "no")
    assert store.rows(METHOD)[0].path == Path.cwd() / "here.jpg"


def test_names_that_are_no_text(store: Store, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.jpg"))
    store.add_failure(path, f"{path.name}: the file is empty")
    (row,) = store.rows(METHOD)
    assert row.path == path
    assert row.name == "\\udcff\\udcfe.jpg"
    assert row.reasons == ("\\udcff\\udcfe.jpg: the file is empty",)


@pytest.mark.parametrize(
    "values",
    [
        "(1, 1, 'no_referral', NULL, NULL",
        "(1, 1, 'no_referral', 2, 0.1",
        "(1, 1, 'no_referral', 0, NULL",
        "(1, 1, 'ungradable', 0, 0.1",
        "(1, 1, 'not_fundus', NULL, 0.1",
        "(1, 1, 'healthy', 0, 0.1",
        "(1, 1, 'refer', 5, 0.1",
        "(1, 1, 'refer', 2, 1.1",
        "(7, 1, 'refer', 2, 0.9",
    ],
)
def test_impossible_results_are_refused(store: Store, finding: Finding, values: str) -> None:
    store.add_finding(finding, OTHER)
    connection = store._connection
    connection.execute("INSERT INTO method VALUES (9, 'a', 'b', 'c', 'd')")
    values = values.replace("(1, 1", "(1, 9").replace("(7, 1", "(7, 9")
    sql = (
        "INSERT INTO result (photograph_id, method_id, decision, grade, referable_probability, "
        "reasons, provider, application_version, milliseconds, examined_at) VALUES "
    )
    connection.execute(f"{sql} (1, 9, 'refer', 2, 0.9, '[]', '', '', 1, '')")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(f"{sql} {values}, '[]', '', '', 1, '')")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE result SET grade = 0, decision = 'no_referral'",
        "DELETE FROM result",
        "INSERT OR REPLACE INTO result SELECT * FROM result",
        "INSERT OR REPLACE INTO result (id, photograph_id, method_id, decision, grade, "
        "referable_probability, reasons, provider, application_version, milliseconds, "
        "examined_at) SELECT id + 1, photograph_id, method_id, decision, grade, "
        "referable_probability, reasons, provider, application_version, milliseconds, "
        "examined_at FROM result",
        "UPDATE lesions SET found = '{}'",
        "DELETE FROM lesions",
        "INSERT OR REPLACE INTO lesions SELECT * FROM lesions",
        "INSERT OR REPLACE INTO lesions SELECT id + 1, photograph_id, model_name, model_version, "
        "model_sha256, steps, '{}', outlines, disc_diameter, estimated, application_version, "
        "marked_at FROM lesions",
        "UPDATE history SET who = 'nobody'",
        "DELETE FROM history",
        "INSERT OR REPLACE INTO history SELECT * FROM history",
        "DELETE FROM review",
        "INSERT OR REPLACE INTO review (id, photograph_id, reader_id, role, grade, ungradable, "
        "note, changed_by, changed_at) SELECT id, photograph_id, reader_id, role, 0, 0, '', 'X', "
        "changed_at FROM review",
        "INSERT OR REPLACE INTO review (photograph_id, reader_id, role, grade, ungradable, note, "
        "changed_by, changed_at) SELECT photograph_id, (SELECT max(id) FROM reader), role, 0, 0, "
        "'', 'X', changed_at FROM review",
        "DELETE FROM reader",
    ],
)
def test_nobody_rewrites_the_past(store: Store, finding: Finding, sql: str) -> None:
    store.add_finding(replace(finding, lesions=marked_lesions()), METHOD)
    store.review({finding.image.source.sha256: Review(3)}, "Dr A")
    connection = raw(store)
    before = "\n".join(connection.iterdump())
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|never deleted"):
        connection.execute(sql)
    assert "\n".join(connection.iterdump()) == before


def test_a_full_disk_loses_nothing_that_was_there(
    store: Store, finding: Finding, tmp_path: Path
) -> None:
    store.add_finding(finding, METHOD)
    connection = store._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        store.add_failure(tmp_path / "long.jpg", "reason" * 10_000)
    assert store.rows(METHOD, Filter(decisions=frozenset({Decision.REFER})))
    connection.execute("PRAGMA max_page_count = 100000")
    store.add_failure(tmp_path / "after.jpg", "no")
    assert store.rows(METHOD, Filter(text="after.jpg"))


def test_a_new_method_that_could_not_be_stored_is_stored_later(
    store: Store, finding: Finding
) -> None:
    connection = store._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    store.add_finding(finding, OTHER)
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        store.add_finding(finding, replace(METHOD, settings="x" * 50_000))
    connection.execute("PRAGMA max_page_count = 100000")
    store.add_finding(finding, METHOD)
    assert store.rows(METHOD)[0].result is not None
