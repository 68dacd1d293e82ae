"""Parts as Parquet: whole or gone on with, and the same in the database as JSON lines."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

from fundusviewer.cli import FAILED, OK, main
from fundusviewer.errors import OutputError, StoreError
from fundusviewer.inference import Classifier
from fundusviewer.screening import Method, Store
from fundusviewer.screening.database.finding_record import FindingRecord
from fundusviewer.screening.parts.bringing_in import bring_in
from fundusviewer.screening.parts.examination import examine_records
from fundusviewer.screening.parts.parquet_part import (
    RESULT_TYPES,
    ParquetPartFile,
    ParquetPartWriter,
)
from tests.helpers.models import make_card, write_model
from tests.screening.parts.test_parts import rows, write_part
from tests.screening.photographs import write_black, write_photographs

ODD = FindingRecord(
    "/archive/\udcff.jpg",
    None,
    "0" * 64,
    10,
    20,
    {
        **dict.fromkeys(RESULT_TYPES),
        "decision": "refer",
        "grade": 2,
        "reasons": "[]",
        "provider": "CPU",
        "application_version": "1",
        "milliseconds": 1.5,
        "examined_at": "2026-01-01T00:00:00+00:00",
        "embedding": b"\x00\xff",
        "later": 7,
    },
    {"patient": "ä", "pseudonymous": 1},
    {"found": "{}", "steps": 3},
)
GONE = FindingRecord("/archive/gone.jpg", "cannot be reached", unreached=True)


@pytest.fixture
def classifier(tmp_path: Path) -> Classifier:
    return Classifier(write_model(tmp_path / "tiny.onnx", make_card()), "cpu")


def test_as_from_json_lines(tmp_path: Path, classifier: Classifier) -> None:
    folder = tmp_path / "clinic"
    paths = write_photographs(folder, [f"{number}.jpg" for number in range(3)])
    (folder / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn")
    paths += [folder / "torn.jpg", write_black(folder / "black.png")]
    lines = write_part(tmp_path / "a.jsonl", classifier, paths)
    with ParquetPartWriter(tmp_path / "a.parquet", Method.of(classifier)) as part:
        for record in examine_records(paths, classifier):
            # A column that is new must be given a type, too.
            assert record.result is None or set(record.result) == set(RESULT_TYPES)
            part.add(record)
        part.finish()
    for path, database in ((lines, "lines"), (tmp_path / "a.parquet", "parquet")):
        with Store(tmp_path / f"{database}.sqlite") as store:
            found = bring_in(path, store)
            assert (found.photographs, found.problems, found.whole) == (4, 1, True)
    assert rows(tmp_path / "parquet.sqlite") == rows(tmp_path / "lines.sqlite")


def test_every_value_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fundusviewer.screening.parts.parquet_part._GROUP", 2)
    method = Method("tiny", "1", "0" * 64, "{}")
    path = tmp_path / "a.parquet"
    with ParquetPartWriter(path, method) as part:
        for record in (ODD, GONE, ODD):
            part.add(record)
        part.finish()
    file = ParquetPartFile(path)
    assert list(file.records()) == [ODD, GONE, ODD]
    assert file.method == method
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == ["a.parquet"]


def test_a_run_that_was_killed_goes_on(tmp_path: Path) -> None:
    method = Method("tiny", "1", "0" * 64, "{}")
    path = tmp_path / "a.parquet"
    with ParquetPartWriter(path, method) as part:
        part.add(ODD)
    assert not path.exists()
    with ParquetPartWriter(path, method) as part:
        assert part.known == {ODD.path}
        part.add(GONE)
        part.finish()
    before = path.read_bytes()
    # Whole, and nothing new: it stays as it is; with something new it is written anew.
    with ParquetPartWriter(path, method) as part:
        assert part.known == {ODD.path, GONE.path}
        part.finish()
    assert path.read_bytes() == before
    with ParquetPartWriter(path, method) as part:
        part.add(FindingRecord("/archive/new.jpg", "is damaged"))
        part.finish()
    assert len(list(ParquetPartFile(path).records())) == 3


def test_what_is_no_part(tmp_path: Path) -> None:
    method = Method("tiny", "1", "0" * 64, "{}")
    thesis = tmp_path / "thesis.parquet"
    thesis.write_bytes(b"PAR1 and nothing else")
    with pytest.raises(StoreError, match="is no part that screen --out wrote"):
        ParquetPartFile(thesis)
    with pytest.raises(OutputError, match="is not gone on with"):
        ParquetPartWriter(thesis, method)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.parquet"]
    with ParquetPartWriter(tmp_path / "a.parquet", method) as part:
        part.finish()
    with pytest.raises(OutputError, match="was made by another model"):
        ParquetPartWriter(tmp_path / "a.parquet", Method("other", "1", "0" * 64, "{}"))


def test_from_the_command_line(tmp_path: Path, tried_model: Path) -> None:
    write_photographs(tmp_path / "clinic", ["1.jpg", "2.jpg"])
    part, database = str(tmp_path / "a.parquet"), str(tmp_path / "s.sqlite")
    command = ["screen", str(tmp_path / "clinic"), "--model", str(tried_model), "--out", part]
    assert main(command) == OK
    assert main(["import", part, "--database", database]) == OK
    (tmp_path / "a.parquet").write_bytes(b"torn")
    assert main(["import", part, "--database", database]) == FAILED
