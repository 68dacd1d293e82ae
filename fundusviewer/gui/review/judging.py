"""What may be judged: only what somebody has seen; and in words, what may not and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from fundusviewer.grading import Decision, doctors_decision
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.state.seen import Seen
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.screening import Review

translate = QCoreApplication.translate

#: Names that a question about several photographs tells; of more, the number.
_NAMED = 5


class Judging:
    """Knows which verdicts can be given on which photographs.

    Parameters
    ----------
    seen
        Which photographs are and have been on screen.
    """

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def may(self, photograph: Photograph, review: Review, *, alone: bool) -> bool:
        """Return whether somebody has seen what is judged.

        Parameters
        ----------
        photograph
            On which the verdict is given.
        review
            The verdict. "Ungradable" can be said of what cannot be shown, too.
        alone
            Whether it is the only one: then it must be on screen now, otherwise once before.
        """
        sha256 = photograph.row.sha256
        if sha256 is None:
            return False
        if review.grade is None and self._seen.failure(photograph.path) is not None:
            return True
        return self._seen.is_on_screen(sha256) if alone else self._seen.was_on_screen(sha256)

    def why_not(self, photograph: Photograph) -> str:
        """Return why a photograph cannot be graded; nothing where it can, or soon can."""
        if not photograph.can_be_reviewed:
            return translate("Judging", "It can be graded once it has been read")
        if self._seen.failure(photograph.path) is not None:
            return translate("Judging", "It cannot be shown: it can only be marked ungradable")
        return ""

    def why_none(self, photographs: Sequence[Photograph]) -> str:
        """Return why none of some photographs is judged."""
        first = photographs[0]
        if len(photographs) > 1:
            return translate(
                "Judging", "None of the selected photographs has been on screen: nothing is graded"
            )
        if not first.can_be_reviewed:
            return translate("Judging", "This photograph has not been read: it cannot be graded")
        failure = self._seen.failure(first.path)
        if failure is not None:
            text = translate(
                "Judging",
                "What cannot be shown cannot be graded, only marked ungradable (U): {reason}",
            )
            return text.format(reason=translate_message(failure))
        if self._seen.shows_other_content(first.path, first.row.sha256):
            return translate(
                "Judging", "The file has changed since it was examined: F5 reads it again"
            )
        return translate("Judging", "This photograph is not on screen yet: nothing is graded")

    def left_out(self, photographs: Sequence[Photograph]) -> str:
        """Return how many photographs are left out and which; nothing where none is."""
        if not photographs:
            return ""
        names = [one.row.name for one in photographs]
        more = len(names) - _NAMED
        if more > 0:
            names[_NAMED:] = [translate("Judging", "{count} more").format(count=more)]
        text = translate(
            "Judging",
            "Selected but not graded, because they have not been viewed ({count}): {names}",
        )
        return text.format(count=len(photographs), names=", ".join(names))

    def refusal(self, photograph: Photograph) -> Review:
        """Return the verdict "ungradable"; with the reason where it cannot be shown."""
        review = review_of(photograph, None, ungradable=True)
        failure = self._seen.failure(photograph.path)
        if failure is None or review.note:
            return review
        reason = translate_message(failure).removeprefix(f"{photograph.row.name}: ")
        note = translate("Judging", "Cannot be shown: {reason}").format(reason=reason)
        return replace(review, note=note)


def review_of(photograph: Photograph, grade: int | None, *, ungradable: bool = False) -> Review:
    """Return a verdict on a photograph; its note and its form stay."""
    note = photograph.row.note or ""
    return Review(grade, ungradable, note, blind=photograph.progress is Progress.HIDDEN)


def as_network(photograph: Photograph) -> Review | None:
    """Return the verdict that the program's answer means; ``None`` where it has none.

    None also where the answer refers with a grade that needs no referral: as a doctor's grade it
    would end the referral.
    """
    answer = photograph.row.answer
    if photograph.progress is not Progress.EXAMINED or answer.decision is None:
        return None
    refused = answer.grade is None
    means = doctors_decision(answer.grade, refused)
    if answer.decision is Decision.REFER and means is not Decision.REFER:
        return None
    return review_of(photograph, answer.grade, ungradable=refused)
