"""Where the pages are served, and that it is not in the clear by mistake."""

from __future__ import annotations

import ssl
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fundusviewer.errors import InputError
from fundusviewer.web.server import Listening, WebServer
from tests.helpers.certificates import Authority
from tests.web.clinic import Clinic


@contextmanager
def serving(clinic: Clinic, listening: Listening) -> Iterator[str]:
    server = WebServer(clinic.app, listening)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server.address
    finally:
        server.stop()
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
