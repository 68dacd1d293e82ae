"""What a grading scheme is: what can be ticked, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from fundusviewer.grading.assessment import Decision


class Quality(StrEnum):
    """How well a photograph can be graded."""

    GOOD = "good"
    ADEQUATE = "adequate"
    INADEQUATE = "inadequate"


class Plan(StrEnum):
    """What is to happen next, from the least to the most urgent."""

    RECALL = "recall"
    EARLY_RECALL = "early_recall"
    REPEAT = "repeat"
    REFER = "refer"
    REFER_URGENTLY = "refer_urgently"


@dataclass(frozen=True)
class Item:
    """Something that can be ticked.

    Attributes
    ----------
    code
        In files and in the database; never changed.
    text
        For people, in English.
    definition
        The published words, as short as they allow; empty where the text says it all.
    key
        The letter that ticks it, while the form has the keys.
    """

    code: str
    text: str
    definition: str = ""
    key: str = ""


@dataclass(frozen=True)
class Section:
    """Items that belong together.

    Attributes
    ----------
    code
        ``"retinopathy"`` or ``"maculopathy"``, ``"treatment"``.
    title
        For people, in English.
    items
        In the order of the form.
    exclusive
        Whether at most one of them holds.
    """

    code: str
    title: str
    items: tuple[Item, ...]
    exclusive: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a scheme asks for.

    Attributes
    ----------
    decision
        Refer, no referral, or ungradable.
    plan
        The step that the programme takes.
    months
        Until the next photographs; ``None`` where the plan has no interval.
    """

    decision: Decision
    plan: Plan
    months: int | None = None


@dataclass(frozen=True)
class SchemeGrade:
    """A grade by a scheme.

    Attributes
    ----------
    parts
        For instance ``("R1", "M0", "P0")``.
    outcome
        What the programme does.
    """

    parts: tuple[str, ...]
    outcome: Outcome

    @property
    def words(self) -> str:
        """The parts with blanks between, for instance ``"R1 M0 P0"``."""
        return " ".join(self.parts)


@dataclass(frozen=True)
class Scheme:
    """A grading scheme.

    Attributes
    ----------
    name
        In settings, files and the database.
    title
        For people, in English.
    source
        The publication and its edition.
    sections
        What can be ticked.
    rule
        Makes the grade of ticked codes, of the photograph's quality, and of the ICDR grade that
        was given beside the form (``None`` for none); ``None`` where nothing decides yet.
    """

    name: str
    title: str
    source: str
    sections: tuple[Section, ...]
    rule: Callable[[Collection[str], Quality | None, int | None], SchemeGrade | None]

    @property
    def codes(self) -> frozenset[str]:
        """All that can be ticked."""
        return frozenset(item.code for section in self.sections for item in section.items)

    def item(self, code: str) -> Item | None:
        """Return what a code means; ``None`` where this scheme has no such code."""
        found = (item for one in self.sections for item in one.items if item.code == code)
        return next(found, None)
