"""What was reported: when, by whom, as what, and what was said of each photograph then."""

from __future__ import annotations

from collections.abc import Iterable
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
        lines = {}
        for one in photographs:
            final = one.row.final
            if one.row.sha256 is not None:
                eye, patient = one.identity.eye, one.identity.patient
                lines[one.row.sha256] = (
                    patient and printable(patient),
                    eye and eye.value,
                    final.decision and final.decision.value,
                    final.grade,
                    final.awaited and final.awaited.value,
                )
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
                [(number, *line, sha256) for sha256, line in lines.items()],
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
