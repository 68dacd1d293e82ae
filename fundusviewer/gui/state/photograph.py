"""One photograph as the window shows it, and the words for it. Knows Qt only for translation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from fundusviewer.grading import (
    REFERABLE_RISK,
    Awaited,
    Decision,
    doctors_decision,
    refers_by_risk,
)
from fundusviewer.gui.text.formatting import percent, rough_percent
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP
from fundusviewer.screening import Finding, Identity, Row

_CONTEXT = "Decision"


class Progress(StrEnum):
    """How far a photograph has come."""

    WAITING = "waiting"
    NOT_EXAMINED = "not examined"
    NO_MODEL = "no model"
    HIDDEN = "hidden"
    EXAMINED = "examined"
    FAILED = "failed"


@dataclass(frozen=True)
class Missing:
    """What is known of a finding that is not there.

    Attributes
    ----------
    awaited
        Whether it is on its way, and may be shown when it comes.
    obstacle
        Why it cannot be made, one sentence; may be empty.
    """

    awaited: bool = False
    obstacle: str = ""


# Nothing is to be said: it is there, or what the network answers is to stay hidden.
NOTHING_MISSING = Missing()


@dataclass(frozen=True, eq=False)
class Photograph:
    """One photograph of the worklist.

    Attributes
    ----------
    key
        Of its row in the database; below 0 where the database does not know it yet.
    progress
        How far it has come.
    row
        What is known of it. Where ``progress`` is ``HIDDEN``, nothing of the program's answer is
        in it.
    identity
        Patient, eye and date.
    finding
        The examination of the photograph on screen, with its heat map; ``None`` in the list,
        before it is there, and where it is hidden.
    missing
        What is known of the finding of the photograph on screen where it is not there.
    """

    key: int
    progress: Progress
    row: Row
    identity: Identity = field(default_factory=Identity)
    finding: Finding | None = None
    missing: Missing = NOTHING_MISSING

    @property
    def path(self) -> Path:
        """Its file."""
        return self.row.path

    @property
    def reason(self) -> str:
        """Why there is no finding, one sentence; empty where there is nothing to say."""
        return self.row.problem or ""

    @property
    def eye(self) -> str:
        """``OD``, ``OS`` or nothing."""
        return "" if self.identity.eye is None else self.identity.eye.value

    @property
    def can_be_reviewed(self) -> bool:
        """Whether it can be reviewed: it has been read once."""
        return self.row.sha256 is not None


@dataclass(frozen=True)
class Wording:
    """How a state is shown: words, symbol and colour say the same.

    Attributes
    ----------
    headline
        In large letters.
    advice
        What it means, below the headline; may be empty.
    icon
        Name of the drawing.
    tone
        Name of the colour in :class:`fundusviewer.gui.widgets.theme.Colours`.
    remark
        Whose decision it is, and what the other one says; may be empty.
    """

    headline: str
    advice: str
    icon: str
    tone: str
    remark: str = ""


_DECISIONS = {
    Decision.REFER: Wording(
        QT_TRANSLATE_NOOP("Decision", "Refer"),
        QT_TRANSLATE_NOOP("Decision", "Referable diabetic retinopathy"),
        "refer",
        "refer",
    ),
    Decision.NO_REFERRAL: Wording(
        QT_TRANSLATE_NOOP("Decision", "No referral"),
        QT_TRANSLATE_NOOP("Decision", "No referable diabetic retinopathy"),
        "no_referral",
        "no_referral",
    ),
    Decision.UNGRADABLE: Wording(
        QT_TRANSLATE_NOOP("Decision", "Ungradable"),
        QT_TRANSLATE_NOOP("Decision", "Repeat the photograph or refer"),
        "ungradable",
        "ungradable",
    ),
    Decision.NOT_FUNDUS: Wording(
        QT_TRANSLATE_NOOP("Decision", "Not a fundus photograph"),
        QT_TRANSLATE_NOOP("Decision", "No grade is given"),
        "not_fundus",
        "not_fundus",
    ),
    Decision.ERROR: Wording(
        QT_TRANSLATE_NOOP("Decision", "Error"),
        QT_TRANSLATE_NOOP("Decision", "There is no finding for this file"),
        "error",
        "error",
    ),
}

_UNFINISHED = {
    Progress.NO_MODEL: Wording(
        QT_TRANSLATE_NOOP("Decision", "No model"),
        QT_TRANSLATE_NOOP("Decision", "Put a model file into your folder (menu Model)"),
        "waiting",
        "muted",
    ),
    Progress.WAITING: Wording(QT_TRANSLATE_NOOP("Decision", "Waiting"), "", "waiting", "muted"),
    Progress.NOT_EXAMINED: Wording(
        QT_TRANSLATE_NOOP("Decision", "Not examined"),
        QT_TRANSLATE_NOOP("Decision", "F5 examines it with this model"),
        "waiting",
        "muted",
    ),
    Progress.HIDDEN: Wording(
        QT_TRANSLATE_NOOP("Decision", "Your grade first"),
        QT_TRANSLATE_NOOP("Decision", "Keys 0–4, or U for ungradable. Then the network's is shown"),
        "hidden",
        "plain",
    ),
}


_OPEN = Wording(QT_TRANSLATE_NOOP("Decision", "Open"), "", "waiting", "error")

#: Whose answer is still to come, where nothing is final.
_AWAITED = {
    Awaited.FIRST: QT_TRANSLATE_NOOP("Decision", "Not final: no first reader has read it yet"),
    Awaited.SECOND: QT_TRANSLATE_NOOP("Decision", "Not final: a second reader is to read it"),
    Awaited.ARBITER: QT_TRANSLATE_NOOP("Decision", "Not final: the arbiter decides"),
    Awaited.OTHERS: QT_TRANSLATE_NOOP("Decision", "Not final: other readers are not shown"),
}

#: Stands, beside words, where the doctor and the network say different things.
DIFFERS = "\N{NOT EQUAL TO}"


def wording(photograph: Photograph) -> Wording:
    """Return how a photograph's state is shown: the doctor's decision, otherwise the network's."""
    row, final = photograph.row, photograph.row.final
    if photograph.progress is Progress.EXAMINED and row.is_of_other_classes:
        # A grade that a doctor gave beside another model is of retinopathy alone.
        label, share = _label_lines(row, percent)
        return Wording(label, share, "plain", "plain", other_verdict_words(row))
    if final.by_doctor:
        words = _OPEN if final.decision is None else _DECISIONS[final.decision]
        return replace(_with_awaited(words, final.awaited), remark=_doctors_remark(row))
    if photograph.progress in _UNFINISHED:
        return _translated(_UNFINISHED[photograph.progress])
    if final.decision is not None:
        return _with_awaited(_DECISIONS[final.decision], final.awaited)
    return _translated(_DECISIONS[Decision.ERROR])


