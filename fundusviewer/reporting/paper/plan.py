"""What is printed, and on which page each part of it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fundusviewer.reporting.entries import Entry
from fundusviewer.reporting.paper.bookmarks import Bookmark
from fundusviewer.reporting.paper.contents_page import LINES, ContentsLine
from fundusviewer.reporting.paper.facts import Wanted
from fundusviewer.reporting.paper.ink import Ink
from fundusviewer.reporting.paper.patient_page import PatientPage, bookmark_of, pages_of
from fundusviewer.reporting.paper.sheet import Imprint
from fundusviewer.reporting.speech import Speech


@dataclass(frozen=True)
class Content:
    """What is printed.

    Attributes
    ----------
    entries
        The visits, in their order.
    imprint
        What stands on every page.
    facts
        Name and value of what the summary says of the run.
    wanted
        What is printed of a photograph.
    summary
        Whether a summary and a list of the patients come first.
    speech
        The language of all of it.
    """

    entries: Sequence[Entry]
    imprint: Imprint
    facts: Sequence[tuple[str, str]]
    wanted: Wanted
    summary: bool
    speech: Speech


@dataclass(frozen=True)
class SummaryPage:
    """The first page."""


@dataclass(frozen=True)
class ContentsPage:
    """A page of the list of patients."""

    lines: Sequence[ContentsLine]


Page = SummaryPage | ContentsPage | PatientPage


def bookmarks_of(pages: Sequence[Page], content: Content) -> list[Bookmark]:
    """Return what leads to the summary and to the first page of each visit."""
    found = []
    for number, page in enumerate(pages, start=1):
        if isinstance(page, SummaryPage):
            found.append(Bookmark(content.speech.say("Summary"), number))
        elif isinstance(page, PatientPage) and page.sheet == 1:
            title = bookmark_of(page.entry, content.wanted.personal, content.speech)
            found.append(Bookmark(title, number))
    return found


def plan_of(content: Content, ink: Ink) -> list[Page]:
    """Return all pages: their number stands on each of them."""
    patients = [page for entry in content.entries for page in pages_of(ink, entry, content.wanted)]
    if not content.summary:
        return list(patients)
    before = 1 + -(-len(content.entries) // LINES)
    lines = [
        ContentsLine(page.entry, number)
        for number, page in enumerate(patients, start=before + 1)
        if page.sheet == 1
    ]
    contents = [ContentsPage(lines[first : first + LINES]) for first in range(0, len(lines), LINES)]
    return [SummaryPage(), *contents, *patients]
