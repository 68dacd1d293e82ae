"""Examined apart and brought in: the database is that of one run."""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from fundusviewer.errors import OutputError, StoreError
from fundusviewer.inference import Classifier
from fundusviewer.screening import Method, Store, screen
from fundusviewer.screening.database.finding_record import FindingRecord
from fundusviewer.screening.parts.bringing_in import BATCH, bring_in
from fundusviewer.screening.parts.choice import Shard, chosen
from fundusviewer.screening.parts.examination import examine_records, examine_rows
from fundusviewer.screening.parts.part_file import PartFile, PartWriter
from tests.helpers.databases import connect
from tests.helpers.models import make_card, write_model
from tests.screening.photographs import write_black, write_photographs

#: What is another time or another number in every run.
_PASSING = {"id", "examined_at", "milliseconds", "seen_at", "first_seen"}


@pytest.fixture
def classifier(tmp_path: Path) -> Classifier:
    return Classifier(write_model(tmp_path / "tiny.onnx", make_card()), "cpu")


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "clinic"
    paths = write_photographs(folder, [f"{number}.jpg" for number in range(6)])
    (folder / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn")
    return [*paths, write_black(folder / "black.png"), folder / "torn.jpg"]


def write_part(path: Path, classifier: Classifier, photographs: Iterable[Path]) -> Path:
    with PartWriter(path, Method.of(classifier)) as part:
        for record in examine_records(photographs, classifier):
            part.add(record)
        part.finish()
    return path


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return the rows of the tables, in an order that does not hang on who came first."""
    connection = connect(path)
    connection.row_factory = sqlite3.Row
    names = {row["id"]: row["sha256"] for row in connection.execute("SELECT * FROM photograph")}
    found = {}
    for table in ("photograph", "file", "result", "method", "origin"):
        entries = [
            {
                key: names.get(value) if key == "photograph_id" else value
                for key, value in zip(row.keys(), row, strict=True)
                if key not in _PASSING
            }
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608
        ]
        found[table] = sorted(entries, key=repr)
    connection.close()
    return found


def test_parts_make_the_database_of_one_run(
    tmp_path: Path, classifier: Classifier, photographs: list[Path]
) -> None:
    method = Method.of(classifier)
    with Store(tmp_path / "one.sqlite") as store:
        list(screen(photographs, classifier, store, method))
    parts = [
        write_part(tmp_path / f"{number}.jsonl", classifier, chosen(photographs, Shard(number, 3)))
        for number in (1, 2, 3)
    ]
    with Store(tmp_path / "many.sqlite") as store:
        found = [bring_in(part, store) for part in (*parts, parts[0])]
    assert rows(tmp_path / "many.sqlite") == rows(tmp_path / "one.sqlite")
    assert sum(part.photographs for part in found[:3]) == 7
    assert sum(part.problems for part in found[:3]) == 1
    assert all(part.whole for part in found)


def test_rows_for_any_engine(
    tmp_path: Path, classifier: Classifier, photographs: list[Path]
) -> None:
    function = pickle.loads(pickle.dumps(examine_rows))  # noqa: S301
    made = list(function([str(path) for path in photographs], str(tmp_path / "tiny.onnx")))
    assert [Path(str(row["path"])) for row in made] == photographs
    assert json.loads(json.dumps(made)) == made
    assert len(json.dumps(made[0])) < 2000
    assert "problem" in made[-1]
    with Store(tmp_path / "rows.sqlite") as store:
        for row in made:
            method = row.pop("method")
            assert isinstance(method, dict)
            store.add_records([FindingRecord.of_fields(row)], Method(**method))
        assert len(store.rows(Method.of(classifier))) == len(photographs)


def test_a_part_that_was_stopped_is_gone_on_with(
    tmp_path: Path, classifier: Classifier, photographs: list[Path]
) -> None:
    whole = write_part(tmp_path / "whole.jsonl", classifier, photographs)
    torn = tmp_path / "torn.jsonl"
    lines = whole.read_bytes().splitlines(keepends=True)
    torn.write_bytes(b"".join(lines[:4]) + lines[4][:50])
    with Store(tmp_path / "before.sqlite") as store:
        found = bring_in(torn, store)
        assert (found.photographs, found.whole) == (3, False)
    with PartWriter(torn, Method.of(classifier)) as part:
        left = [path for path in photographs if str(path) not in part.known]
        assert left == photographs[3:]
        for record in examine_records(left, classifier):
            part.add(record)
        part.finish()
    with Store(tmp_path / "after.sqlite") as store:
        assert bring_in(torn, store).whole
    with Store(tmp_path / "once.sqlite") as store:
        bring_in(whole, store)
    assert rows(tmp_path / "after.sqlite") == rows(tmp_path / "once.sqlite")


def test_a_whole_part_stays_whole(
    tmp_path: Path, classifier: Classifier, photographs: list[Path]
) -> None:
    path = write_part(tmp_path / "a.jsonl", classifier, photographs[:2])
    before = path.read_bytes()
    with PartWriter(path, Method.of(classifier)) as part:
        assert len(part.known) == 2
        part.finish()
    assert path.read_bytes() == before


def test_another_model_does_not_go_on_with_it(
    tmp_path: Path, classifier: Classifier, photographs: list[Path]
) -> None:
    path = write_part(tmp_path / "a.jsonl", classifier, photographs[:1])
    other = Method("other", "1.0.0", "0" * 64, "{}")
    with pytest.raises(OutputError, match="was made by another model, operating point or version"):
        PartWriter(path, other)


def test_a_file_of_the_user_is_not_overwritten(tmp_path: Path, classifier: Classifier) -> None:
    path = tmp_path / "thesis.jsonl"
    path.write_text('{"chapter": 1}\n')
    with pytest.raises(OutputError, match="is no part that screen --out wrote"):
        PartWriter(path, Method.of(classifier))
    assert path.read_text() == '{"chapter": 1}\n'


def test_a_damaged_line_is_named_and_what_stood_before_it_stays(
    tmp_path: Path, classifier: Classifier, photographs: list[Path]
) -> None:
    path = write_part(tmp_path / "a.jsonl", classifier, photographs[:4])
    lines = path.read_bytes().splitlines(keepends=True)
    lines[3] = b'{"path": "/x", "sha2\n'
    path.write_bytes(b"".join(lines))
    with (
        Store(tmp_path / "s.sqlite") as store,
        pytest.raises(StoreError, match=r"a\.jsonl: line 4: is damaged"),
    ):
        bring_in(path, store)


def test_bytes_pass_through_json() -> None:
    record = FindingRecord("/a.jpg", None, "0" * 64, 10, 10, {"embedding": b"\x00\xff", "grade": 1})
    assert FindingRecord.of_fields(json.loads(json.dumps(record.fields()))) == record


@pytest.mark.parametrize(
    "fields",
    [
        {"path": "/a.jpg"},
        {"path": "/a.jpg", "sha256": "0", "colour": 3},
        {"path": 3, "sha256": "0", "result": {}},
        {"problem": "no path"},
    ],
)
def test_what_is_no_record(fields: dict[str, object]) -> None:
    with pytest.raises(StoreError, match="is no record of a finding"):
        FindingRecord.of_fields(fields)


def test_rows_of_nobody_are_refused_by_the_database(tmp_path: Path, classifier: Classifier) -> None:
    record = FindingRecord("/a.jpg", None, "0" * 64, 10, 10, {"decision": "healthy"})
    with Store(tmp_path / "s.sqlite") as store:
        with pytest.raises(StoreError):
            store.add_records([record], Method.of(classifier))
        assert store.rows(Method.of(classifier)) == []


def test_many_rows_are_one_transaction(tmp_path: Path, classifier: Classifier) -> None:
    path = tmp_path / "many.jsonl"
    with PartWriter(path, Method.of(classifier)) as part:
        for number in range(BATCH + 1):
            part.add(FindingRecord(f"/archive/{number}.jpg", "cannot be read"))
        part.finish()
    steps: list[int] = []
    with Store(tmp_path / "s.sqlite") as store:
        found = bring_in(path, store, steps.append)
    assert steps == [BATCH, 1]
    assert (found.problems, found.whole) == (BATCH + 1, True)


def test_a_part_is_for_this_user_alone(tmp_path: Path, classifier: Classifier) -> None:
    path = write_part(tmp_path / "a.jsonl", classifier, [])
    assert path.stat().st_mode & 0o077 == 0
    assert PartFile(path).method == Method.of(classifier)
