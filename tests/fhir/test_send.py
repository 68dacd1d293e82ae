"""Sending to a server on the loopback address that answers as servers do, well and badly."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.cli import main
from fundusviewer.dicom.network.send import NotSent, Sent
from fundusviewer.errors import NetworkError
from fundusviewer.fhir.send import send_bundles
from fundusviewer.fhir.settings import (
    TOKEN_VARIABLE,
    FhirServer,
    load_server,
    make_server,
    save_server,
)
from fundusviewer.screening import Store
from tests.fhir.visits import METHOD, clinic
from tests.helpers.certificates import Authority

TOKEN = "secret-token-7"  # noqa: S105


class Server(ThreadingHTTPServer):
    """Answers with what it is told to answer; keeps what came."""

    status, body, waits = 200, None, 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: list[tuple[dict[str, str], Any]] = []
        self.paths: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.came.append((dict(self.headers), data))
        self.server.paths.append(self.path)
        time.sleep(self.server.waits)
        entries = [{"response": {"status": "201 Created"}} for _ in data["entry"]]
        body = self.server.body or {"resourceType": "Bundle", "entry": entries}
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/fhir"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.fhir.json"
    path.write_text(json.dumps({"entry": [{}, {}]}))
    return path


def one(server: Server, file: Path, **changes: Any) -> Sent | NotSent:
    (outcome,) = send_bundles(make_server(address=address(server), **changes), [file])
    return outcome


def test_a_bundle_is_sent_with_its_token(
    server: Server, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    assert one(server, file) == Sent(file)
    headers, _ = server.came[0]
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Content-Type"] == "application/fhir+json"
    (tmp_path / "token").write_text("other\n")
    assert one(server, file, token_file=tmp_path / "token") == Sent(file)
    assert server.came[1][0]["Authorization"] == "Bearer other"


@pytest.mark.parametrize(
    ("status", "body", "final", "said"),
    [
        (422, {"issue": [{"diagnostics": "no such code"}]}, True, "422, no such code"),
        (400, {"nothing": 1}, True, "(400)"),
        (401, None, False, "(401"),
        (503, None, False, "(503"),
        (200, {"resourceType": "Bundle"}, False, "does not answer as a FHIR server"),
        (200, {"entry": [{"response": {"status": "500"}}]}, False, "did not take all of it"),
        (302, None, True, "(302"),
    ],
)
def test_what_a_server_does_not_take(
    server: Server, file: Path, status: int, body: Any, final: bool, said: str
) -> None:
    server.status, server.body = status, body
    outcome = one(server, file)
    assert isinstance(outcome, NotSent)
    assert said in outcome.reason
    assert outcome.final is final
    # Nobody is followed.
    assert server.paths == ["/fhir"]


def test_a_server_that_is_not_there_or_silent(server: Server, file: Path) -> None:
    with pytest.raises(NetworkError, match="cannot be reached"):
        list(send_bundles(make_server(address="http://127.0.0.1:1/"), [file]))
    server.waits = 2.0
    with pytest.raises(NetworkError, match="does not answer in time"):
        one(server, file, seconds=0.3)


def test_the_servers_certificate_is_looked_at(server: Server, file: Path, tmp_path: Path) -> None:
    ours, theirs = Authority(tmp_path / "ours"), Authority(tmp_path / "theirs")
    certificate, key = ours.vouch("fhir")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    place = address(server).replace("http:", "https:")
    trusting = make_server(address=place, authorities=ours.file)
    assert list(send_bundles(trusting, [file])) == [Sent(file)]
    for authorities in (theirs.file, None):
        with pytest.raises(NetworkError, match=r"not trusted|vouches for itself"):
            list(send_bundles(make_server(address=place, authorities=authorities), [file]))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("http://fhir.example/", "use https"),
        ("ftp://fhir.example/", "an address is needed"),
        ("https://user:pass@fhir.example/", "use a token"),
        ("clinic", "an address is needed"),
    ],
)
def test_addresses_that_are_refused(place: str, said: str) -> None:
    with pytest.raises(NetworkError, match=said):
        make_server(address=place)


def test_the_outbox_keeps_what_was_not_sent(
    server: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    database = clinic(tmp_path / "s.sqlite")
    send = ["fhir", "send", "--database", str(database), "--to", address(server), "--keep"]
    server.status = 503
    assert main(send) == 1
    out, err = capsys.readouterr()
    assert "0 sent" in out
    assert "3 wait" in out
    assert "503" in err
    # Nobody has a report that waits.
    with Store(database) as store:
        assert store.reports() == {}
    # Sent again before that: the newer state alone waits.
    assert main(send) == 1
    assert main(["fhir", "outbox"]) == 0
    assert len(capsys.readouterr().out.strip().splitlines()) >= 3
    server.status = 200
    assert main(["fhir", "outbox", "--retry"]) == 0
    out, err = capsys.readouterr()
    assert "3 sent" in out
    assert TOKEN not in out + err
    with Store(database) as store:
        told = store.reports()
        assert len(told) == 4
        assert {one.kind for one in told.values()} == {"fhir"}
        graded = next(row.sha256 for row in store.rows(METHOD) if row.name == "7_OD.jpg")
        assert graded is not None
        assert (told[graded].decision, told[graded].grade) == ("refer", 4)
    assert load_server() == FhirServer(address=address(server))
    assert main(["fhir", "outbox"]) == 0
    assert capsys.readouterr().out == ""


def test_no_server_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = clinic(tmp_path / "s.sqlite")
    assert main(["fhir", "send", "--database", str(database)]) == 2
    assert "no server is set" in capsys.readouterr().err
    save_server(FhirServer(address="https://fhir.example/r4", release="R5"))
    assert load_server() == FhirServer(address="https://fhir.example/r4", release="R5")
