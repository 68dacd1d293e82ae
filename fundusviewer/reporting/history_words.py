"""What the history of a photograph says, in words, for the window and the pages in a browser."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fundusviewer.grading.schemes import stored_decision, stored_grade
from fundusviewer.reporting.mark_words import kind_name
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.screening.rows import Change

_IDENTITY = {"patient": phrase("Patient"), "eye": phrase("Eye"), "date": phrase("Date")}


def change_words(change: Change, speech: Speech) -> str:
    """Return what was changed, one thing a line."""
    old: Mapping[str, object] = json.loads(change.old_json or "{}")
    new: Mapping[str, object] = json.loads(change.new_json)
    tell = {"review": _review_words, "mark": _mark_words}.get(change.what, _identity_words)
    return "\n".join(tell(old, new, speech)) or speech.say("No change")


def _form_words(said: Mapping[str, object], speech: Speech) -> str:
    text = said.get("form")
    if not isinstance(text, str):
        return ""
    if stored_decision(text) is None:
        return speech.say("not finished")
    return stored_grade(text) or speech.say("filled in")


def _review_words(
    old: Mapping[str, object], new: Mapping[str, object], speech: Speech
) -> list[str]:
    lines = []
    if old.get("form") != new.get("form"):
        form = _form_words(new, speech) or speech.say("removed")
        lines.append(speech.say("Form: {form}", form=form))
    before, after = _verdict(old, speech), _verdict(new, speech)
    if before != after:
        if not before:
            line = after
        elif not after:
            line = speech.say("{before} withdrawn", before=before)
        else:
            line = f"{before} → {after}"
        if new.get("blind"):
            line = speech.say("{verdict}, before the network's answer was shown", verdict=line)
        lines.append(line)
    if (old.get("note") or "") != (new.get("note") or ""):
        note = new.get("note")
        lines.append(speech.say("Note: {note}", note=note) if note else speech.say("Note removed"))
    return lines


def _mark_words(old: Mapping[str, object], new: Mapping[str, object], speech: Speech) -> list[str]:
    """Say what became of a mark, and what it says."""
    if new.get("deleted"):
        line = speech.say("Mark taken away")
    elif not old or old.get("deleted"):
        line = speech.say("Mark drawn")
    elif old.get("points") != new.get("points"):
        line = speech.say("Mark moved")
    else:
        line = speech.say("Mark changed")
    kind, text = new.get("kind"), new.get("text")
    said = (kind_name(kind, speech) if isinstance(kind, str) else "", text)
    return [": ".join(str(part) for part in (line, *said) if part)]


def _identity_words(
    old: Mapping[str, object], new: Mapping[str, object], speech: Speech
) -> list[str]:
    nothing = speech.say("not known")
    return [
        f"{speech.say(name)}: {new.get(key) or nothing}"
        for key, name in _IDENTITY.items()
        if not old or old.get(key) != new.get(key)
    ]


def _verdict(said: Mapping[str, object], speech: Speech) -> str:
    if said.get("ungradable"):
        return speech.say("Ungradable")
    grade = said.get("grade")
    return "" if grade is None else speech.say("Grade {grade}", grade=grade)