def other_verdict_words(row: Row) -> str:
    """Return a doctor's verdict beside a model of other classes: it is of retinopathy.

    Nothing where there is none.
    """
    said = next((words for words in (readers_words(row), verdict_words(row)) if words), "")
    if not said:
        return ""
    return QCoreApplication.translate("Decision", "Diabetic retinopathy, {verdict}").format(
        verdict=said
    )


def _label_lines(row: Row, share: Callable[[float], str]) -> tuple[str, str]:
    """Return what a model of other classes says, and with which probability."""
    labels = row.labels
    if not labels:
        highest = row.most_probable
        probability = share(row.found.probability or 0)
        return translate_message(row.found.label or ""), (
            f"{translate_message(highest)}: {probability}"
        )
    return "; ".join(map(translate_message, labels)), " · ".join(map(share, labels.values()))


def awaited_words(awaited: Awaited | None) -> str:
    """Return whose answer is still to come; nothing for nobody's."""
    return "" if awaited is None else QCoreApplication.translate("Decision", _AWAITED[awaited])


def _with_awaited(words: Wording, awaited: Awaited | None) -> Wording:
    """Return a wording that says where it is not final."""
    translated = _translated(words)
    return translated if awaited is None else replace(translated, advice=awaited_words(awaited))


def decision_words(decision: Decision) -> Wording:
    """Return how a decision is shown."""
    return _translated(_DECISIONS[decision])


def _doctors_remark(row: Row) -> str:
    said = (readers_words(row), verdict_words(row))
    verdict = next((words for words in said if words), "")
    verdict = verdict[:1].upper() + verdict[1:]
    if row.final.differs:
        return f"{verdict}\n{DIFFERS} {program_words(row)}"
    return verdict


def program_words(row: Row, *, short: bool = False) -> str:
    """Return what the program says of a photograph: "network: Refer, grade 2".

    Parameters
    ----------
    row
        Of the photograph.
    short
        Whether the decision is left out where the grade tells it.
    """
    answer = row.answer
    if answer.decision is None:
        return ""
    words = [decision_words(answer.decision).headline]
    if answer.grade is not None:
        tells = doctors_decision(answer.grade, False) is answer.decision
        words = [*([] if short and tells else words), grade_word(answer.grade)]
    return QCoreApplication.translate("Decision", "network: {answer}").format(
        answer=", ".join(words)
    )


def summary(photograph: Photograph) -> str:
    """Return the result in one line."""
    headline, rest = summary_lines(photograph)
    return f"{headline} · {rest}" if rest else headline


