"""What is said of macular oedema, lesions and the field of a photograph, in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from fundusviewer.anatomy import LesionKind
from fundusviewer.anatomy.lesions import QUADRANTS
from fundusviewer.grading.macular_oedema import MacularOedema
from fundusviewer.gui.text.report_language import speech_of
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP, chosen
from fundusviewer.reporting.anatomy_words import lesion_words, oedema_words
from fundusviewer.screening import Row
from fundusviewer.screening.stored_anatomy import (
    stored_joint_oedema,
    stored_lesions,
    stored_macular_oedema,
)

translate = QCoreApplication.translate

_QUADRANTS = dict(
    zip(
        QUADRANTS,
        (
            QT_TRANSLATE_NOOP("ResultPanel", "superior temporal"),
            QT_TRANSLATE_NOOP("ResultPanel", "superior nasal"),
            QT_TRANSLATE_NOOP("ResultPanel", "inferior nasal"),
            QT_TRANSLATE_NOOP("ResultPanel", "inferior temporal"),
        ),
        strict=True,
    )
)


def oedema_line(row: Row) -> str:
    """Return what is said of macular oedema."""
    words = oedema_words(stored_macular_oedema(row), speech_of(chosen()))
    return translate("ResultPanel", "Macular oedema: {answer}").format(answer=words)


def lesion_lines(row: Row) -> str:
    """Return what a second network marked, by quadrant, and what both say of the macula."""
    lesions = stored_lesions(row)
    if lesions is None:
        return ""
    marked = translate("ResultPanel", "Marked by a second network: {lesions}").format(
        lesions=lesion_words(lesions, speech_of(chosen()))
    )
    joint = stored_joint_oedema(row)
    weighed = ""
    if joint is not None:
        words = oedema_words(
            MacularOedema(joint.risk, joint.probability, assessable=True), speech_of(chosen())
        )
        weighed = translate("ResultPanel", "Macular oedema with these marks: {answer}").format(
            answer=words
        )
    return "\n".join(filter(None, (marked, _by_quadrant(lesions), weighed)))


def _by_quadrant(lesions: Mapping[str, LesionKind]) -> str:
    """Return how many marks lie in each quadrant; nothing where the quadrants are not known."""
    counts = [marks.by_quadrant for marks in lesions.values() if marks.count]
    known = [one for one in counts if one is not None]
    if not known or len(known) < len(counts):
        return ""
    sums = ((name, sum(one[quadrant] for one in known)) for quadrant, name in _QUADRANTS.items())
    parts = (f"{translate('ResultPanel', name)} {count}" for name, count in sums)
    return translate("ResultPanel", "By quadrant: {counts}").format(counts=", ".join(parts))
