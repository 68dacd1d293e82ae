"""What every page asks of the request: who asks, what is served, and in which language."""

from __future__ import annotations

from typing import cast

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from fundusviewer.grading import Role
from fundusviewer.reporting import Speech
from fundusviewer.screening.readers import Reader
from fundusviewer.web.language import SOURCE, available, speech_of
from fundusviewer.web.seen import Seen, View
from fundusviewer.web.served import Served
from fundusviewer.web.sessions import Session

#: Where each role's work begins.
HOMES = {
    Role.FIRST: "reader.queue",
    Role.SECOND: "reader.queue",
    Role.ARBITER: "arbiter.queue",
    Role.ADMINISTRATOR: "admin.overview",
}


def served() -> Served:
    """Return what is served."""
    return cast(Served, current_app.extensions["fundusviewer"])


def session() -> Session | None:
    """Return who is logged in in this browser; ``None`` for nobody."""
    return cast("Session | None", g.get("session"))


def here() -> Session:
    """Return the session of a page that nobody sees without one."""
    found = session()
    if found is None:
        abort(404)
    return found


def reader() -> Reader:
    """Return the reader who asks; see :func:`here`."""
    here()
    return cast(Reader, g.reader)


def view() -> View:
    """Return what the reader who asks may see; see :func:`here`."""
    return View(served(), reader().seat(here().role))


def photograph(key: int) -> Seen:
    """Return a photograph of the reader's view; all others do not exist."""
    found = view().photograph(key)
    if found is None:
        abort(404)
    return found


def home() -> Response:
    """Lead to the list of the reader's role."""
    return redirect(url_for(HOMES[here().role]), 303)


def only_for(*roles: Role) -> ResponseReturnValue | None:
    """Refuse a page to those who work in another role; there is no such page for them."""
    found = session()
    if found is not None and found.role not in roles:
        abort(404)
    return None


def language() -> str:
    """Return the code of the language in which the page speaks."""
    found = session()
    if found is not None and found.language is not None:
        return found.language
    chosen = request.cookies.get("language", "")
    if chosen in available():
        return chosen
    return request.accept_languages.best_match(list(available())) or SOURCE


def speech() -> Speech:
    """Return how the page speaks."""
    return speech_of(language())


def notice(text: str, **values: object) -> None:
    """Say something on the next page: one of the report's texts."""
    here().notices.append(speech().say(text, **values))


def number(name: str, otherwise: int, *, least: int = 1, most: int = 1_000_000) -> int:
    """Return a number of the address, within bounds; of what is no number the usual one."""
    text = request.args.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        return otherwise
    return min(max(int(text), least), most)