def summary_lines(photograph: Photograph) -> tuple[str, str]:
    """Return the result in two lines for the list; the second one may be empty.

    What stands there as risk is the probability by which the list is sorted; where the doctor says
    something else than the network, the network's answer stands there, with a sign. A photograph
    that was refused says what to do with it, and why.
    """
    words, row = wording(photograph), photograph.row
    if photograph.progress is Progress.EXAMINED and row.is_of_other_classes:
        return _label_lines(row, rough_percent)
    if row.final.by_doctor and row.final.awaited is not None:
        headline = QCoreApplication.translate("Decision", "{decision}, not final")
        words = replace(words, headline=headline.format(decision=words.headline))
    if row.final.differs:
        return words.headline, f"{DIFFERS} {program_words(row, short=True)}"
    if photograph.progress is Progress.EXAMINED and row.decision in _REFUSED:
        return _REFUSED[row.decision](), refusal(photograph)
    if photograph.progress is Progress.FAILED:
        return words.headline, translate_message(photograph.reason).removeprefix(f"{row.name}: ")
    if photograph.progress is not Progress.EXAMINED or row.found.grade is None:
        return words.headline, ""
    oedema = row.found.macular_oedema_risk == REFERABLE_RISK
    by_risk = refers_by_risk(row.decision, row.found.grade) and not oedema
    risk = (
        QCoreApplication.translate("Decision", "referred for its risk of {share}")
        if by_risk
        else QCoreApplication.translate("Decision", "risk {share}")
    ).format(share=rough_percent(row.final.risk))
    parts = [grade_word(row.found.grade), risk]
    if oedema:
        parts.insert(1, QCoreApplication.translate("Decision", "macular oedema"))
    return words.headline, " · ".join(parts)


def refusal(photograph: Photograph) -> str:
    """Return in short why the program refused a photograph; empty where it did not."""
    row = photograph.row
    refused = row.found.label is None and row.found.decision in _REFUSED
    if photograph.progress is not Progress.EXAMINED or not refused or not row.reasons:
        return ""
    # Each of the gate's sentences says what is wrong first, and then what to do about it.
    return re.split(r"[:.](?:\s|$)", translate_message(row.reasons[0]), maxsplit=1)[0]


def tip_text(photograph: Photograph) -> str:
    """Return what the list's tip says: why there is no grade, in full, and where the file lies."""
    if photograph.reason:
        return translate_message(photograph.reason)
    path = str(photograph.path)
    if not refusal(photograph):
        return path
    reasons = "\n".join(map(translate_message, photograph.row.reasons))
    return f"{summary_lines(photograph)[0]}\n{reasons}\n{path}"


def _repeat_or_refer() -> str:
    return QCoreApplication.translate("Decision", "Ungradable: repeat or refer")


_REFUSED: Mapping[str | None, Callable[[], str]] = MappingProxyType(
    {
        Decision.UNGRADABLE: _repeat_or_refer,
        Decision.NOT_FUNDUS: lambda: decision_words(Decision.NOT_FUNDUS).headline,
    }
)


def grade_word(grade: int) -> str:
    """Return "grade 2"."""
    return QCoreApplication.translate("Decision", "grade {grade}").format(grade=grade)


def verdict_mark(row: Row) -> str:
    """Return the doctor's verdict in one or two letters; nothing where there is none.

    Nor beside a model of other classes: it would seem to be about those.
    """
    if row.is_of_other_classes:
        return ""
    if row.review_ungradable:
        return QCoreApplication.translate("Decision", "U", "ungradable, one letter")
    if row.review_grade is not None:
        return str(row.review_grade)
    # The first part of a scheme's grade: "R1".
    return row.form_grade.split(" ")[0]


def verdict_words(row: Row) -> str:
    """Return the doctor's verdict in words; nothing where there is none."""
    if row.review_ungradable:
        return QCoreApplication.translate("Decision", "your grade: ungradable")
    grades = [] if row.review_grade is None else [str(row.review_grade)]
    if row.form_grade:
        grades.append(row.form_grade)
    if not grades:
        return ""
    return QCoreApplication.translate("Decision", "your grade: {grade}").format(
        grade=" · ".join(grades)
    )


def readers_words(row: Row) -> str:
    """Return what the readers of a programme say; nothing where that is not shown or not there."""
    read = row.readings
    if not row.programme or read is None:
        return ""
    translate = QCoreApplication.translate
    said = (
        (translate("Decision", "first reader: {grade}"), read.first),
        (translate("Decision", "second reader: {grade}"), read.second),
        (translate("Decision", "arbiter: {grade}"), read.arbiter),
    )
    letter = translate("Decision", "U", "ungradable, one letter")
    return " \N{MIDDLE DOT} ".join(
        words.format(grade=letter if one.grade is None else one.grade)
        for words, one in said
        if one is not None
    )


def overruling_words(row: Row) -> str:
    """Return the doctor's verdict where the program says something else; nothing otherwise."""
    if row.is_of_other_classes:
        return ""
    return f"{DIFFERS} {verdict_words(row) or readers_words(row)}" if row.final.differs else ""


def unexamined_words() -> Wording:
    """Return how something is shown that nobody has decided on and no model has examined."""
    return _translated(_UNFINISHED[Progress.NOT_EXAMINED])


def open_words() -> Wording:
    """Return how something is shown that somebody has read and that is not final."""
    return _translated(_OPEN)


def _translated(words: Wording) -> Wording:
    def translate(text: str) -> str:
        return QCoreApplication.translate(_CONTEXT, text) if text else ""

    return Wording(translate(words.headline), translate(words.advice), words.icon, words.tone)
