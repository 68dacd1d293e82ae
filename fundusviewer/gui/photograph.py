"""One row of the worklist, and the words for it. Knows Qt only for translation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from fundusviewer.grading import Decision
from fundusviewer.gui.translation import QT_TRANSLATE_NOOP
from fundusviewer.imaging import laterality_from_name
from fundusviewer.screening import Finding

_CONTEXT = "Decision"


class Progress(StrEnum):
    """How far a photograph has come."""

    WAITING = "waiting"
    CANCELLED = "cancelled"
    NO_MODEL = "no model"
    EXAMINED = "examined"
    FAILED = "failed"


@dataclass(frozen=True, eq=False)
class Photograph:
    """One photograph of the worklist.

    Attributes
    ----------
    path
        Its file.
    progress
        How far it has come.
    finding
        What was found, without pixels; ``None`` before and after a failure.
    reason
        Why there is no finding, one sentence; empty where there is nothing to say.
    thumbnail
        A small picture, once it has been read.
    """

    path: Path
    progress: Progress = Progress.WAITING
    finding: Finding | None = None
    reason: str = ""
    thumbnail: QImage | None = None

    @property
    def eye(self) -> str:
        """``OD``, ``OS`` or nothing."""
        known = self.finding.image.laterality if self.finding else None
        eye = known or laterality_from_name(self.path.name)
        return "" if eye is None else eye.value


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
        Name of the colour in :class:`fundusviewer.gui.theme.Colours`.
    """

    headline: str
    advice: str
    icon: str
    tone: str


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
    Progress.CANCELLED: Wording(
        QT_TRANSLATE_NOOP("Decision", "Not examined"),
        QT_TRANSLATE_NOOP("Decision", "The run was cancelled; F5 examines it"),
        "waiting",
        "muted",
    ),
}


def decision_of(photograph: Photograph) -> Decision | None:
    """Return the decision; ``None`` where there is none (yet) and for a model without one."""
    if photograph.progress is Progress.FAILED:
        return Decision.ERROR
    return photograph.finding.decision if photograph.finding else None


def wording(photograph: Photograph) -> Wording:
    """Return how a photograph's state is shown."""
    decision = decision_of(photograph)
    if decision is not None:
        return _translated(_DECISIONS[decision])
    finding = photograph.finding
    if finding is None:
        return _translated(_UNFINISHED[photograph.progress])
    return Wording(finding.label or "", percent(finding.probability), "plain", "plain")


def summary(photograph: Photograph) -> str:
    """Return the result in one line for the list."""
    words, finding = wording(photograph), photograph.finding
    if photograph.progress is Progress.FAILED:
        reason = photograph.reason.removeprefix(f"{photograph.path.name}: ")
        return f"{words.headline} · {reason}"
    if finding is None or finding.label is None or finding.probability is None:
        return words.headline
    share = f"{finding.probability:.0%}"
    if finding.assessment is None:
        return f"{finding.label} · {share}"
    grade = QCoreApplication.translate("Decision", "grade {grade}").format(
        grade=finding.assessment.grade
    )
    return f"{words.headline} · {grade} · {share}"


def percent(probability: float | None) -> str:
    """Return a probability as a percentage with two decimals, as on the photograph."""
    return "" if probability is None else f"{probability:.2%}".replace("%", "\N{NO-BREAK SPACE}%")


def _translated(words: Wording) -> Wording:
    def translate(text: str) -> str:
        return QCoreApplication.translate(_CONTEXT, text) if text else ""

    return Wording(translate(words.headline), translate(words.advice), words.icon, words.tone)
