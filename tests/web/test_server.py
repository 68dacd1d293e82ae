"""Where the pages are served, and that it is not in the clear by mistake."""

from __future__ import annotations

import socket
import ssl
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from fundusviewer.errors import InputError
from fundusviewer.web import server
from fundusviewer.web.server import Listening, WebServer
from tests.helpers.certificates import Authority
from tests.web.clinic import Clinic


@contextmanager
def serving(clinic: Clinic, listening: Listening) -> Iterator[str]:
    running = WebServer(clinic.app, listening)
    thread = threading.Thread(target=running.serve)
    thread.start()
    try:
        yield running.address
    finally:
        running.stop()
        thread.join()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "clinic.example"])  # noqa: S104
def test_other_computers_are_not_let_in_unencrypted(host: str) -> None:
    with pytest.raises(InputError, match="could read passwords and photographs"):
        Listening(host).check()
    Listening(host, behind_proxy=True).check()
    Listening(host, in_the_clear=True).check()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.9"])
def test_this_computer_alone_needs_no_certificate(host: str) -> None:
    Listening(host).check()


def test_what_does_not_fit_together_is_refused(tmp_path: Path) -> None:
    certificate = tmp_path / "no.pem"
    with pytest.raises(InputError, match="is no certificate"):
        Listening(certificate=certificate).check()
    certificate.write_text("nothing")
    with pytest.raises(InputError, match="is no certificate"):
        Listening(certificate=certificate).check()
    with pytest.raises(InputError, match="belongs to --tls-certificate"):
        Listening(key=certificate).check()
    with pytest.raises(InputError, match="only one of them"):
        Listening(certificate=certificate, behind_proxy=True).check()
    with pytest.raises(InputError, match="0 to 65535"):
        Listening(port=70000).check()


# cheroot leaves the socket of an address that is taken to the garbage.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_pages_come_over_the_network(clinic: Clinic) -> None:
    with serving(clinic, Listening(port=0)) as address:
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}login") as answer:  # noqa: S310
            assert b"Log in" in answer.read()
        port = int(address.rsplit(":", 1)[1].rstrip("/"))
        with pytest.raises(InputError, match="cannot be listened on"):
            WebServer(clinic.app, Listening(port=port))


def test_pages_come_encrypted(clinic: Clinic, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    certificate, key = authority.vouch("server")
    with serving(clinic, Listening(port=0, certificate=certificate, key=key)) as address:
        assert address.startswith("https://")
        trusting = ssl.create_default_context(cafile=str(authority.file))
        with urllib.request.urlopen(f"{address}login", context=trusting) as answer:  # noqa: S310
            assert answer.status == 200


def test_who_says_a_letter_at_a_time_does_not_hold_a_thread(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr(server, "REQUEST_SECONDS", 0.1)
    monkeypatch.setattr(server, "_LOOK_SECONDS", 0.02)
    with serving(clinic, Listening(port=0)) as address:
        port = int(address.rsplit(":", 1)[1].rstrip("/"))
        for said in (
            b"GET /login HTTP/1.1\r\nHost: x\r\nA: ",
            b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\ntoken=",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
                slow.sendall(said)
                # Long before the 20 seconds of silence after which a connection ends.
                assert not slow.recv(1 << 16).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("address", ["/upload", "/login", "/nowhere"])
def test_what_nobody_asked_for_is_not_taken_in(clinic: Clinic, address: str) -> None:
    """Neither into memory nor waited for, whoever says how much comes."""
    with serving(clinic, Listening(port=0)) as here:
        port = int(here.rsplit(":", 1)[1].rstrip("/"))
        with socket.create_connection(("127.0.0.1", port), timeout=10) as sender:
            sender.sendall(
                f"POST {address} HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
            )
            answer = sender.recv(1 << 16)
        assert answer.split()[1] in (b"303", b"404", b"413")
        assert b"Connection: close" in answer


def test_who_is_silent_keeps_nobody_out(clinic: Clinic, tmp_path: Path) -> None:
    """Also where the greeting of TLS is what is waited for."""
    authority = Authority(tmp_path / "authority")
    certificate, key = authority.vouch("server")
    with serving(clinic, Listening(port=0, certificate=certificate, key=key)) as address:
        host = ("127.0.0.1", int(address.rsplit(":", 1)[1].rstrip("/")))
        trusting = ssl.create_default_context(cafile=str(authority.file))
        with ExitStack() as stack:
            for said in (*[b""] * 2 * server.THREADS, b"GET /login HTTP/1.1\r\n\r\n", b"\x16"):
                silent = stack.enter_context(socket.create_connection(host, timeout=10))
                silent.sendall(said)
            # More than there are threads; each of them may be silent for 20 seconds.
            with urllib.request.urlopen(  # noqa: S310
                f"{address}login", context=trusting, timeout=10
            ) as answer:
                assert answer.status == 200
