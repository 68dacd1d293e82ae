"""The readers of a programme: who they are, what they may do, and as whom somebody works now.

Knows no database and no window; whoever serves pages or paints a window asks here who may do and
see what.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from fundusviewer.errors import StoreError
from fundusviewer.grading import DEFAULT_SHARE, READING_ROLES, Role

#: The name of whom an old database does not name.
UNNAMED = "unnamed reader"


@dataclass(frozen=True)
class Reader:
    """A person who reads, or looks after those who do.

    Attributes
    ----------
    number
        In the database.
    name
        As it stands beside everything that the person says.
    roles
        What the person may do; empty for one who is only known because there are old answers.
    deleted_at
        When the person was deleted (ISO 8601, UTC); ``None`` while active. Answers stay.
    """

    number: int
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    deleted_at: str | None = None

    @property
    def is_active(self) -> bool:
        """Whether the person has a role and was not deleted."""
        return self.deleted_at is None and bool(self.roles)

    def seat(self, role: Role) -> Seat:
        """Return the person at work in a role.

        Raises
        ------
        StoreError
            If the person may not work in it.
        """
        if not self.is_active or role not in self.roles:
            raise StoreError(f"{self.name} does not read as {role_name(role)}")
        return Seat(self.number, self.name, role)


@dataclass(frozen=True)
class Seat:
    """As whom somebody looks at a database and says something of its photographs.

    Attributes
    ----------
    number, name
        Of the reader.
    role
        In which the reader works now.
    """

    number: int
    name: str
    role: Role

    @property
    def reads(self) -> bool:
        """Whether answers are given from here."""
        return self.role in READING_ROLES

    @property
    def sees_others(self) -> bool:
        """Whether other readers' answers are fetched: for arbiter and administrator alone."""
        return self.role in (Role.ARBITER, Role.ADMINISTRATOR)

    @property
    def may_set_up(self) -> bool:
        """Whether readers and the programme may be changed from here."""
        return self.role is Role.ADMINISTRATOR

    @property
    def may_report(self) -> bool:
        """Whether results of patients may be written from here: whoever sees all that counts."""
        return self.sees_others


@dataclass(frozen=True)
class Programme:
    """How a database is read: first, second, arbiter.

    Attributes
    ----------
    share
        0–1: this part of what the first reader does not refer goes to a second one.
    seed
        Chooses which; equal seeds choose the same photographs on every machine.
    begins_at
        ISO 8601, UTC. What was read before needs no second reader.
    """

    share: float = DEFAULT_SHARE
    seed: int = 1
    begins_at: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no share and no moment."""
        if not 0 <= self.share <= 1:
            raise StoreError(f"a share of {self.share:g}: 0 to 1 is allowed (0.1 is 10 %)")
        if abs(self.seed) >= 2**63:
            raise StoreError(f"a seed of {self.seed}: at most 18 digits are allowed")
        try:
            dt.datetime.fromisoformat(self.begins_at or "2026-01-01")
        except ValueError as error:
            raise StoreError(f"{self.begins_at}: is no day (YYYY-MM-DD)") from error


#: Whoever has not said who reads: sees no reader's answer and gives none.
NOBODY = Seat(0, "", Role.FIRST)


def role_name(role: Role) -> str:
    """Return a role in words."""
    return {
        Role.FIRST: "first reader",
        Role.SECOND: "second reader",
        Role.ARBITER: "arbiter",
        Role.ADMINISTRATOR: "administrator",
    }[role]
