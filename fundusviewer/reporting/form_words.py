"""A doctor's form in the words of the printed report."""

from __future__ import annotations

from collections.abc import Iterator

from fundusviewer.grading.schemes import (
    OTHER_FINDINGS,
    Form,
    FormResult,
    Plan,
    Quality,
    result_of,
    scheme_named,
)
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.screening.rows import Row

#: What is to happen next, and the quality by eye, in words.
PLANS = {
    Plan.RECALL: phrase("Photographs again"),
    Plan.EARLY_RECALL: phrase("Photographs again early"),
    Plan.REPEAT: phrase("Repeat the photographs, or examine in another way"),
    Plan.REFER: phrase("Refer"),
    Plan.REFER_URGENTLY: phrase("Refer urgently"),
}
QUALITIES = {
    Quality.GOOD: phrase("good"),
    Quality.ADEQUATE: phrase("adequate"),
    Quality.INADEQUATE: phrase("inadequate"),
}


def form_facts(row: Row, speech: Speech) -> Iterator[tuple[str, str, int]]:
    """Yield label in English, text and the most lines of what a doctor has filled in."""
    form = row.form
    if form is None:
        if row.form_grade:
            yield phrase("Form"), row.form_grade, 1
        return
    if form.is_empty:
        return
    result = result_of(form, row.review_grade)
    yield phrase("Form"), _grade(form, result, speech), 4
    if form.findings:
        texts = {one.code: one.text for one in OTHER_FINDINGS}
        seen = (speech.sentence(texts.get(code, code)) for code in form.findings)
        yield phrase("Other findings"), "; ".join(seen), 3
    if form.quality is not None:
        yield phrase("Quality by eye"), speech.say(QUALITIES[form.quality]), 1
    if result.plan is not None:
        yield phrase("Plan"), plan_words(result, speech), 2


def plan_words(result: FormResult, speech: Speech) -> str:
    """Return what is to happen next, and when; empty where nothing is planned."""
    if result.plan is None:
        return ""
    plan = speech.say(PLANS[result.plan])
    if result.months is None:
        return plan
    return speech.say("{plan}, in {months} months", plan=plan, months=result.months)


def _grade(form: Form, result: FormResult, speech: Speech) -> str:
    scheme = scheme_named(form.scheme)
    items = [item for code in form.ticked if (item := scheme.item(code)) is not None]
    seen = "; ".join(speech.sentence(item.text) for item in items)
    words = ": ".join(part for part in (result.grade, seen) if part)
    if not form.finished:
        return speech.say("Not finished, does not count: {form}", form=words)
    return words
