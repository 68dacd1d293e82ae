"""The pixels of a photograph, and what is laid over it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, url_for
from flask.typing import ResponseReturnValue

from fundusviewer.errors import ImageReadError, InferenceError
from fundusviewer.overlay import BESIDE_NOTICE, REGIONS_NOTICE
from fundusviewer.reporting.anatomy_words import kind_words
from fundusviewer.screening.stored_anatomy import stored_landmarks, stored_lesions
from fundusviewer.web import request as asked
from fundusviewer.web.pictures import SIDES
from fundusviewer.web.seen import Seen

pictures = Blueprint("pictures", __name__, url_prefix="/photograph")
BLUEPRINTS = (pictures,)


@pictures.get("/<int:key>/picture-<int:side>.jpg")
def picture(key: int, side: int) -> ResponseReturnValue:
    """Send a photograph of the reader's view."""
    if side not in SIDES:
        abort(404)
    row = asked.photograph(key).row
    if row.sha256 is None:
        abort(404)
    try:
        data = asked.served().pictures.photograph(row, side)
    except ImageReadError:
        abort(404)
    asked.here().note_shown(row.sha256)
    return Response(data, mimetype="image/jpeg")


@pictures.get("/<int:key>/heat.png")
def heat(key: int) -> ResponseReturnValue:
    """Send the heat map of a photograph whose answer may be shown."""
    seen = asked.photograph(key)
    if seen.is_hidden or seen.row.sha256 is None:
        abort(404)
    try:
        return Response(asked.served().pictures.heat(seen.row).png, mimetype="image/png")
    except (ImageReadError, InferenceError, ValueError):
        abort(404)


@pictures.get("/<int:key>/layers.json")
def layers(key: int) -> ResponseReturnValue:
    """Tell what can be laid over a photograph, in its pixels."""
    seen = asked.photograph(key)
    row = seen.row
    told: dict[str, object] = {"frame": [row.width, row.height]}
    if not seen.is_hidden and row.sha256 is not None:
        told |= {"heat": _heat(seen), "places": _places(seen), "lesions": _lesions(seen)}
    return jsonify(told)


def _heat(seen: Seen) -> dict[str, object]:
    """Return where the heat map lies and what it shows, or why there is none."""
    speech = asked.speech()
    try:
        found = asked.served().pictures.heat(seen.row)
    except (ImageReadError, InferenceError) as error:
        return {"why": speech.sentence(str(error))}
    except ValueError as error:
        return {"why": speech.say(str(error))}
    words = (
        speech.say("Heat map (occlusion) of “{grade}”", grade=speech.sentence(found.explains))
        if found.covering
        else speech.say("Heat map of “{grade}”", grade=speech.sentence(found.explains))
    )
    remarks = [REGIONS_NOTICE, *([BESIDE_NOTICE] if found.beside else [])]
    return {
        "address": url_for("pictures.heat", key=seen.key),
        "box": found.box,
        "words": ". ".join([words, *map(speech.sentence, remarks)]),
    }


def _places(seen: Seen) -> dict[str, object] | None:
    landmarks = None if seen.row.problem is not None else stored_landmarks(seen.row)
    if landmarks is None:
        return None
    disc, fovea = landmarks.disc, landmarks.fovea
    return {
        "disc": disc and [disc.x, disc.y, disc.diameter],
        "fovea": fovea and [fovea.x, fovea.y],
    }


def _lesions(seen: Seen) -> dict[str, object] | None:
    row, speech = seen.row, asked.speech()
    counted = stored_lesions(row)
    if counted is None or row.sha256 is None:
        return None
    marked = asked.view().store.lesions_of([row.sha256]).get(row.sha256)
    if marked is None:
        return None
    return {
        kind: {"words": kind_words(kind, counted[kind], speech), "outlines": marks.outlines}
        for kind, marks in marked.lesions.kinds.items()
        if kind in counted
    }
