"""Listens: on this computer alone unless told, and beyond it encrypted unless told.

The server is cheroot (CherryPy's): it speaks TLS itself, which waitress does not.
"""

from __future__ import annotations

import ipaddress
import logging
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server

from fundusviewer.errors import InputError

log = logging.getLogger(__name__)

#: Requests at once; each reader's browser asks for a page and its pictures.
THREADS = 16
#: Connections that wait, seconds of silence after which one ends, and bytes of a request's head.
_BACKLOG, _TIMEOUT, _HEAD = 128, 20, 16 << 10
#: Bytes of a request; pages have their own, smaller bounds.
MOST_BYTES = 21 * (64 << 20)


@dataclass(frozen=True)
class Listening:
    """Where to listen, and how it is encrypted.

    Attributes
    ----------
    host, port
        An address of this computer; port 0 for a free one.
    certificate, key
        PEM files; ``None``: not encrypted here.
    behind_proxy
        Whether a proxy stands before it, which encrypts.
    in_the_clear
        Whether it was said that nothing is encrypted.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    in_the_clear: bool = False

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers reach it by https."""
        return self.certificate is not None or self.behind_proxy

    @property
    def is_loopback(self) -> bool:
        """Whether this computer alone reaches it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def check(self) -> None:
        """Refuse what would send patients' photographs over a network for everybody to read.

        Raises
        ------
        InputError
            If so, or if certificate and key do not belong together.
        """
        if not 0 <= self.port <= 65535:
            raise InputError(f"--port {self.port}: 0 to 65535 is allowed")
        if self.certificate is None and self.key is not None:
            raise InputError("--tls-key belongs to --tls-certificate FILE")
        if self.certificate is not None and self.behind_proxy:
            raise InputError("--tls-certificate and --behind-proxy: only one of them encrypts")
        if not (self.is_loopback or self.is_encrypted or self.in_the_clear):
            raise InputError(
                f"--host {self.host}: other computers could read passwords and photographs on "
                "the network; give --tls-certificate and --tls-key, or --behind-proxy, or say "
                "--without-encryption"
            )
        if self.certificate is not None:
            _context(self.certificate, self.key)


class _QuietServer(Server):
    """Notes what a connection ended with, without the values that its own words would hold."""

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """Note a failure; the application has said where it was."""
        del msg
        kind = sys.exc_info()[0]
        if traceback and kind is not None:
            log.log(level, "a connection failed: %s", kind.__name__)


class WebServer:
    """Serves an application until it is stopped.

    Parameters
    ----------
    application
        A WSGI application.
    listening
        Where.

    Raises
    ------
    InputError
        If the address cannot be listened on.
    """

    def __init__(self, application: Callable[..., Any], listening: Listening) -> None:
        self._listening = listening
        self._server = _QuietServer(
            (listening.host, listening.port),
            application,
            numthreads=THREADS,
            server_name="FundusViewer",
            request_queue_size=_BACKLOG,
            timeout=_TIMEOUT,
        )
        self._server.max_request_header_size = _HEAD
        self._server.max_request_body_size = MOST_BYTES
        if listening.certificate is not None:
            adapter = BuiltinSSLAdapter(
                str(listening.certificate), str(listening.key or listening.certificate)
            )
            adapter.context = _context(listening.certificate, listening.key)
            self._server.ssl_adapter = adapter
        try:
            self._server.prepare()
        except OSError as error:
            raise InputError(
                f"{listening.host}:{listening.port}: cannot be listened on "
                f"({error.strerror or error})"
            ) from error

    @property
    def address(self) -> str:
        """What is typed into a browser on this computer."""
        scheme = "https" if self._listening.certificate is not None else "http"
        host, port = self._server.bind_addr[:2]
        shown = f"[{host}]" if ":" in str(host) else host
        return f"{scheme}://{shown}:{port}/"

    def serve(self) -> None:
        """Serve until :meth:`stop` is called, on another thread or by a signal."""
        self._server.serve()

    def stop(self) -> None:
        """Stop; requests that are being answered are answered first."""
        self._server.stop()


def _context(certificate: Path, key: Path | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise InputError(
            f"{certificate}: is no certificate with its key in PEM ({error.strerror or error})"
        ) from error
    return context
