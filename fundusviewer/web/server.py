"""Listens: on this computer alone unless told, and beyond it encrypted unless told.

The server is cheroot (CherryPy's): it speaks TLS itself, which waitress does not.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from cheroot.server import HeaderReader, HTTPConnection, HTTPRequest
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server

from fundusviewer.errors import InputError
from fundusviewer.web.proxy import THIS_COMPUTER, is_address

log = logging.getLogger(__name__)

#: Requests at once; each reader's browser asks for a page and its pictures.
THREADS = 16
#: Connections that wait, seconds of silence after which one ends, and bytes of a request's head.
_BACKLOG, _TIMEOUT, _HEAD = 128, 20, 16 << 10
#: Bytes of a request that nobody wanted, up to which the connection stays.
_UNREAD = 64 << 10
#: Seconds for the head of a request, and from then on to the last letter of the answer.
HEAD_SECONDS, REQUEST_SECONDS, UPLOAD_SECONDS = 5.0, 60.0, 30 * 60.0
_LOOK_SECONDS = 1.0
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
    proxies
        Addresses from which the proxy asks; this computer's own where none is told.
    in_the_clear
        Whether it was said that nothing is encrypted.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    in_the_clear: bool = False
    proxies: tuple[str, ...] = ()

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers reach it by https."""
        return self.certificate is not None or self.behind_proxy

    @property
    def believed(self) -> frozenset[str]:
        """Whose word counts for who asks; nobody's where there is no proxy."""
        return frozenset(self.proxies or THIS_COMPUTER) if self.behind_proxy else frozenset()

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
        if self.proxies and not self.behind_proxy:
            raise InputError("--proxy-address belongs to --behind-proxy")
        for address in self.proxies:
            if not is_address(address):
                raise InputError(f"--proxy-address {address}: is no IP address, as 192.0.2.7 is")
        if not (self.is_loopback or self.is_encrypted or self.in_the_clear):
            raise InputError(
                f"--host {self.host}: other computers could read passwords and photographs on "
                "the network; give --tls-certificate and --tls-key, or --behind-proxy, or say "
                "--without-encryption"
            )
        if self.certificate is not None:
            _context(self.certificate, self.key)


class _HeaderReader(HeaderReader):
    """Leaves out ``X_Forwarded_For``: to an application it looks like ``X-Forwarded-For``.

    cheroot's own class for this looks for a text in bytes, and fails.
    """

    def _allow_header(self, key_name: bytes) -> bool:
        return b"_" not in key_name


class _Request(HTTPRequest):
    """Reads what is asked for, and no more."""

    header_reader = _HeaderReader()

    def respond(self) -> None:
        """Answer; a request that brings photographs may take longer."""
        # Of whoever is not logged in nothing of an upload is read.
        is_upload = self.method == b"POST" and self.path.endswith(b"/upload")
        _DEADLINES.begin(self.conn.socket, UPLOAD_SECONDS if is_upload else REQUEST_SECONDS)
        super().respond()

    def send_headers(self) -> None:
        """Answer without what was not asked for: cheroot would take all of it into memory."""
        if getattr(self.rfile, "remaining", 0) > _UNREAD:
            self.close_connection = True
        super().send_headers()


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request
    #: Whether somebody waits for what it will say, without a thread.
    is_waited_for = False

    def communicate(self) -> bool:
        """Take in a request and answer it, within some time: threads are few."""
        _DEADLINES.begin(self.socket, HEAD_SECONDS)
        try:
            return self._is_greeted() and bool(cast("Any", super()).communicate())
        finally:
            _DEADLINES.end(self.socket)

    def _is_greeted(self) -> bool:
        """Return whether the other side speaks TLS, where it must."""
        if isinstance(self.socket, ssl.SSLSocket) and self.socket.version() is None:
            try:
                self.socket.do_handshake()
            except OSError:
                return False
        return True


class _Adapter(BuiltinSSLAdapter):
    """Leaves the greeting to the connection's own thread: who is silent keeps nobody out."""

    def wrap(self, sock: socket.socket) -> tuple[socket.socket, dict[str, str]]:
        """Return the socket that will be encrypted, and what the application is told of it."""
        encrypted = self.context.wrap_socket(sock, do_handshake_on_connect=False, server_side=True)
        return encrypted, {"wsgi.url_scheme": "https", "HTTPS": "on"}


class _Deadlines:
    """Ends connections that hold a thread for too long, a letter at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[socket.socket, float] = {}

    def begin(self, connection: socket.socket, seconds: float) -> None:
        with self._lock:
            self._until[connection] = time.monotonic() + seconds

    def end(self, connection: socket.socket) -> None:
        with self._lock:
            self._until.pop(connection, None)

    def watch(self, stopped: threading.Event) -> None:
        """Look again and again until it is stopped."""
        while not stopped.wait(_LOOK_SECONDS):
            now = time.monotonic()
            with self._lock:
                late = [one for one, until in self._until.items() if until < now]
                for one in late:
                    # Whoever reads from it or writes to it goes on at once, with an error.
                    with contextlib.suppress(OSError):
                        one.shutdown(socket.SHUT_RDWR)
                    del self._until[one]


_DEADLINES = _Deadlines()


class _QuietServer(Server):
    """Notes what a connection ended with, without the values that its own words would hold."""

    ConnectionClass = _Connection

    def process_conn(self, conn: _Connection) -> None:
        """Give a connection a thread once it says something."""
        if conn.is_waited_for:
            super().process_conn(conn)
            return
        conn.is_waited_for = True
        self.put_conn(conn)

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
            adapter = _Adapter(
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
        stopped = threading.Event()
        threading.Thread(
            target=_DEADLINES.watch, args=(stopped,), name="deadlines", daemon=True
        ).start()
        try:
            self._server.serve()
        finally:
            stopped.set()

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
