"""The gate before every grade: whether this is a fundus photograph, and can be graded.

The rules judge image measures. Each limit was set on real photographs (see ``docs/gate.md``): it
lies outside of what gradable photographs of seven sets show, and inside of what pictures of other
things show. A rule that a photograph breaks says so in a sentence for the person at the camera.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import astuple, dataclass
from enum import StrEnum

from fundusviewer.grading.measures import ImageMeasures


class GateLevel(StrEnum):
    """What a broken rule means."""

    NOT_FUNDUS = "not_fundus"
    UNGRADABLE = "ungradable"


@dataclass(frozen=True)
class GateReason:
    """One broken rule.

    Attributes
    ----------
    code
        Stable name of the rule, for instance ``"too_dark"``.
    text
        One sentence for the person at the camera.
    level
        What it means.
    """

    code: str
    text: str
    level: GateLevel


@dataclass(frozen=True)
class GateVerdict:
    """The gate's verdict on one photograph.

    Attributes
    ----------
    reasons
        The broken rules; none opens the gate.
    advice
        What the person at the camera can do better, one sentence; empty where nothing is to be
        seen. No reason to refuse the photograph by itself.
    doubt_from
        Share of the lowest probability that refers, from which on a photograph that is not quite
        sharp must not be called healthy; 1 for a sharp one.
    is_clear
        Whether it is sharp, and nothing lies over a part of it.
    """

    reasons: tuple[GateReason, ...] = ()
    advice: str = ""
    doubt_from: float = 1.0
    is_clear: bool = True

    @property
    def is_fundus(self) -> bool:
        """Whether this is a fundus photograph."""
        return all(reason.level is not GateLevel.NOT_FUNDUS for reason in self.reasons)

    @property
    def is_gradable(self) -> bool:
        """Whether it is a fundus photograph that can be graded."""
        return not self.reasons


@dataclass(frozen=True)
class _Rule:
    reason: GateReason
    is_broken: Callable[[ImageMeasures], bool]


def _not_fundus(code: str, text: str, is_broken: Callable[[ImageMeasures], bool]) -> _Rule:
    return _Rule(GateReason(code, text, GateLevel.NOT_FUNDUS), is_broken)


def _ungradable(code: str, text: str, is_broken: Callable[[ImageMeasures], bool]) -> _Rule:
    return _Rule(GateReason(code, text, GateLevel.UNGRADABLE), is_broken)


#: Without light there is no colour to judge: then only darkness is stated. Colour is measured on
#: pixels above 24; from here on those are half of the field or more.
_BLACK = 25.0

#: Below this spread of the colours a picture is toned, grey, or even; even below this contrast.
_ONE_HUE, _EVEN = 0.004, 0.008

#: Weaker contrasts in a bright photograph are those of one that is washed out.
_WASHED_OUT = 0.015

#: Below this brightness a photograph is too dark.
_DARK = 34

#: Darker photographs have so few values that neighbours are often alike.
_FAINT = 70.0

#: Edges of vessels: below the first limit a photograph is blurred. Up to the second it is not quite
#: sharp: blur takes from the probability of disease what it takes from small lesions, so that
#: between a share of the lowest probability that refers and that itself nothing is certain.
_BLURRED, _SHARP = 1.14, 1.29
_LEAST_SHARE, _LARGEST_SHARE = 0.28, 0.45

#: Contrast of one half as a share of the other's: below the first limit it is veiled, from the
#: second on nothing lies over it.
_VEILED, _CLEAR = 0.28, 0.45

#: From this roundness on it is seen where the field of view ends.
_EDGE_SEEN = 0.55

#: Smeared in one direction beyond doubt; and from where on, if the edges across it are blurred.
_SMEARED, _SMEARED_IF_BLURRED, _BLURRED_ACROSS = 0.3, 0.2, 1.18

#: The field of view of a fundus camera is round; that of a wide field is an oval, as is one that
#: was squeezed into a square.
_OVAL, _SQUEEZED = 1.2, 0.9

#: The retina is smaller in it than the model has learned to see it.
WIDE_FIELD = GateReason(
    "wide_field",
    "A wide field of view, or a stretched picture: take a photograph of 45 to 60 degrees as the "
    "camera makes it, or refer.",
    GateLevel.UNGRADABLE,
)


def _is_blurred_across(measures: ImageMeasures) -> bool:
    """Whether the edges of one direction are blurred, as by a movement across them."""
    # A picture that was squeezed is sharper along one side than along the other by itself.
    squeezed = not measures.fills_frame and measures.elongation < _SQUEEZED
    blurred = measures.weakest_edges < _BLURRED_ACROSS and measures.edge_sharpness < _SHARP
    return blurred and not squeezed


_NOT_FUNDUS_RULES = (
    _not_fundus(
        "no_structure",
        "Nothing is to be seen: one even colour. Check the file, or take the photograph again.",
        lambda m: m.colour_spread < _ONE_HUE and m.detail_contrast < _EVEN,
    ),
    _not_fundus(
        "colour",
        "The colours are not those of a retina: choose a colour fundus photograph.",
        lambda m: m.red_share < 0.5 or m.colour_spread > 0.145,
    ),
    _not_fundus(
        "no_colour",
        "The picture has no colours or one hue alone (red-free, angiography?): choose the colour "
        "photograph.",
        lambda m: (
            m.saturation < 0.06 or (m.colour_spread < _ONE_HUE and m.detail_contrast >= _EVEN)
        ),
    ),
    _not_fundus(
        "noise",
        "Noise or fine texture, no structures of a retina: check the file or the camera.",
        lambda m: m.noise > 0.9,
    ),
    _not_fundus(
        "contrast",
        "Much stronger contrasts than a retina's: check that this is a fundus photograph.",
        lambda m: m.detail_contrast > 0.135,
    ),
    _not_fundus(
        "shape",
        "No round field of view, as a fundus camera makes it: check that the photograph is whole.",
        lambda m: not m.fills_frame and m.roundness < 0.3 and m.coverage < 0.93,
    ),
    _not_fundus(
        "two_fields",
        "Two fields of view in one picture: choose a file with one photograph of one eye.",
        lambda m: m.second_field > 0,
    ),
    _not_fundus(
        "no_field_of_view",
        "No round field of view, and more colours than a retina has: check the file.",
        lambda m: (m.fills_frame or m.roundness < 0.6) and m.colour_spread > 0.085,
    ),
)

_UNGRADABLE_RULES = (
    _ungradable(
        "damaged",
        "The file is damaged: a part of the picture is shifted, of another colour, or missing. "
        "Copy it from the camera again.",
        # A band that is white is an exposure's; its edge is none.
        lambda m: m.seam > 1 or (m.flat_band > 0.12 and m.overexposed <= 0.15),
    ),
    _ungradable(
        "stray_light",
        "Light beside the field of view: the file is damaged, or shows a screen or a page. Take "
        "the camera's original.",
        # Where the edge is not seen, nobody knows where the field of view ends.
        lambda m: m.roundness >= _EDGE_SEEN and m.stray_light > 0.02,
    ),
    _ungradable(
        "screen",
        "A regular pattern lies over the picture, as that of a screen or a print: take the "
        "camera's original.",
        lambda m: m.regular_pattern > 10,
    ),
    _ungradable(
        "veiled",
        "One half of the retina is veiled: keep stray light and lashes away, clean the lens; if it "
        "stays so, refer.",
        # What is dark altogether has a reason of its own.
        lambda m: m.evenness < _VEILED and m.brightness >= _DARK,
    ),
    _ungradable(
        "mosaic",
        "The picture is made of squares of one colour: take the camera's original.",
        # White and dark areas have one colour, too; they have reasons of their own.
        lambda m: m.mosaic > 0.82 and m.overexposed <= 0.15 and m.brightness >= _FAINT,
    ),
    _ungradable(
        "too_dark",
        "Too dark: dilate the pupil or raise the flash, then take it again.",
        lambda m: m.brightness < _DARK,
    ),
    _ungradable(
        "overexposed",
        "Too bright: lower the flash, then take it again.",
        # Red alone at its end hides nothing; lesions are seen in green.
        lambda m: m.overexposed > 0.15 or (m.brightness > 252 and m.detail_contrast < _WASHED_OUT),
    ),
    _ungradable(
        "blurred",
        "Not sharp: focus again, or clean the lens; if the lens of the eye is cloudy, refer.",
        lambda m: m.sharpness < 0.14 or m.edge_sharpness < _BLURRED,
    ),
    _ungradable(
        "moved",
        "Smeared in one direction: camera or eye moved; take it again.",
        lambda m: m.smear > _SMEARED or (m.smear > _SMEARED_IF_BLURRED and _is_blurred_across(m)),
    ),
    _Rule(
        WIDE_FIELD,
        lambda m: not m.fills_frame and m.roundness >= _EDGE_SEEN and m.elongation > _OVAL,
    ),
    _ungradable(
        "cut_off",
        "Much of the retina is missing: centre the eye, hold the lids; copy a cut-off file again.",
        # A straight edge inside the frame is no field's: the file ended there, and black was left.
        lambda m: (
            m.field_of_view_share < 0.6
            or (not m.fills_frame and m.roundness < 0.55 and m.coverage < 0.85)
        ),
    ),
    _ungradable(
        "too_small",
        "Too few pixels: take the camera's original; at least 120 are needed across the retina.",
        lambda m: m.short_side < 120,
    ),
)

#: No comparison with a value that is not a number is true, so no other rule would be broken.
_UNMEASURABLE = GateReason(
    "unmeasurable",
    "Too little of the picture can be judged: check that the photograph is whole.",
    GateLevel.UNGRADABLE,
)


def check(measures: ImageMeasures) -> GateVerdict:
    """Judge a photograph by its measures; every broken rule is named.

    A picture that is no fundus photograph is not also called dark or blurred, and one that is all
    black is called dark, since its colours say nothing. What cannot be measured is ungradable.
    """
    if not all(math.isfinite(value) for value in astuple(measures)):
        return GateVerdict((_UNMEASURABLE,))
    if measures.brightness >= _BLACK:
        broken = _broken(_NOT_FUNDUS_RULES, measures)
        if broken:
            return GateVerdict(broken)
    return GateVerdict(
        _broken(_UNGRADABLE_RULES, measures),
        _advice(measures),
        _doubt_from(measures),
        is_clear=measures.edge_sharpness >= _SHARP and measures.evenness >= _CLEAR,
    )


def _doubt_from(measures: ImageMeasures) -> float:
    if measures.edge_sharpness >= _SHARP:
        return 1.0
    share = max(0.0, (measures.edge_sharpness - _BLURRED) / (_SHARP - _BLURRED))
    return _LEAST_SHARE + share * (_LARGEST_SHARE - _LEAST_SHARE)


def _broken(rules: tuple[_Rule, ...], measures: ImageMeasures) -> tuple[GateReason, ...]:
    return tuple(rule.reason for rule in rules if rule.is_broken(measures))


#: What is not bad enough to refuse a photograph, but may be why the network does.
_ADVICE: tuple[tuple[str, Callable[[ImageMeasures], bool]], ...] = (
    ("It is dark: dilate the pupil or raise the flash.", lambda m: m.brightness < 70),
    (
        "It is partly overexposed: lower the flash.",
        lambda m: m.overexposed > 0.02 or m.brightness > 240,
    ),
    (
        "It is not quite sharp: focus again, or clean the lens.",
        lambda m: m.sharpness < 0.2 or m.edge_sharpness < _SHARP,
    ),
    ("A part of the retina is missing: centre the eye.", lambda m: m.field_of_view_share < 0.8),
)


def _advice(measures: ImageMeasures) -> str:
    return next((text for text, applies in _ADVICE if applies(measures)), "")
