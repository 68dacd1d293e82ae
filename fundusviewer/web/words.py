"""The words of the pages that are made of a row; the others stand in the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fundusviewer.anatomy.lesions import LESION_KINDS
from fundusviewer.grading import GRADE_NAMES, Awaited, Decision, Role
from fundusviewer.imaging import Laterality
from fundusviewer.reporting import Speech
from fundusviewer.reporting.anatomy_words import kind_words as lesion_kind_words
from fundusviewer.reporting.anatomy_words import oedema_words
from fundusviewer.reporting.speech import phrase
from fundusviewer.reporting.words import (
    AWAITED,
    capital,
    grade_words,
    isolated,
    label_words,
    program_words,
    words_of,
    words_of_decision,
)
from fundusviewer.screening import Patient, Photograph, Row
from fundusviewer.screening.rows import StoredReadings
from fundusviewer.screening.stored_anatomy import (
    later_lesion_remarks,
    stored_lesions,
    stored_macular_oedema,
)
from fundusviewer.web.results import OPEN, UNSETTLED, is_settled, kind_of
from fundusviewer.web.seen import Seen

#: Names of roles.
ROLES = {
    Role.FIRST: phrase("first reader"),
    Role.SECOND: phrase("second reader"),
    Role.ARBITER: phrase("arbiter"),
    Role.ADMINISTRATOR: phrase("administrator"),
}

_NETWORKS = phrase("the network's answer; you have not read it yet")
_HIDDEN = phrase("hidden until you have answered")


def role_words(role: Role, speech: Speech) -> str:
    """Return a role's name."""
    return speech.say(ROLES[role])


def title_of(photograph: Photograph, speech: Speech) -> str:
    """Return patient, eye and day of a photograph in one line."""
    identity = photograph.identity
    parts = [isolated(identity.patient or speech.say("patient not known"))]
    if identity.eye is not None:
        parts.append(identity.eye.value)
    if identity.date is not None:
        parts.append(speech.day(identity.date))
    return " \N{MIDDLE DOT} ".join(parts)


def tone_of(seen: Seen) -> str:
    """Return the class of the colour in which a photograph's state is said."""
    row = seen.row
    if row.problem is not None:
        return Decision.ERROR.value
    open_ = row.final.awaited is not None and row.decision is Decision.NO_REFERRAL
    if seen.is_hidden or row.decision is None or open_:
        # Nothing is green before it is final.
        return "plain"
    return row.decision.value


def state_of(seen: Seen, speech: Speech) -> str:
    """Return what counts for a photograph now, in one line."""
    row = seen.row
    if row.problem is not None:
        return f"{capital(speech.say(words_of(row).headline))}: {speech.sentence(row.problem)}"
    if seen.is_hidden:
        return capital(speech.say(_HIDDEN))
    if row.is_of_other_classes:
        return label_words(row, speech)
    words = words_of(row)
    headline = capital(speech.say(words.headline))
    if row.final.awaited is Awaited.OTHERS and not row.final.by_doctor and row.result is not None:
        return f"{headline} – {speech.say(_NETWORKS)}"
    return f"{headline} – {speech.say(words.meaning)}" if words.meaning else headline


def own_answer(row: Row, speech: Speech) -> str:
    """Return what this reader has said; empty where nothing was."""
    if row.review_ungradable:
        return capital(speech.say("ungradable"))
    parts = [] if row.review_grade is None else [grade_words(row.review_grade, speech)]
    if row.form_grade:
        parts.append(row.form_grade)
    return " \N{MIDDLE DOT} ".join(parts)


def network_facts(seen: Seen, speech: Speech) -> Iterator[tuple[str, str]]:
    """Yield label and text of what the program says of a photograph."""
    row, found = seen.row, seen.row.found
    if seen.is_hidden:
        yield speech.say("Network"), capital(speech.say(_HIDDEN))
        return
    if row.is_of_other_classes:
        yield speech.say("Label"), label_words(row, speech)
        if row.reasons:
            yield speech.say("Reason"), " ".join(speech.sentence(one) for one in row.reasons)
        return
    yield speech.say("Network"), capital(program_words(row, speech))
    if row.problem is None and found.label is not None and found.probability is not None:
        label = (
            label_words(row, speech) if found.grade is None else grade_words(found.grade, speech)
        )
        share = speech.probability(found.probability)
        yield speech.say("Network's grade"), f"{label} ({share})"
        if found.referable_probability is not None:
            share = speech.probability(found.referable_probability)
            yield speech.say("Grade 2 or more"), share
    if row.reasons:
        yield speech.say("Reason"), " ".join(speech.sentence(one) for one in row.reasons)
    oedema = capital(oedema_words(stored_macular_oedema(row), speech))
    yield speech.say("Macular oedema"), oedema
    lesions = stored_lesions(row)
    words = (
        speech.say("not looked for")
        if lesions is None
        else ", ".join(lesion_kind_words(kind, marks, speech) for kind, marks in lesions.items())
    )
    yield speech.say("Lesions"), capital(words)
    for remark in later_lesion_remarks(row):
        yield speech.say("Remark"), speech.sentence(remark)


