"""The screening database: what is stored, what is refused, and what survives."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fundusviewer.errors import StoreError
from fundusviewer.grading import Decision
from fundusviewer.imaging import Laterality
from fundusviewer.inference import Classifier
from fundusviewer.screening import Filter, Finding, Identity, Method, Order, Review, Store, examine
from fundusviewer.screening.database import opening
from fundusviewer.screening.database.schema import MIGRATIONS, SCHEMA_VERSION
from tests.helpers.models import SETS, make_card, write_model
from tests.screening.photographs import HEALTHY, write_black, write_photograph, write_photographs

METHOD = Method("tiny-dr", "0.0.1", "0" * 64, '{"operating_point": "screening"}')
OTHER = replace(METHOD, settings='{"operating_point": "specific"}')


@pytest.fixture
def classifier(tiny_model: Path) -> Classifier:
    return Classifier(tiny_model, "cpu")


@pytest.fixture
def finding(tmp_path: Path, classifier: Classifier) -> Finding:
    return examine(write_photograph(tmp_path / "Patient004_L.jpg"), classifier)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "screening.sqlite") as store:
        yield store


def raw(store: Store) -> sqlite3.Connection:
    return sqlite3.connect(store.path, isolation_level=None)


def test_a_new_database_is_ours_safe_and_strict(store: Store) -> None:
    connection = raw(store)
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert store._connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert store._connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    # Also for who reads the file itself.
    assert store.path.read_bytes()[60:64] == SCHEMA_VERSION.to_bytes(4, "big")


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


def test_a_finding_comes_back(store: Store, finding: Finding) -> None:
    store.add_finding(finding, METHOD)
    (row,) = store.rows(METHOD)
    assert row.path == finding.path
    assert row.name == "Patient004_L.jpg"
    assert row.sha256 == finding.image.source.sha256
    assert (row.width, row.height) == (400, 400)
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
        "INSERT OR REPLACE INTO result SELECT id + 1, photograph_id, method_id, decision, grade, "
        "referable_probability, label, probability, probabilities, reasons, provider, "
        "application_version, milliseconds, examined_at, grade_set FROM result",
        "UPDATE history SET who = 'nobody'",
        "DELETE FROM history",
        "INSERT OR REPLACE INTO history SELECT * FROM history",
        "DELETE FROM review",
        "INSERT OR REPLACE INTO review SELECT * FROM review",
    ],
)
def test_nobody_rewrites_the_past(store: Store, finding: Finding, sql: str) -> None:
    store.add_finding(finding, METHOD)
    store.review({finding.image.source.sha256: Review(3)}, "Dr A")
    connection = raw(store)
    before = "\n".join(connection.iterdump())
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|never deleted"):
        connection.execute(sql)
    assert "\n".join(connection.iterdump()) == before


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
    assert changes[2].old_json == '{"grade":3,"ungradable":0,"note":"","blind":0}'
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


@pytest.fixture
def filled(store: Store, tmp_path: Path, classifier: Classifier) -> Store:
    """Return a database with refer, no referral, ungradable and an error."""
    healthy = Classifier(write_model(tmp_path / "healthy.onnx", logits=HEALTHY), "cpu")
    store.add_failure(tmp_path / "d_error%.jpg", "no")
    store.add_finding(examine(write_photograph(tmp_path / "a.jpg", 1), healthy), METHOD)
    store.add_finding(examine(write_black(tmp_path / "B.png"), classifier), METHOD)
    store.add_finding(examine(write_photograph(tmp_path / "c.jpg", 2), classifier), METHOD)
    return store


def test_risk_comes_first_and_healthy_last(filled: Store) -> None:
    def names(order: Order) -> list[str]:
        return [row.name for row in filled.rows(METHOD, order=order)]

    assert names(Order.RISK) == ["c.jpg", "B.png", "d_error%.jpg", "a.jpg"]
    assert names(Order.NAME) == ["a.jpg", "B.png", "c.jpg", "d_error%.jpg"]
    assert names(Order.NEWEST) == ["c.jpg", "B.png", "a.jpg", "d_error%.jpg"]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(decisions=frozenset({Decision.ERROR, Decision.REFER})), ["c.jpg", "d_error%.jpg"]),
        (Filter(decisions=frozenset()), []),
        (Filter(grades=frozenset({0, 1})), ["a.jpg"]),
        (Filter(reviewed=True), ["c.jpg"]),
        (Filter(reviewed=False), ["B.png", "d_error%.jpg", "a.jpg"]),
        (Filter(text="ERROR%"), ["d_error%.jpg"]),
        (Filter(text="%."), ["d_error%.jpg"]),
        (Filter(text="_"), ["d_error%.jpg"]),
        (Filter(text="drusen"), ["c.jpg"]),
        (Filter(text="'; DROP TABLE file; --"), []),
        (Filter(decisions=frozenset({Decision.REFER}), reviewed=False), []),
    ],
)
def test_filters(filled: Store, wanted: Filter, names: list[str]) -> None:
    sha256 = next(row.sha256 for row in filled.rows(METHOD) if row.name == "c.jpg")
    assert sha256 is not None
    filled.review({sha256: Review(2, note="Drusen")}, "Dr A")
    assert [row.name for row in filled.rows(METHOD, wanted)] == names


def test_keys_are_the_rows_in_short(filled: Store) -> None:
    for order in Order:
        for wanted in (Filter(), Filter(reviewed=False, text="a")):
            rows = filled.rows(METHOD, wanted, order)
            keys = filled.keys(METHOD, wanted, order)
            assert filled.rows_at(METHOD, keys) == rows
            assert filled.rows_at(METHOD, keys[::-1]) == rows[::-1]
    assert filled.rows_at(METHOD, []) == []
    with pytest.raises(KeyError):
        filled.rows_at(METHOD, [4711])


def folder_state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(path: Path, match: str) -> None:
    """Assert that a database is refused and that nothing in its folder changes."""
    before = folder_state(path.parent)
    with pytest.raises(StoreError, match=match) as caught:
        Store(path)
    assert path.name in str(caught.value)
    assert folder_state(path.parent) == before


@pytest.fixture
def closed(tmp_path: Path, finding: Finding) -> Path:
    """Return a closed database with one result, alone in its folder."""
    folder = tmp_path / "database"
    folder.mkdir()
    with Store(folder / "screening.sqlite") as store:
        store.add_finding(finding, METHOD)
        for number in range(30):
            store.add_failure(Path(f"/photographs/{number}.jpg"), "reason " * 300)
    return store.path


def test_a_newer_database_is_left_alone(closed: Path) -> None:
    connection = sqlite3.connect(closed)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    refused(closed, "newer FundusViewer")


def test_a_newer_version_in_the_log_alone_is_seen(closed: Path) -> None:
    with sqlite3.connect(closed, isolation_level=None) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        assert closed.read_bytes()[60:64] == SCHEMA_VERSION.to_bytes(4, "big")
        with pytest.raises(StoreError, match="newer FundusViewer"):
            Store(closed)
    connection.close()


def test_a_read_only_database_is_left_alone(closed: Path) -> None:
    closed.chmod(0o444)
    refused(closed, "read-only")


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    connection = sqlite3.connect(folder / "bookmarks.sqlite")
    connection.execute("CREATE TABLE bookmark (url TEXT)")
    connection.commit()
    refused(folder / "bookmarks.sqlite", "another program")
    connection.execute("PRAGMA user_version = 12")
    connection.commit()
    connection.close()
    refused(folder / "bookmarks.sqlite", "another program")


@pytest.mark.parametrize("content", [b"Hello", b"\xff\xd8\xff" * 100, b"SQLite format 3\x00abc"])
def test_what_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "a.db").write_bytes(content)
    refused(folder / "a.db", r"no screening database|damaged")


@pytest.mark.parametrize("damage", ["middle", "cut", "schema"])
def test_a_damaged_database_is_left_alone(closed: Path, damage: str) -> None:
    content = bytearray(closed.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    else:
        start = 4096 * 3 if damage == "middle" else 100
        content[start : start + 4000] = b"\xa5" * 4000
    closed.write_bytes(content)
    refused(closed, "damaged")


def test_places_without_a_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        Store(tmp_path / "missing" / "a.db")
    with pytest.raises(StoreError, match="is a folder"):
        Store(tmp_path)
    with pytest.raises(StoreError):
        Store(tmp_path / ("n" * 300))


def test_a_locked_database_is_waited_for_and_then_said(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    other = Store(store.path)
    connection = raw(store)
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        other.add_failure(Path("/a.jpg"), "no")
    assert other.rows(METHOD) == []
    connection.execute("ROLLBACK")
    other.add_failure(Path("/a.jpg"), "no")


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


def test_a_database_of_the_first_version_is_opened(tmp_path: Path, finding: Finding) -> None:
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in MIGRATIONS[0]:
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 1")
    now, sha256 = "2026-01-02T03:04:05+00:00", finding.image.source.sha256
    method = (METHOD.model_name, METHOD.model_version, METHOD.model_sha256, METHOD.settings)
    connection.execute("INSERT INTO photograph VALUES (1, ?, 400, 400, ?)", (sha256, now))
    connection.execute("INSERT INTO file VALUES (1, ?, 'a.jpg', 1, NULL, ?)", (b"/a.jpg", now))
    connection.execute("INSERT INTO method VALUES (1, ?, ?, ?, ?)", method)
    answer = ("refer", 2, 0.9, "moderate NPDR", 0.8, "{}", "[]", "cpu", "0.1.0", 12.5, now)
    marks = ", ".join("?" * len(answer))
    connection.execute(f"INSERT INTO result VALUES (1, 1, 1, {marks})", answer)  # noqa: S608
    connection.close()
    with Store(path) as store:
        (row,) = store.rows(METHOD)
        assert (row.decision, row.found.grade, row.found.referable_probability) == (
            Decision.REFER,
            2,
            0.9,
        )
        assert row.grade_set == ()
        store.add_finding(finding, OTHER)
        assert raw(store).execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        # What the network answered is still never changed.
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw(store).execute("UPDATE result SET grade_set = '[0]'")


def test_migrations_go_step_by_step(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = ("ALTER TABLE photograph ADD COLUMN camera TEXT",)
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, step))
    monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with Store(closed) as store:
        assert store.rows(METHOD)[0].decision is Decision.REFER
        assert raw(store).execute("SELECT camera FROM photograph").fetchall() == [(None,)]
    with Store(closed):
        pass


def test_a_migration_that_fails_changes_nothing(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = ("ALTER TABLE photograph ADD COLUMN camera TEXT", "CREATE TABLE file (id)")
    before = closed.read_bytes()
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, step))
    monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(StoreError):
        Store(closed)
    assert closed.read_bytes() == before


def test_threads_share_a_store(store: Store) -> None:
    def write(letter: str) -> None:
        for number in range(25):
            store.add_failure(Path(f"/{letter}{number}.jpg"), "no")
            store.rows(METHOD)

    threads = [threading.Thread(target=write, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.rows(METHOD)) == 100


WRITER = """
import sys
from pathlib import Path
from fundusviewer.screening.database.store import Store
store = Store(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    store.add_failure(Path(f"/{sys.argv[2]}{number}.jpg"), "no")
    print(number, flush=True)
"""


def writer(path: Path, letter: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), letter, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_programs_make_and_fill_one_database(tmp_path: Path) -> None:
    path = tmp_path / "both.sqlite"
    programs = [writer(path, letter, 100) for letter in "ab"]
    errors = [program.communicate()[1] for program in programs]
    assert [program.returncode for program in programs] == [0, 0], errors
    with Store(path) as store:
        assert len(store.rows(METHOD)) == 200


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
def test_kill_9_loses_nothing_that_was_said_to_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "killed.sqlite"
    program = writer(path, "a", 1_000_000)
    assert program.stdout is not None
    said = [int(program.stdout.readline()) for _ in range(50)]
    program.send_signal(signal.SIGKILL)
    said += [int(line) for line in program.communicate()[0].split()]
    with Store(path) as store:
        names = {row.name for row in store.rows(METHOD)}
        assert store._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert {f"a{number}.jpg" for number in said} <= names
    assert len(names) <= len(said) + 1
