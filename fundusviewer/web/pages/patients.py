"""Results by patient, and the page of one patient."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fundusviewer.web import request as asked
from fundusviewer.web.results import KINDS, Entry, counts_of
from fundusviewer.web.seen import PAGE, Seen, View

results = Blueprint("results", __name__)
BLUEPRINTS = (results,)

_LETTERS = 100
#: Photographs of one page of a patient.
_MOST = 200


@results.get("/results")
def by_risk() -> ResponseReturnValue:
    """Show all patients, the most urgent first; for those who see all answers."""
    view = asked.view()
    if not view.seat.may_report:
        abort(404)
    every = asked.served().results.entries()
    kind, text = request.args.get("kind", ""), asked.here().search
    wanted = [one for one in every if _is_wanted(one, kind, text)]
    pages = max(1, -(-len(wanted) // PAGE))
    number = min(asked.number("page", 1), pages)
    shown = wanted[(number - 1) * PAGE : number * PAGE]
    found = [asked.served().results.patient(view.store, one.keys) for one in shown]
    return render_template(
        "results.html",
        patients=[
            (patient, keys[patient.deciding.row.encoded_path])
            for one in found
            if one is not None
            for patient, keys in (one,)
        ],
        counts=counts_of(every),
        kind=kind if kind in KINDS else "",
        text=text,
        number=number,
        pages=pages,
        count=len(wanted),
        total=len(every),
    )


@results.post("/results")
def search() -> ResponseReturnValue:
    """Look for patients by name; the name stays on the server, no address holds it."""
    if not asked.view().seat.may_report:
        abort(404)
    asked.here().search = request.form.get("text", "").strip()[:_LETTERS]
    kind = request.form.get("kind", "")
    wanted = kind if kind in KINDS else None
    return redirect(url_for("results.by_risk", kind=wanted), 303)


@results.get("/patient/<int:key>")
def patient(key: int) -> ResponseReturnValue:
    """Show the photographs of the patient of a photograph, as far as this reader may see them."""
    seen, view = asked.photograph(key), asked.view()
    name = seen.photograph.identity.patient
    keys = [key] if name is None else sorted({key, *_keys_of(name, seen, view)})[:_MOST]
    same = [one for one in view.photographs(keys) if one.key == key or _is_same(one, seen)]
    return render_template(
        "patient.html", seen=seen, visits=_by_day(same), is_part=not view.seat.sees_others
    )


def _keys_of(name: str, seen: Seen, view: View) -> list[int]:
    """Return photographs among which all of a patient are."""
    if view.seat.sees_others:
        every = asked.served().results.entries()
        return [key for one in every if one.name == name for key in one.keys]
    return view.candidates(name, seen.row.path.parent)


def _is_same(one: Seen, other: Seen) -> bool:
    patient = one.photograph.identity.patient
    return patient is not None and patient == other.photograph.identity.patient


def _by_day(shown: list[Seen]) -> list[tuple[object, list[Seen]]]:
    """Return the photographs of each day, the newest first; those without a day at the end."""
    days: dict[object, list[Seen]] = {}
    for one in sorted(
        shown,
        key=lambda one: (
            one.photograph.identity.date is not None,
            str(one.photograph.identity.date or ""),
        ),
        reverse=True,
    ):
        days.setdefault(one.photograph.identity.date, []).append(one)
    return list(days.items())


def _is_wanted(entry: Entry, kind: str, text: str) -> bool:
    if text and text.casefold() not in entry.name.casefold():
        return False
    return kind not in KINDS or entry.kind == kind