def remarks_of(photograph: Photograph, speech: Speech) -> list[str]:
    """Return what is not certain about whose photograph it is."""
    return [speech.sentence(one) for one in photograph.identity.remarks]


def readers_facts(read: StoredReadings | None, speech: Speech) -> Iterator[tuple[str, str, str]]:
    """Yield label, text and note of what all readers say, where that was fetched."""
    if read is None:
        return
    said = (
        (Role.FIRST, read.first, read.first_by, read.first_note),
        (Role.SECOND, read.second, read.second_by, read.second_note),
        (Role.ARBITER, read.arbiter, read.arbiter_by, read.arbiter_note),
    )
    for role, verdict, by, note in said:
        if verdict is not None:
            grade = verdict.grade
            words = (
                capital(speech.say(words_of_decision(verdict.decision).headline))
                if grade is None
                else grade_words(grade, speech)
            )
            yield capital(role_words(role, speech)), f"{words}, {isolated(by or '')}", note or ""


def awaited_of(row: Row, speech: Speech) -> str:
    """Return whose answer is still to come; empty for nobody's."""
    awaited = row.final.awaited
    return "" if awaited is None else capital(speech.say(AWAITED[awaited]))


def kind_words(kind: str, speech: Speech) -> str:
    """Return in words which of :data:`.results.KINDS` patients are."""
    if kind == OPEN:
        return capital(speech.say("open or not examined"))
    if kind == UNSETTLED:
        return capital(speech.say("no referral so far: not final, or not both eyes"))
    return capital(speech.say(words_of_decision(Decision(kind)).headline))


def result_words(patient: Patient, speech: Speech) -> str:
    """Return in words what a patient's photographs come to."""
    if patient.decision is None and any(one.row.is_of_other_classes for one in patient.photographs):
        return capital(speech.say("no grade: the model has other classes"))
    return kind_words(patient_kind(patient), speech)


def patient_kind(patient: Patient) -> str:
    """Return which of :data:`.results.KINDS` a patient is."""
    return kind_of(patient.decision, settled=is_settled(patient))


def eye_words(patient: Patient, speech: Speech) -> Iterator[str]:
    """Yield what counts for each eye of a patient."""
    for eye in (*Laterality, None):
        deciding = patient.eye(eye)
        name = speech.say("eye not known") if eye is None else eye.value
        if deciding is not None:
            row = deciding.row
            words = speech.say(words_of(row).headline)
            if row.is_of_other_classes:
                words = label_words(row, speech)
            elif row.final.grade is not None and row.problem is None:
                words = f"{words}, {speech.say('grade {grade}', grade=row.final.grade)}"
            yield f"{name}: {words}"
        elif eye is not None and eye in patient.missing_eyes:
            yield f"{name}: {speech.say('no photograph')}"


def moment_words(at: str, speech: Speech) -> str:
    """Return a stored time (ISO 8601) as calendar and clock of the server's place show it."""
    return speech.moment(dt.datetime.fromisoformat(at).astimezone())


def awaited_words(awaited: Awaited, speech: Speech) -> str:
    """Return whose answer is still to come."""
    return speech.say(AWAITED[awaited])


WORDS = {
    "awaited_words": awaited_words,
    "awaited_of": awaited_of,
    "capital": capital,
    "kind_words": kind_words,
    "patient_kind": patient_kind,
    "eye_words": eye_words,
    "grade_names": GRADE_NAMES,
    "isolated": isolated,
    "lesion_kinds": LESION_KINDS,
    "network_facts": network_facts,
    "own_answer": own_answer,
    "readers_facts": readers_facts,
    "remarks_of": remarks_of,
    "result_words": result_words,
    "role_words": role_words,
    "state_of": state_of,
    "title_of": title_of,
    "tone_of": tone_of,
}
