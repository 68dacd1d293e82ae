"""What was reported: when, by whom, as what, and what was said of each photograph then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fundusviewer.screening.database.connection import StoreConnection
from fundusviewer.screening.database.records import now
from fundusviewer.screening.patients import Photograph
from fundusviewer.screening.rows import printable


@dataclass(frozen=True)
class Reported:
    """What a report said last of one photograph.

    Attributes
    ----------
    at
        ISO 8601, UTC.
    kind
        As what: ``"pdf"``, ``"dicom"``, ``"fhir"``.
    decision, grade
        The final ones then; ``None`` for none.
    awaited
        Whose answer was still to come; ``None`` where it was final.
    """

    at: str
    kind: str
    decision: str | None
    grade: int | None
    awaited: str | None


@dataclass(frozen=True)
class ReportLine:
    """What a report says of one photograph.

    Attributes
    ----------
    sha256
        The photograph.
    patient, eye
        Whose; ``None`` where that is not known.
    decision, grade, awaited
        See :class:`Reported`.
    """

    sha256: str
    patient: str | None = None
    eye: str | None = None
    decision: str | None = None
    grade: int | None = None
    awaited: str | None = None


def report_lines(photographs: Iterable[Photograph]) -> list[ReportLine]:
    """Return what a report says of photographs as they stand, of each once."""
    lines: dict[str, ReportLine] = {}
    for one in photographs:
        final, sha256 = one.row.final, one.row.sha256
        if sha256 is not None:
            lines[sha256] = ReportLine(
                sha256,
                one.identity.patient and printable(one.identity.patient),
                one.identity.eye and one.identity.eye.value,
                final.decision and final.decision.value,
                final.grade,
                final.awaited and final.awaited.value,
            )
    return list(lines.values())


class ReportStore(StoreConnection):
    """Remembers what left the program for people; nothing of it is ever changed."""

    def note_report(self, kind: str, photographs: Iterable[Photograph], who: str = "") -> None:
        """Note that photographs were reported; those that the database does not know are left out.

        Parameters
        ----------
        kind
            As what.
        photographs
            What was reported, as it stood.
        who
            Who wrote it; empty for the program.
        """
        self.note_report_lines(kind, report_lines(photographs), who)

    def note_report_lines(self, kind: str, lines: Sequence[ReportLine], who: str = "") -> None:
        """Note a report of which the lines were taken down when it was made.

        Parameters
        ----------
        kind, who
            See :meth:`note_report`.
        lines
            What it says.
        """
        if not lines:
            return
        with self._writing() as connection:
            number = connection.execute(
                "INSERT INTO report (at, who, kind) VALUES (?, ?, ?)",
                (now(), printable(who), kind),
            ).lastrowid
            connection.executemany(
                "INSERT INTO reported (report_id, photograph_id, patient, eye, decision, grade, "
                "awaited) SELECT ?, id, ?, ?, ?, ?, ? FROM photograph WHERE sha256 = ?",
                [
                    (number, one.patient, one.eye, one.decision, one.grade, one.awaited, one.sha256)
                    for one in lines
                ],
            )

    def reports(self) -> dict[str, Reported]:
        """Return, by hash, what was reported last of each photograph."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT p.sha256, e.at, e.kind, d.decision, d.grade, d.awaited, max(e.id) "
                "FROM reported d JOIN report e ON e.id = d.report_id "
                "JOIN photograph p ON p.id = d.photograph_id GROUP BY d.photograph_id"
            ).fetchall()
        return {sha256: Reported(*values[:-1]) for sha256, *values in found}

    def first_seen(self) -> dict[str, str]:
        """Return, by hash, when a photograph came into the database (ISO 8601, UTC)."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT sha256, first_seen FROM photograph").fetchall())
