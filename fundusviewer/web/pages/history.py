"""What was said of a photograph, and taking back what one has said last."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fundusviewer.errors import StoreError
from fundusviewer.reporting.history_words import change_words
from fundusviewer.reporting.speech import phrase
from fundusviewer.web import request as asked
from fundusviewer.web.pages.verdicts import Refusal, refused
from fundusviewer.web.words import moment_words

history = Blueprint("history", __name__)
BLUEPRINTS = (history,)

history.register_error_handler(Refusal, refused)


@history.get("/photograph/<int:key>/history")
def page(key: int) -> ResponseReturnValue:
    """Show who said what when; to first and second readers what they have said themselves."""
    seen, view, speech = asked.photograph(key), asked.view(), asked.speech()
    sha256 = seen.row.sha256
    # Asked as this seat: what others have said is not fetched where it must not be known.
    changes = [] if sha256 is None else view.store.history(sha256)
    lines = [
        (moment_words(one.at, speech), one.who, change_words(one, speech).splitlines())
        for one in changes
    ]
    is_part = not view.seat.sees_others
    return render_template("history.html", seen=seen, lines=lines, is_part=is_part)


@history.post("/undo")
def undo() -> ResponseReturnValue:
    """Set what stood before the last thing that was said in this browser; the history has both."""
    session, seat = asked.here(), asked.view().seat
    if not seat.reads:
        abort(404)
    with asked.served().writing:
        if not session.steps:
            raise Refusal(phrase("There is nothing to take back: nothing was stored."))
        step = session.steps.pop()
        try:
            asked.served().store.revert_changes(step.changes, seat, {})
        except StoreError as error:
            if not str(error).endswith("nothing was undone"):
                session.steps.append(step)
                raise
            # Without the name of who did: it may be another reader's.
            raise Refusal(
                phrase("Something else was said of this photograph since: nothing was taken back.")
            ) from error
    asked.notice(phrase("Taken back: it stands as it was before."))
    return redirect(url_for("photograph.page", key=step.key), 303)
