"""Photographs in a store that speaks S3: moto's server, over the loopback address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("s3fs", reason="s3fs is not installed: pip install s3fs 'moto[s3,server]'")
pytest.importorskip("moto.server", reason="moto is not installed: pip install 'moto[s3,server]'")

import s3fs
from moto.server import ThreadedMotoServer

from fundusviewer.errors import UnreachableError
from fundusviewer.imaging import load
from fundusviewer.inference import Classifier
from fundusviewer.screening import Finding, Method, Store, screen, survey
from fundusviewer.screening.places.address import place_of
from fundusviewer.screening.places.fetching import fetch
from tests.screening.photographs import write_photographs


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[s3fs.S3FileSystem]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",  # the store asks nobody
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    # What it holds belongs to the process, not to the server.
    urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    system.mkdir("archive")
    yield system
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def test_a_store_is_a_folder(store: s3fs.S3FileSystem, tmp_path: Path, tiny_model: Path) -> None:
    photographs = write_photographs(tmp_path, ["7_OD.jpg", "7_OS.jpg", "8_OD.jpg"])
    for one in photographs:
        store.put(str(one), f"archive/2026/{one.name}")
    store.pipe("archive/2026/notes.txt", b"nothing to see")
    found = survey([place_of("s3://archive/2026")])
    assert [one.name for one in found.photographs] == ["7_OD.jpg", "7_OS.jpg", "8_OD.jpg"]
    assert [one.path.name for one in found.left_out] == ["notes.txt"]
    classifier = Classifier(tiny_model, "cpu")
    with Store(tmp_path / "s.sqlite") as results:
        outcomes = list(screen(found.photographs, classifier, results, Method.of(classifier)))
    assert all(isinstance(one, Finding) for one in outcomes)
    assert [one.path for one in outcomes] == found.photographs
    hashes = [fetch(path).sha256 for path in found.photographs]
    assert hashes == [load(path).sha256 for path in photographs]


@pytest.mark.usefixtures("store")
def test_what_is_not_there() -> None:
    with pytest.raises(Exception, match=r"missing\.jpg") as caught:
        fetch(place_of("s3://archive/missing.jpg"))
    assert not isinstance(caught.value, UnreachableError)


def test_a_store_that_is_gone_says_nothing_of_the_photograph(
    store: s3fs.S3FileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = write_photographs(tmp_path, ["7_OD.jpg"])
    store.put(str(one), "archive/7_OD.jpg")
    place = place_of("s3://archive/7_OD.jpg")
    assert fetch(place).sha256 == load(one).sha256
    # Nobody listens there. The store's library tries again by itself, which takes ten seconds.
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    s3fs.S3FileSystem.clear_instance_cache()
    waits: list[float] = []
    with pytest.raises(UnreachableError, match=r"7_OD\.jpg: cannot be reached, 5 times tried"):
        fetch(place, sleep=waits.append)
    assert len(waits) == 4
