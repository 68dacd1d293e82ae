"""Names of review steps, for the entries of undo and redo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from fundusviewer.anatomy import Mark
from fundusviewer.screening import Review

translate = QCoreApplication.translate


def verdict_words(reviews: Sequence[Review]) -> str:
    """Return "grade 2 for 3 photographs"; grades may differ where the network's were accepted."""
    verdicts = {(review.grade, review.ungradable) for review in reviews}
    grade, ungradable = next(iter(verdicts))
    if len(verdicts) == 1 and grade is None and not ungradable:
        return form_words()
    if len(verdicts) > 1:
        what = translate("SaidWords", "the network's grades")
    elif ungradable:
        what = translate("SaidWords", "“ungradable”")
    else:
        what = translate("SaidWords", "grade {grade}").format(grade=grade)
    return _counted(what, len(reviews))


def withdrawn_words(count: int) -> str:
    """Return the name of the step that withdraws grades."""
    return _counted(translate("SaidWords", "grade withdrawn"), count)


def form_words() -> str:
    """Return the name of the step that fills in a form."""
    return translate("SaidWords", "grading form")


def note_words() -> str:
    """Return the name of the step that writes a note."""
    return translate("SaidWords", "note")


def mark_words(marks: Sequence[Mark]) -> str:
    """Return the name of the step that draws, changes or takes away marks."""
    if all(mark.is_deleted for mark in marks):
        return translate("SaidWords", "mark taken away")
    return translate("SaidWords", "mark")


def identity_words(count: int) -> str:
    """Return the name of the step that corrects patient, eye or date."""
    return _counted(translate("SaidWords", "patient, eye and date"), count)


def _counted(what: str, count: int) -> str:
    if count == 1:
        return what
    return translate("SaidWords", "{what} for {count} photographs").format(what=what, count=count)
