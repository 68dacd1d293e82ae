"""What one run did: which files it reached, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fundusviewer.errors import StoreError
from fundusviewer.grading import Awaited
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.examine import Failure
from fundusviewer.screening.examination.finding import Finding
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.pipeline import Known, Outcome
from fundusviewer.screening.places.address import whole
from fundusviewer.screening.rows import Order, Row


@dataclass
class RunLog:
    """Collects the outcomes of a run.

    Attributes
    ----------
    computed
        Findings that were made by this run.
    known
        Photographs whose result was there already.
    """

    computed: int = 0
    known: int = 0
    _problems: dict[Path, str | None] = field(default_factory=dict)
    _expected: dict[Path, None] = field(default_factory=dict)

    def expect(self, paths: Iterable[Path]) -> None:
        """Take down what the run is to reach."""
        self._expected.update(dict.fromkeys(whole(path) for path in paths))

    def note(self, outcome: Outcome) -> None:
        """Take down one outcome; a later one for the same file replaces it."""
        problem = outcome.reason if isinstance(outcome, Failure) else None
        self._problems[whole(outcome.path)] = problem
        self.known += isinstance(outcome, Known)
        self.computed += isinstance(outcome, Finding)

    @property
    def failures(self) -> dict[Path, str]:
        """The files that could not be examined or stored, with the reasons."""
        return {path: reason for path, reason in self._problems.items() if reason is not None}

    def rows(self, store: Store, method: Method) -> list[Row]:
        """Return the rows of this run's files, the most urgent first.

        A failure of this run counts also where the database could not take it, or holds an
        earlier result of the file. Where the database cannot be read any more, each file is an
        error that says so.
        """
        rows: dict[Path, Row] = {}
        unknown = "the result is not in the database"
        try:
            stored = store.rows(method, order=Order.RISK)
            rows = {row.path: self._with_problem(row) for row in stored if row.path in self}
        except StoreError as error:
            unknown = f"the result cannot be read back: {error}"
        # A file that the database does not hold, and whose reading did not fail, is a fault too.
        unstored = [
            Row.of_file(path, reason or unknown)
            for path, reason in self._problems.items()
            if path not in rows
        ]
        return [*rows.values(), *unstored]

    @property
    def unreached(self) -> list[Path]:
        """The files that the run was to reach and did not."""
        return [path for path in self._expected if path not in self]

    def everything(self, store: Store, method: Method) -> list[Row]:
        """Return all that counts for the patients of this run, beside :meth:`rows`.

        All rows of the database, and the files that were not reached, which nobody has examined.
        """
        try:
            stored = store.rows(method)
        except StoreError:
            # Every row of the run says so.
            stored = []
        known = {row.path for row in stored}
        return [*stored, *(Row.of_file(path) for path in self.unreached if path not in known)]

    def __contains__(self, path: Path) -> bool:
        return path in self._problems

    def _with_problem(self, row: Row) -> Row:
        problem = self._problems[row.path]
        return row if problem is None else row.failed(problem)


def decisions_of(rows: list[Row]) -> dict[str, int]:
    """Return how many rows have each final decision.

    ``"open"`` where a reader has answered and others are to, ``"not_graded"`` where there is none.
    """
    counts = Counter(_decision_of(row) for row in rows)
    return dict(counts.most_common())


def _decision_of(row: Row) -> str:
    final = row.final
    if final.decision is not None:
        return final.decision.value
    return "open" if final.by_doctor else "not_graded"


def awaited_of(rows: list[Row]) -> dict[str, int]:
    """Return how many photographs wait for whose answer; one in several files counts once."""
    found = {row.sha256: row.final.awaited for row in rows if row.sha256 is not None}
    counts = Counter(one for one in found.values() if one is not None)
    return {one.value: counts[one] for one in Awaited if counts[one]}
