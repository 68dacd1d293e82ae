"""Who is logged in: in memory alone, so that a restart of the server ends every session."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fundusviewer.grading import Role
from fundusviewer.screening import Change

#: Without a click for so long, and after so long in any case, one must log in again; in seconds.
IDLE_SECONDS, LONGEST_SECONDS = 30 * 60.0, 12 * 3600.0

#: Sessions of one reader at a time; the oldest ends when one more begins.
_MOST_EACH = 5
#: Photographs that a session remembers as shown, and steps that can be taken back.
_MOST_SHOWN, _MOST_STEPS = 2000, 200


@dataclass(frozen=True)
class Step:
    """Something that was said in this browser.

    Attributes
    ----------
    key
        Of its photograph.
    changes
        What the history says of it.
    """

    key: int
    changes: tuple[Change, ...]


@dataclass(eq=False)
class Session:
    """One browser of one reader.

    Attributes
    ----------
    token
        In the browser's cookie; known to nobody else.
    reader
        The reader's number in the database.
    role
        In which the reader works in this browser.
    stamp
        Of the password that was given: another one ends the session.
    forgery
        In each form; without it nothing is changed.
    begun, used
        When, on the clock of :class:`Sessions`.
    language
        Code; ``None`` for what the browser asks for.
    notices
        Sentences for the next page.
    search
        What patients are looked for by; no address has it, since browsers and proxies keep these.
    steps
        What was said in this browser and role, the last at the end.
    """

    token: str
    reader: int
    role: Role
    stamp: str
    forgery: str
    begun: float
    used: float
    language: str | None = None
    notices: list[str] = field(default_factory=list)
    search: str = ""
    steps: list[Step] = field(default_factory=list)
    _shown: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def note_step(self, key: int, changes: Sequence[Change]) -> None:
        """Note what was said of a photograph, to be taken back."""
        self.steps.append(Step(key, tuple(changes)))
        del self.steps[:-_MOST_STEPS]

    def work_as(self, role: Role) -> None:
        """Work in another role: what was said in the last one stays said."""
        self.role = role
        self.steps.clear()
        self.search = ""

    def note_shown(self, sha256: str) -> None:
        """Note that a photograph was sent to this browser."""
        self._shown[sha256] = None
        self._shown.move_to_end(sha256)
        if len(self._shown) > _MOST_SHOWN:
            self._shown.popitem(last=False)

    def was_shown(self, sha256: str) -> bool:
        """Return whether a photograph was sent to this browser."""
        return sha256 in self._shown


class Sessions:
    """All who are logged in.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def begin(self, reader: int, role: Role, stamp: str, language: str | None = None) -> Session:
        """Begin a session of a reader who has given the password."""
        now = self._clock()
        session = Session(
            secrets.token_urlsafe(32),
            reader,
            role,
            stamp,
            secrets.token_urlsafe(32),
            now,
            now,
            language,
        )
        with self._lock:
            own = [one for one in self._sessions.values() if one.reader == reader]
            for one in own[: max(0, len(own) - _MOST_EACH + 1)]:
                del self._sessions[one.token]
            for one in [one for one in self._sessions.values() if self._is_over(one)]:
                del self._sessions[one.token]
            self._sessions[session.token] = session
        return session

    def find(self, token: str | None) -> Session | None:
        """Return the session of a cookie, which was used now; ``None`` where it is over."""
        with self._lock:
            session = self._sessions.get(token or "")
            if session is None:
                return None
            if self._is_over(session):
                del self._sessions[session.token]
                return None
            session.used = self._clock()
            return session

    def end(self, session: Session) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(session.token, None)

    def end_others(self, session: Session) -> None:
        """End all other sessions of the same reader."""
        with self._lock:
            for one in list(self._sessions.values()):
                if one.reader == session.reader and one is not session:
                    del self._sessions[one.token]

    def readers(self) -> set[int]:
        """Return the numbers of the readers who are logged in."""
        with self._lock:
            return {one.reader for one in self._sessions.values() if not self._is_over(one)}

    def _is_over(self, session: Session) -> bool:
        now = self._clock()
        return now - session.used > IDLE_SECONDS or now - session.begun > LONGEST_SECONDS
