"""A doctor's form as cells of a table: codes with blanks between, empty where nothing was said."""

from __future__ import annotations

from fundusviewer.grading.schemes import result_of
from fundusviewer.screening.rows import Row

#: The columns, in order.
FORM_COLUMNS = (
    "form_scheme",
    "form_grade",
    "form_features",
    "form_findings",
    "form_quality",
    "form_plan",
    "form_recall_months",
    "form_finished",
)


def form_cells(row: Row) -> dict[str, str | int | None]:
    """Return the cells by the columns' names.

    Plan and interval are the doctor's, otherwise those that the scheme proposes.
    """
    form = row.form
    if form is None:
        return {**dict.fromkeys(FORM_COLUMNS), "form_grade": row.form_grade or None}
    result = result_of(form, row.review_grade)
    values = (
        form.scheme,
        result.grade or None,
        " ".join(form.ticked) or None,
        " ".join(form.findings) or None,
        None if form.quality is None else form.quality.value,
        None if result.plan is None else result.plan.value,
        result.months,
        "yes" if form.finished else "no",
    )
    return dict(zip(FORM_COLUMNS, values, strict=True))
