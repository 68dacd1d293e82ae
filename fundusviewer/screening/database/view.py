"""As whom the worklist is asked for, in SQL: what counts, what is joined, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass

from fundusviewer.grading import Awaited, Role
from fundusviewer.grading.reading import REFERRAL_RANK, UNGRADABLE_RANK
from fundusviewer.screening.readers import Seat
from fundusviewer.screening.rows import ALL_COLUMNS, COLUMNS, URGENCY

# What counts, in SQL: the same as :func:`fundusviewer.grading.final_of` says.

REVIEWED = "(v.rank IS NOT NULL)"

_ANSWER = "CASE WHEN f.problem IS NOT NULL THEN 'error' ELSE r.decision END"

#: Of a first reading before the programme began there is no second one.
_SECOND_DUE = f"""
    CASE WHEN h.programme AND v1.rank IS NOT NULL
              AND v1.changed_at >= (SELECT begins_at FROM programme)
         THEN v1.rank >= {UNGRADABLE_RANK}
              OR drawn(p.sha256, (SELECT seed FROM programme), (SELECT share FROM programme))
         ELSE 0 END
"""  # noqa: S608 - constants

#: The class of a verdict: whether it refers, cannot be graded, or neither.
_SAME = f"v1.rank / {UNGRADABLE_RANK} = v2.rank / {UNGRADABLE_RANK}"


@dataclass(frozen=True)
class View:
    """As whom the database is asked: what is joined, and so what can be told at all.

    Attributes
    ----------
    programme
        Whether the database is read by first, second and arbiter.
    seat
        Who asks; ``None`` for nobody in particular, who sees what all readers say.
    """

    programme: bool = False
    seat: Seat | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether other readers' answers are not joined."""
        return self.seat is not None and not self.seat.sees_others

    @property
    def columns(self) -> str:
        """What is selected of a row."""
        chosen = COLUMNS if self.is_hidden else ALL_COLUMNS
        return chosen.replace("{second_due}", _SECOND_DUE).replace("{marks}", self._mark_count)

    @property
    def marks(self) -> str:
        """Which marks ``m`` can be told: those that are there, of other readers where allowed."""
        seat = self.seat
        if seat is None or seat.sees_others:
            return "m.deleted = 0"
        return f"m.deleted = 0 AND m.reader_id = {seat.number} AND m.role = '{seat.role.value}'"

    @property
    def _mark_count(self) -> str:
        return f"""(SELECT count(*) FROM mark m
            WHERE m.photograph_id = f.photograph_id AND {self.marks})"""  # noqa: S608 - constants

    @property
    def rank(self) -> str:
        """How serious the verdict is that counts; null where there is none."""
        if self.is_hidden:
            return "v.rank"
        return "coalesce(v3.rank, nullif(max(coalesce(v1.rank, -1), coalesce(v2.rank, -1)), -1))"

    @property
    def awaited(self) -> str:
        """Whose answer is still to come; null for nobody's."""
        if self.is_hidden:
            return f"'{Awaited.OTHERS.value}'"
        return f"""
            CASE WHEN v3.id IS NOT NULL THEN NULL
                 WHEN v1.id IS NULL THEN
                     CASE WHEN h.programme OR v2.id IS NOT NULL THEN '{Awaited.FIRST.value}' END
                 WHEN v2.id IS NULL THEN
                     CASE WHEN {_SECOND_DUE} THEN '{Awaited.SECOND.value}' END
                 WHEN NOT ({_SAME}) THEN '{Awaited.ARBITER.value}' END
        """

    @property
    def said(self) -> str:
        """The decision that the verdict means."""
        return f"""
            CASE WHEN {self.rank} >= {REFERRAL_RANK} THEN 'refer'
                 WHEN {self.rank} >= {UNGRADABLE_RANK} THEN 'ungradable'
                 WHEN {self.rank} IS NOT NULL THEN 'no_referral' END
        """

    @property
    def decision(self) -> str:
        """What is to be done."""
        return f"""
            CASE WHEN {self.rank} IS NULL THEN {_ANSWER}
                 WHEN {self.rank} < {UNGRADABLE_RANK} AND ({self.awaited}) IS NOT NULL THEN NULL
                 ELSE {self.said} END
        """

    @property
    def grade(self) -> str:
        """The final grade where there is a verdict."""
        return f"""
            CASE WHEN {self.rank} >= {REFERRAL_RANK}
                 THEN nullif({self.rank} - {REFERRAL_RANK}, 0) - 1
                 WHEN {self.rank} < {UNGRADABLE_RANK} AND ({self.awaited}) IS NULL
                 THEN nullif({self.rank}, 0) - 1 END
        """

    @property
    def risk(self) -> str:
        """What sorts photographs of one decision."""
        return f"""
            CASE WHEN {self.rank} IS NOT NULL AND {self.said} IS NOT {_ANSWER}
                 THEN {self.said} = 'refer'
                 WHEN f.problem IS NULL THEN max(coalesce(r.referable_probability, 0.0),
                                                 coalesce(r.macular_oedema_probability, 0.0))
                 ELSE 0.0 END
        """

    @property
    def tables(self) -> str:
        """All that is joined to a file."""
        return f"""
            FROM file f
            CROSS JOIN (SELECT {int(self.programme)} AS programme,
                               {int(self.is_hidden)} AS others_hidden) h
            LEFT JOIN photograph p ON p.id = f.photograph_id
            LEFT JOIN result r ON r.photograph_id = f.photograph_id AND r.method_id = ?
            LEFT JOIN review v ON {self._own}
            {"" if self.is_hidden else _READINGS}
            LEFT JOIN identity i ON i.photograph_id = {_KNOWN}
            LEFT JOIN origin o ON o.photograph_id = {_KNOWN}
            LEFT JOIN lesions l ON l.id = (SELECT max(x.id) FROM lesions x
                                           WHERE x.photograph_id = f.photograph_id)
        """  # noqa: S608 - constants

    @property
    def _own(self) -> str:
        """Which review is the row's own."""
        if self.seat is not None and self.seat.reads:
            return f"""v.photograph_id = f.photograph_id AND v.reader_id = {self.seat.number}
                AND v.role = '{self.seat.role.value}'"""
        return _STANDING

    @property
    def queue(self) -> str:
        """What this seat is to read next; a photograph in no queue is nobody's of this seat.

        It asks what others have answered; no row of the list tells it.
        """
        seat = self.seat
        if seat is None or not seat.reads:
            return "0"
        others = f"""NOT EXISTS (SELECT 1 FROM reading k WHERE k.photograph_id = f.photograph_id
            AND k.role = '{seat.role.value}' AND k.reader_id != {seat.number}
            AND k.until > CAST(strftime('%s', 'now') AS REAL))"""  # noqa: S608 - number and a word of ours
        unread = f"f.photograph_id IS NOT NULL AND {_answer('first')} IS NULL"
        own = f"""NOT EXISTS (SELECT 1 FROM review x WHERE x.photograph_id = f.photograph_id
            AND x.reader_id = {seat.number} AND x.role != '{seat.role.value}'
            AND x.rank IS NOT NULL)"""  # noqa: S608 - as above
        queues = {
            Role.FIRST: unread,
            Role.SECOND: f"""EXISTS (SELECT 1 FROM review v1 WHERE v1.photograph_id
                = f.photograph_id AND v1.role = 'first' AND {_SECOND_DUE})
                AND {_answer("second")} IS NULL AND {_answer("arbiter")} IS NULL""",  # noqa: S608
            Role.ARBITER: f"""EXISTS (SELECT 1 FROM review v1 JOIN review v2
                ON v2.photograph_id = v1.photograph_id AND v2.role = 'second'
                WHERE v1.photograph_id = f.photograph_id AND v1.role = 'first'
                AND NOT ({_SAME})) AND {_answer("arbiter")} IS NULL""",  # noqa: S608
        }
        return f"{queues[seat.role]} AND {own} AND {others}"

    @property
    def urgency(self) -> str:
        """The place of the decision in :data:`.rows.URGENCY`."""
        # Each once for every row, not once for every rank.
        urgency = " ".join(
            f"WHEN {decision.value!r} THEN {rank}"
            for rank, decision in enumerate(URGENCY)
            if decision is not None
        )
        return f"CASE ({self.decision}) {urgency} ELSE {URGENCY.index(None)} END"

    @property
    def order_by_risk(self) -> str:
        """The most urgent first."""
        return f"{self.urgency}, {self.risk} DESC, f.name, f.id"


