"""What a reader says of a photograph: a grade, a note, a form.

What is said counts for the photograph that was on the page, as it stood there: a file that was
changed, a photograph that is gone and an answer from another window are noticed, and nothing is
written over without anybody having seen it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from fundusviewer.errors import ImageReadError
from fundusviewer.grading import Decision, Role, doctors_decision
from fundusviewer.grading.schemes import (
    MAX_MONTHS,
    OTHER_FINDINGS,
    SCHEMES,
    Form,
    Plan,
    Quality,
    reopened,
    result_of,
    scheme_named,
)
from fundusviewer.reporting.speech import phrase
from fundusviewer.screening import Review
from fundusviewer.screening.rows import Row
from fundusviewer.web import request as asked
from fundusviewer.web.pages.photograph import may_answer
from fundusviewer.web.seen import Seen

verdicts = Blueprint("verdicts", __name__, url_prefix="/photograph")
BLUEPRINTS = (verdicts,)

#: Letters of a note.
MOST_LETTERS = 2000

_GONE = phrase("This photograph does not wait for you any more: nothing was stored.")

_NO_GRADES = phrase("The model has other classes than grades: there are notes alone.")

_GRADES = {str(grade): grade for grade in range(5)}
_FINDINGS = frozenset(one.code for one in OTHER_FINDINGS)


class Refusal(Exception):  # noqa: N818 - it says why, and nothing failed
    """Nothing was stored; the message is a text of the report."""


@verdicts.errorhandler(Refusal)
def refused(why: Refusal) -> ResponseReturnValue:
    """Say why nothing was stored."""
    said = asked.speech().say(str(why))
    return render_template("message.html", status=409, text=said), 409


@verdicts.post("/<int:key>/verdict")
def verdict(key: int) -> ResponseReturnValue:
    """Store a grade, "ungradable", the network's answer as one's own, or that it is withdrawn."""
    said = request.form.get("verdict", "")
    if said != "withdraw":
        _check_grades()
    with _as_it_stood(key) as seen:
        row, note = seen.row, seen.row.note or ""
        if said == "withdraw":
            review = Review(None, False, note, form=reopened(row.review_form))
        elif said == "ungradable":
            review = Review(None, True, note, blind=seen.is_hidden)
        elif said == "accept":
            review = _as_network(seen)
        elif said in _GRADES:
            review = Review(_GRADES[said], False, note, blind=seen.is_hidden)
        else:
            abort(400)
        if said != "withdraw":
            _check_shown(row, ungradable=review.ungradable)
        _write(key, row, review)
    if said == "withdraw" or request.form.get("stay"):
        return redirect(url_for("photograph.page", key=key), 303)
    return _onward(key)


@verdicts.post("/<int:key>/note")
def note(key: int) -> ResponseReturnValue:
    """Store a note; the answer stays."""
    text = request.form.get("note", "").replace("\r\n", "\n").strip()
    if len(text) > MOST_LETTERS:
        raise Refusal(phrase("The note is too long: nothing was stored."))
    with _as_it_stood(key) as seen:
        row = seen.row
        review = Review(
            row.review_grade,
            bool(row.review_ungradable),
            text,
            bool(row.review_blind),
            row.review_form,
        )
        _write(key, row, review)
    return redirect(url_for("photograph.page", key=key), 303)


@verdicts.post("/<int:key>/form")
def form(key: int) -> ResponseReturnValue:
    """Store a grading form; it counts when it is finished."""
    _check_grades()
    finished = request.form.get("finish") is not None
    with _as_it_stood(key) as seen:
        row = seen.row
        if row.form is None and row.review_form is not None:
            raise Refusal(
                phrase("A later version of the program filled in this form: nothing was stored.")
            )
        filled = _filled(request.form, finished=finished)
        if finished:
            if result_of(filled, row.review_grade).decision is None:
                raise Refusal(phrase("The form does not decide anything yet: nothing was stored."))
            _check_shown(row, ungradable=filled.quality is Quality.INADEQUATE)
        store, seat = asked.view().store, asked.view().seat
        changes = store.fill({_hash(row): filled}, seat, blind=seen.is_hidden)
        asked.here().note_step(key, changes)
    return _onward(key) if finished else redirect(url_for("photograph.page", key=key), 303)


@contextmanager
def _as_it_stood(key: int) -> Iterator[Seen]:
    """Yield the photograph that was on the page, while nobody else here writes.

    Raises
    ------
    Refusal
        If it is another one now, or the reader's own answer is not that on the page any more.
    """
    with asked.served().writing:
        found = asked.view().photograph(key)
        if found is None and asked.here().was_shown(request.form.get("sha256", "")):
            # It was on this reader's page: that it is gone tells no more than the list does.
            raise Refusal(_GONE)
        seen = found or asked.photograph(key)
        row = seen.row
        if not may_answer(seen):
            abort(404)
        if row.sha256 is None or request.form.get("sha256") != row.sha256:
            raise Refusal(
                phrase("The file holds another photograph now: nothing was stored. Look again.")
            )
        if request.form.get("stands", "") != (row.reviewed_at or ""):
            raise Refusal(
                phrase(
                    "You have answered in another window meanwhile: nothing was stored. Look again."
                )
            )
        yield seen


def _check_grades() -> None:
    """Refuse an answer about retinopathy beside a model of other classes."""
    if not asked.served().method.grades:
        raise Refusal(_NO_GRADES)


def _check_shown(row: Row, *, ungradable: bool) -> None:
    """Refuse an answer on what this browser was not shown; what cannot be shown is ungradable."""
    try:
        asked.served().pictures.check(row)
    except ImageReadError as error:
        if ungradable:
            return
        raise Refusal(
            phrase(
                "The photograph is gone or was changed meanwhile: it can only be marked "
                "ungradable. Nothing was stored."
            )
        ) from error
    if not asked.here().was_shown(_hash(row)):
        raise Refusal(phrase("This photograph was not on screen yet: nothing was stored."))


def _as_network(seen: Seen) -> Review:
    """Return the answer that the network's means, where it means one."""
    answer = seen.row.answer
    refused_ = answer.grade is None
    means = doctors_decision(answer.grade, refused_)
    unclear = answer.decision is Decision.REFER and means is not Decision.REFER
    if seen.is_hidden or answer.decision in (None, Decision.ERROR) or unclear:
        # As a reader's grade it would end the referral.
        raise Refusal(phrase("There is no answer of the network that could be accepted."))
    return Review(answer.grade, refused_, seen.row.note or "")


