"""A database with damaged bytes: said to be damaged, left as it is, never a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fundusviewer.cli import USAGE, main
from fundusviewer.errors import StoreError
from fundusviewer.screening import (
    Identity,
    Method,
    Review,
    Sorting,
    Store,
    Wanted,
    make_listing,
    name_pattern,
)
from tests.helpers.databases import connect
from tests.helpers.rows import fill_database
from tests.screening.photographs import write_photographs

METHOD = Method("tiny-dr", "0.0.1", "0" * 64, '{"operating_point": "screening"}')

#: Bytes of the file that come up once, and what stands there instead.
DAMAGES = {
    "a type in the schema": (b"problem TEXT", b"problem TE\xd8T"),
    "a word in the schema": (b"CREATE INDEX file_of", b"CREATE INDUX file_of"),
    "a JSON list": (b'["blurred"]', b'["blurred"}'),
    "a JSON object": (b'{"operating_point": ', b'{"operating_point"; '),
    "a moment": (b"1999-01-02T03:04:05", b"1999-0x-02T03:04:05"),
    "a decision": (b"not_fundus", b"not_fXndus"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a database with something in every table."""
    path = tmp_path / "screening.sqlite"
    with Store(path) as store:
        fill_database(path, METHOD, 40)
        store.add_failure(Path("/clinic/damaged.jpg"), "cut off")
        hashes = [f"{number:064x}" for number in range(1, 5)]
        store.review(dict.fromkeys(hashes, Review(2, note="a note", blind=True)), "Dr A")
        store.correct({hashes[0]: Identity("Müller", None, None)}, "Dr A")
    connection = connect(path)
    connection.execute("INSERT INTO method VALUES (2, 'm', '1', ?, '{}')", ("1" * 64,))
    connection.execute(
        "INSERT INTO result (photograph_id, method_id, decision, reasons, provider, "
        "application_version, milliseconds, examined_at) VALUES (1, 2, 'not_fundus', "
        "'[\"blurred\"]', 'CPU', '0', 1.0, '1999-01-02T03:04:05+00:00')"
    )
    connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_said_and_nothing_is_changed(
    path: Path, tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    whole, broken = DAMAGES[damage]
    data = path.read_bytes()
    assert whole in data
    assert len(whole) == len(broken)
    path.write_bytes(data.replace(whole, broken, 1))
    damaged = path.read_bytes()
    with pytest.raises(StoreError, match="is damaged"):
        Store(path)
    write_photographs(tmp_path / "clinic", ("1_OD.jpg",))
    common = ["--database", str(path), "--model", str(tiny_model)]
    assert main(["screen", str(tmp_path / "clinic"), *common]) == USAGE
    assert "is damaged" in capsys.readouterr().err
    assert main(["report", "--database", str(path), "--output", str(tmp_path / "a.csv")]) == USAGE
    assert "is damaged" in capsys.readouterr().err
    assert path.read_bytes() == damaged
    assert not (tmp_path / "a.csv").exists()


def test_a_letter_that_is_none_is_said_when_it_is_read(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("Müller".encode(), b"M\xc3\xffller", 1))
    with Store(path) as store, pytest.raises(StoreError, match="is damaged"):
        store.rows(METHOD)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_damaged_it_is_an_error_of_ours(path: Path, seed: int) -> None:
    data, chance = path.read_bytes(), random.Random(seed)  # noqa: S311 - no secret
    for _ in range(12):
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 1, 1, 4, 20))):
            damaged[chance.randrange(100, len(damaged))] = chance.randrange(256)
        for end in ("-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        path.write_bytes(damaged)
        try:
            with Store(path) as store:
                _use(store)
        except StoreError:
            continue


def _use(store: Store) -> None:
    """Read all that there is, and write."""
    for row in store.rows(METHOD):
        told = (row.decision, row.reasons, row.probabilities, row.grade_set, row.verdict)
        assert len(told) == 5
    for sorting in Sorting:
        make_listing(store, METHOD, name_pattern(), Wanted(sorting=sorting))
    store.folders()
    store.blind_verdicts()
    store.outdated(METHOD)
    store.take_over(METHOD)
    store.add_failure(Path("/clinic/another.jpg"), "cut off")
    said = store.review({f"{3:064x}": Review(1)}, "Dr B")
    store.revert_changes(said, "Dr B", {})
    assert store.history()


@pytest.mark.parametrize("data", [b"SQLite", b"SQLite format 3\x00" + b"\x07" * 5000])
def test_a_file_that_is_cut_off(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged|no screening database|another program"):
        Store(path)
    assert path.read_bytes() == data
