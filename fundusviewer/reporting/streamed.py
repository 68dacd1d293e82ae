"""The visits of a report of any length: put in order on disk, read one patient at a time.

The same entries in the same order as :func:`.entries.entries_of` gives for lists in memory. What is
held besides is a table of keys that SQLite keeps in a temporary file of its own; the folder is the
one that ``SQLITE_TMPDIR`` names, or the system's.
"""

from __future__ import annotations

import datetime as dt
import marshal
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from fundusviewer.grading import Awaited, Decision
from fundusviewer.imaging import Laterality
from fundusviewer.reporting.entries import Entry, entries_of_person
from fundusviewer.reporting.sources import Source
from fundusviewer.screening.database.scratch import scratch
from fundusviewer.screening.identity import identity_of
from fundusviewer.screening.names import Identity, NamePattern
from fundusviewer.screening.patients import Photograph, group_by_patient, identify
from fundusviewer.screening.rows import Row, urgency
from fundusviewer.screening.run import decision_name

#: Photographs that are read at once.
_PORTION = 400

_TABLES = """
    CREATE TABLE photograph (
        key INTEGER PRIMARY KEY, person TEXT NOT NULL, visit TEXT NOT NULL,
        place BLOB NOT NULL, score BLOB NOT NULL, listed INTEGER NOT NULL,
        ungradable INTEGER NOT NULL, identity BLOB NOT NULL
    );
    CREATE TABLE awaited (sha256 TEXT PRIMARY KEY, who TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE person (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
"""

#: Visits in which a photograph may give way: several, one of which cannot be graded.
_MAY_GIVE_WAY = """
    SELECT group_concat(key) FROM photograph GROUP BY person, visit
    HAVING count(*) > 1 AND max(ungradable)
"""

#: After all others.
_GIVES_WAY = "UPDATE photograph SET score = x'ff' WHERE key = ?"

#: Persons in the order of their most urgent visit; those of whom something is listed.
_PERSONS = """
    INSERT OR IGNORE INTO person (name)
    SELECT person FROM photograph GROUP BY person, visit ORDER BY min(score), min(place)
"""

_LISTED_ALONE = (
    "DELETE FROM photograph WHERE person NOT IN (SELECT person FROM photograph WHERE listed)"
)

_IN_ORDER = """
    SELECT p.number, f.key, f.listed, f.identity
    FROM person p JOIN photograph f ON f.person = p.name
    ORDER BY p.number, f.place
"""


