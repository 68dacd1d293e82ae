"""Who is on the line: places are for those who speak, and nobody holds one in silence.

pynetdicom counts every open connection as a caller, so that a few silent ones would shut out all
others. Here only those count that have asked for an association; of the others each address has
a few, and the oldest gives way to a new one. Only who may call takes a place at all. When all
places are taken, the caller that has been silent for longest gives its place up; and an address
that holds several gives one to an address that holds fewer, however often it says that it is there.
"""

from __future__ import annotations

import math
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from pynetdicom import AE
from pynetdicom.association import Association

from fundusviewer.dicom.network.guard import LONGEST_WAIT

#: Most connections that have not yet said who they are, of one address and of all.
MAX_SILENT_OF_ONE, MAX_SILENT = 8, 32

#: Within which a connection must say who it is, in seconds.
FIRST_WORD_SECONDS = 10.0

#: Silence after which a caller gives way where there is no other place, in seconds.
GIVES_WAY_AFTER = 5.0

#: How many places more than another address one must hold to give one up, and for how long no part
#: of an object came over it, in seconds.
MORE_THAN_OTHERS, SENDS_NOTHING_AFTER = 2, 1.0


@dataclass(eq=False)
class _Caller:
    association: Association
    host: str
    heard: float
    sent: float = -math.inf
    speaks: bool = False
    is_busy: bool = False


@dataclass
class Callers:
    """The open connections.

    Parameters
    ----------
    places
        How many may speak at the same time.
    idle_seconds
        After which a silent one is hung up on; pynetdicom does that too, by a clock that can be
        set back.
    clock
        Replaced in tests.
    """

    places: int
    idle_seconds: float
    clock: Callable[[], float] = time.monotonic
    _known: dict[int, _Caller] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def opened(self, association: Association, host: str) -> None:
        """Note a new connection; hang up on those that are too many or silent for too long."""
        with self._lock:
            self._forget_ended()
            given_up = self._overdue()
            self._known[id(association)] = _Caller(association, host, self.clock())
            given_up += self._surplus(host)
            for caller in given_up:
                del self._known[id(caller.association)]
        for caller in given_up:
            _hang_up(caller)

    def requested(self, association: Association) -> None:
        """Note that one who may call has said who it is; make a place for it if one can be had."""
        with self._lock:
            self._forget_ended()
            self._heard(association, speaks=True)
            full = len(self._speaking()) > self.places
            given_up = (self._idlest() or self._share_of(association)) if full else []
            for caller in given_up:
                del self._known[id(caller.association)]
        for caller in given_up:
            _hang_up(caller)

    def heard(self, association: Association, *, of_object: bool = False) -> None:
        """Note that something came, or a part of an object."""
        with self._lock:
            self._heard(association)
            caller = self._known.get(id(association))
            if caller is not None and of_object:
                caller.sent = caller.heard

    @contextmanager
    def busy(self, association: Association) -> Iterator[None]:
        """Work for a caller: meanwhile its silence is our own."""
        self._set_busy(association, is_busy=True)
        try:
            yield
        finally:
            self._set_busy(association, is_busy=False)

    def closed(self, association: Association) -> None:
        """Forget a connection."""
        with self._lock:
            caller = self._known.pop(id(association), None)
        if caller is not None and not caller.speaks:
            _end_waiting(association)

    def speaking(self) -> list[Association]:
        """Return the callers that take a place."""
        with self._lock:
            return [caller.association for caller in self._speaking()]

    def _speaking(self) -> list[_Caller]:
        return [caller for caller in self._known.values() if caller.speaks]

    def _heard(self, association: Association, *, speaks: bool = False) -> None:
        caller = self._known.get(id(association))
        if caller is not None:
            caller.heard, caller.speaks = self.clock(), caller.speaks or speaks

    def _set_busy(self, association: Association, *, is_busy: bool) -> None:
        with self._lock:
            caller = self._known.get(id(association))
            if caller is not None:
                caller.is_busy, caller.heard = is_busy, self.clock()

    def _forget_ended(self) -> None:
        ended = [
            key
            for key, caller in self._known.items()
            # One whose thread has not begun is new.
            if caller.association.ident is not None and not caller.association.is_alive()
        ]
        for key in ended:
            del self._known[key]

    def _overdue(self) -> list[_Caller]:
        latest = self.clock() - self.idle_seconds - LONGEST_WAIT
        return [one for one in self._known.values() if not one.is_busy and one.heard < latest]

    def _surplus(self, host: str) -> list[_Caller]:
        """Return the oldest of too many connections that say nothing."""
        silent = [caller for caller in self._known.values() if not caller.speaks]
        of_one = [caller for caller in silent if caller.host == host]
        if len(of_one) > MAX_SILENT_OF_ONE:
            return of_one[:1]
        if len(silent) > MAX_SILENT:
            most, _ = Counter(caller.host for caller in silent).most_common(1)[0]
            return [caller for caller in silent if caller.host == most][:1]
        return []

    def _idlest(self) -> list[_Caller]:
        """Return the caller that gives its place up, if there is one."""
        latest = self.clock() - min(GIVES_WAY_AFTER, self.idle_seconds)
        idle = [one for one in self._speaking() if not one.is_busy and one.heard <= latest]
        return sorted(idle, key=lambda one: one.heard)[:1]

    def _share_of(self, association: Association) -> list[_Caller]:
        """Return the caller whose place another address should have, if there is one."""
        new = self._known.get(id(association))
        if new is None:
            return []
        held = Counter(one.host for one in self._speaking() if one is not new)
        latest = self.clock() - SENDS_NOTHING_AFTER
        surplus = [
            one
            for one in self._speaking()
            if held[one.host] >= held[new.host] + MORE_THAN_OTHERS
            and not one.is_busy
            and one.sent <= latest
        ]
        return sorted(surplus, key=lambda one: (-held[one.host], one.sent, one.heard))[:1]


class Entity(AE):
    """An application entity whose places are taken by those who speak.

    Parameters
    ----------
    title
        Its AE title.
    callers
        Its open connections.
    """

    def __init__(self, title: str, callers: Callers) -> None:
        super().__init__(title)
        self._callers = callers

    @property
    def active_associations(self) -> list[Association]:
        """Return the callers that take a place."""
        return self._callers.speaking()


def _hang_up(caller: _Caller) -> None:
    connection = caller.association.dul.socket
    try:
        if connection is not None and connection.socket is not None:
            connection.socket.shutdown(socket.SHUT_RDWR)
    except OSError:
        # It is gone.
        pass
    if not caller.speaks:
        _end_waiting(caller.association)


def _end_waiting(association: Association) -> None:
    """Let the thread end that waits for a connection's first word."""
    association.dul.to_user_queue.put(None)
