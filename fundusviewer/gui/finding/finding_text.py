"""What a finding rests on, in words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from fundusviewer.grading import (
    REFERRAL_UNCERTAIN,
    coverage_words,
    grade_set_words,
    refers_by_risk,
    spans_referral,
)
from fundusviewer.gui.finding.laterality_text import eye_words
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.text.formatting import day, moment, percent
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.operating_points import operating_point_label
from fundusviewer.inference import ModelCard, OperatingPoint
from fundusviewer.screening import Finding, Row

translate = QCoreApplication.translate


@dataclass(frozen=True)
class ShownModel:
    """The model whose findings are shown.

    Attributes
    ----------
    card
        Its card.
    point
        The operating point that decides; ``None`` for a model that does not grade.
    """

    card: ModelCard
    point: OperatingPoint | None


def grade_set_lines(row: Row, card: ModelCard) -> tuple[str, str]:
    """Return the grades among which the true one is, and what that promises.

    Nothing where that is not known.
    """
    if not row.grade_set or card.prediction_sets is None:
        return "", ""
    if len(row.grade_set) > 1:
        words = translate("ResultPanel", "Possible: {grades}").format(
            grades=translate_message(grade_set_words(row.grade_set))
        )
    else:
        words = translate("ResultPanel", "No other grade is likely")
    if spans_referral(row.grade_set):
        words = f"{words}\n{translate_message(REFERRAL_UNCERTAIN)}"
    return words, translate_message(coverage_words(card.prediction_sets.coverage))


def refer_reason(row: Row, model: ShownModel) -> str:
    """Return why the network refers though its own grade is not referable; otherwise nothing.

    Where it refers for macular oedema alone, a remark says so.
    """
    by_risk = refers_by_risk(row.answer.decision, row.answer.grade)
    if row.is_reviewed or model.point is None or not by_risk:
        return ""
    if (row.found.referable_probability or 0) < model.point.threshold:
        return ""
    return translate(
        "ResultPanel",
        "Grade {grade} is the most probable one, but the probability of referable retinopathy, "
        "{probability}, reaches the operating point, {threshold}",
    ).format(
        grade=row.answer.grade,
        probability=percent(row.found.referable_probability),
        threshold=percent(model.point.threshold),
    )


def detail_rows(
    photograph: Photograph, model: ShownModel, paint: float | None
) -> list[tuple[str, str]]:
    """Return names and values of how a finding was made.

    Parameters
    ----------
    photograph
        One that was examined.
    model
        With what.
    paint
        Milliseconds that the overlay took; ``None`` before it is painted.
    """
    row, finding = photograph.row, photograph.finding
    rows = [
        (
            translate("ResultPanel", "Model"),
            f"{model.card.title}, {model.card.version}",
        ),
        (translate("ResultPanel", "Examined"), _made(row)),
    ]
    if model.point is not None:
        label = operating_point_label(model.point.name)
        rows.append((translate("ResultPanel", "Operating point"), label))
    if finding is not None:
        rows.append((translate("ResultPanel", "Time"), _time(finding, paint)))
    size = f"{row.width} × {row.height}"
    if finding is not None:
        source = finding.image.source
        size = f"{size}, {source.file_type}, {source.bits} bit"
    rows.append((translate("ResultPanel", "Photograph"), size))
    rows.append((translate("ResultPanel", "Patient"), _patient(photograph)))
    rows.append((translate("ResultPanel", "Eye"), eye_words(photograph)))
    return rows


def _patient(photograph: Photograph) -> str:
    identity = photograph.identity
    parts = (identity.patient, identity.date and day(identity.date))
    return " · ".join(part for part in parts if part) or translate("ResultPanel", "not known")


def _made(row: Row) -> str:
    at = "" if row.found.examined_at is None else moment(row.found.examined_at)
    return translate("ResultPanel", "{at}, on {provider}").format(
        at=at, provider=row.found.provider
    )


def _time(finding: Finding, paint: float | None) -> str:
    timings = finding.timings
    steps = [
        (translate("ResultPanel", "read"), timings.read),
        (translate("ResultPanel", "prepare"), timings.prepare),
        (translate("ResultPanel", "network"), timings.network),
        (translate("ResultPanel", "assess"), timings.assess),
    ]
    if paint is not None:
        steps.append((translate("ResultPanel", "paint"), paint))
    total = sum(value for _, value in steps)
    # Reading and preparing are one step where the photograph is decoded at the network's scale.
    split = " · ".join(f"{name} {value:.0f}" for name, value in steps if value)
    return f"{total:.0f} ms: {split}"
