"""Receiving photographs: a C-STORE and C-ECHO provider that accepts what can be read.

Who may call, how large, how many and how fast is the user's word (:class:`Receiving`). An object
is on the disk before its sender is told that it arrived. Whatever a caller does, the node serves
the others.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Self

from pydicom import dcmread
from pydicom.dataset import Dataset
from pynetdicom import AE, evt
from pynetdicom.events import Event
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from fundusviewer.closing import Closing
from fundusviewer.dicom.network.callers import FIRST_WORD_SECONDS, Callers, Entity
from fundusviewer.dicom.network.guard import Pace, guard
from fundusviewer.dicom.network.spool import FullError, Spool
from fundusviewer.dicom.network.tls import server_context
from fundusviewer.dicom.settings import Receiving
from fundusviewer.errors import NetworkError, OutputError
from fundusviewer.imaging.dicom.kinds import (
    JPEG,
    JPEG_2000,
    JPEG_LS,
    NATIVE,
    PHOTOGRAPHS,
    RLE,
)

log = logging.getLogger(__name__)

#: Ways to store pixels, the ones that keep them as they are first.
TRANSFER_SYNTAXES = [
    str(syntax) for group in (NATIVE, JPEG, JPEG_2000, JPEG_LS, RLE) for syntax in sorted(group)
]

_SUCCESS, _OUT_OF_RESOURCES, _MISMATCH, _NOT_UNDERSTOOD = 0x0000, 0xA700, 0xA900, 0xC000

#: Duplicate SOP instance (PS3.7, C.5.6): kept beside the first one, which its sender must know.
_DUPLICATE = 0x0111

_PDU_BYTES = 2**17


@dataclass
class Counts:
    """What happened since the node was started.

    Attributes
    ----------
    received
        Objects that are on the disk.
    repeated
        Of these, sent again.
    ambiguous
        Of these, with an identifier that another object has.
    refused
        Objects that were not taken.
    """

    received: int = 0
    repeated: int = 0
    ambiguous: int = 0
    refused: int = 0


@dataclass
class Receiver(Closing):
    """A node that receives; listens between :meth:`start` and :meth:`close`.

    Parameters
    ----------
    title
        Our AE title.
    settings
        Who may send what.
    arrived
        Called with each new file, on the caller's thread; must return at once.
    pace
        Replaced in tests.
    """

    title: str
    settings: Receiving
    arrived: Callable[[Path], None] = lambda path: None  # noqa: ARG005
    pace: Pace | None = None
    counts: Counts = field(default_factory=Counts)
    _server: Any = None
    _sent: dict[int, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Listen.

        Raises
        ------
        NetworkError
            If nobody may call, the address or port cannot be used, or the folder not written.
        """
        settings = self.settings
        if not settings.callers:
            raise NetworkError("nobody may send: name the AE titles of the cameras")
        self._spool = Spool(settings.spool)
        self.pace = self.pace or Pace(settings.per_minute)
        self._callers = Callers(settings.max_callers, settings.idle_seconds)
        encryption = None if settings.tls is None else server_context(settings.tls)
        handlers: list[Any] = [
            (evt.EVT_CONN_OPEN, self._opened),
            (evt.EVT_REQUESTED, self._requested),
            (evt.EVT_CONN_CLOSE, self._closed),
            (evt.EVT_PDU_RECV, self._message),
            (evt.EVT_C_STORE, self._store),
            (evt.EVT_C_ECHO, lambda _event: _SUCCESS),
        ]
        try:
            self._server = self._entity().start_server(
                (settings.address, settings.port),
                block=False,
                evt_handlers=handlers,
                ssl_context=encryption,
            )
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise NetworkError(
                f"cannot listen at {settings.address}:{settings.port} ({reason}); choose another "
                "address or port"
            ) from error

    def close(self) -> None:
        """Hang up and listen no more."""
        if self._server is not None:
            self._server.shutdown()
            self._server = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def _entity(self) -> AE:
        settings = self.settings
        entity = Entity(self.title, self._callers)
        entity.require_called_aet = True
        entity.require_calling_aet = list(settings.callers)
        entity.maximum_associations = settings.max_callers
        entity.maximum_pdu_size = _PDU_BYTES
        entity.network_timeout = settings.idle_seconds
        entity.dimse_timeout = settings.idle_seconds
        entity.acse_timeout = min(settings.idle_seconds, FIRST_WORD_SECONDS)
        entity.add_supported_context(Verification)
        for kind in sorted(PHOTOGRAPHS):
            entity.add_supported_context(kind, TRANSFER_SYNTAXES)
        return entity

    def _opened(self, event: Event) -> None:
        connection = event.assoc.dul.socket
        if connection is None:
            return
        guard(connection, self.settings.idle_seconds)
        host = str(getattr(event, "address", ("",))[0])
        if self.settings.hosts and host not in self.settings.hosts:
            log.warning("a caller from an address that is not allowed was hung up on")
            connection.close()
            return
        self._callers.opened(event.assoc, host)

    def _requested(self, event: Event) -> None:
        """Give a place to those who may call: the others are refused, and push nobody out."""
        requestor = event.assoc.requestor.primitive
        if requestor is None or requestor.calling_ae_title not in self.settings.callers:
            return
        if requestor.called_ae_title == self.title:
            self._callers.requested(event.assoc)

    def _closed(self, event: Event) -> None:
        self._callers.closed(event.assoc)
        with self._lock:
            self._sent.pop(id(event.assoc), None)

    def _message(self, event: Event) -> None:
        """Count what a caller sends of one object, and hang up before it is too much."""
        items = getattr(event.pdu, "presentation_data_value_items", None)
        self._callers.heard(event.assoc, of_object=any(map(_is_of_object, items or ())))
        if not items:
            return
        size = sum(len(item.presentation_data_value or b"") for item in items)
        limit = self.settings.max_megabytes * 1_000_000
        with self._lock:
            before = self._sent.get(id(event.assoc), 0)
            self._sent[id(event.assoc)] = before + size
        if before <= limit < before + size:
            log.warning("an object of more than %s MB was refused", self.settings.max_megabytes)
            self._count(refused=1)
            event.assoc.abort()

    def _store(self, event: Event) -> int | Dataset:
        with self._callers.busy(event.assoc):
            return self._answered(event)

    def _answered(self, event: Event) -> int | Dataset:
        with self._lock:
            self._sent[id(event.assoc)] = 0
        caller = str(event.assoc.requestor.ae_title)
        if self.pace is not None and not self.pace.admit(caller):
            return self._refused(_OUT_OF_RESOURCES, "too many objects a minute")
        try:
            return self._kept(event)
        except FullError as error:
            log.error("%s", error)
            return self._refused(_OUT_OF_RESOURCES, "the disk is full")
        except OutputError as error:
            log.error("%s", error)
            return self._refused(_OUT_OF_RESOURCES, "the object cannot be kept")
        # The edge: whatever an object does to the reader, its caller gets an answer.
        except Exception:
            log.exception("an object was not understood")
            return self._refused(_NOT_UNDERSTOOD, "the object was not understood")

    def _kept(self, event: Event) -> int | Dataset:
        request: Any = event.request
        uid, sop_class = str(request.AffectedSOPInstanceUID), str(request.AffectedSOPClassUID)
        data = event.encoded_dataset()
        header = dcmread(io.BytesIO(data), stop_before_pixels=True)
        if str(header.get("SOPInstanceUID")) != uid or str(header.get("SOPClassUID")) != sop_class:
            return self._refused(_MISMATCH, "the object is not what was announced")
        kept = self._spool.keep(str(header.get("StudyInstanceUID")), uid, data)
        self._count(received=1, repeated=int(not kept.is_new), ambiguous=int(kept.is_ambiguous))
        if not kept.is_new:
            return _SUCCESS
        self.arrived(kept.path)
        if not kept.is_ambiguous:
            return _SUCCESS
        log.warning("two different objects say that they are the same one")
        return _answer(_DUPLICATE, "kept, but another object has its identifier")

    def _refused(self, status: int, comment: str) -> Dataset:
        self._count(refused=1)
        return _answer(status, comment)

    def _count(self, **changes: int) -> None:
        with self._lock:
            for name, value in changes.items():
                setattr(self.counts, name, getattr(self.counts, name) + value)


def _is_of_object(item: Any) -> bool:
    """Return whether a piece of a message is an object's and not a command's (PS3.8, E.2)."""
    value = item.presentation_data_value or b""
    return bool(value) and not value[0] & 1


def _answer(status: int, comment: str) -> Dataset:
    answer = Dataset()
    answer.Status, answer.ErrorComment = status, comment
    return answer