def _write(key: int, row: Row, review: Review) -> None:
    changes = asked.served().store.review({_hash(row): review}, asked.view().seat)
    asked.here().note_step(key, changes)


def _onward(key: int) -> ResponseReturnValue:
    where = "arbiter" if asked.here().role is Role.ARBITER else "reader"
    return redirect(url_for(f"{where}.onward", after=key), 303)


def _hash(row: Row) -> str:
    if row.sha256 is None:
        abort(404)
    return row.sha256


def _filled(given: MultiDict[str, str], *, finished: bool) -> Form:
    """Return the form that was sent; whatever is not in the scheme is refused."""
    name = given.get("scheme", "")
    if name not in {one.name for one in SCHEMES}:
        abort(400)
    scheme = scheme_named(name)
    ticked: set[str] = set()
    for section in scheme.sections:
        codes = {code for code in given.getlist(section.code) if code}
        known = {item.code for item in section.items}
        if not codes <= known or (section.exclusive and len(codes) > 1):
            abort(400)
        ticked |= codes
    findings = set(given.getlist("findings"))
    if not findings <= _FINDINGS:
        abort(400)
    try:
        quality = Quality(given["quality"]) if given.get("quality") else None
        plan = Plan(given["plan"]) if given.get("plan") else None
        months = int(given["months"]) if given.get("months") else None
    except ValueError:
        abort(400)
    if months is not None and not 1 <= months <= MAX_MONTHS:
        raise Refusal(phrase("An interval is 1 to 60 months: nothing was stored."))
    return Form(
        scheme.name, tuple(sorted(ticked)), tuple(sorted(findings)), quality, plan, months, finished
    )
