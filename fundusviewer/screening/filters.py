"""What a list leaves out: the choice of a person, and where in the database it counts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from fundusviewer.grading import Awaited, Decision


@dataclass(frozen=True)
class ListFilter:
    """What a person wants to see of a list; all of the conditions hold.

    The one value for it: the window holds and changes it, its last session keeps it, the database
    is asked by it (:class:`Filter`), a report says it.

    Attributes
    ----------
    decisions
        Final ones; ``None`` for all; a ``None`` in the set stands for photographs without one.
    grades
        The doctor's where there is a verdict, otherwise the network's; ``None`` for all.
    gradable
        Whether the photograph can be graded, as the doctor says where there is a verdict,
        otherwise as the program says; ``None`` for both.
    reviewed
        ``None`` for both.
    queue
        Whether only what waits for the reader who asks is wanted.
    awaited
        Photographs that wait for one of these; ``None`` for all.
    text
        A part of the file's name, of the note or of a corrected patient, small and capital
        letters alike.
    only
        Keys of the rows that are wanted, among the others; ``None`` for all.
    """

    decisions: frozenset[Decision | None] | None = None
    grades: frozenset[int] | None = None
    gradable: bool | None = None
    reviewed: bool | None = None
    queue: bool = False
    awaited: frozenset[Awaited] | None = None
    text: str = ""
    only: frozenset[int] | None = None

    @property
    def count(self) -> int:
        """How many kinds of filters are on, the text not counted."""
        kinds = (one for one in fields(ListFilter) if one.name != "text")
        return sum(getattr(self, one.name) != one.default for one in kinds)


@dataclass(frozen=True)
class Filter(ListFilter):
    """Which rows of the database are wanted.

    Attributes
    ----------
    files
        Keys of the rows among which is looked; ``None`` for all.
    folder
        Files in it and in its subfolders; ``None`` for all.
    blind
        Whether the program's answer counts only where the doctor has given a verdict, so that
        a filter cannot tell it.
    """

    files: frozenset[int] | None = None
    folder: Path | None = None
    blind: bool = False

    @classmethod
    def among(
        cls,
        wanted: ListFilter,
        *,
        files: frozenset[int] | None,
        folder: Path | None,
        blind: bool,
    ) -> Filter:
        """Return what a person wants, among some of the rows."""
        chosen = {one.name: getattr(wanted, one.name) for one in fields(ListFilter)}
        return cls(**chosen, files=files, folder=folder, blind=blind)

    def everything(self) -> Filter:
        """Return all of the rows among which is looked."""
        return Filter(files=self.files, folder=self.folder)
