"""Encrypted connections (PS3.15, B.12: the BCP 195 TLS profile): TLS 1.2 and later.

Both sides show a certificate and both look at the other's, unless the user says otherwise. A
handshake never takes longer than it may: it is made where a connection is read, not where it is
accepted, so that a caller that says nothing holds up nobody else.
"""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import Any

from fundusviewer.dicom.settings import Peer, Tls
from fundusviewer.errors import NetworkError

#: What OpenSSL calls what is wrong with a certificate, in our words.
_WRONG_CERTIFICATE = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate vouches for itself, and is not among the authorities that are trusted",
    19: "its certificate comes from an authority that is not trusted",
    20: "its certificate comes from an authority that is not trusted",
    21: "its certificate comes from an authority that is not trusted",
    23: "its certificate was withdrawn",
    62: "its certificate is for another name",
    64: "its certificate is for another address",
}

#: The other side's last words, in ours; parts of what OpenSSL says.
_ALERTS = (
    ("CERTIFICATE_REQUIRED", "it wants a certificate of ours, and none is set"),
    ("CERTIFICATE_EXPIRED", "it says that our certificate has expired"),
    ("UNKNOWN_CA", "it does not trust the authority of our certificate"),
    ("BAD_CERTIFICATE", "it does not accept our certificate"),
    ("CERTIFICATE_UNKNOWN", "it does not accept our certificate"),
    ("HANDSHAKE_FAILURE", "it does not accept our certificate or our ways of encrypting"),
    ("PROTOCOL_VERSION", "it speaks an older TLS than 1.2"),
    ("WRONG_VERSION_NUMBER", "it answers without encryption; switch TLS off, or call another port"),
    ("RECORD_LAYER_FAILURE", "it answers without encryption; switch TLS off, or call another port"),
    ("UNEXPECTED_EOF", "it hung up; it may speak no TLS, or not accept our certificate"),
)


class _LateHandshakes(ssl.SSLContext):
    """A server's context whose connections shake hands when they are first read."""

    def wrap_socket(self, sock: socket.socket, *_: Any, **__: Any) -> ssl.SSLSocket:
        """Wrap an accepted connection at once; one that is gone already is an OSError."""
        try:
            sock.getpeername()
        except OSError:
            sock.close()
            raise
        return super().wrap_socket(sock, server_side=True, do_handshake_on_connect=False)


def client_context(tls: Tls) -> ssl.SSLContext:
    """Return how other nodes are called.

    Raises
    ------
    NetworkError
        If a file cannot be used.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    _load(context, tls)
    return context


def server_context(tls: Tls) -> ssl.SSLContext:
    """Return how others may call; the connections shake hands when they are first read.

    Raises
    ------
    NetworkError
        If a file cannot be used.
    """
    context = _LateHandshakes(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED if tls.mutual else ssl.CERT_NONE
    _load(context, tls)
    return context


def tls_arguments(peer: Peer) -> tuple[ssl.SSLContext, str] | None:
    """Return what pynetdicom takes to call a node; ``None`` without encryption."""
    if peer.tls is None:
        return None
    return client_context(peer.tls), peer.tls.server_name or peer.host


def shake_hands(peer: Peer, seconds: float) -> None:
    """Connect to a node once, to find out in plain words what is wrong.

    Raises
    ------
    NetworkError
        If no encrypted connection can be had.
    """
    arguments = tls_arguments(peer)
    if arguments is None:
        return
    context, name = arguments
    try:
        with (
            socket.create_connection((peer.host, peer.port), seconds) as plain,
            context.wrap_socket(plain, server_hostname=name),
        ):
            pass
    except (OSError, ValueError) as error:
        raise NetworkError(f"{peer}: {explain_tls(error)}") from error


def explain_tls(error: OSError | ValueError) -> str:
    """Return why there is no encrypted connection, as the end of a sentence."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _WRONG_CERTIFICATE.get(
            error.verify_code, f"its certificate cannot be trusted ({error.verify_message})"
        )
    if isinstance(error, TimeoutError):
        return "it is there, but does not answer as a node with TLS"
    if isinstance(error, ConnectionError):
        return "it hung up; it may speak no TLS, or not accept our certificate"
    said = str(error).upper().replace(" ", "_")
    for part, words in _ALERTS:
        if part in said:
            return words
    return f"no encrypted connection ({getattr(error, 'reason', None) or error})"


def _load(context: ssl.SSLContext, tls: Tls) -> None:
    if tls.certificate is not None:
        key = tls.key or tls.certificate
        for file, what in ((tls.certificate, "certificate"), (key, "key")):
            _must_be_there(file, what)
        try:
            # Otherwise OpenSSL would ask for a password where nobody answers.
            context.load_cert_chain(tls.certificate, key, password=lambda: "")
        except (ssl.SSLError, OSError, ValueError) as error:
            raise NetworkError(
                f"{tls.certificate}: certificate and key {key.name} cannot be used: they do not "
                "belong together, are no PEM files, or the key has a password"
            ) from error
    if tls.authorities is not None:
        _must_be_there(tls.authorities, "authorities")
        try:
            context.load_verify_locations(tls.authorities)
        except (ssl.SSLError, OSError) as error:
            raise NetworkError(
                f"{tls.authorities}: holds no certificates of authorities (PEM)"
            ) from error


def _must_be_there(file: Path, what: str) -> None:
    if not file.is_file():
        raise NetworkError(f"{file}: there is no such file ({what} for TLS)")
