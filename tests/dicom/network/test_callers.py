"""Whatever holds the line in silence, an allowed caller gets through."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pynetdicom import AE
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from fundusviewer.dicom.network import callers as callers_module
from fundusviewer.dicom.network import receive
from fundusviewer.dicom.network.associate import association, echo
from fundusviewer.dicom.network.callers import (
    LONGEST_OBJECT,
    MAX_SILENT,
    MAX_SILENT_OF_ONE,
    Callers,
)
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


def speaking(register: Any, host: str) -> Someone:
    someone = Someone()
    register.opened(someone, host)
    register.requested(someone)
    return someone


def test_an_address_with_many_places_gives_one_to_another_however_often_it_speaks() -> None:
    now = [0.0]
    register: Any = Callers(4, 30.0, clock=lambda: now[0])
    of_one = [speaking(register, "a") for _ in range(4)]
    now[0] = 20.0
    for someone in of_one:
        register.heard(someone)
    register.heard(of_one[0], of_object=True)
    second, third = speaking(register, "b"), speaking(register, "c")
    # The one that sends an object is left alone.
    assert register.speaking() == [of_one[0], of_one[3], second, third]
    # Now the places are shared as well as they can be.
    speaking(register, "b")
    assert len(register.speaking()) == 5


def test_an_object_that_never_comes_keeps_no_place() -> None:
    now = [0.0]
    register: Any = Callers(2, 30.0, clock=lambda: now[0])
    of_one = [speaking(register, "a") for _ in range(2)]
    while now[0] < LONGEST_OBJECT + 2:
        for someone in of_one:
            register.heard(someone, of_object=True)
        if now[0] == 10.0:
            refused = speaking(register, "b")
            assert register.speaking() == [*of_one, refused]
            register.closed(refused)
        now[0] += 0.5
    assert speaking(register, "b") in register.speaking()
    assert len(register.speaking()) == 2


def test_who_is_being_worked_for_keeps_its_place() -> None:
    register: Any = Callers(2, 30.0, clock=lambda: 0.0)
    of_one = [speaking(register, "a") for _ in range(2)]
    with register.busy(of_one[0]), register.busy(of_one[1]):
        other = speaking(register, "b")
        assert register.speaking() == [*of_one, other]


def test_who_may_not_call_pushes_nobody_out(
    node: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers_module, "GIVES_WAY_AFTER", 0.0)
    contexts = [build_context(Verification)]
    with ExitStack() as stack:
        taken = [
            stack.enter_context(association("CAMERA", peer_of(node), contexts)) for _ in range(2)
        ]
        for title, peer in (
            ("STRANGER", peer_of(node)),
            ("CAMERA", peer_of(node).model_copy(update={"title": "OTHER"})),
        ):
            with pytest.raises(NetworkError, match="refuses the connection"):
                echo(title, peer)
        for one in taken:
            assert one.send_c_echo().Status == 0


@pytest.mark.skipif(sys.platform != "linux", reason="one loopback address elsewhere")
def test_a_second_address_gets_through_to_a_full_node(node: Receiver) -> None:
    contexts = [build_context(Verification)]
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(association("CAMERA", peer_of(node), contexts))
        entity = AE("CAMERA")
        called = entity.associate(
            HOST, node.port, contexts, ae_title="FUNDUS", bind_address=("127.0.0.2", 0)
        )
        assert called.is_established
        assert called.send_c_echo().Status == 0
        called.release()
