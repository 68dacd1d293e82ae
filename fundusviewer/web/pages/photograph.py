"""The page of one photograph: what is seen, what is known of it, and what can be said of it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fundusviewer.errors import ImageReadError
from fundusviewer.grading.schemes import (
    OTHER_FINDINGS,
    SCHEMES,
    Form,
    Plan,
    Quality,
    result_of,
    scheme_named,
)
from fundusviewer.reporting.form_words import PLANS, QUALITIES, plan_words
from fundusviewer.reporting.speech import phrase
from fundusviewer.screening.rows import Row
from fundusviewer.web import request as asked
from fundusviewer.web.seen import Seen

photograph = Blueprint("photograph", __name__, url_prefix="/photograph")
BLUEPRINTS = (photograph,)


@photograph.get("/<int:key>")
def page(key: int) -> ResponseReturnValue:
    """Show a photograph of the reader's view."""
    seen, view = asked.photograph(key), asked.view()
    if seen.waits and not view.take(seen):
        # Between the look at the queue and this moment.
        asked.notice(phrase("Another reader has this photograph on the desk now."))
        return redirect(url_for("entry.index"), 303)
    return render_template(
        "photograph.html",
        seen=seen,
        row=seen.row,
        seat=view.seat,
        may_answer=may_answer(seen),
        grades=asked.served().method.grades,
        failure=why_not_shown(seen.row),
        form=form_of(seen.row),
        **_form_parts(seen),
    )


def may_answer(seen: Seen) -> bool:
    """Return whether this reader may answer: it waits, or is the reader's own answer."""
    return asked.view().seat.reads and (seen.waits or seen.row.is_reviewed)


def why_not_shown(row: Row) -> str:
    """Return why a photograph cannot be shown, in the page's language; empty where it can."""
    speech = asked.speech()
    if row.sha256 is None:
        return speech.say("This photograph could not be read.")
    try:
        asked.served().pictures.check(row)
    except ImageReadError as error:
        return speech.sentence(str(error))
    return ""


def form_of(row: Row) -> Form:
    """Return the form of a photograph, or an empty one."""
    return row.form or Form(asked.served().options.scheme)


def _form_parts(seen: Seen) -> dict[str, object]:
    speech, form = asked.speech(), form_of(seen.row)
    result = result_of(form, seen.row.review_grade)
    return {
        # A later version wrote it: it is shown as one and never written over.
        "form_is_later": seen.row.form is None and seen.row.review_form is not None,
        "result": result,
        "plan": plan_words(result, speech),
        "scheme": scheme_named(form.scheme),
        "schemes": SCHEMES,
        "findings": OTHER_FINDINGS,
        "qualities": {one: speech.say(QUALITIES[one]) for one in Quality},
        "plans": {one: speech.say(PLANS[one]) for one in Plan},
    }
