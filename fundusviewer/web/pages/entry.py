"""Logging in and out, the role, the language."""

from __future__ import annotations

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from fundusviewer.grading import Role
from fundusviewer.reporting.speech import phrase
from fundusviewer.web import request as asked
from fundusviewer.web.forgery import new_nonce, token_for
from fundusviewer.web.language import available
from fundusviewer.web.served import Served
from fundusviewer.web.sessions import LONGEST_SECONDS, Session

entry = Blueprint("entry", __name__)
BLUEPRINTS = (entry,)

_NONCE = "login"
_NAME_LETTERS = 200


def cookie_name(served: Served) -> str:
    """Return the name of the cookie; one that browsers take by https alone, where that is used."""
    return "__Host-fundusviewer" if served.options.encrypted else "fundusviewer"


def login_token() -> str:
    """Return what belongs into the login's form."""
    if "nonce" not in g:
        g.nonce = request.cookies.get(_NONCE) or new_nonce()
    return token_for(g.nonce)


def keep_nonce(response: Response) -> None:
    """Have the browser keep what belongs to the forms of a page that was seen before a login."""
    if "nonce" in g and asked.session() is None and request.cookies.get(_NONCE) != g.nonce:
        _set(response, _NONCE, g.nonce)


@entry.get("/")
def index() -> ResponseReturnValue:
    """Lead to the list of the reader's role."""
    return asked.home()


@entry.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Let a reader in."""
    if asked.session() is not None:
        return asked.home()
    if request.method == "POST":
        return _try()
    ended = "ended" in request.args
    return _form(200, phrase("Please log in again: nothing was stored since.") if ended else "")


@entry.post("/logout")
def logout() -> ResponseReturnValue:
    """End the session; what is on the reader's desk goes back to its queue."""
    served, session, seat = asked.served(), asked.here(), asked.view().seat
    if seat.reads:
        served.store.put_back(seat)
    served.sessions.end(session)
    response = make_response(redirect(url_for("entry.login"), 303))
    response.delete_cookie(cookie_name(served), secure=served.options.encrypted, httponly=True)
    # What the browser may still hold of the pages is of no use to whoever comes next.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@entry.post("/role")
def role() -> ResponseReturnValue:
    """Work in another role."""
    session = asked.here()
    wanted = request.form.get("role", "")
    if wanted not in {one.value for one in asked.reader().roles}:
        abort(404)
    seat = asked.view().seat
    if seat.reads:
        asked.served().store.put_back(seat)
    session.work_as(Role(wanted))
    return asked.home()


@entry.post("/language")
def language() -> ResponseReturnValue:
    """Speak another language."""
    code, session = request.form.get("language", ""), asked.session()
    if code not in available():
        abort(404)
    if session is not None:
        session.language = code
    response = make_response(redirect(url_for("entry.index"), 303))
    _set(response, "language", code, days=365)
    return response


def _try() -> ResponseReturnValue:
    served = asked.served()
    name = request.form.get("name", "")[:_NAME_LETTERS]
    password = request.form.get("password", "")
    address = request.remote_addr or ""
    wait = served.limit.wait(name, address)
    if wait:
        text = phrase("Too many attempts: wait {minutes} minutes and try again.")
        response = make_response(_form(429, text, minutes=-(-wait // 60)))
        response.headers["Retry-After"] = str(wait)
        return response
    found = served.accounts.enter(name, password)
    if found is None:
        served.limit.failed(name, address)
        return _form(401, phrase("Name or password is wrong."))
    served.limit.succeeded(name, address)
    reader, stamp = found
    first = next(one for one in Role if one in reader.roles)
    session = served.sessions.begin(reader.number, first, stamp)
    response = make_response(redirect(url_for("entry.index"), 303))
    _set_session(response, session)
    response.delete_cookie(_NONCE, secure=served.options.encrypted, httponly=True)
    return response


def _form(status: int, text: str = "", **values: object) -> ResponseReturnValue:
    said = asked.speech().say(text, **values) if text else ""
    return make_response(render_template("login.html", problem=said), status)


def _set_session(response: Response, session: Session) -> None:
    served = asked.served()
    response.set_cookie(
        cookie_name(served),
        session.token,
        max_age=int(LONGEST_SECONDS),
        secure=served.options.encrypted,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def _set(response: Response, name: str, value: str, *, days: int | None = None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=None if days is None else days * 86400,
        secure=asked.served().options.encrypted,
        httponly=True,
        samesite="Strict",
    )
