"""The application: its pages, who comes in, and what every answer carries."""

from __future__ import annotations

import logging
import traceback

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from fundusviewer import __version__
from fundusviewer.errors import RefusedError, StoreError
from fundusviewer.grading import Role
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting.speech import phrase
from fundusviewer.web import forgery
from fundusviewer.web import request as asked
from fundusviewer.web.accounts import BusyError
from fundusviewer.web.language import available
from fundusviewer.web.pages import (
    account,
    admin,
    entry,
    history,
    lists,
    patients,
    photograph,
    pictures,
    upload,
    verdicts,
)
from fundusviewer.web.proxy import Behind, Below
from fundusviewer.web.served import Served
from fundusviewer.web.words import WORDS

_NO_SUCH_PAGE = phrase("There is no such page.")
_NO_ANSWER = phrase("This cannot be answered: nothing was stored.")

log = logging.getLogger(__name__)

#: Bytes of a form; uploads have their own bound.
_MOST_BYTES = 64 << 10

#: What anybody may see: the login and what it needs.
_PUBLIC = frozenset({"entry.login", "entry.language", "static"})

#: Everything a page needs comes from here, nothing of it is inside of the page, and no other
#: page may frame it or take its forms.
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no referrer at all, browsers would not tell where a form comes from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex",
}


def create_app(served: Served) -> Flask:
    """Return the application that serves a database."""
    app = Flask(__name__)
    app.extensions["fundusviewer"] = served
    app.config["MAX_CONTENT_LENGTH"] = _MOST_BYTES
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for module in (
        entry,
        account,
        lists,
        photograph,
        pictures,
        verdicts,
        history,
        patients,
        admin,
        upload,
    ):
        for blueprint in module.BLUEPRINTS:
            app.register_blueprint(blueprint)
    app.before_request(_come_in)
    app.after_request(_go_out)
    app.context_processor(_of_every_page)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(StoreError, _not_stored)
    app.register_error_handler(Exception, _failed)
    options = served.options
    if options.prefix:
        app.wsgi_app = Below(app.wsgi_app, options.prefix)  # type: ignore[method-assign]
    if options.proxies:
        app.wsgi_app = Behind(app.wsgi_app, options.proxies)  # type: ignore[method-assign]
    return app


def _come_in() -> ResponseReturnValue | None:
    """Find out who asks; without a session only the login is there, without a token no change."""
    served = asked.served()
    session = served.sessions.find(request.cookies.get(entry.cookie_name(served)))
    if session is not None:
        reader = served.accounts.reader(session.reader, session.stamp)
        if reader is None or session.role not in reader.roles:
            served.sessions.end(session)
        else:
            g.session, g.reader = session, reader
    if request.endpoint is None or request.endpoint == "static":
        return None
    if asked.session() is None and request.endpoint not in _PUBLIC:
        had_one = entry.cookie_name(served) in request.cookies or _changes()
        return redirect(url_for("entry.login", ended=1 if had_one else None), 303)
    if request.endpoint == "upload.take" and served.options.may_upload(asked.here().role):
        request.max_content_length = upload.MOST_CONTENT
    if _changes() and not forgery.is_ours(request, _expected()):
        return _message(400, phrase("This form is not from here, or too old: nothing was stored."))
    return None


def _changes() -> bool:
    return request.method not in ("GET", "HEAD", "OPTIONS")


def _expected() -> str:
    session = asked.session()
    return entry.login_token() if session is None else session.forgery


def _go_out(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "private, max-age=3600"
    else:
        # A computer that several people use must not keep what one of them has seen.
        response.headers["Cache-Control"] = "no-store"
    entry.keep_nonce(response)
    if asked.served().options.encrypted:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    # The rule, not the address: the log names no photograph and no patient.
    log.info("%s %s %d", request.method, request.url_rule or "-", response.status_code)
    return response


def _of_every_page() -> dict[str, object]:
    speech, session = asked.speech(), asked.session()
    said = [] if session is None else list(session.notices)
    if session is not None:
        session.notices.clear()
    return {
        "say": speech.say,
        "sentence": speech.sentence,
        "speech": speech,
        "language": asked.language(),
        "languages": available(),
        "research_notice": speech.sentence(RESEARCH_NOTICE),
        "session": session,
        "reader": g.get("reader"),
        "roles": Role,
        "token": _expected(),
        "notices": said,
        "options": asked.served().options,
        "version": __version__,
        **WORDS,
    }


def _message(status: int, text: str, **values: object) -> ResponseReturnValue:
    """Say one sentence on a page of its own."""
    said = asked.speech().say(text, **values)
    return render_template("message.html", status=status, text=said), status


def _refused(error: HTTPException) -> ResponseReturnValue:
    # An address that takes no such request is none to whoever tries it.
    status = 404 if error.code == 405 else error.code or 500
    texts = {
        404: _NO_SUCH_PAGE,
        413: phrase("That is too much: nothing was stored."),
    }
    if error.response is not None:
        return error.response
    return _message(status, texts.get(status, _NO_ANSWER))


def _not_stored(error: StoreError) -> ResponseReturnValue:
    """Say why the database refuses; of one that fails, that it does."""
    if isinstance(error, BusyError):
        return _message(503, phrase("Many log in at this moment: try again in some seconds."))
    if isinstance(error, RefusedError):
        said = asked.speech().sentence(str(error))
        return render_template("message.html", status=409, text=said), 409
    log.error("the database failed: %s", type(error.__cause__ or error).__name__)
    return _message(
        503, phrase("The database does not answer: nothing was stored. Try again soon.")
    )


def _failed(error: Exception) -> ResponseReturnValue:
    # Where, without the values: they may name patients.
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{one.filename}:{one.lineno}" for one in reversed(frames[-6:]))
    log.error("%s at %s", type(error).__name__, places)
    return _message(
        500, phrase("Something failed here. What you had entered was perhaps not stored.")
    )
