"""Whatever holds the line in silence, an allowed caller gets through."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from fundusviewer.dicom.network import callers as callers_module
from fundusviewer.dicom.network import receive
from fundusviewer.dicom.network.associate import association, echo
from fundusviewer.dicom.network.callers import MAX_SILENT, MAX_SILENT_OF_ONE, Callers
from fundusviewer.dicom.network.receive import Receiver
from fundusviewer.dicom.settings import Peer, Receiving
from fundusviewer.errors import NetworkError
from tests.helpers.peers import HOST, free_port, until


def receiving(place: Path, **changes: Any) -> Receiving:
    values = {"port": free_port(), "callers": ("CAMERA",), "folder": place / "spool", **changes}
    return Receiving(enabled=True, **values)


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Receiver]:
    with Receiver("FUNDUS", receiving(tmp_path, max_callers=2)) as receiver:
        yield receiver


def peer_of(node: Receiver) -> Peer:
    return Peer(title="FUNDUS", host=HOST, port=node.port)


def acceptors() -> int:
    return sum("AcceptorThread" in thread.name for thread in threading.enumerate())


def test_silent_connections_shut_nobody_out(node: Receiver) -> None:
    with ExitStack() as stack:
        silent = [
            stack.enter_context(socket.create_connection((HOST, node.port)))
            for _ in range(3 * MAX_SILENT_OF_ONE)
        ]
        for _ in range(3):
            echo("CAMERA", peer_of(node))
        # The oldest have been hung up on, with their threads.
        for connection in silent[:MAX_SILENT_OF_ONE]:
            connection.settimeout(60)
            assert connection.recv(1) == b""
        until(lambda: acceptors() <= MAX_SILENT_OF_ONE + 1, "the threads have ended")


def test_connections_that_hang_up_at_once_leave_no_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "FIRST_WORD_SECONDS", 600.0)
    with Receiver("FUNDUS", receiving(tmp_path, idle_seconds=600.0)) as node:
        for _ in range(20):
            socket.create_connection((HOST, node.port)).close()
        until(lambda: acceptors() == 0, "the threads have ended")
        echo("CAMERA", peer_of(node))


def test_an_idle_caller_gives_way_and_a_busy_one_does_not(
    node: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    contexts = [build_context(Verification)]
    with ExitStack() as stack:
        taken = [
            stack.enter_context(association("CAMERA", peer_of(node), contexts)) for _ in range(2)
        ]
        with pytest.raises(NetworkError, match="it is busy; try again later"):
            echo("CAMERA", peer_of(node))
        monkeypatch.setattr(callers_module, "GIVES_WAY_AFTER", 0.0)
        echo("CAMERA", peer_of(node))
        until(lambda: not taken[0].is_established, "the one that was idle longest has gone")
        assert taken[1].is_established


class Someone:
    """An association of which nothing but its being there is asked."""

    ident: int | None = None

    def __init__(self) -> None:
        self.ended = False
        self.dul = self
        self.to_user_queue = self
        self.socket = None

    def put(self, _nothing: None) -> None:
        self.ended = True


def test_each_address_has_a_few_and_all_together_have_some() -> None:
    register = Callers(4, 30.0, clock=lambda: 0.0)
    everybody = [(Someone(), f"10.0.0.{number % 8}") for number in range(MAX_SILENT + 8)]
    for someone, host in everybody:
        register.opened(someone, host)  # type: ignore[arg-type]
    assert [someone.ended for someone, _ in everybody] == [True] * 8 + [False] * MAX_SILENT


def test_who_was_silent_for_too_long_is_hung_up_on_whatever_the_clock_says() -> None:
    now = [0.0]
    register: Any = Callers(4, 30.0, clock=lambda: now[0])
    silent, working, new = Someone(), Someone(), Someone()
    for someone in (silent, working):
        register.opened(someone, "a")
        register.requested(someone)
    with register.busy(working):
        now[0] = 60.0
        register.opened(new, "b")
        assert register.speaking() == [working]
