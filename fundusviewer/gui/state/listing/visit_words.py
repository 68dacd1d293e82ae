"""What a visit's row says: whose it is, both eyes, and how much of it has been read.

Nothing looks healthy here that is not: an eye without a photograph, with an incomplete set or with
a photograph that could not be graded has a sign and a colour of its own beside its result.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from fundusviewer.grading import Decision, refers_by_risk
from fundusviewer.gui.state.photograph import (
    DIFFERS,
    Wording,
    awaited_words,
    decision_words,
    grade_word,
    open_words,
    unexamined_words,
)
from fundusviewer.gui.text.formatting import day
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import short
from fundusviewer.imaging import Laterality
from fundusviewer.screening import EyeSummary, Heading

translate = QCoreApplication.translate


@dataclass(frozen=True)
class EyeWords:
    """What is said of an eye.

    Attributes
    ----------
    name
        ``OD``, ``OS``, or that it is not known which; empty where the words are of both.
    words
        Symbol, colour and decision.
    rest
        Grade, and what must be known beside the decision; may be empty.
    brief
        The same in fewer words, where there is little room.
    """

    name: str
    words: Wording
    rest: str = ""
    brief: str = ""

    @property
    def text(self) -> str:
        """Decision and all the rest."""
        return f"{self.words.headline} · {self.rest}" if self.rest else self.words.headline


def visit_title(heading: Heading) -> str:
    """Return a patient's name, and the date."""
    return "".join(title_parts(heading))


def title_parts(heading: Heading) -> tuple[str, str]:
    """Return a patient's name, which may be shortened, and the date, which tells visits apart."""
    # Where the patient is not known, the row is the photograph's own.
    name = short(heading.patient or translate("Decision", "Patient not known"))
    return name, "" if heading.date is None else f" · {day(heading.date)}"


def visit_counts(heading: Heading) -> str:
    """Return how many photographs are read and, where a filter leaves some out, shown."""
    if heading.listed == heading.photographs:
        words = translate("Decision", "{read} of {count} read")
    else:
        words = translate("Decision", "{listed} of {count} shown · {read} read")
    return words.format(listed=heading.listed, count=heading.photographs, read=heading.read)


def eye_words(heading: Heading) -> list[EyeWords]:
    """Return what is said of each eye, OD first; of a hidden visit nothing that was found."""
    found = [EyeWords("", _hidden())] if heading.hidden else []
    for eye in (*Laterality, None):
        if eye in heading.missing:
            words = replace(
                unexamined_words(),
                headline=translate("Decision", "no photograph"),
                tone="ungradable",
            )
            found.append(EyeWords(eye.value if eye else "", words))
        elif not heading.hidden:
            found += [_eye(heading, one) for one in heading.eyes if one.eye is eye]
    return found


def visit_text(heading: Heading, *, is_open: bool) -> str:
    """Return all that a visit's row says in one line, for tips and screen readers."""
    parts = [visit_title(heading)]
    parts += [f"{one.name}: {one.text}" if one.name else one.text for one in eye_words(heading)]
    parts.append(visit_counts(heading))
    parts.append(translate("Decision", "opened") if is_open else translate("Decision", "closed"))
    return ", ".join(parts)


def visit_wording(heading: Heading) -> Wording:
    """Return how the worse eye is shown; never as healthy where something is missing."""
    if heading.hidden:
        return _hidden()
    if any(eye.labels for eye in heading.eyes):
        labels = dict.fromkeys(label for eye in heading.eyes for label in eye.labels)
        return Wording(" · ".join(map(translate_message, labels)), "", "plain", "plain")
    if heading.decision is None:
        is_open = any(eye.by_doctor and eye.decision is None for eye in heading.eyes)
        return open_words() if is_open else unexamined_words()
    words = decision_words(heading.decision)
    doubtful = any(eye.ungradable or eye.awaited is not None for eye in heading.eyes)
    lacks = heading.missing or heading.incomplete or doubtful
    return _unsure(words) if lacks and heading.decision is Decision.NO_REFERRAL else words


def _eye(heading: Heading, found: EyeSummary) -> EyeWords:
    name = found.eye.value if found.eye else translate("Decision", "eye?")
    if found.labels:
        labels = " · ".join(map(translate_message, found.labels))
        return EyeWords(name, Wording(labels, "", "plain", "plain"))
    if found.decision is None:
        words = open_words() if found.by_doctor else unexamined_words()
    else:
        words = decision_words(found.decision)
    if found.awaited is not None:
        words = replace(words, advice=awaited_words(found.awaited))
    doubts = _doubts(heading, found)
    if doubts and found.decision is Decision.NO_REFERRAL:
        words = _unsure(words)
    long, brief = zip(_grade(found), *doubts, strict=True)
    return EyeWords(name, words, *(" · ".join(filter(None, parts)) for parts in (long, brief)))


def _doubts(heading: Heading, found: EyeSummary) -> list[tuple[str, str]]:
    """Return why an eye is not done with; each as it is and for little room."""
    doubts = []
    if found.awaited is not None:
        words = translate("Decision", "not final")
        doubts.append((words, words))
    if found.eye in heading.incomplete:
        doubts.append(
            (translate("Decision", "set incomplete"), translate("Decision", "incomplete"))
        )
    if found.ungradable:
        words = translate("Decision", "{count} ungradable").format(count=found.ungradable)
        doubts.append((words, words))
    return doubts


def _grade(found: EyeSummary) -> tuple[str, str]:
    """Return the grade, with the sign of a doctor's and of one that is not the network's.

    Both as it is and for little room; nothing where there is none.
    """
    if found.grade is None:
        return "", ""
    words = grade_word(found.grade)
    if found.by_doctor:
        read = f"{words} \N{CHECK MARK}"
        differs = translate("Decision", "network")
        return (
            (f"{read} {DIFFERS} {differs}", f"{read} {DIFFERS}") if found.differs else (read, read)
        )
    if refers_by_risk(found.decision, found.grade):
        by_risk = translate("Decision", "{grade}, referred for its risk").format(grade=words)
        return by_risk, translate("Decision", "{grade}, by risk").format(grade=words)
    return words, words


def _unsure(words: Wording) -> Wording:
    """Return the words of a decision with the sign of what could not be graded."""
    return replace(words, icon="ungradable", tone="ungradable")


def _hidden() -> Wording:
    return Wording(translate("Decision", "To be graded"), "", "hidden", "plain")
