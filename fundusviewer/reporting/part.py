"""That a report shows a part of a list, and which: said on every page and in every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.words import words_of_decision
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.rows import URGENCY, printable

_ENGLISH = Speech()


@dataclass(frozen=True)
class Part:
    """How much of a list is reported.

    Attributes
    ----------
    count, total
        How many photographs are reported, and how many the list has.
    filter
        What left the others out.
    selected
        Whether a person selected them.
    folders
        Folders and files that were named.
    stopped
        Whether a run ended before it had reached the others.
    """

    count: int = 0
    total: int = 0
    filter: Filter = field(default_factory=Filter)
    selected: bool = False
    folders: Sequence[Path] = ()
    stopped: bool = False


#: All of a list.
WHOLE = Part()


def part_words(part: Part, speech: Speech = _ENGLISH, *, personal: bool) -> str:
    """Return "19 of 60 photographs, filter: …"; nothing where all of the list is reported.

    Parameters
    ----------
    part
        What is reported.
    speech
        The language.
    personal
        Whether what was searched for and folders may be named: they can name a patient.
    """
    if part.count >= part.total:
        return ""
    counts = speech.say("{count} of {total} photographs", count=part.count, total=part.total)
    filters = "; ".join(_filters(part.filter, speech, personal))
    if filters:
        counts = speech.say("{counts}, filter: {filters}", counts=counts, filters=filters)
    others = (
        speech.say("selected by hand") if part.selected else "",
        _folders(part.folders, speech, personal),
        speech.say("the run was stopped before its end") if part.stopped else "",
    )
    return ", ".join(one for one in (counts, *others) if one)


def _filters(wanted: Filter, speech: Speech, personal: bool) -> Iterator[str]:
    if wanted.decisions is not None:
        yield " / ".join(
            speech.say(phrase("not examined") if one is None else words_of_decision(one).short)
            for one in URGENCY
            if one in wanted.decisions
        )
    if wanted.grades is not None:
        grades = ", ".join(str(grade) for grade in sorted(wanted.grades))
        yield speech.say("grade {grade}", grade=grades)
    if wanted.gradable is not None:
        yield speech.say(phrase("can be graded") if wanted.gradable else phrase("cannot be graded"))
    if wanted.reviewed is not None:
        yield speech.say(phrase("reviewed") if wanted.reviewed else phrase("to review"))
    if wanted.queue:
        yield speech.say("a reader's queue")
    if wanted.awaited is not None:
        yield speech.say("not final")
    if wanted.text:
        searched = printable(wanted.text)
        yield speech.say("search “{words}”", words=searched) if personal else speech.say("a search")


def _folders(folders: Sequence[Path], speech: Speech, personal: bool) -> str:
    if not folders:
        return ""
    if not personal:
        return speech.say("chosen by folder or file")
    return speech.say("from {places}", places=", ".join(printable(str(one)) for one in folders))