class StreamedEntries:
    """The entries of a database's report.

    Parameters
    ----------
    source
        The rows.
    pattern
        How their names are read.

    Attributes
    ----------
    count, total
        Photographs that are reported, and all that there are.
    decisions
        How many of those that are reported have each final decision; see
        :func:`fundusviewer.screening.run.decisions_of`.
    awaited
        How many of them wait for whose answer; a photograph in several files counts once.

    Raises
    ------
    StoreError
        If the database cannot be read, or knows nothing of what is reported.
    """

    def __init__(self, source: Source, pattern: NamePattern) -> None:
        # A name is read once, and kept with the order.
        self._source, self._pattern = source, pattern.without_memory()
        self.total = self.count = 0
        self._decisions: Counter[str] = Counter()
        self._order = scratch(_TABLES)
        try:
            self._put_in_order()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Forget the order."""
        self._order.close()

    @property
    def decisions(self) -> dict[str, int]:
        """See above; the most frequent first."""
        return dict(self._decisions.most_common())

    @property
    def awaited(self) -> dict[str, int]:
        """See above."""
        found = self._order.execute("SELECT who, count(*) FROM awaited GROUP BY who")
        counts = dict(found.fetchall())
        return {one.value: counts[one.value] for one in Awaited if one.value in counts}

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries, the most urgent patient first."""
        found = self._order.execute(_IN_ORDER)
        rest: list[tuple[int, Photograph, bool]] = []
        while portion := list(islice(found, _PORTION)):
            rows = self._source.at([key for _, key, _, _ in portion])
            rest += [
                (number, Photograph(row, _unpacked(identity)), bool(listed))
                for (number, _, listed, identity), row in zip(portion, rows, strict=True)
            ]
            last = portion[-1][0]
            yield from self._entries(one for one in rest if one[0] != last)
            rest = [one for one in rest if one[0] == last]
        yield from self._entries(rest)

    def _entries(self, photographs: Iterable[tuple[int, Photograph, bool]]) -> Iterator[Entry]:
        for number, group in groupby(photographs, key=lambda one: one[0]):
            of_person = list(group)
            listed = {one.row.encoded_path for _, one, is_listed in of_person if is_listed}
            visits = group_by_patient(
                (one for _, one, _ in of_person), listed, self._pattern.fields
            )
            yield from entries_of_person(number, visits)

    def _put_in_order(self) -> None:
        self._order.execute("BEGIN")
        self._order.executemany(
            "INSERT INTO photograph VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self._placed(key, row, listed) for key, row, listed in self._source.stream()),
        )
        self._order.execute("CREATE INDEX of_person ON photograph (person, visit)")
        if self.count < self.total:
            self._order.execute(_LISTED_ALONE)
        self._let_give_way()
        self._order.execute(_PERSONS)
        self._order.execute("COMMIT")

    def _let_give_way(self) -> None:
        """Sort no visit by a photograph that does not count in it."""
        for (text,) in self._order.execute(_MAY_GIVE_WAY).fetchall():
            keys = [int(key) for key in text.split(",")]
            photographs = [identify(row, self._pattern) for row in self._source.at(keys)]
            numbers = {id(one.row): key for key, one in zip(keys, photographs, strict=True)}
            for visit in group_by_patient(photographs, fields=self._pattern.fields):
                for one in visit.giving_way:
                    self._order.execute(_GIVES_WAY, (numbers[id(one.row)],))

    def _placed(
        self, key: int, row: Row, listed: bool
    ) -> tuple[int, str, str, bytes, bytes, bool, bool, bytes]:
        self.total += 1
        if listed:
            self.count += 1
            self._decisions[decision_name(row)] += 1
            if row.sha256 is not None and row.final.awaited is not None:
                self._order.execute(
                    "INSERT OR IGNORE INTO awaited VALUES (?, ?)",
                    (row.sha256, row.final.awaited.value),
                )
        identity = identity_of(row, self._pattern)
        person, visit = _of_whom(key, identity)
        score = _score(row)
        # As the list has them: by risk, then by name; those that are listed stand before others.
        name = row.name.encode("utf-8", "surrogateescape")
        place = bytes([not listed]) + score + name + b"\0" + struct.pack(">Q", key)
        ungradable = row.decision is Decision.UNGRADABLE
        return key, person, visit, place, score, listed, ungradable, _packed(identity)


def _of_whom(key: int, identity: Identity) -> tuple[str, str]:
    """Return what a person's photographs share, and those of a visit; the unknown stand alone."""
    if identity.patient is None:
        return f"-{key}", ""
    return f"+{identity.patient}", repr((identity.date, identity.visit))


def _packed(identity: Identity) -> bytes:
    eye, date = identity.eye, identity.date
    return marshal.dumps(
        (
            identity.patient,
            None if eye is None else eye.value,
            None if date is None else date.toordinal(),
            identity.visit,
            identity.remarks,
        )
    )


def _unpacked(packed: bytes) -> Identity:
    # Written by this process a moment ago.
    patient, eye, date, visit, remarks = marshal.loads(packed)  # noqa: S302
    return Identity(
        patient,
        None if eye is None else Laterality(eye),
        None if date is None else dt.date.fromordinal(date),
        visit,
        remarks,
    )


def _score(row: Row) -> bytes:
    """Return bytes that sort as :func:`.rows.urgency` does."""
    rank, risk = urgency(row)
    # The bits of numbers that are not negative are in the numbers' order.
    (bits,) = struct.unpack(">Q", struct.pack(">d", abs(risk)))
    return struct.pack(">BQ", rank, (1 << 63) - bits)
