"""What was said, in a few words, for the menu that takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from fundusviewer.screening import Review


def verdict_words(reviews: Sequence[Review]) -> str:
    """Return "grade 2 for 3 photographs"; grades may differ where the network's were accepted."""
    verdicts = {(review.grade, review.ungradable) for review in reviews}
    grade, ungradable = next(iter(verdicts))
    if len(verdicts) > 1:
        what = _translate("the network's grades")
    elif ungradable:
        what = _translate("“ungradable”")
    else:
        what = _translate("grade {grade}").format(grade=grade)
    return _counted(what, len(reviews))


def withdrawn_words(count: int) -> str:
    """Return what withdrawing grades is called."""
    return _counted(_translate("grade withdrawn"), count)


def note_words() -> str:
    """Return what writing a note is called."""
    return _translate("note")


def identity_words(count: int) -> str:
    """Return what correcting whose photograph it is is called."""
    return _counted(_translate("patient, eye and date"), count)


def _counted(what: str, count: int) -> str:
    if count == 1:
        return what
    return _translate("{what} for {count} photographs").format(what=what, count=count)


def _translate(text: str) -> str:
    return QCoreApplication.translate("SaidWords", text)
