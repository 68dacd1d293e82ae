"""The reader's own account: another password."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fundusviewer.errors import InputError
from fundusviewer.reporting.speech import phrase
from fundusviewer.web import request as asked

account = Blueprint("account", __name__)
BLUEPRINTS = (account,)


@account.get("/account")
def form() -> ResponseReturnValue:
    """Show the account."""
    return render_template("account.html", problem="")


@account.post("/account")
def change() -> ResponseReturnValue:
    """Set another password; all other browsers of this reader are logged out."""
    served, reader, session = asked.served(), asked.reader(), asked.here()
    address = request.remote_addr or ""
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if served.limit.wait(reader.name, address):
        return _again(429, phrase("Too many attempts: wait a while and try again."))
    if served.accounts.enter(reader.name, old) is None:
        served.limit.failed(reader.name, address)
        return _again(401, phrase("The password of before is wrong."))
    if new != request.form.get("again", ""):
        return _again(400, phrase("The new password was not typed twice alike."))
    try:
        served.accounts.set_password(reader.name, new)
    except InputError as error:
        said = asked.speech().sentence(str(error))
        return render_template("account.html", problem=said), 400
    entered = served.accounts.enter(reader.name, new)
    if entered is not None:
        session.stamp = entered[1]
    served.sessions.end_others(session)
    asked.notice(phrase("The new password counts from now on."))
    return redirect(url_for("entry.index"), 303)


def _again(status: int, text: str) -> ResponseReturnValue:
    return render_template("account.html", problem=asked.speech().say(text)), status
