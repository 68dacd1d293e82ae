"""Photographs behind addresses: read again where that may help, and never taken for damaged."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("fsspec", reason="the extra distributed is not installed")
pytest.importorskip("aiohttp", reason="the extra distributed is not installed")

from fundusviewer.errors import ImageReadError, UnreachableError
from fundusviewer.imaging import load
from fundusviewer.inference import Classifier
from fundusviewer.screening import Method, Store, screen, survey
from fundusviewer.screening.examination.examine import Failure
from fundusviewer.screening.places.address import place_of
from fundusviewer.screening.places.fetching import WAITS, fetch
from tests.helpers.models import make_card, write_model
from tests.screening.photographs import small_photograph, write_photographs


class Archive(ThreadingHTTPServer):
    """Serves photographs; fails as often as it is told, in the way that it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.files: dict[str, bytes] = {}
        self.failures: list[int] = []
        self.asked = 0

    def address(self, name: str) -> Path:
        return place_of(f"http://127.0.0.1:{self.server_address[1]}/{name}")


class _Answers(BaseHTTPRequestHandler):
    server: Archive

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        self.server.asked += body
        data = self.server.files.get(self.path.strip("/"))
        if body and self.server.failures:
            status = self.server.failures.pop()
            if status:
                self.send_error(status)
            return
        if data is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive() as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        server.files["4711_OD.jpg"] = small_photograph()
        yield server
        server.shutdown()
        thread.join()


def quick(_seconds: float) -> None:
    """Wait for nothing."""


def test_the_same_photograph_as_from_a_drive(archive: Archive, tmp_path: Path) -> None:
    (path,) = write_photographs(tmp_path / "clinic", ["4711_OD.jpg"])
    archive.files["a.jpg"] = path.read_bytes()
    assert fetch(archive.address("a.jpg")).sha256 == load(path).sha256
    frame = archive.address("a.jpg").with_name("a.jpg#frame2")
    assert fetch(frame).sha256 == load(path.with_name("4711_OD.jpg#frame2")).sha256


@pytest.mark.parametrize("status", [500, 503, 429, 0])
def test_what_may_pass_is_tried_again(archive: Archive, status: int) -> None:
    waits: list[float] = []
    archive.failures = [status, status]
    assert fetch(archive.address("4711_OD.jpg"), waits.append).data == small_photograph()
    # Of an answer that breaks off, aiohttp itself asks once more.
    assert len(waits) == (2 if status else 1)
    assert all(
        0.5 * usual <= wait <= 1.5 * usual for usual, wait in zip(WAITS, waits, strict=False)
    )


def test_what_does_not_pass_is_no_damaged_file(archive: Archive) -> None:
    archive.failures = [503] * 20
    with pytest.raises(UnreachableError, match=r"4711_OD\.jpg: cannot be reached, 5 times tried"):
        fetch(archive.address("4711_OD.jpg"), quick)
    assert archive.asked == len(WAITS) + 1


def test_who_may_not_read_does_not_ask_again(archive: Archive) -> None:
    archive.failures = [403] * 20
    with pytest.raises(UnreachableError, match=r"cannot be reached \(HTTP 403\)"):
        fetch(archive.address("4711_OD.jpg"), quick)
    assert archive.asked == 1


def test_what_is_not_there_is_said(archive: Archive) -> None:
    with pytest.raises(ImageReadError, match="the file is not there") as raised:
        fetch(archive.address("missing.jpg"), quick)
    assert not isinstance(raised.value, UnreachableError)


@pytest.mark.parametrize("place", ["empty", "gone"])
def test_a_drive_that_was_taken_away(tmp_path: Path, place: str) -> None:
    """At once: the next photograph would fail as well, and nothing is known of any of them."""
    (tmp_path / "empty").mkdir()
    waits: list[float] = []
    with pytest.raises(UnreachableError, match=r"a\.jpg: its folder is empty or gone"):
        fetch(tmp_path / place / "a.jpg", waits.append)
    assert waits == []


@pytest.mark.parametrize(("number", "away"), [(5, False), (21, True)])
def test_who_may_not_look_has_a_drive_unless_windows_says_that_it_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, away: bool
) -> None:
    def refuse(_: Path) -> None:
        error = PermissionError(errno.EACCES, "no")
        monkeypatch.setattr(error, "winerror", number, raising=False)
        raise error

    monkeypatch.setattr("fundusviewer.screening.places.fetching.os.scandir", refuse)
    with pytest.raises(UnreachableError if away else ImageReadError) as raised:
        fetch(tmp_path / "a.jpg", quick)
    assert isinstance(raised.value, UnreachableError) is away


