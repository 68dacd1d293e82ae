"""What the program finds: photographs, files, results, and who examines what."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from fundusviewer.inference import Marker
from fundusviewer.screening.database import queries
from fundusviewer.screening.database.connection import StoreConnection
from fundusviewer.screening.database.finding_record import FindingRecord, record_of
from fundusviewer.screening.database.records import now
from fundusviewer.screening.database.result import lesion_columns, marked_lesions, unpacked
from fundusviewer.screening.examination.finding import Finding, MarkedLesions
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.examination.steps import REVISION
from fundusviewer.screening.places.address import encoded, named
from fundusviewer.screening.rows import printable

#: How long a claim on a photograph holds, in seconds.
LEASE_SECONDS = 20.0

#: What makes a row the only one of its table.
_KEYS = {
    "result": ("photograph_id", "method_id"),
    "origin": ("photograph_id",),
    "lesions": ("photograph_id", "model_sha256", "steps"),
}

#: What the row of a file says that has been noted and not been read.
NOT_YET = "has not been examined yet"


class FindingStore(StoreConnection):
    """Takes in what is found. A result that is there is never changed."""

    def add_finding(self, finding: Finding, method: Method) -> None:
        """Store a finding. A result that is there already stays: it is never changed."""
        self.add_records([record_of(finding, keep_identity=self._keep_identity)], method)

    def add_records(self, records: Iterable[FindingRecord], method: Method) -> None:
        """Store what was found, perhaps elsewhere, in one transaction.

        A result that is there already stays; a file that could not be examined does not hide the
        result that was found in it before.

        Raises
        ------
        StoreError
            If one of them cannot be stored; then none is.
        """
        with self._writing():
            method_id = self._method_id(method)
            for record in records:
                self._add_record(record, method_id)

    def _add_record(self, record: FindingRecord, method_id: int) -> None:
        path = Path(record.path)
        if record.result is None:
            if record.unreached:
                self._note_unreached(path, record.problem or NOT_YET)
            else:
                self._note_file(path, None, record.problem)
            return
        photograph = self._photograph_id(record.sha256, record.width, record.height)
        self._note_file(path, photograph)
        if record.origin is not None:
            self._insert("origin", {"photograph_id": photograph, **record.origin})
        result = {"photograph_id": photograph, "method_id": method_id, **record.result}
        self._insert("result", result)
        if record.lesions is not None:
            self._insert("lesions", {"photograph_id": photograph, **record.lesions})

    def add_lesions(self, sha256: str, marked: MarkedLesions) -> None:
        """Store the lesions on a photograph that is there; those that are there already stay."""
        with self._writing():
            photograph = self._id("SELECT id FROM photograph WHERE sha256 = ?", sha256)
            self._insert("lesions", {"photograph_id": photograph, **lesion_columns(marked)})

    def lesions_of(self, sha256s: Iterable[str]) -> dict[str, MarkedLesions]:
        """Return what was marked last on photographs, with outlines; what was not is left out."""
        found: dict[str, MarkedLesions] = {}
        with self._reading() as connection:
            for sha256 in sha256s:
                values = connection.execute(queries.MARKED_LESIONS, (sha256,)).fetchone()
                if values is not None:
                    found[sha256] = marked_lesions(*values)
        return found

    def embeddings(self, method: Method) -> dict[str, np.ndarray]:
        """Return what the network sees in photographs, float32 (D,), by their hashes."""
        with self._reading() as connection:
            found = connection.execute(queries.EMBEDDINGS, (self._known_method_id(method),))
            return {sha256: unpacked(values) for sha256, values in found}

    def add_failure(self, path: Path, reason: str, *, unreached: bool = False) -> None:
        """Store that a file could not be examined; its row says *error* until it could be.

        Parameters
        ----------
        path, reason
            The file, and why.
        unreached
            Whether a drive or a network failed. Then it says nothing about the photograph: what
            was found in the file before stays.
        """
        with self._writing():
            if unreached:
                self._note_unreached(path, reason)
            else:
                self._note_file(path, None, reason)

    def announce(self, paths: Iterable[Path]) -> None:
        """Note files that are going to be examined; those that are known stay as they are.

        Their rows say *error: not examined yet* until they are, whatever becomes of the run.
        """
        rows = [(encoded_path(path), printable(named(path).name), NOT_YET, now()) for path in paths]
        with self._writing() as connection:
            connection.executemany(
                "INSERT INTO file (path, name, problem, seen_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                rows,
            )

    def claim(self, sha256: str, method: Method, owner: str) -> bool:
        """Claim a photograph before it is examined; returns whether nobody else has done so.

        A claim holds for :data:`LEASE_SECONDS`; each claim prolongs all of its owner's.
        """
        with self._writing(durable=False) as connection:
            self._prolong(owner)
            # The time is asked for here: another program's transaction may have been waited for.
            values = {
                "sha256": sha256,
                "method": self._method_id(method),
                "owner": owner,
                "now": time.time(),
                "lease": LEASE_SECONDS,
            }
            return connection.execute(queries.CLAIM, values).rowcount == 1

    def prolong(self, owner: str) -> None:
        """Let an owner's claims hold for :data:`LEASE_SECONDS` from now on."""
        with self._writing(durable=False):
            self._prolong(owner)

    def _prolong(self, owner: str) -> None:
        self._connection.execute(
            "UPDATE claim SET until = ? WHERE owner = ?", (time.time() + LEASE_SECONDS, owner)
        )

    def give_back(self, owner: str, sha256: str | None = None) -> None:
        """Give back an owner's claim on a photograph, or all claims."""
        with self._writing(durable=False) as connection:
            connection.execute(
                "DELETE FROM claim WHERE owner = ?1 AND (?2 IS NULL OR sha256 = ?2)",
                (owner, sha256),
            )

    def knows(self, path: Path, sha256: str, method: Method, marker: Marker | None = None) -> bool:
        """Return whether the method's result for a photograph is there, and note the file.

        Parameters
        ----------
        path
            Where the photograph was seen now.
        sha256
            Its hash.
        method
            How the result was made.
        marker
            Must have marked lesions, too, where the photograph was graded; ``None``: need not.
        """
        with self._reading() as connection:
            found = connection.execute(
                queries.KNOWN,
                {
                    "sha256": sha256,
                    "method": self._known_method_id(method),
                    "marker": None if marker is None else marker.sha256,
                    "steps": REVISION,
                },
            ).fetchone()
            if found is None:
                return False
            noted = connection.execute(
                "SELECT 1 FROM file WHERE path = ? AND photograph_id = ? AND problem IS NULL",
                (encoded_path(path), found[0]),
            ).fetchone()
        if noted is None:
            with self._writing():
                self._note_file(path, int(found[0]))
        return True

    def hashes_of(
        self, paths: Iterable[Path], method: Method, marker_sha256: str | None = None
    ) -> dict[Path, str]:
        """Return the hashes of the photographs that were last read in files, and have a result.

        Parameters
        ----------
        paths
            At most some hundred.
        method
            How the result was made.
        marker_sha256
            Of the model that must have marked lesions, where the photograph was graded; ``None``:
            none must have.
        """
        by_name = {encoded_path(path): path for path in paths}
        values = {
            **{f"path{number}": name for number, name in enumerate(by_name)},
            "method": self._known_method_id(method),
            "marker": marker_sha256,
            "steps": REVISION,
        }
        with self._reading() as connection:
            found = connection.execute(queries.known_files(len(by_name)), values).fetchall()
        return {by_name[name]: sha256 for name, sha256 in found}

    def take_over(self, method: Method) -> None:
        """Give a method the results of the same network at other operating points.

        The decision is that of the method's own operating point; nothing is computed again. What
        the method has already stays.
        """
        threshold = method.threshold
        if threshold is None:
            return
        with self._deriving() as connection:
            connection.execute(
                queries.TAKE_OVER,
                {
                    "method": self._method_id(method),
                    "threshold": threshold,
                    "sha256": method.model_sha256,
                    "name": method.model_name,
                    "version": method.model_version,
                    "settings": method.settings,
                },
            )

    def _photograph_id(self, sha256: str, width: int, height: int) -> int:
        self._connection.execute(
            "INSERT INTO photograph (sha256, width, height, first_seen) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (sha256, width, height, now()),
        )
        return self._id("SELECT id FROM photograph WHERE sha256 = ?", sha256)

    def _insert(self, table: str, row: Mapping[str, object]) -> None:
        """Add a row; one that is there already stays as it is."""
        keys = _KEYS[table]
        known = self._connection.execute(
            f"SELECT 1 FROM {table} WHERE {' AND '.join(f'{key} = ?' for key in keys)}",  # noqa: S608
            tuple(row[key] for key in keys),
        ).fetchone()
        if known is None:
            self._connection.execute(
                f"INSERT INTO {table} ({', '.join(row)}) "  # noqa: S608
                f"VALUES ({', '.join('?' * len(row))})",
                tuple(row.values()),
            )

    def _note_file(self, path: Path, photograph: int | None, problem: str | None = None) -> None:
        place, name = encoded_path(path), printable(named(path).name)
        self._connection.execute(
            "INSERT INTO file (path, name, photograph_id, problem, seen_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET photograph_id = excluded.photograph_id, "
            "problem = excluded.problem, seen_at = excluded.seen_at",
            (place, name, photograph, problem and printable(problem), now()),
        )
        if photograph is not None:
            file_id = self._id("SELECT id FROM file WHERE path = ?", place)
            self._connection.execute(
                "INSERT INTO sighting VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (photograph, file_id, now()),
            )

    def _note_unreached(self, path: Path, problem: str) -> None:
        self._connection.execute(
            "INSERT INTO file (path, name, problem, seen_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET problem = excluded.problem "
            "WHERE photograph_id IS NULL",
            (encoded_path(path), printable(named(path).name), printable(problem), now()),
        )


#: The path that means the same file in every working folder, in bytes.
encoded_path = encoded
