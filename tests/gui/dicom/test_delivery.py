"""What is told of an outbox that is delivered again and again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fundusviewer.dicom.network.send import NotSent
from fundusviewer.dicom.settings import NetworkSettings, Peer
from fundusviewer.errors import StoreError
from fundusviewer.gui.dicom.delivery import Delivery
from fundusviewer.gui.dicom.fhir_sender import FhirSending
from fundusviewer.gui.dicom.sender import Sending

#: How many arrive, and why another does not.
Outcome = tuple[int, str] | Exception
Outgoing = tuple[Delivery, list[Outcome]]

TROUBLE = "archive: no route to host"


@pytest.fixture(params=["dicom", "fhir"])
def outgoing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Outgoing]:
    """A delivery, and what its next attempts come to."""
    del qtbot
    ahead: list[Outcome] = []

    def attempted(*_: object) -> tuple[object, ...]:
        outcome = ahead.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        sent, reason = outcome
        if request.param == "fhir":
            return sent, reason
        return sent, [NotSent(Path("one.dcm"), reason, final=False)] if reason else [], 1

    module = "sender" if request.param == "dicom" else "fhir_sender"
    monkeypatch.setattr(f"fundusviewer.gui.dicom.{module}._delivered", attempted)
    delivery: Sending | FhirSending
    if request.param == "dicom":
        delivery = Sending()
        delivery.settings = NetworkSettings(archive=Peer(host="archive", port=104, title="A"))
    else:
        delivery = FhirSending()
        delivery.address = "https://archive/"
    yield delivery, ahead
    delivery.close()


def test_the_same_trouble_is_told_once(qtbot: QtBot, outgoing: Outgoing) -> None:
    delivery, ahead = outgoing
    told: list[str] = []
    delivery.notification.connect(told.append)

    def attempt(sent: int, reason: str) -> int:
        before = len(told)
        ahead.append((sent, reason))
        delivery.deliver()
        qtbot.waitUntil(lambda: not ahead and not delivery._busy)
        return len(told) - before

    assert attempt(0, TROUBLE) == 1
    assert TROUBLE in told[0]
    # Nothing is due for a while; then the same again.
    assert [attempt(0, ""), attempt(0, TROUBLE), attempt(0, "another")] == [0, 0, 1]
    # What went well in between is trouble anew.
    assert [attempt(0, TROUBLE), attempt(3, ""), attempt(0, TROUBLE)] == [1, 0, 1]


def test_an_outbox_that_cannot_be_read_is_told_once(qtbot: QtBot, outgoing: Outgoing) -> None:
    delivery, ahead = outgoing
    told: list[str] = []
    delivery.notification.connect(told.append)
    for _ in range(3):
        ahead.append(StoreError("outbox: cannot be read"))
        delivery.deliver()
        qtbot.waitUntil(lambda: not ahead and not delivery._busy)
    assert told == ["outbox: cannot be read"]