def test_one_file_that_is_missing_among_others(tmp_path: Path) -> None:
    (tmp_path / "b.jpg").touch()
    with pytest.raises(ImageReadError, match="the file is not there") as raised:
        fetch(tmp_path / "a.jpg", quick)
    assert not isinstance(raised.value, UnreachableError)


def test_nobody_answers() -> None:
    with pytest.raises(UnreachableError, match="5 times tried"):
        fetch(place_of("http://127.0.0.1:9/a.jpg"), quick)


def test_a_kind_of_address_that_nobody_knows() -> None:
    with pytest.raises(UnreachableError, match="cannot be reached"):
        fetch(place_of("nonsense://archive/a.jpg"), quick)


@pytest.mark.parametrize("size", [0, 101])
def test_more_than_a_photograph(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("fundusviewer.imaging.file.MAX_BYTES", 100)
    monkeypatch.setattr("fundusviewer.screening.places.fetching.MAX_BYTES", 100)
    archive.files["a.jpg"] = bytes(size)
    with pytest.raises(ImageReadError, match=r"a\.jpg: .*(too large|empty)"):
        fetch(archive.address("a.jpg"), quick)


def test_a_drive_that_fails_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = write_photographs(tmp_path / "clinic", ["4711_OD.jpg"])
    failing = _failing_twice(path.stat)
    monkeypatch.setattr(Path, "stat", failing)
    assert fetch(path, quick).data == path.read_bytes()


def _failing_twice(step: Callable[[], object]) -> Callable[..., object]:
    left = [errno.EIO, errno.ESTALE]

    def call(*arguments: object, **words: object) -> object:
        if left:
            raise OSError(left.pop(), "the drive is gone")
        return step()

    return call


@pytest.fixture
def in_memory() -> Iterator[str]:
    import fsspec

    system = fsspec.filesystem("memory")
    for name in ("2026/4711_OD.jpg", "2026/4711_OS.jpg", "2026/.hidden/x.jpg", "2026/list.csv"):
        system.pipe(f"/clinic/{name}", small_photograph() if name.endswith("jpg") else b"a,b\n1,2")
    system.pipe("/clinic/2026/photograph", small_photograph())
    yield "memory://clinic"
    system.rm("/clinic", recursive=True)


def test_a_folder_behind_an_address(in_memory: str) -> None:
    found = survey([place_of(in_memory)])
    assert found.photographs == [
        place_of(f"{in_memory}/2026/{name}")
        for name in ("4711_OD.jpg", "4711_OS.jpg", "photograph")
    ]
    assert {one.path.name for one in found.left_out} == {".hidden", "list.csv"}
    assert survey([place_of("memory://missing")]).photographs == [place_of("memory://missing")]


def test_a_run_over_addresses(in_memory: str, archive: Archive, tmp_path: Path) -> None:
    classifier = Classifier(write_model(tmp_path / "tiny.onnx", make_card()), "cpu")
    method = Method.of(classifier)
    places = [place_of(f"{in_memory}/2026/4711_OD.jpg"), archive.address("4711_OS.jpg")]
    archive.files["4711_OS.jpg"] = small_photograph()
    with Store(tmp_path / "s.sqlite") as store:
        list(screen(places, classifier, store, method))
        rows = {row.name: row for row in store.rows(method)}
        assert {row.path for row in rows.values()} == set(places)
        assert rows["4711_OD.jpg"].decision is not None
        before = store.rows(method)
        # The archive is gone: what was found there before stays.
        archive.failures = [403]
        (gone,) = screen(places[1:], classifier, store, method)
        assert isinstance(gone, Failure)
        assert gone.unreached
        assert store.rows(method) == before
        # A file of which nothing is known yet is an error, until it could be read.
        archive.failures = [403]
        archive.files["4712_OS.jpg"] = small_photograph() + b"2"
        list(screen([archive.address("4712_OS.jpg")], classifier, store, method))
        problems = {row.name: row.problem for row in store.rows(method)}
        assert "cannot be reached" in str(problems["4712_OS.jpg"])
        list(screen([archive.address("4712_OS.jpg")], classifier, store, method))
        assert [row.problem for row in store.rows(method)] == [None] * 3
