"""Makes the pictures of models/README.md: the reliability diagram, and photographs that went wrong.

    python docs/make_model_figures.py MODEL.onnx --data LABELS.csv… --pictures LABELS.csv

Test photographs only, from the split file beside the model. ``--pictures`` names the set whose
photographs may be shown (IDRiD: CC BY 4.0); the figures are made of all of ``--data``. The pictures
go to ``docs/images``.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fundusviewer.grading import GRADE_NAMES, Decision, grade_set_words
from fundusviewer.imaging import read_image, to_model_input
from fundusviewer.inference import Classifier
from fundusviewer.overlay import annotate, flatten
from fundusviewer.resources import asset
from fundusviewer.screening import Finding, examine
from fundusviewer.screening.metrics import wilson
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.data.labels import LabelledPhotograph, gradable_only, read_labels
from fundusviewer.training.data.split_file import on_side, read_split
from fundusviewer.training.data.splits import Split
from fundusviewer.training.fitting.predictions import ask

IMAGES = Path(__file__).parent / "images"
BINS = np.linspace(0.3, 1, 8)
INK, GREY, BLUE = (30, 30, 30), (150, 150, 150), (30, 90, 170)
SIZE, MARGIN = 620, 80
SHOWN = 6


def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the application's own font."""
    return ImageFont.truetype(str(asset("fonts/NotoSans-Regular.ttf")), size)


def reliability(stated: np.ndarray, right: np.ndarray) -> Image.Image:
    """Draw the share of right grades over the stated probability, with 95 % intervals."""
    picture = Image.new("RGB", (SIZE, SIZE), "white")
    draw = ImageDraw.Draw(picture)

    def at(x: float, y: float) -> tuple[float, float]:
        side = SIZE - 2 * MARGIN
        return MARGIN + x * side, SIZE - MARGIN - y * side

    draw.line([at(0, 0), at(1, 1)], GREY, 2)
    draw.line([at(0, 1), at(0, 0), at(1, 0)], INK, 2)
    for tick in np.arange(0, 1.01, 0.2):
        draw.text(at(tick, -0.02), f"{tick:.1f}", INK, font(18), anchor="ma")
        draw.text(at(-0.02, tick), f"{tick:.1f}", INK, font(18), anchor="rm")
    for low, high in itertools.pairwise(BINS):
        inside = (stated >= low) & ((stated < high) | (high == 1))
        if inside.any():
            x, share = (
                float(stated[inside].mean()),
                wilson(int(right[inside].sum()), int(inside.sum())),
            )
            draw.line([at(x, share.low), at(x, share.high)], BLUE, 3)
            left, top = at(x, share.value)
            draw.ellipse([left - 6, top - 6, left + 6, top + 6], BLUE)
            draw.text((left + 10, top + 4), str(int(inside.sum())), BLUE, font(16))
    draw.text((SIZE / 2, SIZE - 16), "stated probability", INK, font(20), anchor="ms")
    draw.text((MARGIN, 24), "share of right grades", INK, font(20))
    return picture


def how_wrong(finding: Finding, grade: int) -> tuple[int, int]:
    """Sort by missed referrals first, then by the distance of the grades."""
    assessment = finding.assessment
    given = grade if assessment is None or assessment.grade is None else assessment.grade
    missed = grade >= 2 and finding.decision is Decision.NO_REFERRAL
    return (-int(missed), -abs(given - grade))


def card_of(finding: Finding, photograph: LabelledPhotograph) -> Image.Image:
    """Draw a photograph with its heat map and what was said and what is true."""
    layers = annotate((finding.image.width, finding.image.height), finding.annotation())
    pixels = flatten(finding.image.pixels, layers)
    scale = 520 / pixels.shape[1]
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    picture = Image.new("RGB", (520, small.shape[0] + 84), "white")
    picture.paste(Image.fromarray(small))
    draw = ImageDraw.Draw(picture)
    lines = (
        f"{Path(photograph.file).stem}: graded {GRADE_NAMES[photograph.grade or 0]}",
        f"model: {finding.label} ({finding.probability or 0:.0%}), "
        f"{(finding.decision or '').replace('_', ' ')}",
        f"set: {grade_set_words(finding.grade_set)}" if finding.grade_set else "",
    )
    for row, line in enumerate(lines):
        draw.text((8, small.shape[0] + 4 + 26 * row), line, INK, font(17))
    return picture


def failures(classifier: Classifier, photographs: tuple[LabelledPhotograph, ...]) -> Image.Image:
    """Draw the photographs that went wrong most, as the application shows them."""
    single = {photo.duplicate_group or photo.file: photo for photo in photographs}
    found = [(examine(photo.path, classifier), photo) for photo in single.values()]
    graded = [(f, p) for f, p in found if f.prediction is not None and p.grade is not None]
    graded.sort(key=lambda pair: how_wrong(pair[0], pair[1].grade or 0))
    cards = [card_of(*pair) for pair in graded[:SHOWN]]
    width, height = cards[0].width, max(card.height for card in cards)
    sheet = Image.new("RGB", (3 * width + 20, 2 * height + 10), "white")
    for place, card in enumerate(cards):
        sheet.paste(card, (place % 3 * (width + 10), place // 3 * (height + 10)))
    return sheet


def main() -> None:
    """Make both pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    options = parser.parse_args()
    sides = read_split(options.model.with_suffix(".split.csv"))
    classifier = Classifier(options.model, "cpu")
    photographs = on_side(gradable_only(read_labels(options.data)), sides, Split.TEST)
    images = (
        to_model_input(read_image(photo.path).pixels, classifier.card.input).pixels
        for photo in photographs
    )
    answers = ask(classifier, images, len(photographs), SilentProgress()).probabilities
    right = answers.argmax(axis=1) == np.array([photo.grade for photo in photographs])
    reliability(answers.max(axis=1), right).save(IMAGES / "reliability.png", optimize=True)
    shown = on_side(gradable_only(read_labels([options.pictures])), sides, Split.TEST)
    failures(classifier, shown).save(IMAGES / "failures.jpg", quality=82)


if __name__ == "__main__":
    main()
