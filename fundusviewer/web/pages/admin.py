"""Who reads, and how much is still to be read."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from fundusviewer.grading import Role
from fundusviewer.web import request as asked

admin = Blueprint("admin", __name__, url_prefix="/admin")
BLUEPRINTS = (admin,)

admin.before_request(lambda: asked.only_for(Role.ADMINISTRATOR))


@admin.get("/")
def overview() -> ResponseReturnValue:
    """Show readers, rules, and what is open."""
    served, view = asked.served(), asked.view()
    readers = [
        (one, served.accounts.has(one), one.number in served.sessions.readers())
        for one in view.store.readers()
        if one.roles
    ]
    failed, not_examined = view.store.without_finding(served.method)
    return render_template(
        "admin.html",
        readers=readers,
        programme=view.store.programme(),
        awaited=view.store.awaited(served.method),
        decisions=view.store.decisions(served.method),
        failed=failed,
        not_examined=not_examined,
        method=served.method,
    )
