"""What a person filled in on a form, as items of a structured report: of a finished form only."""

from __future__ import annotations

from highdicom.sr import Measurement, QualitativeEvaluation
from pydicom.sr.coding import Code

from fundusviewer.dicom import codes as ours
from fundusviewer.grading.schemes import Form, result_of, scheme_named
from fundusviewer.screening.rows import Row


def form_evaluations(row: Row) -> list[QualitativeEvaluation]:
    """Return other findings, quality and plan."""
    form = _finished(row)
    if form is None:
        return []
    plan = result_of(form, row.review_grade).plan
    found = [
        QualitativeEvaluation(ours.OTHER_FINDING, ours.OTHER_FINDINGS[code])
        for code in form.findings
        if code in ours.OTHER_FINDINGS
    ]
    if form.quality is not None:
        found.append(QualitativeEvaluation(ours.QUALITY, ours.QUALITIES[form.quality]))
    if plan is not None:
        found.append(QualitativeEvaluation(ours.PLAN, ours.PLANS[plan]))
    return found


def form_measurements(row: Row) -> list[Measurement]:
    """Return the interval to the next photographs, in months."""
    form = _finished(row)
    months = None if form is None else result_of(form, row.review_grade).months
    return [] if months is None else [Measurement(ours.RECALL_INTERVAL, months, ours.MONTHS)]


def form_texts(row: Row) -> list[tuple[Code, str]]:
    """Return the grade by the scheme, with the scheme and what was ticked."""
    form = _finished(row)
    if form is None or not form.ticked:
        return []
    scheme = scheme_named(form.scheme)
    items = [item.text for code in form.ticked if (item := scheme.item(code)) is not None]
    grade = result_of(form, row.review_grade).grade
    return [(ours.FORM_GRADE, f"{grade}: {'; '.join(items)} ({scheme.source})")]


def _finished(row: Row) -> Form | None:
    form = row.form
    return form if form is not None and form.finished else None
