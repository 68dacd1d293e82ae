"""Calling another node, with an answer in plain words when it does not work."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pynetdicom import AE
from pynetdicom.association import Association
from pynetdicom.events import EventHandlerType
from pynetdicom.pdu_primitives import SCP_SCU_RoleSelectionNegotiation
from pynetdicom.presentation import PresentationContext, build_context
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from fundusviewer.dicom.network.tls import shake_hands, tls_arguments
from fundusviewer.dicom.settings import Peer
from fundusviewer.errors import NetworkError

#: Seconds for the connection, and for each answer.
CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 60.0

_REASONS = {
    "Called AE title not recognised": "it does not know itself as {title}; check its AE title",
    "Calling AE title not recognised": "it does not know us; tell its administrator our AE title",
    "Local limit exceeded": "it is busy; try again later",
    "Temporary congestion": "it is busy; try again later",
}


@contextmanager
def association(
    title: str,
    peer: Peer,
    contexts: Iterable[PresentationContext],
    *,
    roles: Iterable[SCP_SCU_RoleSelectionNegotiation] = (),
    handlers: Iterable[EventHandlerType] = (),
    answer_seconds: float = ANSWER_SECONDS,
) -> Iterator[Association]:
    """Call a node; hang up at the end.

    Parameters
    ----------
    title
        Our AE title.
    peer
        The node.
    contexts
        What is to be spoken about.
    roles, handlers
        For a node that is to send to us.
    answer_seconds
        For each answer; a node that hangs is hung up on.

    Raises
    ------
    NetworkError
        If it cannot be reached or refuses; the message says what can be done.
    """
    _reach(peer)
    encryption = tls_arguments(peer)
    shake_hands(peer, CONNECT_SECONDS)
    entity = AE(title)
    entity.connection_timeout = CONNECT_SECONDS
    entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = answer_seconds
    begin = time.monotonic()
    called = entity.associate(
        peer.host,
        peer.port,
        contexts=list(contexts),
        ae_title=peer.title,
        ext_neg=list(roles),
        evt_handlers=list(handlers),
        tls_args=encryption,
    )
    if not called.is_established:
        raise NetworkError(
            _why_not(called, peer, silent=time.monotonic() - begin >= answer_seconds)
        )
    try:
        yield called
    finally:
        if called.is_established:
            called.release()


def echo(title: str, peer: Peer, seconds: float = 10.0) -> None:
    """Test a connection (C-ECHO); the node has so many seconds for each answer.

    Raises
    ------
    NetworkError
        If the node does not answer as it should.
    """
    with association(title, peer, [build_context(Verification)], answer_seconds=seconds) as called:
        answer = called.send_c_echo()
    if "Status" not in answer or answer.Status != 0:
        raise NetworkError(f"{peer}: was reached, but did not answer the test")


def _reach(peer: Peer) -> None:
    """Find out in the network's own words whether a node can be reached at all."""
    try:
        socket.create_connection((peer.host, peer.port), CONNECT_SECONDS).close()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NetworkError(
            f"{peer}: cannot be reached ({reason}); check address, port and network"
        ) from error


def _why_not(called: Association, peer: Peer, *, silent: bool) -> str:
    if called.is_rejected:
        said = str(getattr(called.acceptor.primitive, "reason_str", "")).strip()
        reason = _REASONS.get(said, said or "it gives no reason").format(title=peer.title)
        return f"{peer}: refuses the connection: {reason}"
    if called.rejected_contexts and not called.accepted_contexts:
        return f"{peer}: takes none of the kinds of objects that were offered"
    if called.is_aborted and not silent and peer.tls is not None:
        # With TLS 1.3 a server looks at the certificate after the hands were shaken.
        return f"{peer}: hung up; it may be no DICOM node, or not accept our certificate"
    if called.is_aborted and not silent:
        return f"{peer}: hung up; it may be no DICOM node, want TLS, or not allow us"
    return f"{peer}: is there, but does not answer as a DICOM node"
