"""What waits for a reader, for the arbiter, and what was read."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fundusviewer.grading import Role
from fundusviewer.reporting.speech import phrase
from fundusviewer.web import request as asked

reader = Blueprint("reader", __name__, url_prefix="/reader")
arbiter = Blueprint("arbiter", __name__, url_prefix="/arbiter")
BLUEPRINTS = (reader, arbiter)

reader.before_request(lambda: asked.only_for(Role.FIRST, Role.SECOND))
arbiter.before_request(lambda: asked.only_for(Role.ARBITER))


@reader.get("/")
@arbiter.get("/")
def queue() -> ResponseReturnValue:
    """Show what waits for this reader."""
    page = asked.view().queue(asked.number("page", 1))
    return render_template("list.html", page=page, is_queue=True)


@reader.get("/read")
@arbiter.get("/read")
def read() -> ResponseReturnValue:
    """Show what this reader has answered."""
    page = asked.view().read(asked.number("page", 1))
    return render_template("list.html", page=page, is_queue=False)


@reader.get("/next")
@arbiter.get("/next")
def onward() -> ResponseReturnValue:
    """Lead to the next photograph that waits for this reader."""
    before = asked.number("after", 0, least=0, most=2**31) or None
    key = asked.view().next_after(before)
    if key is None:
        asked.notice(phrase("Nothing waits for you."))
        return redirect(url_for(f"{request.blueprint}.queue"), 303)
    return redirect(url_for("photograph.page", key=key), 303)
