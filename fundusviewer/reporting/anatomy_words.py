"""Lesions and macular oedema in words, for the printed report and the window."""

from __future__ import annotations

from collections.abc import Mapping

from fundusviewer.anatomy import LesionKind
from fundusviewer.grading.macular_oedema import MacularOedema
from fundusviewer.reporting.speech import Speech, phrase

#: By kind: none, one, and several of them.
_COUNTS = {
    "MA": (
        phrase("no microaneurysms"),
        phrase("{count} microaneurysm"),
        phrase("{count} microaneurysms"),
    ),
    "HE": (
        phrase("no haemorrhages"),
        phrase("{count} haemorrhage"),
        phrase("{count} haemorrhages"),
    ),
    "EX": (
        phrase("no hard exudates"),
        phrase("{count} hard exudate"),
        phrase("{count} hard exudates"),
    ),
    "SE": (
        phrase("no cotton-wool spots"),
        phrase("{count} cotton-wool spot"),
        phrase("{count} cotton-wool spots"),
    ),
}

#: Of these it matters how far they are from the fovea.
_NEAR_FOVEA = "EX"


def kind_words(kind: str, marks: LesionKind, speech: Speech) -> str:
    """Return how many of a kind were marked: "3 hard exudates, 0.6 disc diameters from the fovea".

    The distance is that of the nearest of them, as far as the fovea was found.
    """
    words = speech.say(_COUNTS[kind][min(marks.count, 2)], count=marks.count)
    if kind != _NEAR_FOVEA or marks.from_fovea is None:
        return words
    return speech.say(
        "{lesions} ({distance} disc diameters from the fovea)",
        lesions=words,
        distance=speech.number(marks.from_fovea, 1),
    )


def lesion_words(lesions: Mapping[str, LesionKind] | None, speech: Speech) -> str:
    """Return all that was marked, in one line; ``None``: nobody looked."""
    if lesions is None:
        return speech.say("not looked for")
    return ", ".join(kind_words(kind, marks, speech) for kind, marks in lesions.items())


def oedema_words(oedema: MacularOedema | None, speech: Speech) -> str:
    """Return what is said of macular oedema; ``None``: the model does not answer on it."""
    if oedema is None:
        return speech.say("not assessed")
    if oedema.risk is None or oedema.probability is None:
        return speech.say("not assessable")
    return speech.say(
        "risk {risk} of 0–2 (probability of risk 2: {share})",
        risk=oedema.risk,
        share=speech.probability(oedema.probability),
    )
