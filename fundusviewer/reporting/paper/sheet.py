"""The frame of every page: what it is, the notice, the model, the page's number."""

from __future__ import annotations

import json
from dataclasses import dataclass

from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting.paper.ink import Align, Ink
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.words import isolated
from fundusviewer.screening.examination.method import Method

#: A4 in mm, and where the frame leaves room. The left margin is for the punch.
WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT = 16.0, 198.0
TOP, BOTTOM = 20.0, 272.0

#: The operating points of trained models by their names in the card; others are printed as named.
_POINTS = {"screening": phrase("high sensitivity"), "specific": phrase("high specificity")}


@dataclass(frozen=True)
class Imprint:
    """What stands on every page.

    Attributes
    ----------
    method
        How the results were made.
    application
        Name and version of the program that prints.
    printed_at
        Date and time.
    part
        Of what the report is a part, and why; empty where it is whole.
    assesses_oedema
        Whether the model answers on macular oedema.
    clinic
        Its name, at the head of each page; may be empty.
    """

    method: Method
    application: str
    printed_at: str
    part: str = ""
    assesses_oedema: bool = False
    clinic: str = ""

    @property
    def grades(self) -> bool:
        """Whether the model grades diabetic retinopathy: then it has an operating point."""
        return self.method.grades

    def title(self, speech: Speech) -> str:
        """Return what the program did."""
        if self.grades:
            return speech.say("FundusViewer – screening for diabetic retinopathy")
        return speech.say("FundusViewer – photographs classified by a model")

    def model_line(self, speech: Speech) -> str:
        """Return the model with its version and operating point."""
        settings = json.loads(self.method.settings)
        point = settings.get("operating_point")
        model = f"{self.method.model_name} {self.method.model_version}"
        if point is None:
            return speech.say("Model: {model}.", model=model)
        return speech.say(
            "Model: {model}, operating point “{point}” (refer from {share} for referable "
            "retinopathy).",
            model=model,
            point=speech.word(_POINTS[point]) if point in _POINTS else point,
            share=speech.probability(settings["threshold"]),
        )

    def hash_line(self, speech: Speech) -> str:
        """Return the hash of the model's file."""
        return speech.say("Model file SHA-256: {hash}", hash=self.method.model_sha256)

    def printed_line(self, speech: Speech) -> str:
        """Return when it was printed by what, and what is not assessed."""
        values = {"moment": self.printed_at, "program": self.application}
        if self.assesses_oedema or not self.grades:
            return speech.say("Printed {moment} by {program}.", **values)
        return speech.say(
            "Printed {moment} by {program}. Macular oedema is not assessed.", **values
        )


def draw_frame(ink: Ink, imprint: Imprint, page: int, pages: int) -> None:
    """Draw head and foot of a page, when its content stands."""
    width, speech = RIGHT - LEFT, ink.speech
    notice = speech.sentence(RESEARCH_NOTICE)
    title = imprint.title(speech)
    top = 6.5 if imprint.part else 9.5
    if imprint.clinic:
        # The notice stands at the right.
        ink.text(LEFT, top, 0.55 * width, isolated(imprint.clinic), points=10, bold=True, lines=1)
    else:
        ink.text(LEFT, top, width, title, points=9)
    ink.text(LEFT, top, width, notice, points=9, bold=True, align=Align.RIGHT)
    if imprint.part:
        part = speech.say("Part of a list: {part}", part=imprint.part)
        ink.text(LEFT, 10.8, width, part, points=8.5, bold=True, lines=1)
    ink.line((LEFT, 15.5), (RIGHT, 15.5), 0.3)
    ink.line((LEFT, 273.5), (RIGHT, 273.5), 0.3)
    y = 274.5
    for line in (imprint.model_line, imprint.hash_line, imprint.printed_line):
        y += ink.text(LEFT, y, width - 24, line(speech), points=7, lines=1)
    if ink.misses_letters:
        remark = speech.say(
            "This machine has no font for some characters; they stand as their Unicode numbers, "
            "like [U+1F600]."
        )
        ink.text(LEFT, y, width - 24, remark, points=7, lines=1)
    place = speech.say("{page} of {pages}", page=page, pages=pages)
    ink.text(RIGHT - 40, 274.5, 40, place, points=10, bold=True, align=Align.RIGHT)
    ink.text(RIGHT - 60, 284, 60, notice, points=7, align=Align.RIGHT)