def _answer(role: str) -> str:
    """Return the number of the answer in a role; null where there is none."""
    return f"""(SELECT x.id FROM review x WHERE x.photograph_id = f.photograph_id
        AND x.role = '{role}' AND x.rank IS NOT NULL)"""  # noqa: S608 - a word of ours


#: For nobody in particular: the arbiter's, otherwise the first reader's, otherwise the second's;
#: a note without an answer where there is none.
_STANDING = """
    v.id = (SELECT x.id FROM review x WHERE x.photograph_id = f.photograph_id
            ORDER BY x.rank IS NULL, x.role != 'arbiter', x.role != 'first', x.changed_at DESC
            LIMIT 1)
"""

#: What all readers say.
_READINGS = """
    LEFT JOIN review v1 ON v1.photograph_id = f.photograph_id AND v1.role = 'first'
                        AND v1.rank IS NOT NULL
    LEFT JOIN review v2 ON v2.photograph_id = f.photograph_id AND v2.role = 'second'
                        AND v2.rank IS NOT NULL
    LEFT JOIN review v3 ON v3.photograph_id = f.photograph_id AND v3.role = 'arbiter'
                        AND v3.rank IS NOT NULL
"""

#: The photograph of a file; that which was last seen there, where it cannot be read now: an eye
#: does not leave its patient because its file fails.
_KNOWN = """
    coalesce(f.photograph_id, (SELECT s.photograph_id FROM sighting s WHERE s.file_id = f.id
                               ORDER BY s.first_seen DESC, s.photograph_id DESC LIMIT 1))
"""
