"""Who reads in which role, what readers say, and what goes to a second reader. ADR 17 says why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fundusviewer.grading.assessment import Decision
from fundusviewer.grading.icdr import FIRST_REFERABLE_GRADE

#: What goes to a second reader of the photographs that the first one does not refer.
DEFAULT_SHARE = 0.1

#: From which ranks of verdicts on it is ungradable, and a referral.
UNGRADABLE_RANK, REFERRAL_RANK = 10, 20


class Role(StrEnum):
    """What a person does in a screening programme. The first three give answers."""

    FIRST = "first"
    SECOND = "second"
    ARBITER = "arbiter"
    ADMINISTRATOR = "administrator"


#: Those that give answers.
READING_ROLES = (Role.FIRST, Role.SECOND, Role.ARBITER)


class Awaited(StrEnum):
    """Whose answer a photograph waits for before it has a final grade."""

    FIRST = "first"
    SECOND = "second"
    ARBITER = "arbiter"
    #: Other readers may have answered, and this one must not see it.
    OTHERS = "others"


@dataclass(frozen=True)
class Verdict:
    """What one reader says.

    Attributes
    ----------
    grade
        ICDR grade 0–4; ``None`` where it cannot be graded.
    ungradable
        Whether it cannot be graded.
    form
        What the reader's form comes to (:mod:`fundusviewer.grading.schemes`): refer, ungradable,
        no referral, or ``None`` for none.
    """

    grade: int | None = None
    ungradable: bool = False
    form: Decision | None = None

    @property
    def decision(self) -> Decision:
        """What it means: of grade, "ungradable" and form the most urgent counts."""
        refers = self.grade is not None and self.grade >= FIRST_REFERABLE_GRADE
        if refers or self.form is Decision.REFER:
            return Decision.REFER
        if self.ungradable or self.form is Decision.UNGRADABLE:
            return Decision.UNGRADABLE
        return Decision.NO_REFERRAL

    @property
    def counted_grade(self) -> int | None:
        """The grade that goes with the decision; ``None`` for none, and where it is ungradable."""
        return None if self.decision is Decision.UNGRADABLE else self.grade

    @property
    def rank(self) -> int:
        """How serious it is: a referral above "ungradable" above none, then by grade.

        The last digit is the grade and one more, 0 without a grade. The column ``review.rank`` is
        the same.
        """
        if self.decision is Decision.UNGRADABLE:
            return UNGRADABLE_RANK
        digit = 0 if self.grade is None else self.grade + 1
        return digit + REFERRAL_RANK * (self.decision is Decision.REFER)


def verdict_of(
    grade: int | None, ungradable: object, form: Decision | None = None
) -> Verdict | None:
    """Return the verdict that grade, "ungradable" and form mean; ``None`` where there is none."""
    nothing = grade is None and not ungradable and form is None
    return None if nothing else Verdict(grade, bool(ungradable), form)


@dataclass(frozen=True)
class Readings:
    """What is known of the readers' answers to a photograph.

    Attributes
    ----------
    first, second, arbiter
        ``None`` where there is none.
    second_due
        Whether it goes to a second reader (:func:`second_due`).
    programme
        Whether there is a programme: then nothing is final before a first reader has read it.
    hidden
        Whether other readers' answers are kept back: then ``first`` is this reader's own.
    """

    first: Verdict | None = None
    second: Verdict | None = None
    arbiter: Verdict | None = None
    second_due: bool = False
    programme: bool = False
    hidden: bool = False

    @property
    def counts(self) -> Verdict | None:
        """The arbiter's, otherwise the more serious one of both; ``None`` where there is none."""
        return self.arbiter or most_serious(
            one for one in (self.first, self.second) if one is not None
        )

    @property
    def awaited(self) -> Awaited | None:
        """Whose answer is still to come; ``None`` where what there is, is final."""
        if self.hidden:
            return Awaited.OTHERS
        if self.arbiter is not None:
            return None
        if self.first is None:
            return Awaited.FIRST if self.programme or self.second is not None else None
        if self.second is None:
            return Awaited.SECOND if self.second_due else None
        return None if agree(self.first, self.second) else Awaited.ARBITER


def most_serious(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the most serious verdict; ``None`` of none."""
    return max(verdicts, key=lambda one: one.rank, default=None)


def agree(first: Verdict, second: Verdict) -> bool:
    """Return whether two readers say the same of what is to be done.

    Both refer, both do not, or neither can grade it. Grades 2 and 4 agree (the higher one counts),
    1 and 2 do not.
    """
    return first.decision is second.decision


def second_due(first: Verdict, sha256: str, seed: int, share: float) -> bool:
    """Return whether a photograph that was read once goes to a second reader.

    All that the first reader refers or cannot grade, and a share of the others.

    Parameters
    ----------
    first
        The first reader's verdict.
    sha256
        Hash of the photograph.
    seed, share
        Of the programme; see :func:`drawn`.
    """
    return first.rank >= UNGRADABLE_RANK or drawn(sha256, seed, share)


def drawn(sha256: str, seed: int, share: float) -> bool:
    """Return whether a photograph is in the sample of a seed.

    By a hash of photograph and seed, so that every machine draws the same ones, whatever it calls
    the files and in whatever order they came. A larger share holds all of a smaller one.

    Parameters
    ----------
    sha256
        Hash of the photograph.
    seed
        Of the programme.
    share
        0–1: this part of the photographs is drawn.

    Examples
    --------
    >>> drawn("0" * 64, 1, 0.0), drawn("0" * 64, 1, 1.0)
    (False, True)
    """
    digest = hashlib.sha256(f"{seed}:{sha256}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64
